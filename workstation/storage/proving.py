"""Taking the proof of one decision out of a hub's data folder."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from workstation.audit.checkpoint import CheckpointInvalid, open_checkpoint
from workstation.audit.merkle import Tree, leaf_hash
from workstation.audit.proof import write_proof
from workstation.audit.tags import Tag
from workstation.audit.verify import Contents
from workstation.domain.errors import ReviewRoomError
from workstation.storage.agreement import rows
from workstation.storage.checkpoints import CHECKPOINTS, notes_under
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE

_ENTRIES = "SELECT CAST(entry AS BLOB) FROM audit ORDER BY seq"


class _Named(msgspec.Struct):
    decision_id: msgspec.Raw


class _Recorded(msgspec.Struct):
    decision: _Named


class NotProvable(ReviewRoomError):
    """There is nothing signed that stands for a decision."""

    advice = "A running hub signs within a minute; try again then, or check the decision's id."

    def __init__(self, decision_id: str, reason: str) -> None:
        super().__init__(f"decision {decision_id}: {reason}")
        self.decision_id, self.reason = decision_id, reason


def prove_decision(folder: Path, decision_id: str, public: str) -> str:
    """Return the proof that a decision was recorded: a text that `check_proof` checks.

    The newest checkpoint that holds is the one proven to.

    Raises
    ------
    NotProvable
        If no entry records the decision, or no checkpoint stands for that entry.
    StorageUnavailable
        If the folder cannot be read.
    """
    own = folder / CHECKPOINTS
    notes = [note for _, note in notes_under(own)] if own.is_dir() else []
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        leaves, entry, index = _read(session.connection(), decision_id)
    if entry is None:
        raise NotProvable(decision_id, "no entry records it")
    tree = Tree(lambda low, high: leaves[low:high])
    for leaf in leaves:
        tree.add(leaf)
    for note in reversed(notes):
        try:
            checkpoint = open_checkpoint(note, public)
        except CheckpointInvalid:
            continue
        if index < checkpoint.size <= tree.size and checkpoint.root == tree.root(checkpoint.size):
            path = tree.inclusion(index, checkpoint.size)
            return write_proof(entry, index=index, path=path, note=note)
    raise NotProvable(decision_id, f"no checkpoint stands for its entry, number {index + 1}")


def _read(connection: Connection, decision_id: str) -> tuple[Sequence[bytes], str | None, int]:
    """Return the hash of every entry, and the text and place of the one that records it."""
    leaves: list[bytes] = []
    entry, index = None, -1
    quoted = msgspec.json.encode(decision_id)
    for (text,) in rows(connection, _ENTRIES):
        if entry is None and quoted in text and _records(text, quoted):
            entry, index = text.decode(), len(leaves)
        leaves.append(leaf_hash(text))
    return leaves, entry, index


def _records(text: bytes, quoted: bytes) -> bool:
    contents = msgspec.json.decode(text, type=Contents)
    if contents.tag != Tag.DECISION_RECORDED:
        return False
    recorded = msgspec.json.decode(contents.facts, type=_Recorded)
    return bytes(recorded.decision.decision_id) == quoted
