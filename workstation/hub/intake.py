"""Scans on their way in: offers, chunks, custody. Nothing is acknowledged before it is durable.

A part on disk *is* the state of an upload: after a restart the hub grants from the part's length.
Whether those bytes are right is for the hash of the whole to say.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from isal.isal_zlib import crc32

from queue_client.codec import Body, Message
from queue_client.errors import Conflict, HubBusy, RefusalCode, Refused
from queue_client.line_meter import LineMeter
from queue_client.messages import (
    CHUNK_BYTES,
    VERSION,
    Chunk,
    Credit,
    Grant,
    Header,
    MessageType,
    Offer,
    StoredReply,
)
from workstation.domain.case import Arrival, Case
from workstation.domain.errors import ContentConflict, StorageUnavailable
from workstation.domain.lawful_names import is_lawful
from workstation.hub.arrivals import arrival_of, signed_facts
from workstation.hub.clocks import monotonic, wall
from workstation.hub.credits import Credits, credit_for
from workstation.hub.growing_part import GrowingPart, PartWriters
from workstation.hub.keeping import Keeping, Kept
from workstation.hub.left_parts import LeftParts, part_name
from workstation.hub.manifest_keys import ManifestKeys, Signed
from workstation.hub.options import HubSettings
from workstation.hub.ports import Blobs, Records
from workstation.hub.way_back import WayBack

_LOG = logging.getLogger(__name__)
_BUSY_RETRY_S: Final = 5.0
_ABANDONED_S: Final = 60.0
# On a fast line only every eighth chunk is answered, or as many as are half of a site's window.
_QUIET_BYTES: Final = 8 * CHUNK_BYTES
_QUIET_S: Final = 0.05
#: With so much of an upload, or of all of them, not yet on its way to the disk, a site is not told
#: to go on until half of it is [bytes].
_BEHIND_BYTES: Final = 8 * 1024**2
_ALL_BEHIND_BYTES: Final = 64 * 1024**2

#: An answer and the case that has just been recorded. No answer: the next chunk's will speak for
#: this one as well, or it follows from `Intake.settled`.
Taken = tuple[Header | None, Case | None]
_LATER: Final[Taken] = (None, None)


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
    owed: WayBack | None = None  # who waits for credit until more has gone to the disk

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An answer that had to wait: whose it is, of which scan, and to what kind of message.

    ``answer`` may be called later, once; it raises as `Intake.offer` does. ``way`` is that of
    whoever has asked last by then.
    """

    site: str
    scan_id: str
    way: Callable[[], WayBack]
    kind: MessageType
    answer: Callable[[], Taken]


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
    ring : callable
        Called in another thread when `settled` has something to give.
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
        ring: Callable[[], object] = lambda: None,
    ) -> None:
        self._records, self._blobs, self._settings = records, blobs, settings
        self._manifest_keys = manifest_keys
        self._depth, self._depth_of = depth, depth_of
        self._credits = Credits(settings.under_way_bytes)
        self._writers = PartWriters()
        self._keeping = Keeping(blobs, ring=ring, most=settings.uploads_per_site)
        self._uploads: dict[tuple[str, str], _Upload] = {}
        self._is_full = False
        self._left = LeftParts(blobs, most=2 * settings.uploads_per_site)

    @property
    def keeps(self) -> bool:
        """Whether a package that came whole is on its way into the store."""
        return self._keeping.busy

    @property
    def owes(self) -> bool:
        """Whether a site waits until more of what it sent has gone to the disk."""
        return any(upload.owed is not None for upload in self._uploads.values())

    def offer(self, site: str, message: Message, offer: Offer, way: WayBack) -> Taken:
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
        arrival = arrival_of(site, message, offer)
        if self._keeping.asked_again(arrival, way):
            return _LATER
        if self._has_orphan(offer):
            # The hub stopped between blob and record; the bytes need not travel again.
            return self._settle_or_wait(self._keeping.confirm(arrival, signed, way))
        return self._go_on(arrival, signed, way)

    def settled(self) -> Iterator[Settled]:
        """Give the answers that were waited for, each once."""
        for kept in self._keeping.done():
            yield Settled(
                site=kept.arrival.site,
                scan_id=kept.arrival.scan_id,
                way=kept.asked_by,
                kind=MessageType.OFFER,
                answer=partial(self._settle, kept),
            )
        for upload in [one for one in self._uploads.values() if one.owed is not None]:
            if not self._is_behind(upload, half=True) and upload.owed is not None:
                way = upload.owed
                upload.owed = None
                yield Settled(
                    site=upload.arrival.site,
                    scan_id=upload.arrival.scan_id,
                    way=partial(_same, way),
                    kind=MessageType.CHUNK,
                    answer=partial(self._tell_credit, upload, way.ask),
                )

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

    def chunk(self, site: str, message: Message, chunk: Chunk, way: WayBack) -> Taken:
        """Take the next bytes of a package; anything but the next is answered by a grant."""
        upload = self._uploads.get((site, chunk.scan_id))
        if upload is None or upload.arrival.package_sha256 != chunk.sha256:
            raise Refused(RefusalCode.NO_UPLOAD, "offer the package first")
        left = upload.arrival.package_size - upload.offset
        whole = 0 < len(message.body) <= left and crc32(message.body) == chunk.crc32
        if chunk.offset != upload.offset or not whole or not upload.part.has_room:
            return self._grant(chunk.ask, upload), None
        try:
            upload.part.append(message.body)
        except OSError as error:
            raise self._cannot_write(upload, error) from error
        upload.moved_at = monotonic()
        upload.meter.took(len(message.body), upload.moved_at)
        upload.owed = None
        if upload.offset == upload.arrival.package_size:
            kept = self._keeping.keep(upload.arrival, upload.signed, upload.part, way)
            return self._settle_or_wait(kept)
        # Who speaks version 1 may wait for each answer before sending on.
        quiet = upload.may_stay_quiet(upload.offset, upload.moved_at, self._credit_of(upload))
        if message.version == VERSION and quiet:
            return _LATER
        if self._is_behind(upload):
            upload.owed = way
            return _LATER
        return self._tell_credit(upload, chunk.ask)

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
        self._keeping.close()
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

    def _tell_credit(self, upload: _Upload, ask: int) -> Taken:
        credit = self._credit_of(upload)
        upload.note_told(credit)
        return Credit(ask=ask, offset=upload.offset, credit=credit), None

    def _is_behind(self, upload: _Upload, *, half: bool = False) -> bool:
        """Tell whether the disk has to come nearer before a site sends on."""
        if upload.part.failed:
            return False  # the next bytes are told why
        most = min(_BEHIND_BYTES, _ALL_BEHIND_BYTES // max(1, len(self._uploads)))
        return upload.part.behind > (most // 2 if half else most)

    def _go_on(self, arrival: Arrival, signed: Signed | None, way: WayBack) -> Taken:
        """Begin an upload, or go on with it where it stands."""
        upload = self._begin(arrival, signed)
        if upload.offset == arrival.package_size:
            return self._settle_or_wait(self._keeping.keep(arrival, signed, upload.part, way))
        return self._grant(way.ask, upload), None

    def _begin(self, arrival: Arrival, signed: Signed | None) -> _Upload:
        key = (arrival.site, arrival.scan_id)
        self._forget_abandoned()
        self._check_room_for_one_more(key)
        name = part_name(arrival.site, arrival.scan_id, arrival.package_sha256)
        before = self._uploads.get(key)
        try:
            path = self._blobs.part(name)
            part = None if before is None else self._still_growing(before.part, path)
            offset = self._length_on_disk(path, arrival) if part is None else part.length
            self.check_disk(arrival.package_size - offset + self._awaited(but=key))
            under_way = {one.part.path for one in self._uploads.values()}
            self._left.begun(arrival.site, path, under_way=under_way)
        except OSError as error:
            raise HubBusy(f"the store fails ({error.strerror})", _BUSY_RETRY_S) from error
        now = monotonic()
        upload = self._uploads[key] = _Upload(
            arrival=arrival,
            signed=signed,
            part=part or self._writers.begin(path, offset),
            moved_at=now,
            meter=LineMeter(asked_at=now),
        )
        return upload

    def _still_growing(self, part: GrowingPart, path: Path) -> GrowingPart | None:
        """Return the part of an upload that is offered again if it may go on; else close it."""
        gone = part.written > 0 and not path.exists()
        if part.path == path and not part.failed and not gone:
            return part
        part.close()
        return None

    def _length_on_disk(self, path: Path, arrival: Arrival) -> int:
        """Return where a part goes on; one that is too long begins anew. Raises ``OSError``."""
        offset = path.stat().st_size if path.exists() else 0
        if offset > arrival.package_size:
            path.unlink()
            offset = 0
        return offset

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

    def _settle_or_wait(self, kept: Kept | None) -> Taken:
        """Answer for what is in the store already; for all else `settled` does."""
        return _LATER if kept is None else self._settle(kept)

    def _settle(self, kept: Kept) -> Taken:
        """Record what is in the store now, or say what went wrong on its way there."""
        self._keeping.let_go(kept)
        arrival, way, part = kept.arrival, kept.way, kept.part
        if part is None:
            if kept.is_whole():
                return self._record(way.ask, arrival, kept.signed)
            return self._go_on(arrival, kept.signed, way)
        upload = self._uploads[arrival.site, arrival.scan_id]
        try:
            kept.is_whole()
        except OSError as error:
            raise self._cannot_write(upload, error) from error
        except ContentConflict as error:
            _LOG.warning("package damaged", extra={"site": arrival.site, "scan": arrival.scan_id})
            self._throw_away(upload)
            raise Refused(RefusalCode.HASH_MISMATCH, "the package has another hash") from error
        except StorageUnavailable:
            # After a failed fsync the kernel may have dropped the pages: never trust the part.
            self._throw_away(upload)
            raise
        self._forget(upload)
        self._left.gone(arrival.site, part.path)
        return self._record(way.ask, arrival, kept.signed)

    def _throw_away(self, upload: _Upload) -> None:
        self._forget(upload)
        upload.part.path.unlink(missing_ok=True)
        self._left.gone(upload.arrival.site, upload.part.path)

    def _record(self, ask: int, arrival: Arrival, signed: Signed | None) -> tuple[Header, Case]:
        manifest = None if signed is None else signed_facts(arrival, signed)
        try:
            case = self._records.receive(arrival, now=wall(), manifest=manifest)
        except ContentConflict as error:
            raise Conflict(f"{arrival.site}:{arrival.scan_id}", str(error)) from error
        return _stored(ask, case, before=False), case

    def _forget_abandoned(self) -> None:
        """Forget uploads that stand still; their parts stay, and whoever comes back resumes."""
        oldest = monotonic() - _ABANDONED_S
        for key, upload in list(self._uploads.items()):
            if upload.moved_at < oldest and key not in self._keeping:
                self._forget(upload)

    def _forget(self, upload: _Upload) -> None:
        upload.part.close()
        self._uploads.pop((upload.arrival.site, upload.arrival.scan_id), None)
        self._credits.forget(upload.arrival.site, upload.arrival.scan_id)


def _same(way: WayBack) -> WayBack:
    return way


def _stored(ask: int, case: Case, *, before: bool) -> StoredReply:
    return StoredReply(ask=ask, case_id=case.case_id, sha256=case.package_sha256, before=before)
