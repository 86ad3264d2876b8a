"""What the desk asks of the hub and what it hears back: frozen values, no Qt, no sockets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from queue_client.answers import JointState, Session, ToldTest
from queue_client.errors import QueueError, Refused
from ui.decoded import DecodedScan
from ui.prepared import Fault, PreparedCase, PreparedModel
from workstation.domain.errors import ReviewRoomError
from workstation.review.draft import CaseKey, Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Order: sit an officer down."""

    officer: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    """Order: give every open case back and leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Order: send a journaled decision; never dropped."""

    decision: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Order: take a decision back."""

    decision_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Order: give a case back undecided; for so many minutes, at most 120, it is for others."""

    case_id: str
    reason: str
    minutes: int = 0
    failed: bool = False  # not wished: it cannot be shown here


@dataclass(frozen=True, slots=True, kw_only=True)
class WantModel:
    """Order: fetch and decode a typical model of a case, before any that nobody waits for."""

    case_id: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Order: nothing new shall come; after a grace time every open case goes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """Order: let the hub look whether the officer is back; `Unlocked` answers in any case."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Order: let others see an own case as it looks now; the newest document counts.

    ``document`` is ``{"view": {...}, "marks": [...], "pointer": (row, column) or None}``, as JSON
    at most 16 KiB.
    """

    case_id: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Order: look into a case that another officer shows."""

    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookIn:
    """Order: say in a joint view ``{"pointer": (row, column) or None, "note": text}``."""

    case_id: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Order: look in, or show, no longer."""

    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteScreen:
    """Order: let the log have what became of a monitor; ``document`` is a `ScreenNote`."""

    document: Mapping[str, Any]


Order = (
    SignIn
    | SignOut
    | Decide
    | Recall
    | Skip
    | WantModel
    | Lock
    | Unlock
    | Show
    | Join
    | LookIn
    | Leave
    | NoteScreen
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An error as the desk tells it: a code to be put into words, and the error's own sentence."""

    code: str
    sentence: str


def trouble_of(error: BaseException) -> Trouble:
    """Return what to tell of an error; the code of a refusal is the hub's own."""
    if isinstance(error, Refused):
        return Trouble(code=error.code.value, sentence=error.sentence())
    if isinstance(error, QueueError | ReviewRoomError):
        return Trouble(code=type(error).__name__, sentence=error.sentence())
    return Trouble(code=type(error).__name__, sentence=repr(error))


class ActState(StrEnum):
    """How far a decision has come, said truthfully beside it."""

    KEPT = "kept"
    RECORDED = "recorded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """An officer may work."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """Nobody sits at the desk; `code` says why, empty when the officer left."""

    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReady:
    """A case can be shown: it has been fetched, and decoded coarsely or, if small, in full."""

    case: PreparedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReady:
    """The full picture of a case has been decoded."""

    case_id: str
    scan: DecodedScan


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReady:
    """A typical model of a case has been fetched and decoded."""

    case_id: str
    model: PreparedModel


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMissing:
    """A typical model of a case cannot be shown; the case can be decided without it."""

    case_id: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFailed:
    """A case cannot be shown here and went back to the queue."""

    case_id: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBroken:
    """The full picture of a case cannot be read; the case stays, to be referred or rescanned."""

    case_id: str
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRuns:
    """A lease holds until this instant of the monotonic clock [s]."""

    case_id: str
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseLost:
    """The case went to somebody else; ``by`` and ``reason`` where a supervisor took it."""

    case_id: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRefused:
    """The hub does not take a case back that was handed back; it comes again."""

    case_id: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class ActMoved:
    """A decision has come further; `recall_s` counts from now."""

    decision_id: str
    case_id: str
    state: ActState
    recall_s: float = 0.0
    trouble: Trouble | None = None
    test: ToldTest | None = None  # nothing was decided: it was a test image


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSeen:
    """How the room stands."""

    room: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubNews:
    """Whether the hub answers; `silent_since` is on the monotonic clock [s], None when it does."""

    silent_since: float | None
    unsent: int
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How much of a case's scan is here [bytes]."""

    case_id: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingWaiting:
    """The hub has no case for this officer now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """Whether the desk is open again; with a `trouble` the hub could not or would not look."""

    ok: bool
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBrought:
    """What the officer left of a case elsewhere is in this desk's journal now, the marks too."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLost:
    """What the officer left of a case elsewhere does not open: the password is another one."""

    key: CaseKey


@dataclass(frozen=True, slots=True, kw_only=True)
class JointSeen:
    """How a joint view stands; it is ``mine`` when this desk shows the case."""

    state: JointState
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReady:
    """A case that another officer shows can be seen here, never decided.

    Its full picture and its models follow as `PictureReady` and `ModelReady`.
    """

    case: PreparedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class JointOver:
    """A joint view has ended for this desk; the trouble says why when it was not its lease."""

    case_id: str
    trouble: Trouble | None = None


News = (
    SessionOpened
    | SessionClosed
    | CaseReady
    | PictureReady
    | ModelReady
    | ModelMissing
    | CaseFailed
    | CaseBroken
    | LeaseRuns
    | LeaseLost
    | SkipRefused
    | ActMoved
    | RoomSeen
    | HubNews
    | Fetching
    | NothingWaiting
    | Unlocked
    | DraftBrought
    | DraftLost
    | JointSeen
    | JointReady
    | JointOver
)
