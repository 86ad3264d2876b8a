"""Questions about one decision, and the film of its review on its way to the hub and back."""

from typing import Annotated, Any

import msgspec

from queue_client.shapes import Count, Name, Sha256, Short, Text

PACKED_LIMIT = 180 * 1024
"""Characters that a packed film may have, written in base64; a film has at most 256 KiB unpacked,
and is JSON, which packs to less than half."""
Packed = Annotated[str, msgspec.Meta(max_length=PACKED_LIMIT)]


class DecisionQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which decision (`Topic.DECISION`), or whose film (`Topic.FILM`)."""

    decision_id: Name


class AuditedModel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A typical model as the library has it now; ``state`` is ``gone`` for one it has not."""

    model: Short
    hs: Short
    name: Text
    name_zh: Text
    sha256: Annotated[str, msgspec.Meta(max_length=64)]
    size: Count
    state: Short
    changed_at: Short


class AuditedReading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the decisions about a case."""

    decision_id: Name
    slot: Count
    officer: Short
    conclusion: Short
    decided_at: Short


class AuditedFilm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which film the decision names, and since when it is kept; None where there is none."""

    named: Sha256 | None
    kept_at: Short | None


class AuditedEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The entry of the audit trail that records the decision, and the hash of the chain there."""

    seq: Count
    at: Short
    hash: Sha256


class DecisionAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is kept about one decision."""

    decision: dict[str, Any]
    state: dict[str, Any]
    case: dict[str, Any]
    declaration: dict[str, Any] | None
    comparison: dict[str, Any] | None
    models: tuple[AuditedModel, ...]
    readings: tuple[AuditedReading, ...]
    film: AuditedFilm
    entry: AuditedEntry | None
    officer_name: Short


class FilmDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A film: `zlib` of its bytes, in base64. The desk sends it, and the hub answers with it."""

    decision_id: Name
    packed: Packed


class ExportAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an evidence report may be written.

    ``agreed_by`` is who agreed, and empty where nobody else in the room could; ``asked_by`` is
    whose request waits for another officer, perhaps ``yours``.
    """

    granted: bool
    agreed_by: str = ""
    asked_by: str = ""
    yours: bool = False


class EvidenceNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An evidence report was written; ``sha256`` is that of the file."""

    decision_id: Name
    sha256: Sha256
    language: Short


class FilmKept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hub has a film; ``sha256`` is that of its bytes unpacked."""

    sha256: Sha256
