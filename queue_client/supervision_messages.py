"""What those ask and order who audit and steer the room.

Numbers 51 to 53 and 116 to 117 are for this family. A question has a topic and an order an act,
both by name, so that a hub can say that it does not know one; the shapes of their documents are
in `queue_client.supervision_documents`.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from queue_client.desk_messages import Seated
from queue_client.frames import CHUNK_BYTES, Header
from queue_client.shapes import Count, Name, Sha256, Text


class Topic(StrEnum):
    """What a supervisor may ask about."""

    FIGURES = "figures"
    FIND = "find"
    FILTERS = "filters"
    PROOF = "proof"
    VERIFY = "verify"
    DECISION = "decision"
    FILM = "film"
    RECHECKS = "rechecks"
    TEST_IMAGES = "test_images"
    ROOM_NOW = "room_now"
    STEERING = "steering"
    WATCH_LISTS = "watch_lists"
    ALERTS = "alerts"


class SteerAct(StrEnum):
    """What a supervisor may order."""

    KEEP_FILTER = "keep_filter"
    DROP_FILTER = "drop_filter"
    NOTE_EXPORT = "note_export"
    TAKE_RECHECK = "take_recheck"
    ANSWER_RECHECK = "answer_recheck"
    SET_RECHECKS = "set_rechecks"
    SET_TEST_IMAGES = "set_test_images"
    LESSON_READ = "lesson_read"
    SET_TARGET = "set_target"
    SET_PRIORITY = "set_priority"
    SET_TIER = "set_tier"
    SET_LIMIT = "set_limit"
    SUPERSEDE = "supersede"
    SET_ASIDE = "set_aside"
    IMPORT_LIST = "import_list"
    DROP_LIST = "drop_list"
    MOVE_ALERT = "move_alert"
    KEEP_FILM = "keep_film"
    ASK_EXPORT = "ask_export"
    NOTE_EVIDENCE = "note_evidence"
    NOTE_SCREEN = "note_screen"
    BREAK_LEASE = "break_lease"
    UNPARK = "unpark"
    APPROVE = "approve"
    DECLINE = "decline"


class Consult(Seated, frozen=True, kw_only=True):
    """A question, as document; the answer is at most one body, so long lists come in pages."""

    topic: Name


class Steer(Seated, frozen=True, kw_only=True):
    """An order with its reason, as document; the same ``request`` again is the same order."""

    act: Name
    request: Name
    reason: Text


class Leaf(Seated, frozen=True, kw_only=True):
    """Somebody who audits asks for bytes of a recorded package."""

    sha256: Sha256
    offset: Count
    length: Annotated[int, msgspec.Meta(ge=1, le=CHUNK_BYTES)]


class ConsultedReply(Header, frozen=True, kw_only=True):
    """The answer to a question, as document."""


class SteeredReply(Header, frozen=True, kw_only=True):
    """The order is carried out, now or before; what came of it, as document."""
