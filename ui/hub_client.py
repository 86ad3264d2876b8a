"""The part of the hub's client that the desk uses, so that tests can script one of their own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from queue_client.answers import (
    JointState,
    LeasedCase,
    Receipt,
    SealedDraft,
    Session,
    Welcome,
)
from queue_client.errors import Fenced
from queue_client.supervision_messages import SteerAct


class HubClient(Protocol):
    """The part of `queue_client.DeskClient` that the desk uses; tests script their own."""

    @property
    def session(self) -> Session | None:
        """The session of the officer who sits at the desk; may be read from any thread."""

    def hello(self) -> Welcome:
        """Greet the hub."""

    def login(self, officer: str, password: str) -> Session:
        """Sit an officer down."""

    def logout(self) -> None:
        """Leave."""

    def lease(self) -> LeasedCase | None:
        """Ask for a case."""

    def fetch(
        self,
        lease: LeasedCase,
        sha256: str,
        size: int,
        into: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Path:
        """Fetch a package."""

    def extend(self, lease: LeasedCase) -> float:
        """Say that the officer is still at work."""

    def keep_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Leave the newest draft of a case at the hub."""

    def send_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Send a draft in the midst of a fetch, and wait for nothing."""

    def fetch_draft(self, lease: LeasedCase) -> SealedDraft | None:
        """Ask for what this officer left of a case."""

    def decide(self, decision: Mapping[str, Any]) -> Receipt:
        """Record a decision."""

    def recall(self, decision_id: str, reason: str) -> bool:
        """Take a decision back."""

    def skip(self, lease: LeasedCase, reason: str, minutes: int = 0) -> None:
        """Give a case back; for so many minutes it is for other officers."""

    def give_up(self, lease: LeasedCase, reason: str) -> None:
        """See `DeskClient.give_up`."""

    def explained(self, error: Fenced) -> Fenced:
        """See `DeskClient.explained`."""

    def room(self) -> dict[str, Any]:
        """Return how the room stands."""

    def lock(self) -> None:
        """Say that the officer has left the desk for a moment."""

    def unlock(self, password: str) -> bool:
        """Say that the officer is back; False when the password is wrong."""

    def show(self, lease: LeasedCase, document: Mapping[str, Any]) -> JointState:
        """Let others see a case."""

    def join(self, case_id: str) -> LeasedCase:
        """Look into a case that another officer shows."""

    def look_in(self, case_id: str, document: Mapping[str, Any]) -> JointState:
        """Say where one points in a joint view, and hear how it stands."""

    def leave(self, case_id: str) -> None:
        """Look in, or show, no longer."""

    def steer(
        self, act: SteerAct, document: Mapping[str, Any], *, reason: str, request: str
    ) -> dict[str, Any]:
        """See `DeskClient.steer`."""

    def interrupt(self) -> None:
        """End every wait."""

    def close(self) -> None:
        """Close the socket."""
