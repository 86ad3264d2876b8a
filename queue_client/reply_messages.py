"""What the hub answers."""

import msgspec

from queue_client.frames import Header
from queue_client.shapes import CaseId, Count, Name, Seconds, Sha256, Short, Text


class WelcomeReply(Header, frozen=True, kw_only=True):
    """The hub's answer to `Hello`; the signing key is for comparison with the pinned one.

    ``oldest`` and ``newest`` are the versions of the wire that the hub speaks.
    """

    name: Name
    software: Short
    server_time: Short
    credit: Count
    signing_key: Short
    oldest: Count = 1
    newest: Count = 1


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
    """Send from this offset, with at most this many chunks under way; with none, ask later."""

    offset: Count
    credit: Count


class Credit(Header, frozen=True, kw_only=True):
    """The hub has everything before this offset, and allows so many chunks under way from now.

    Without ``credit``, as in version 1, that of the `Grant` holds on. While chunks follow each
    other closely one of four is answered, which speaks for those before it; in version 1 each is.
    """

    offset: Count
    credit: Count | None = None


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
    """A case for this desk; the document is a `CaseDocument`.

    With ``draft`` its officer has left something of it, which `FetchDraft` brings.
    """

    case_id: CaseId
    site: Name
    scan_id: Name
    token: Count
    sha256: Sha256
    size: Count
    ttl_s: Seconds
    draft: bool = False


class EmptyReply(Header, frozen=True, kw_only=True):
    """There is no case for this officer now."""


class Data(Header, frozen=True, kw_only=True):
    """Bytes that were fetched."""

    offset: Count
    crc32: Count


class ExtendedReply(Header, frozen=True, kw_only=True):
    """The lease runs anew."""

    ttl_s: Seconds


class TestTold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was shown was a test image: how it was met, what was in it, and where.

    ``area`` is row, column, height and width in full-resolution pixels of the first view.
    """

    __test__ = False

    outcome: Short
    object: Short
    area: tuple[Count, Count, Count, Count]


class DecidedReply(Header, frozen=True, kw_only=True):
    """The decision is durable; it can be recalled for ``recall_s`` more seconds.

    With ``test`` nothing was decided: it was a test image, and the scan comes back by itself.
    """

    decision_id: Name
    case_id: CaseId
    conclusion: Short
    decided_at: Short
    recall_s: Seconds
    test: TestTold | None = None


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
