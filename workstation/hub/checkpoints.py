"""The hub's checkpoints: signs how far the evidence log went, and shows it to witnesses."""

import base64
import contextlib
import logging
from datetime import datetime
from typing import Final

from queue_client.codec import write_document
from queue_client.witness_messages import Checkpoint, CheckpointDocument, CheckpointReply
from workstation.audit.checkpoint import CheckpointInvalid, Signer, open_checkpoint, sign_checkpoint
from workstation.audit.merkle import BLOCK, Tree, leaf_hash
from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import wall
from workstation.hub.ports import CheckpointShelf, EvidenceLog
from workstation.hub.replies import Reply

_LOG = logging.getLogger(__name__)
#: The tag of the entry that tells that the log is not what was signed.
CONTRADICTED: Final = "hub:log:contradicted"
_EVERY: Final = 256
_AFTER_S: Final = 60.0
_LOOK_S: Final = 1.0
_AT_ONCE: Final = 4096


class CheckpointKeeper:
    """Follows the log and signs it; owned by the broker's thread.

    A log that is not the one that was signed, because somebody changed it or put an older backup
    in its place, is told of and never signed again: witnesses would only be shown a lie.

    Parameters
    ----------
    every, after_s
        A checkpoint is due after so many entries, or so long after the last when there is
        something new [s].
    """

    def __init__(
        self,
        log: EvidenceLog,
        shelf: CheckpointShelf,
        key: Signer,
        *,
        every: int = _EVERY,
        after_s: float = _AFTER_S,
    ) -> None:
        self._log, self._shelf, self._key = log, shelf, key
        self._every, self._after_s = every, after_s
        self._tree = Tree(self._read)
        self._note, self._signed, self._root = "", 0, b""
        self._opened = self._checked = False
        self._trouble = ""
        self._blocks_kept = 0
        self._look_at = 0.0
        self._signed_at: float | None = None
        self._ahead: set[str] = set()  # witnesses that keep more than there is
        #: Witness -> up to which entry it keeps a checkpoint, and when it said so.
        self.witnesses: dict[str, tuple[int, datetime]] = {}

    @property
    def size(self) -> int:
        """How many entries the newest checkpoint stands for."""
        return self._signed

    @property
    def trouble(self) -> str:
        """Why nothing is signed any more; empty while all is well."""
        return self._trouble

    def tend(self, now: float) -> None:
        """Look at what is new, a little at a time, and sign when it is due.

        Raises
        ------
        StorageUnavailable
            If log or shelf cannot be used.
        """
        if self._trouble or now < self._look_at:
            return
        caught_up = self._follow()
        if self._trouble or not caught_up:
            return
        self._look_at = now + _LOOK_S
        if self._signed_at is None:
            self._signed_at = now
        fresh = self._tree.size - self._signed
        if fresh >= self._every or (fresh and now - self._signed_at >= self._after_s):
            self._sign()
            self._signed_at = now

    def finish(self) -> None:
        """Sign everything that there is: the hub stops in order.

        Raises
        ------
        StorageUnavailable
            If log or shelf cannot be used.
        """
        while not self._trouble and not self._follow():
            pass
        if not self._trouble and self._tree.size > self._signed:
            self._sign()

    def answer(self, machine: str, header: Checkpoint) -> Reply:
        """Show a witness the newest checkpoint, and that it goes on from the witness's own."""
        self.witnesses[machine] = (header.size, wall())
        if self._checked and header.size > self._signed and machine not in self._ahead:
            self._ahead.add(machine)
            kept = f"{machine} keeps a checkpoint of {header.size} entries"
            self._alarm(f"{kept}, this log was signed up to {self._signed}")
        proof: list[bytes] = []
        if self._checked and not self._trouble and header.size <= self._signed:
            proof = self._tree.consistency(header.size, self._signed)
        document = CheckpointDocument(
            note=self._note if self._checked or self._trouble else "",
            proof=[base64.b64encode(step).decode() for step in proof],
        )
        return Reply(CheckpointReply(ask=header.ask), write_document(document))

    def _open(self) -> None:
        """Take up what was signed last, and begin behind what its root vouches for."""
        note = self._shelf.newest()
        if note:
            try:
                last = open_checkpoint(note, self._key.public)
            except CheckpointInvalid as error:
                # Another key is another log to every witness; the old notes stay for the auditor.
                _LOG.warning("the last checkpoint is not of this key", extra={"why": str(error)})
            else:
                self._note, self._signed, self._root = note, last.size, last.root
        for root in self._shelf.blocks()[: self._signed // BLOCK]:
            self._tree.add_block(root)
        self._blocks_kept = len(self._tree.blocks)
        self._checked = self._signed == 0
        self._opened = True

    def _follow(self) -> bool:
        """Take in the next entries; True when there are no more."""
        if not self._opened:
            self._open()
        texts = self._log.entries(self._tree.size, _AT_ONCE)
        for text in texts:
            self._tree.add(leaf_hash(text.encode()))
        ended = len(texts) < _AT_ONCE
        return ended if self._checked else self._check(ended=ended)

    def _check(self, *, ended: bool) -> bool:
        """Hold the log against what was signed last; True when there is no more to take in."""
        if self._tree.size < self._signed:
            if ended:
                reason = f"it ends with entry {self._tree.size}, entry {self._signed} was signed"
                self._give_up(reason)
        elif self._tree.root(self._signed) == self._root:
            self._checked = True
        elif self._blocks_kept:
            # The kept roots may be what is wrong: once more, from the first entry.
            _LOG.warning("the log is read anew from its first entry")
            self._tree, self._blocks_kept = Tree(self._read), 0
            return False
        else:
            self._give_up(f"its first {self._signed} entries are not those that were signed")
        return ended

    def _give_up(self, reason: str) -> None:
        self._trouble = reason
        self._alarm(f"the evidence log is not the one that was signed: {reason}")

    def _alarm(self, why: str) -> None:
        _LOG.error(why)
        with contextlib.suppress(StorageUnavailable):  # the line above stands
            self._log.note(CONTRADICTED, {"reason": why}, now=wall())

    def _sign(self) -> None:
        size = self._tree.size
        note = sign_checkpoint(size, self._tree.root(), self._key)
        try:
            self._shelf.keep(note, size)
        except StorageUnavailable as error:
            # What the disk did with it is unknown. The next run mends the file.
            self._trouble = str(error)
            _LOG.error("checkpoints cannot be kept", extra={"reason": str(error)})
            return
        self._note, self._signed = note, size
        fresh = self._tree.blocks[self._blocks_kept :]
        if fresh:
            self._shelf.keep_blocks(fresh, after=self._blocks_kept)
            self._blocks_kept += len(fresh)

    def _read(self, low: int, high: int) -> list[bytes]:
        return [leaf_hash(text.encode()) for text in self._log.entries(low, high - low)]


def show_checkpoint(keeper: CheckpointKeeper | None, machine: str, header: Checkpoint) -> Reply:
    """Answer a witness, also at a hub whose log nobody signs."""
    if keeper is not None:
        return keeper.answer(machine, header)
    document = CheckpointDocument(note="", proof=[])
    return Reply(CheckpointReply(ask=header.ask), write_document(document))
