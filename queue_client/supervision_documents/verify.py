"""The verification of the evidence log at the hub."""

from enum import StrEnum
from typing import Annotated

import msgspec

from queue_client.shapes import Count, Name, Short, Text


class VerifyAct(StrEnum):
    """What to do about a verification."""

    LOOK = "look"
    BEGIN = "begin"
    CANCEL = "cancel"


class VerifyStage(StrEnum):
    """How far a verification is."""

    NEVER = "never"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class KeptNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A checkpoint that a site or desk kept, and where the asker has it from."""

    name: Short
    note: Text


class VerifyQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Look at the verification, begin one, or cancel it.

    Attributes
    ----------
    contents
        Hash every package, too.
    kept
        Checkpoints from elsewhere that the log is held against, beside the hub's own.
    """

    act: VerifyAct = VerifyAct.LOOK
    contents: bool = False
    kept: Annotated[list[KeptNote], msgspec.Meta(max_length=256)] = []


class KeptBy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A witness: a site or desk, up to which entry it keeps a checkpoint, and since when [UTC]."""

    machine: Name
    size: Count
    at: Short


class VerifyAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far it is, or what it found.

    Attributes
    ----------
    read, entries
        Entries read, and how many there are.
    seconds
        How long it has taken [s].
    first_bad, reason, bad_entry
        The first entry that does not hold, why, and what stands there now.
    proven, checkpoints
        Up to which entry a signed checkpoint stands, and how many were held against the log.
    at, officer
        When it ended [UTC], and who began it.
    kept
        How many checkpoints the asker brought.
    """

    stage: VerifyStage
    read: Count = 0
    entries: Count = 0
    seconds: float = 0.0
    contents: bool = False
    first_bad: Count | None = None
    reason: Text = ""
    bad_entry: Text = ""
    proven: Count = 0
    checkpoints: Count = 0
    at: Short = ""
    officer: Short = ""
    kept: Count = 0
    witnesses: list[KeptBy] = []
