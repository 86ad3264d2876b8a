"""What the site agent needs from the wire."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from queue_client.answers import ShownCheckpoint, Wanted
from queue_client.documents import HeldDocument
from queue_client.signing import SignedDecision


class HubLine(Protocol):
    """The site's side of the wire, as `queue_client.client.SiteClient` has it.

    A line belongs to the thread that made it. Every method may raise ``QueueError``.
    """

    def hello(self) -> object:
        """Greet the hub."""

    def send_scan(
        self, path: Path, *, scan_id: str, sha256: str, meta: Mapping[str, Any]
    ) -> object:
        """Bring a package to the hub; returns when the hub has custody of it."""

    def declare(self, declaration: Mapping[str, Any]) -> bool:
        """Send a declaration by itself."""

    def ping(
        self, *, last_sequence: int, spool_depth: int, free_bytes: int
    ) -> Sequence[SignedDecision]:
        """Show that the site lives; returns decisions not acknowledged yet, unverified."""

    def acknowledge(self, decision_id: str) -> None:
        """Tell the hub that a decision was applied durably."""

    def report_result(self, result: Mapping[str, Any]) -> None:
        """Tell what a crew found; the same again changes nothing."""

    def checkpoint(self, size: int) -> ShownCheckpoint:
        """Ask for the hub's newest checkpoint, unverified; `size` is that of the one kept."""

    def report(self, held: Sequence[HeldDocument], *, last: bool) -> Wanted:
        """Tell what the site holds and has applied; returns what the hub wants of it."""

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait."""

    def close(self) -> None:
        """Hang up; may be called twice."""


MakeLine = Callable[[], HubLine]
