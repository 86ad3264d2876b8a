"""What an officer has in hand about the open case before it is decided, kept against a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from workstation.domain.decision import Mark, mark_from_json, mark_to_json

NOTE_LIMIT: Final = 2000
"""Characters of a note that are kept; a decision carries fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKey:
    """A case and the very picture that was marked."""

    case_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The note, the look and the first judgement of a case in the making.

    Attributes
    ----------
    key : CaseKey
    officer : str
        Who had it open; nobody else is shown it.
    note : str
    view : mapping
        How the picture was shown (JSON values of the pane); empty for the plain look.
    judgement : mapping
        The reviewer's own first judgement (JSON values of `FirstLook.kept`); empty before it.
    token : int
        Under which lease it was made. They grow from lease to lease, at whichever desk.
    """

    key: CaseKey
    officer: str
    note: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)
    judgement: Mapping[str, Any] = field(default_factory=dict)
    token: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """All that an officer has in hand about a case: the draft and the marks."""

    draft: Draft
    marks: tuple[Mark, ...] = ()


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain JSON values."""
    return {
        "case_id": draft.key.case_id,
        "sha256": draft.key.sha256,
        "officer": draft.officer,
        "note": draft.note[:NOTE_LIMIT],
        "view": dict(draft.view),
        "judgement": dict(draft.judgement),
        "token": draft.token,
    }


def draft_from_json(data: Mapping[str, Any]) -> Draft:
    """Read what `draft_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    return Draft(
        key=CaseKey(case_id=str(data["case_id"]), sha256=str(data["sha256"])),
        officer=str(data["officer"]),
        note=str(data.get("note", ""))[:NOTE_LIMIT],
        view=dict(data.get("view", {})),
        judgement=dict(data.get("judgement", {})),
        token=int(data.get("token", 0)),
    )


def in_hand_to_json(in_hand: InHand) -> dict[str, Any]:
    """Return draft and marks as plain JSON values."""
    marks = [mark_to_json(mark) for mark in in_hand.marks]
    return {"draft": draft_to_json(in_hand.draft), "marks": marks}


def in_hand_from_json(data: Mapping[str, Any]) -> InHand:
    """Read what `in_hand_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    marks = tuple(mark_from_json(mark) for mark in data["marks"])
    return InHand(draft=draft_from_json(data["draft"]), marks=marks)
