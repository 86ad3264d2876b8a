"""Protocol XQ/2: one type number and one frozen header per message.

Three frames travel: two bytes (type and version, see `queue_client.versions`), a header of at
most 16 KiB of canonical JSON, and a body of at most 256 KiB. A body is either raw bytes of a
package (`CHUNK`, `DATA`), a draft that only its officer's desk can read (`KEEP_DRAFT`, `DRAFT`),
or a *document*, canonical JSON again, for what may outgrow a header (a declaration, marks, the
engine's comparison); `queue_client.documents` has their shapes. Every other message has an empty
body.

Each request carries ``ask``, a number that the reply repeats, so that an answer to an earlier
question is never taken for the answer to this one. Every request may be sent twice.
"""

from enum import IntEnum
from typing import Final

from queue_client.custody_messages import Custody, CustodyState
from queue_client.desk_messages import (
    Decide,
    Extend,
    Fetch,
    Join,
    Lease,
    Leave,
    Lock,
    Login,
    Logout,
    LookIn,
    OfLease,
    OfView,
    Recall,
    Room,
    Seated,
    Show,
    Skip,
    Unlock,
)
from queue_client.draft_messages import DraftHeldReply, DraftReply, FetchDraft, KeepDraft
from queue_client.frames import (
    BODY_LIMIT,
    CHUNK_BYTES,
    DECISIONS_PER_PONG,
    FRAME_LIMIT,
    HEADER_LIMIT,
    MOST_MINUTES,
    Header,
)
from queue_client.oversight_messages import (
    Approve,
    Break,
    FateReply,
    GiveUp,
    Oversee,
    OversightReply,
    RequestedReply,
    Unpark,
    Why,
)
from queue_client.reply_messages import (
    BusyReply,
    ConflictReply,
    Credit,
    Data,
    DecidedReply,
    DeclaredReply,
    DoneReply,
    EmptyReply,
    ErrorReply,
    ExtendedReply,
    FencedReply,
    Grant,
    JoinedReply,
    JointReply,
    LeasedReply,
    Pong,
    RoomState,
    SessionReply,
    StoredReply,
    TooLateReply,
    WelcomeReply,
)
from queue_client.site_messages import (
    Acknowledge,
    Chunk,
    Declare,
    Hello,
    Offer,
    Ping,
    Result,
)
from queue_client.supervision_messages import (
    Consult,
    ConsultedReply,
    Leaf,
    Steer,
    SteeredReply,
)
from queue_client.versions import VERSION
from queue_client.witness_messages import Checkpoint, CheckpointReply

__all__ = [
    "BODY_LIMIT",
    "CHUNK_BYTES",
    "DECISIONS_PER_PONG",
    "DOCUMENT_BODY",
    "FRAME_LIMIT",
    "HEADERS",
    "HEADER_LIMIT",
    "MOST_MINUTES",
    "RAW_BODY",
    "TYPES",
    "VERSION",
    "Acknowledge",
    "BusyReply",
    "Checkpoint",
    "CheckpointReply",
    "Chunk",
    "ConflictReply",
    "Credit",
    "Custody",
    "CustodyState",
    "Data",
    "Decide",
    "DecidedReply",
    "Declare",
    "DeclaredReply",
    "DoneReply",
    "DraftHeldReply",
    "DraftReply",
    "EmptyReply",
    "ErrorReply",
    "Extend",
    "ExtendedReply",
    "FencedReply",
    "Fetch",
    "FetchDraft",
    "Grant",
    "Header",
    "Hello",
    "Join",
    "JoinedReply",
    "JointReply",
    "KeepDraft",
    "Lease",
    "LeasedReply",
    "Leave",
    "Lock",
    "Login",
    "Logout",
    "LookIn",
    "MessageType",
    "OfLease",
    "OfView",
    "Offer",
    "Ping",
    "Pong",
    "Recall",
    "Result",
    "Room",
    "RoomState",
    "Seated",
    "SessionReply",
    "Show",
    "Skip",
    "StoredReply",
    "TooLateReply",
    "Unlock",
    "WelcomeReply",
]


class MessageType(IntEnum):
    """The first byte of a message; requests are below 64, replies above."""

    HELLO = 1
    OFFER = 2
    CHUNK = 3
    DECLARE = 4
    PING = 5
    ACKNOWLEDGE = 6
    RESULT = 7
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
    CHECKPOINT = 46
    CUSTODY = 50
    CONSULT = 51
    STEER = 52
    LEAF = 53
    OVERSEE = 31
    BREAK = 32
    UNPARK = 33
    APPROVE = 34
    WHY = 35
    GIVE_UP = 36
    KEEP_DRAFT = 37
    FETCH_DRAFT = 38
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
    CHECKPOINT_IS = 110
    CUSTODY_STATE = 115
    CONSULTED = 116
    STEERED = 117
    OVERSIGHT = 100
    REQUESTED = 101
    FATE = 102
    DRAFT_HELD = 103
    DRAFT = 104


HEADERS: Final[dict[MessageType, type[Header]]] = {
    MessageType.HELLO: Hello,
    MessageType.OFFER: Offer,
    MessageType.CHUNK: Chunk,
    MessageType.DECLARE: Declare,
    MessageType.PING: Ping,
    MessageType.ACKNOWLEDGE: Acknowledge,
    MessageType.RESULT: Result,
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
    MessageType.CHECKPOINT: Checkpoint,
    MessageType.CUSTODY: Custody,
    MessageType.OVERSEE: Oversee,
    MessageType.BREAK: Break,
    MessageType.UNPARK: Unpark,
    MessageType.APPROVE: Approve,
    MessageType.WHY: Why,
    MessageType.GIVE_UP: GiveUp,
    MessageType.KEEP_DRAFT: KeepDraft,
    MessageType.FETCH_DRAFT: FetchDraft,
    MessageType.CONSULT: Consult,
    MessageType.STEER: Steer,
    MessageType.LEAF: Leaf,
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
    MessageType.CHECKPOINT_IS: CheckpointReply,
    MessageType.CUSTODY_STATE: CustodyState,
    MessageType.OVERSIGHT: OversightReply,
    MessageType.REQUESTED: RequestedReply,
    MessageType.FATE: FateReply,
    MessageType.DRAFT_HELD: DraftHeldReply,
    MessageType.DRAFT: DraftReply,
    MessageType.CONSULTED: ConsultedReply,
    MessageType.STEERED: SteeredReply,
}
TYPES: Final[dict[type[Header], MessageType]] = {header: kind for kind, header in HEADERS.items()}
RAW_BODY: Final = frozenset(
    {MessageType.CHUNK, MessageType.DATA, MessageType.KEEP_DRAFT, MessageType.DRAFT}
)
DOCUMENT_BODY: Final = frozenset(
    {
        MessageType.OFFER,
        MessageType.DECLARE,
        MessageType.RESULT,
        MessageType.DECIDE,
        MessageType.LEASED,
        MessageType.PONG,
        MessageType.ROOM_STATE,
        MessageType.SHOW,
        MessageType.LOOK_IN,
        MessageType.JOINED,
        MessageType.JOINT,
        MessageType.CHECKPOINT_IS,
        MessageType.CUSTODY,
        MessageType.CUSTODY_STATE,
        MessageType.OVERSIGHT,
        MessageType.CONSULT,
        MessageType.CONSULTED,
        MessageType.STEER,
        MessageType.STEERED,
    }
)
