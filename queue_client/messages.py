"""Protocol XQ/1: one type number and one frozen header per message.

Three frames travel: two bytes (type, version), a header of at most 16 KiB of canonical JSON, and
a body of at most 256 KiB. A body is either raw bytes of a package (`CHUNK`, `DATA`) or a
*document*, canonical JSON again, for what may outgrow a header (a declaration, marks, the
engine's comparison); `queue_client.documents` has their shapes. Every other message has an empty
body.

Each request carries ``ask``, a number that the reply repeats, so that an answer to an earlier
question is never taken for the answer to this one. Every request may be sent twice.
"""

from enum import IntEnum
from typing import Annotated, Final

import msgspec

from queue_client.shapes import CaseId, Count, Name, Seconds, Sha256, Short, Text

VERSION: Final = 1
HEADER_LIMIT: Final = 16 * 1024
BODY_LIMIT: Final = 256 * 1024
CHUNK_BYTES: Final = BODY_LIMIT
FRAME_LIMIT: Final = BODY_LIMIT + 4 * 1024
DECISIONS_PER_PONG: Final = 16
MOST_MINUTES: Final = 120

Password = Annotated[str, msgspec.Meta(max_length=1024)]


class MessageType(IntEnum):
    """The first byte of a message; requests are below 64, replies above."""

    HELLO = 1
    OFFER = 2
    CHUNK = 3
    DECLARE = 4
    PING = 5
    ACKNOWLEDGE = 6
    LOGIN = 16
    LOGOUT = 17
    LEASE = 18
    FETCH = 19
    EXTEND = 20
    DECIDE = 21
    RECALL = 22
    SKIP = 23
    ROOM = 24
    LOCK = 25
    UNLOCK = 26
    SHOW = 27
    JOIN = 28
    LOOK_IN = 29
    LEAVE = 30
    CUSTODY = 50
    WELCOME = 64
    ERROR = 65
    BUSY = 66
    CONFLICT = 67
    FENCED = 68
    DONE = 69
    GRANT = 70
    CREDIT = 71
    STORED = 72
    DECLARED = 73
    PONG = 74
    SESSION = 80
    LEASED = 81
    EMPTY = 82
    DATA = 83
    EXTENDED = 84
    DECIDED = 85
    TOO_LATE = 86
    ROOM_STATE = 87
    JOINED = 88
    JOINT = 89
    CUSTODY_STATE = 115


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every message says: the number of the question it asks or answers."""

    ask: Count


class Hello(Header, frozen=True, kw_only=True):
    """The first word on a connection."""

    software: Short


class Offer(Header, frozen=True, kw_only=True):
    """A site offers a scan package; the document holds ``head`` and ``declaration``."""

    scan_id: Name
    sha256: Sha256
    size: Count


class Chunk(Header, frozen=True, kw_only=True):
    """The next bytes of an offered package; the CRC is for early re-sync, the hash decides."""

    scan_id: Name
    sha256: Sha256
    offset: Count
    crc32: Count


class Declare(Header, frozen=True, kw_only=True):
    """A declaration that came without a scan, as document."""


class Ping(Header, frozen=True, kw_only=True):
    """A site shows that it lives and asks for decisions."""

    last_sequence: Count
    spool_depth: Count
    free_bytes: Count


class Acknowledge(Header, frozen=True, kw_only=True):
    """A site has applied a decision durably."""

    decision_id: Name


class Login(Header, frozen=True, kw_only=True):
    """An officer sits down at a desk."""

    officer: Name
    password: Password


class Seated(Header, frozen=True, kw_only=True):
    """A request in an officer's session."""

    session: Short


class Logout(Seated, frozen=True, kw_only=True):
    """An officer leaves; leases go back to the queue."""


class Lease(Seated, frozen=True, kw_only=True):
    """A desk asks for a case; the same ``request`` again gets the same case again."""

    request: Name


class OfLease(Seated, frozen=True, kw_only=True):
    """A request under a lease: valid only while the token is the case's token."""

    case_id: CaseId
    token: Count


