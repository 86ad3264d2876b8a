"""Scans on their way in: offers, chunks, custody. Nothing is acknowledged before it is durable.

A part on disk *is* the state of an upload: after a restart the hub grants from the part's length.
Whether those bytes are right is for the hash of the whole to say.
"""

import logging
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from queue_client.codec import Message
from queue_client.documents import HeadDocument, OfferDocument
from queue_client.errors import Conflict, HubBusy, RefusalCode, Refused, WireViolation
from queue_client.messages import Chunk, Credit, Grant, Header, Offer, StoredReply
from queue_client.transfer import CREDIT
from workstation.domain.case import Arrival, Case
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import (
    ContentConflict,
    DeclarationUnreadable,
    StorageUnavailable,
)
from workstation.domain.instants import from_text
from workstation.domain.scan import ScanHead
from workstation.hub.clocks import monotonic, wall
from workstation.hub.options import HubSettings
from workstation.hub.ports import Blobs, Records

_LOG = logging.getLogger(__name__)
_BUSY_RETRY_S: Final = 5.0
_ABANDONED_S: Final = 60.0


@dataclass(slots=True, kw_only=True)
class _Upload:
    arrival: Arrival
    part: Path
    offset: int
    moved_at: float


class Intake:
    """Takes scan packages from sites into the store, many at a time, each in order."""

    def __init__(self, records: Records, blobs: Blobs, settings: HubSettings) -> None:
        self._records, self._blobs, self._settings = records, blobs, settings
        self._uploads: dict[tuple[str, str], _Upload] = {}

    def offer(self, site: str, message: Message, offer: Offer) -> tuple[Header, Case | None]:
        """Answer an offer; the case is given when it has just been recorded.

        Raises
        ------
        QueueError
            `Refused`, `Conflict` or `HubBusy`: nothing was done.
        """
        if not 0 < offer.size <= self._settings.max_scan_bytes:
            raise Refused(RefusalCode.TOO_LARGE, f"a package of {offer.size} bytes")
        known = self._records.find_scan(site, offer.scan_id)
        if known is not None:
            if known.package_sha256 != offer.sha256:
                raise Conflict(known.case_id, "the hub has another scan under this id")
            if self._blobs.size(offer.sha256) == offer.size:
                return _stored(offer.ask, known, before=True), None
            # The package was lost or damaged; it is taken in again and the case stays as it is.
        arrival = _arrival(site, message, offer)
        if self._blobs.size(offer.sha256) == offer.size and self._blobs.confirm(offer.sha256):
            # The hub stopped between blob and record; the bytes need not travel again.
            return self._record(offer.ask, arrival)
        upload = self._begin(arrival)
        if upload.offset == offer.size:
            return self._finish(offer.ask, upload)
        return Grant(ask=offer.ask, offset=upload.offset, credit=CREDIT), None

    def chunk(self, site: str, message: Message, chunk: Chunk) -> tuple[Header, Case | None]:
        """Take the next bytes of a package; anything but the next is answered by a grant."""
        upload = self._uploads.get((site, chunk.scan_id))
        if upload is None or upload.arrival.package_sha256 != chunk.sha256:
            raise Refused(RefusalCode.NO_UPLOAD, "offer the package first")
        left = upload.arrival.package_size - upload.offset
        whole = 0 < len(message.body) <= left and zlib.crc32(message.body) == chunk.crc32
        if chunk.offset != upload.offset or not whole:
            return Grant(ask=chunk.ask, offset=upload.offset, credit=CREDIT), None
        try:
            with upload.part.open("ab") as file:
                file.write(message.body)
        except OSError as error:
            # The part may have grown by some bytes; the next offer starts from its true length.
            self._forget(upload)
            raise HubBusy(f"cannot write ({error.strerror})", _BUSY_RETRY_S) from error
        upload.offset += len(message.body)
        upload.moved_at = monotonic()
        if upload.offset == upload.arrival.package_size:
            return self._finish(chunk.ask, upload)
        return Credit(ask=chunk.ask, offset=upload.offset), None

    def _begin(self, arrival: Arrival) -> _Upload:
        key = (arrival.site, arrival.scan_id)
        self._forget_abandoned()
        site_uploads = sum(site == arrival.site for site, _ in self._uploads)
        if key not in self._uploads and site_uploads >= self._settings.uploads_per_site:
            raise HubBusy("too many uploads of this site at once", _BUSY_RETRY_S)
        name = f"{arrival.site}-{arrival.scan_id}-{arrival.package_sha256[:16]}"
        try:
            part = self._blobs.part(name)
            offset = part.stat().st_size if part.exists() else 0
            if offset > arrival.package_size:
                part.unlink()
                offset = 0
            needed = arrival.package_size - offset + self._settings.reserve_bytes
            if self._blobs.free_bytes() < needed:
                raise HubBusy("the disk is nearly full", _BUSY_RETRY_S)
        except OSError as error:
            raise HubBusy(f"the store fails ({error.strerror})", _BUSY_RETRY_S) from error
        upload = self._uploads[key] = _Upload(
            arrival=arrival, part=part, offset=offset, moved_at=monotonic()
        )
        return upload

    def _finish(self, ask: int, upload: _Upload) -> tuple[Header, Case]:
        self._forget(upload)
        arrival = upload.arrival
        try:
            self._blobs.commit(upload.part, arrival.package_sha256)
        except ContentConflict as error:
            _LOG.warning("package damaged", extra={"site": arrival.site, "scan": arrival.scan_id})
            upload.part.unlink(missing_ok=True)
            raise Refused(RefusalCode.HASH_MISMATCH, "the package has another hash") from error
        except StorageUnavailable:
            # After a failed fsync the kernel may have dropped the pages: never trust the part.
            upload.part.unlink(missing_ok=True)
            raise
        return self._record(ask, arrival)

    def _record(self, ask: int, arrival: Arrival) -> tuple[Header, Case]:
        try:
            case = self._records.receive(arrival, now=wall())
        except ContentConflict as error:
            raise Conflict(f"{arrival.site}:{arrival.scan_id}", str(error)) from error
        return _stored(ask, case, before=False), case

    def _forget_abandoned(self) -> None:
        """Forget uploads that stand still; their parts stay, and whoever comes back resumes."""
        oldest = monotonic() - _ABANDONED_S
        for upload in [u for u in self._uploads.values() if u.moved_at < oldest]:
            self._forget(upload)

    def _forget(self, upload: _Upload) -> None:
        self._uploads.pop((upload.arrival.site, upload.arrival.scan_id), None)


def _stored(ask: int, case: Case, *, before: bool) -> StoredReply:
    return StoredReply(ask=ask, case_id=case.case_id, sha256=case.package_sha256, before=before)


def _arrival(site: str, message: Message, offer: Offer) -> Arrival:
    document = message.document(OfferDocument)
    source = f"{site}:{offer.scan_id}"
    try:
        declaration = (
            None
            if document.declaration is None
            else declaration_from_json(document.declaration, source=source)
        )
        head = _head(site, offer.scan_id, document.head)
    except (DeclarationUnreadable, ValueError) as error:
        raise WireViolation(str(error)) from error
    return Arrival(
        site=site,
        scan_id=offer.scan_id,
        package_sha256=offer.sha256,
        package_size=offer.size,
        head=head,
        declaration=declaration,
    )


def _head(site: str, scan_id: str, document: HeadDocument) -> ScanHead:
    if document.scan_id not in {None, scan_id} or document.site not in {None, site}:
        raise ValueError("the head names another scan or another site")
    return ScanHead(
        scan_id=scan_id,
        site=site,
        scanner=document.scanner,
        taken_at=None if document.time is None else from_text(document.time),
        container=document.container,
        declaration=document.declaration,
    )
