"""Scans on their way in: offers, chunks, custody. Nothing is acknowledged before it is durable.

A part on disk *is* the state of an upload: after a restart the hub grants from the part's length.
Whether those bytes are right is for the hash of the whole to say.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from isal.isal_zlib import crc32

from queue_client.codec import Body, Message
from queue_client.documents import HeadDocument, OfferDocument
from queue_client.errors import Conflict, HubBusy, RefusalCode, Refused, WireViolation
from queue_client.line_meter import LineMeter
from queue_client.messages import (
    CHUNK_BYTES,
    VERSION,
    Chunk,
    Credit,
    Grant,
    Header,
    Offer,
    StoredReply,
)
from workstation.domain.case import Arrival, Case
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import (
    ContentConflict,
    DeclarationUnreadable,
    StorageUnavailable,
)
from workstation.domain.instants import from_foreign_text
from workstation.domain.kept_text import kept
from workstation.domain.lawful_names import is_lawful
from workstation.domain.scan import ScanHead
from workstation.hub.clocks import monotonic, wall
from workstation.hub.credits import Credits, credit_for
from workstation.hub.growing_part import GrowingPart, PartWriters
from workstation.hub.left_parts import LeftParts, part_name
from workstation.hub.manifest_keys import ManifestKeys, Signed
from workstation.hub.options import HubSettings
from workstation.hub.ports import Blobs, Records

_LOG = logging.getLogger(__name__)
_BUSY_RETRY_S: Final = 5.0
_ABANDONED_S: Final = 60.0
# On a fast line only every eighth chunk is answered, or as many as are half of a site's window.
_QUIET_BYTES: Final = 8 * CHUNK_BYTES
_QUIET_S: Final = 0.05


@dataclass(slots=True, kw_only=True)
class _Upload:
    arrival: Arrival
    signed: Signed | None
    part: GrowingPart
    moved_at: float
    meter: LineMeter
    told: int = 0  # offset and credit [chunks] of the last word to the site, and when it was said
    told_credit: int = 0
    told_at: float = 0.0

    @property
    def offset(self) -> int:
        """Up to here the bytes have been taken; a hub that ends now may have fewer on its disk."""
        return self.part.length

    def may_stay_quiet(self, offset: int, now: float, credit: int) -> bool:
        """Tell whether the site can go on sending without a word for a chunk taken up to there."""
        soon = now - self.told_at < _QUIET_S
        # It goes by what it was told, and would wait for ever for a word that it has no window for.
        window = min(credit, self.told_credit) * CHUNK_BYTES
        return soon and offset - self.told < min(_QUIET_BYTES, window // 2)

    def note_told(self, credit: int) -> None:
        """Remember what the site has just been told."""
        self.told, self.told_credit, self.told_at = self.offset, credit, monotonic()


class Intake:
    """Takes scan packages from sites into the store, many at a time, each in order.

    Parameters
    ----------
    manifest_keys : ManifestKeys
        Holds the signature of each offer against its site's key.
    depth : callable
        Tells how many cases wait.
    depth_of : callable
        Tells how many of them are a site's.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        records: Records,
        blobs: Blobs,
        settings: HubSettings,
        manifest_keys: ManifestKeys,
        *,
        depth: Callable[[], int] = lambda: 0,
        depth_of: Callable[[str], int] = lambda _site: 0,
    ) -> None:
        self._records, self._blobs, self._settings = records, blobs, settings
        self._manifest_keys = manifest_keys
        self._depth, self._depth_of = depth, depth_of
        self._credits = Credits(settings.under_way_bytes)
        self._writers = PartWriters()
        self._uploads: dict[tuple[str, str], _Upload] = {}
        self._is_full = False
        self._left = LeftParts(blobs, most=2 * settings.uploads_per_site)

    def offer(self, site: str, message: Message, offer: Offer) -> tuple[Header, Case | None]:
        """Answer an offer; the case is given when it has just been recorded.

        Raises
        ------
        QueueError
            `Refused`, `Conflict` or `HubBusy`: nothing was done.
        """
        if not 0 < offer.size <= self._settings.max_scan_bytes:
            raise Refused(RefusalCode.TOO_LARGE, f"a package of {offer.size} bytes")
        signed = self._manifest_keys.check(site, message, offer)
        known = self._records.find_scan(site, offer.scan_id)
        if known is not None:
            if known.package_sha256 != offer.sha256:
                raise Conflict(known.case_id, "the hub has another scan under this id")
            whole = self._blobs.size(offer.sha256) == offer.size
            if whole or self._records.is_disposed(known.case_id):
                return _stored(offer.ask, known, before=True), None
            # The package was lost or damaged; it is taken in again and the case stays as it is.
        elif not is_lawful(offer.scan_id):
            raise Refused(RefusalCode.NOT_LAWFUL, f"no scan may be called {offer.scan_id}")
        arrival = _arrival(site, message, offer)
        if self._has_orphan(offer) and self._blobs.confirm(offer.sha256):
            # The hub stopped between blob and record; the bytes need not travel again.
            return self._record(offer.ask, arrival, signed)
        upload = self._begin(arrival, signed)
        if upload.offset == offer.size:
            return self._finish(offer.ask, upload)
        return self._grant(offer.ask, upload), None

    def check_disk(self, more: int = 0) -> None:
        """Raise `HubBusy` when so many bytes more would leave less than the reserve.

        The log tells of it once, and again when there is room: sites ask every few seconds.
        """
        free, reserve = self._blobs.free_bytes(), self._settings.reserve_bytes
        was_full, is_full = self._is_full, free < more + reserve
        # Where nothing more is asked for, nothing is said of the room for what was too much before.
        self._is_full = is_full or (was_full and not more)
        if is_full and not was_full:
            _LOG.error(
                "the disk is nearly full: scans wait at their sites until there is room",
                extra={"free_bytes": free, "reserve_bytes": reserve},
            )
        elif was_full and not self._is_full:
            _LOG.info("there is room on the disk again", extra={"free_bytes": free})
        if is_full:
            raise HubBusy("the disk is nearly full", _BUSY_RETRY_S)

    def chunk(self, site: str, message: Message, chunk: Chunk) -> tuple[Header | None, Case | None]:
        """Take the next bytes of a package; anything but the next is answered by a grant.

        None where the next chunk's answer will speak for this one as well.
        """
        upload = self._uploads.get((site, chunk.scan_id))
        if upload is None or upload.arrival.package_sha256 != chunk.sha256:
            raise Refused(RefusalCode.NO_UPLOAD, "offer the package first")
        left = upload.arrival.package_size - upload.offset
        whole = 0 < len(message.body) <= left and crc32(message.body) == chunk.crc32
        if chunk.offset != upload.offset or not whole:
            return self._grant(chunk.ask, upload), None
        try:
            upload.part.append(message.body)
        except OSError as error:
            raise self._cannot_write(upload, error) from error
        upload.moved_at = monotonic()
        upload.meter.took(len(message.body), upload.moved_at)
        if upload.offset == upload.arrival.package_size:
            return self._finish(chunk.ask, upload)
        credit = self._credit_of(upload)
        # Who speaks version 1 may wait for each answer before sending on.
        quiet = upload.may_stay_quiet(upload.offset, upload.moved_at, credit)
        if message.version == VERSION and quiet:
            return None, None
        upload.note_told(credit)
        return Credit(ask=chunk.ask, offset=upload.offset, credit=credit), None

    def take_quietly(self, site: str, chunk: Chunk, body: Body) -> bool:
        """Take the next bytes of a package when nothing follows from them but that they are kept.

        False, with nothing done, when they are not plainly the next ones, when the site has to be
        told of them, and when they go to the disk or are the last: then `chunk` looks at them.
        """
        upload = self._uploads.get((site, chunk.scan_id))
        if upload is None or upload.arrival.package_sha256 != chunk.sha256:
            return False
        offset, now = upload.offset + len(body), monotonic()
        plain = (
            chunk.offset == upload.offset
            and offset < upload.arrival.package_size
            and upload.part.only_keeps(len(body))
            and upload.may_stay_quiet(offset, now, upload.told_credit)
            and crc32(body) == chunk.crc32
        )
        if plain:
            upload.part.append(body)
            upload.moved_at = now
            upload.meter.took(len(body), now)
        return plain

    def close(self) -> None:
        """Let go of all files; parts stay and are resumed."""
        for upload in list(self._uploads.values()):
            self._forget(upload)
        self._writers.close()

    def _grant(self, ask: int, upload: _Upload) -> Grant:
        credit = self._credit_of(upload)
        upload.note_told(credit)
        return Grant(ask=ask, offset=upload.offset, credit=credit)

    def _credit_of(self, upload: _Upload) -> int:
        arrival = upload.arrival
        return self._credits.want(arrival.site, arrival.scan_id, credit_for(upload.meter))

    def _begin(self, arrival: Arrival, signed: Signed | None) -> _Upload:
        key = (arrival.site, arrival.scan_id)
        self._forget_abandoned()
        self._check_room_for_one_more(key)
        name = part_name(arrival.site, arrival.scan_id, arrival.package_sha256)
        before = self._uploads.get(key)
        if before is not None:
            before.part.close()  # what it has taken is in the part now
        try:
            path = self._blobs.part(name)
            offset = path.stat().st_size if path.exists() else 0
            if offset > arrival.package_size:
                path.unlink()
                offset = 0
            self.check_disk(arrival.package_size - offset + self._awaited(but=key))
            under_way = {one.part.path for one in self._uploads.values()}
            self._left.begun(arrival.site, path, under_way=under_way)
        except OSError as error:
            raise HubBusy(f"the store fails ({error.strerror})", _BUSY_RETRY_S) from error
        now = monotonic()
        known = None if before is None else before.part
        upload = self._uploads[key] = _Upload(
            arrival=arrival,
            signed=signed,
            part=self._writers.begin(path, offset, known=known),
            moved_at=now,
            meter=LineMeter(asked_at=now),
        )
        return upload

    def _awaited(self, *, but: tuple[str, str]) -> int:
        """Return how much is still to come of the other uploads [bytes]: it has to fit as well."""
        return sum(
            upload.arrival.package_size - upload.part.written
            for key, upload in self._uploads.items()
            if key != but
        )

    def _has_orphan(self, offer: Offer) -> bool:
        """Tell whether a package lies in the store that no record speaks of.

        One that a record speaks of was brought for that scan. Whoever names its hash for another
        has not shown to have it.
        """
        stored = self._blobs.size(offer.sha256) == offer.size
        return stored and not self._records.speaks_of(offer.sha256)

    def _cannot_write(self, upload: _Upload, error: OSError) -> HubBusy:
        """Let an upload go that the disk does not take; the next offer starts from what it took."""
        self._forget(upload)
        return HubBusy(f"cannot write ({error.strerror})", _BUSY_RETRY_S)

    def _check_room_for_one_more(self, key: tuple[str, str]) -> None:
        """Raise `HubBusy` when a new upload would be one too many."""
        if key in self._uploads:
            return
        if sum(site == key[0] for site, _ in self._uploads) >= self._settings.uploads_per_site:
            raise HubBusy("too many uploads of this site at once", _BUSY_RETRY_S)
        if len(self._uploads) >= self._settings.uploads_at_once:
            raise HubBusy("too many uploads at once", _BUSY_RETRY_S)
        mark = self._settings.queue_high_mark
        if self._depth() >= mark:
            raise HubBusy("too many cases wait", _BUSY_RETRY_S)
        if self._depth_of(key[0]) >= max(1, mark // 2):
            raise HubBusy("too many cases of this site wait", _BUSY_RETRY_S)

    def _finish(self, ask: int, upload: _Upload) -> tuple[Header, Case]:
        try:
            hashed = upload.part.finish()
        except OSError as error:
            raise self._cannot_write(upload, error) from error
        self._forget(upload)
        arrival, path = upload.arrival, upload.part.path
        try:
            self._blobs.commit(path, arrival.package_sha256, hashed=hashed)
        except ContentConflict as error:
            _LOG.warning("package damaged", extra={"site": arrival.site, "scan": arrival.scan_id})
            path.unlink(missing_ok=True)
            raise Refused(RefusalCode.HASH_MISMATCH, "the package has another hash") from error
        except StorageUnavailable:
            # After a failed fsync the kernel may have dropped the pages: never trust the part.
            path.unlink(missing_ok=True)
            raise
        finally:
            self._left.gone(arrival.site, path)
        return self._record(ask, arrival, upload.signed)

    def _record(self, ask: int, arrival: Arrival, signed: Signed | None) -> tuple[Header, Case]:
        manifest = None if signed is None else _signed_facts(arrival, signed)
        try:
            case = self._records.receive(arrival, now=wall(), manifest=manifest)
        except ContentConflict as error:
            raise Conflict(f"{arrival.site}:{arrival.scan_id}", str(error)) from error
        return _stored(ask, case, before=False), case

    def _forget_abandoned(self) -> None:
        """Forget uploads that stand still; their parts stay, and whoever comes back resumes."""
        oldest = monotonic() - _ABANDONED_S
        for upload in [u for u in self._uploads.values() if u.moved_at < oldest]:
            self._forget(upload)

    def _forget(self, upload: _Upload) -> None:
        upload.part.close()
        self._uploads.pop((upload.arrival.site, upload.arrival.scan_id), None)
        self._credits.forget(upload.arrival.site, upload.arrival.scan_id)


def _signed_facts(arrival: Arrival, signed: Signed) -> dict[str, object]:
    return {
        "site": arrival.site,
        "scan": arrival.scan_id,
        "sha256": arrival.package_sha256,
        "size": arrival.package_size,
        "document_sha256": signed.document_sha256,
        "signature": signed.signature,
        "manifest_key": signed.manifest_key,
    }


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
        scanner=_kept(document.scanner),
        taken_at=None if document.time is None else from_foreign_text(document.time),
        container=_kept(document.container),
        declaration=_kept(document.declaration),
    )


def _kept(text: str | None) -> str | None:
    return None if text is None else kept(text)
