"""What the stub hub keeps: cases, scans and officers as plain values."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from queue_client.codec import write_document
from queue_client.documents import CaseDocument, ModelDocument, OfferDocument
from queue_client.errors import RefusalCode
from queue_client.messages import ErrorReply, LeasedReply, StoredReply


@dataclass(frozen=True, slots=True, kw_only=True)
class StubModel:
    """A typical model that goes with a case."""

    model: str
    hs: str
    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class StubCase:
    """A case that waits, is leased (``token`` set), put off for some minutes, or is done."""

    case_id: str
    content: bytes
    head: Mapping[str, Any]
    declaration: Mapping[str, Any] | None
    comparison: Mapping[str, Any] | None
    models: Sequence[StubModel]
    context: Mapping[str, Any] | None = None
    token: int | None = None
    request: str = ""
    draft: bytes = b""
    draft_token: int = 0
    draft_of: str = ""
    done: bool = False
    put_off: int = 0

    def files(self) -> dict[str, bytes]:
        """Return what may be fetched under the case's lease, by SHA-256."""
        contents = [self.content, *(model.content for model in self.models)]
        return {hashlib.sha256(content).hexdigest(): content for content in contents}


@dataclass(slots=True, kw_only=True)
class StubScan:
    """A scan as a site sent it; ``stored`` once it is whole and its hash is right."""

    site: str
    scan_id: str
    sha256: str
    size: int
    meta: OfferDocument
    content: bytearray = field(default_factory=bytearray)
    stored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StubOfficer:
    """Somebody who may log in."""

    officer: str
    password: str
    name: str
    roles: tuple[str, ...]


def stored(ask: int, scan: StubScan, *, before: bool) -> StoredReply:
    """Return the reply for a scan in custody."""
    case_id = f"{scan.site}:{scan.scan_id}"
    return StoredReply(ask=ask, case_id=case_id, sha256=scan.sha256, before=before)


def error_reply(ask: int, code: RefusalCode, reason: str) -> ErrorReply:
    """Return the reply for a refusal."""
    return ErrorReply(ask=ask, code=code.value, reason=reason)


def now_text() -> str:
    """Return the wall clock as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def leased(
    ask: int, case: StubCase, ttl_s: float, *, officer: str = ""
) -> tuple[LeasedReply, bytes]:
    """Return the reply that gives a case to an officer's desk."""
    site, _, scan_id = case.case_id.partition(":")
    document = CaseDocument(
        head=dict(case.head),
        declaration=None if case.declaration is None else dict(case.declaration),
        comparison=None if case.comparison is None else dict(case.comparison),
        context=None if case.context is None else dict(case.context),
        models=tuple(
            ModelDocument(
                model=model.model,
                hs=model.hs,
                name=model.name,
                sha256=hashlib.sha256(model.content).hexdigest(),
                size=len(model.content),
            )
            for model in case.models
        ),
    )
    reply = LeasedReply(
        ask=ask,
        case_id=case.case_id,
        site=site,
        scan_id=scan_id,
        token=case.token or 0,
        sha256=hashlib.sha256(case.content).hexdigest(),
        size=len(case.content),
        ttl_s=ttl_s,
        draft=bool(case.draft) and case.draft_of == officer,
    )
    return reply, write_document(document)
