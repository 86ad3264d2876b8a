"""What an officer has in hand about the open case before it is decided, kept against a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

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
    """

    key: CaseKey
    officer: str
    note: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)
    judgement: Mapping[str, Any] = field(default_factory=dict)


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain JSON values."""
    return {
        "case_id": draft.key.case_id,
        "sha256": draft.key.sha256,
        "officer": draft.officer,
        "note": draft.note[:NOTE_LIMIT],
        "view": dict(draft.view),
        "judgement": dict(draft.judgement),
    }


def draft_from_json(data: Mapping[str, Any]) -> Draft:
    """Read what `draft_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    return Draft(
        key=CaseKey(case_id=str(data["case_id"]), sha256=str(data["sha256"])),
        officer=str(data["officer"]),
        note=str(data.get("note", ""))[:NOTE_LIMIT],
        view=dict(data.get("view", {})),
        judgement=dict(data.get("judgement", {})),
    )