class Fetch(OfLease, frozen=True, kw_only=True):
    """A desk asks for bytes of the leased scan or of one of its typical models."""

    sha256: Sha256
    offset: Count
    length: Annotated[int, msgspec.Meta(ge=1, le=CHUNK_BYTES)]


class Extend(OfLease, frozen=True, kw_only=True):
    """The officer is still at work on the case."""


class Decide(OfLease, frozen=True, kw_only=True):
    """The officer's decision, as document `DecisionDocument`."""

    decision_id: Name


class Recall(Seated, frozen=True, kw_only=True):
    """The officer takes a decision back."""

    decision_id: Name
    reason: Text


class Skip(OfLease, frozen=True, kw_only=True):
    """The officer gives a case back, and for so many minutes does not want to see it again."""

    reason: Text
    minutes: Annotated[int, msgspec.Meta(ge=0, le=MOST_MINUTES)] = 0


class Room(Seated, frozen=True, kw_only=True):
    """A desk asks how the room stands."""


class Lock(Seated, frozen=True, kw_only=True):
    """The officer has left the desk for a moment: nothing new is given to it."""


class Unlock(Seated, frozen=True, kw_only=True):
    """The officer is back, and shows it by the password."""

    password: Password


class Show(OfLease, frozen=True, kw_only=True):
    """An officer lets others see a case, as document `ShowDocument`; the newest counts."""


class OfView(Seated, frozen=True, kw_only=True):
    """A request about a case that another officer shows."""

    case_id: CaseId


class Join(OfView, frozen=True, kw_only=True):
    """An officer wants to look in."""


class LookIn(OfView, frozen=True, kw_only=True):
    """An officer who looks in asks for what is new, and says so much as `LookDocument`."""


class Leave(OfView, frozen=True, kw_only=True):
    """An officer looks in no longer."""


class Custody(Header, frozen=True, kw_only=True):
    """A site tells what it holds and has applied, as a list of `HeldDocument`; it may be empty.

    ``last`` when this ends a whole report.
    """

    last: bool


class CustodyState(Header, frozen=True, kw_only=True):
    """What the hub wants of a site, as a list of scan ids: it lost them, or they were damaged.

    ``epoch`` grows whenever the hub is restored from a backup. ``owes`` when the site has to
    report everything.
    """

    epoch: Count
    owes: bool


class WelcomeReply(Header, frozen=True, kw_only=True):
    """The hub's answer to `Hello`; the signing key is for comparison with the pinned one."""

    name: Name
    software: Short
    server_time: Short
    credit: Count
    signing_key: Short


class ErrorReply(Header, frozen=True, kw_only=True):
    """The hub says no, and why."""

    code: Short
    reason: Text


class BusyReply(Header, frozen=True, kw_only=True):
    """Not now: nothing was done."""

    why: Text
    retry_ms: Count


class ConflictReply(Header, frozen=True, kw_only=True):
    """The same identity with other content."""

    what: Short
    reason: Text


class FencedReply(Header, frozen=True, kw_only=True):
    """The lease named is not the case's lease."""

    case_id: CaseId
    token: Count


class DoneReply(Header, frozen=True, kw_only=True):
    """It is so: logged out, recalled, skipped, acknowledged, now or before."""


class Grant(Header, frozen=True, kw_only=True):
    """Send from this offset, with at most this many chunks under way."""

    offset: Count
    credit: Count


class Credit(Header, frozen=True, kw_only=True):
    """The hub has everything before this offset."""

    offset: Count


class StoredReply(Header, frozen=True, kw_only=True):
    """Custody: blob and record are durable. ``before`` when they were so already."""

    case_id: CaseId
    sha256: Sha256
    before: bool


class DeclaredReply(Header, frozen=True, kw_only=True):
    """The declaration is recorded; ``joined`` when its scan was there."""

    joined: bool


class Pong(Header, frozen=True, kw_only=True):
    """The hub lives; the document lists signed decisions, each until acknowledged."""


class SessionReply(Header, frozen=True, kw_only=True):
    """The officer may work."""

    session: Short
    officer: Name
    name: Short
    roles: tuple[Short, ...]
    recall_s: Seconds


