"""Documents: what travels beside a header because it may outgrow one; canonical JSON."""

from typing import Any, Final

import msgspec

from queue_client.shapes import CaseId, Count, Name, Sha256, Short, Text

JOINT_LIMIT: Final = 16 * 1024
"""How large a document of a joint view may be [bytes]."""
HELD_AT_ONCE: Final = 256
"""Of how many scans a site tells in one message; a report comes in pages."""

Place = tuple[float, float]
"""A place in the first view of a scan: (row, column) in full-resolution pixels."""


class HeadDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who, where and when of an offered scan."""

    scan_id: str | None = None
    site: str | None = None
    scanner: Short | None = None
    time: Short | None = None
    container: Short | None = None
    declaration: Short | None = None


class OfferDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What travels beside an offered package."""

    head: HeadDocument
    declaration: dict[str, Any] | None = None


class DecisionDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's decision as a desk sends it; the id is made before the first send."""

    decision_id: Name
    case_id: CaseId
    token: Count
    sha256: Sha256
    conclusion: Short
    reason: Text = ""
    note: Text = ""
    marks: list[dict[str, Any]] = msgspec.field(default_factory=list)
    evidence: dict[str, Any] = msgspec.field(default_factory=dict)


class ModelDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A typical model that a desk may fetch beside its case."""

    model: Short
    hs: Short
    name: Text
    sha256: Sha256
    size: Count
    name_zh: Text = ""


class CaseDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a desk needs to know about a leased case."""

    head: dict[str, Any]
    declaration: dict[str, Any] | None
    comparison: dict[str, Any] | None
    models: tuple[ModelDocument, ...]
    context: dict[str, Any] | None = None


class SignedDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision record with the hub's signature over its canonical bytes (hex)."""

    record: dict[str, Any]
    signature: Short


class HeldDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scan that a site holds, or a decision that it has applied, or both."""

    scan_id: Name
    held: bool
    signed: SignedDocument | None = None


class ShowDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an officer shows others of a case: how it is looked at, what is drawn, and where."""

    view: dict[str, Any] = msgspec.field(default_factory=dict)
    marks: list[dict[str, Any]] = msgspec.field(default_factory=list)
    pointer: Place | None = None


class LookDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody who looks in has to say: a place and a short note."""

    pointer: Place | None = None
    note: Short = ""


class GuestDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who looks in, and what they point at."""

    officer: Name
    name: Short
    pointer: Place | None
    note: Short


class JointDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A joint view as it stands; ``sequence`` grows whenever its officer shows something new."""

    case_id: CaseId
    officer: Name
    name: Short
    sequence: Count
    shown: ShowDocument
    guests: tuple[GuestDocument, ...]
