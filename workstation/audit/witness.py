"""A witness: keeps the hub's last checkpoint and never lets it go back.

Every site and desk is one. Somebody who rewrites the hub's whole log, with its key in hand, would
have to rewrite what all of them keep, too.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from queue_client.answers import ShownCheckpoint
from queue_client.errors import Refused
from workstation.audit.checkpoint import Checkpoint, CheckpointInvalid, open_checkpoint
from workstation.audit.merkle import goes_on

#: The file that a witness keeps the last checkpoint in.
KEPT: Final = "hub.checkpoint"
_LONGEST_PROOF: Final = 128
_EVERY_S: Final = 60.0
_UNKNOWN_S: Final = 3600.0


class Witness:
    """Owned by one thread. The folder holds `KEPT`, and what contradicted it, for the auditor.

    Parameters
    ----------
    public : str
        The hub's public signing key (hex), which came by hand and not over the wire.
    alarm : callable
        Is told in one sentence why a checkpoint was refused.

    Raises
    ------
    OSError
        If the folder cannot be made or what is kept cannot be read.
    """

    def __init__(self, folder: Path, public: str, alarm: Callable[[str], None]) -> None:
        self._folder, self._public, self._alarm = folder, public, alarm
        folder.mkdir(parents=True, exist_ok=True)
        self._due = 0.0
        self._kept: Checkpoint | None = None
        try:
            self._kept = open_checkpoint((folder / KEPT).read_text(encoding="utf-8"), public)
        except FileNotFoundError:
            pass
        except (CheckpointInvalid, UnicodeDecodeError) as error:
            # It was ours, so somebody has been at it. The next one is taken as the first.
            (folder / KEPT).replace(folder / f"damaged-{os.getpid()}.checkpoint")
            alarm(f"The checkpoint that was kept here has been changed: {error}")

    @property
    def size(self) -> int:
        """How many entries the kept checkpoint stands for; 0 while there is none."""
        return 0 if self._kept is None else self._kept.size

    def tend(self, ask: Callable[[int], ShownCheckpoint], now: float) -> None:
        """Ask the hub once a minute what it has; `now` is monotonic [s].

        Raises
        ------
        QueueError
            If the hub is away; it is asked again a minute later.
        OSError
            If a checkpoint cannot be kept.
        """
        if now < self._due:
            return
        self._due = now + _EVERY_S
        try:
            shown = ask(self.size)
        except Refused:  # an older hub does not know the question
            self._due = now + _UNKNOWN_S
            return
        if shown.note:
            self.take(shown.note, shown.proof)

    def take(self, note: str, proof: Sequence[str]) -> bool:
        """Keep a checkpoint that goes on from the kept one; True when it did, or is the same.

        Parameters
        ----------
        proof : sequence of str
            The consistency proof from `size` on, each hash in base64.

        Raises
        ------
        OSError
            If it cannot be kept durably; the one before stands then.
        """
        try:
            offered = open_checkpoint(note, self._public)
        except CheckpointInvalid as error:
            return self._refuse(note, f"the hub showed a checkpoint that does not hold: {error}")
        kept = self._kept
        if kept is not None:
            if offered.size < kept.size:
                why = f"its log had {kept.size} entries and now has {offered.size}"
                return self._refuse(note, why)
            if not goes_on(kept.size, kept.root, offered.size, offered.root, _hashes(proof)):
                why = f"its log does not go on from the {kept.size} entries that it had"
                return self._refuse(note, why)
        if offered != kept:
            _write_whole(self._folder / KEPT, note.encode())
            self._kept = offered
        return True

    def _refuse(self, note: str, why: str) -> bool:
        name = hashlib.sha256(note.encode()).hexdigest()[:16]
        path = self._folder / f"refused-{name}.checkpoint"
        if not path.exists():
            _write_whole(path, note.encode())
        self._alarm(
            f"The hub's evidence log contradicts what it showed before: {why}. "
            "Tell the administrator; keep the files of this folder for the auditor"
        )
        return False


def _hashes(proof: Sequence[str]) -> list[bytes]:
    try:
        return [base64.b64decode(step, validate=True) for step in proof[:_LONGEST_PROOF]]
    except (binascii.Error, ValueError):
        return [b""]


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    if os.name != "nt":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