class LeasedReply(Header, frozen=True, kw_only=True):
    """A case for this desk; the document is a `CaseDocument`."""

    case_id: CaseId
    site: Name
    scan_id: Name
    token: Count
    sha256: Sha256
    size: Count
    ttl_s: Seconds


class EmptyReply(Header, frozen=True, kw_only=True):
    """There is no case for this officer now."""


class Data(Header, frozen=True, kw_only=True):
    """Bytes that were fetched."""

    offset: Count
    crc32: Count


class ExtendedReply(Header, frozen=True, kw_only=True):
    """The lease runs anew."""

    ttl_s: Seconds


class DecidedReply(Header, frozen=True, kw_only=True):
    """The decision is durable; it can be recalled for ``recall_s`` more seconds."""

    decision_id: Name
    case_id: CaseId
    conclusion: Short
    decided_at: Short
    recall_s: Seconds


class TooLateReply(Header, frozen=True, kw_only=True):
    """The decision is final."""

    decision_id: Name


class RoomState(Header, frozen=True, kw_only=True):
    """How the room stands, as document."""


class JoinedReply(Header, frozen=True, kw_only=True):
    """A case to look at, never to decide; the document is a `CaseDocument`.

    ``token`` is that of the officer who shows it: it is good for `Fetch` and nothing else.
    """

    case_id: CaseId
    site: Name
    scan_id: Name
    token: Count
    sha256: Sha256
    size: Count


class JointReply(Header, frozen=True, kw_only=True):
    """How a joint view stands, as `JointDocument`."""


HEADERS: Final[dict[MessageType, type[Header]]] = {
    MessageType.HELLO: Hello,
    MessageType.OFFER: Offer,
    MessageType.CHUNK: Chunk,
    MessageType.DECLARE: Declare,
    MessageType.PING: Ping,
    MessageType.ACKNOWLEDGE: Acknowledge,
    MessageType.LOGIN: Login,
    MessageType.LOGOUT: Logout,
    MessageType.LEASE: Lease,
    MessageType.FETCH: Fetch,
    MessageType.EXTEND: Extend,
    MessageType.DECIDE: Decide,
    MessageType.RECALL: Recall,
    MessageType.SKIP: Skip,
    MessageType.ROOM: Room,
    MessageType.LOCK: Lock,
    MessageType.UNLOCK: Unlock,
    MessageType.SHOW: Show,
    MessageType.JOIN: Join,
    MessageType.LOOK_IN: LookIn,
    MessageType.LEAVE: Leave,
    MessageType.CUSTODY: Custody,
    MessageType.WELCOME: WelcomeReply,
    MessageType.ERROR: ErrorReply,
    MessageType.BUSY: BusyReply,
    MessageType.CONFLICT: ConflictReply,
    MessageType.FENCED: FencedReply,
    MessageType.DONE: DoneReply,
    MessageType.GRANT: Grant,
    MessageType.CREDIT: Credit,
    MessageType.STORED: StoredReply,
    MessageType.DECLARED: DeclaredReply,
    MessageType.PONG: Pong,
    MessageType.SESSION: SessionReply,
    MessageType.LEASED: LeasedReply,
    MessageType.EMPTY: EmptyReply,
    MessageType.DATA: Data,
    MessageType.EXTENDED: ExtendedReply,
    MessageType.DECIDED: DecidedReply,
    MessageType.TOO_LATE: TooLateReply,
    MessageType.ROOM_STATE: RoomState,
    MessageType.JOINED: JoinedReply,
    MessageType.JOINT: JointReply,
    MessageType.CUSTODY_STATE: CustodyState,
}
TYPES: Final[dict[type[Header], MessageType]] = {header: kind for kind, header in HEADERS.items()}
RAW_BODY: Final = frozenset({MessageType.CHUNK, MessageType.DATA})
DOCUMENT_BODY: Final = frozenset(
    {
        MessageType.OFFER,
        MessageType.DECLARE,
        MessageType.DECIDE,
        MessageType.LEASED,
        MessageType.PONG,
        MessageType.ROOM_STATE,
        MessageType.SHOW,
        MessageType.LOOK_IN,
        MessageType.JOINED,
        MessageType.JOINT,
        MessageType.CUSTODY,
        MessageType.CUSTODY_STATE,
    }
)
