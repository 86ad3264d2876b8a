"""From the inbox into the outbox, or into quarantine with a sentence; nothing is lost between."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workstation.domain.container import is_valid
from workstation.domain.declaration import declaration_to_json
from workstation.domain.errors import DeclarationUnreadable, ScanUnreadable, StorageUnavailable
from workstation.domain.instants import to_text
from workstation.imaging.companions import belongs_to, group_files, may_be_joined
from workstation.imaging.names import band_of, energy_mev
from workstation.site_agent import identity
from workstation.site_agent.alarms import Alarm, AlarmBell
from workstation.site_agent.declarations import (
    WaitingDeclaration,
    find_partner,
    read_declaration,
)
from workstation.site_agent.files import free_path, in_words, move, plain_name, write_whole
from workstation.site_agent.outbox import PACKAGE, Custody, Manifest, Outbox
from workstation.site_agent.photos import PhotoTray, belongs, is_photo, make_ready
from workstation.site_agent.settings import SiteSettings
from workstation.site_agent.spool_room import SpoolRoom
from workstation.site_agent.validate import (
    MachineTrouble,
    ReaderCrashed,
    Reading,
    SitePhotos,
    Validator,
)
from workstation.site_agent.watch import InboxWatch, SettledFile

_log = logging.getLogger(__name__)
_PACKAGE_FORMAT: Final = "package"
_EXPORT_AGAIN: Final = "Export the scan from its scanner again, and put it into the inbox."
_LATE_ADVICE: Final = "Photos must stand in the inbox before their scan, or come together with it."


class Intake:
    """Takes complete files in. Owned by one thread; `tick` may be cut short anywhere.

    A source file leaves the inbox only after its package is durable in the outbox; whatever is
    cut short starts again from the inbox.
    """

    def __init__(
        self,
        settings: SiteSettings,
        outbox: Outbox,
        validator: Validator,
        bell: AlarmBell,
        *,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings, self._outbox = settings, outbox
        self._validator, self._bell = validator, bell
        self._stopping = stopping
        self._watch = InboxWatch(settings.inbox, settle_s=settings.settle_s)
        self._tray = PhotoTray()
        self._waiting_photos: set[SettledFile] = set()  # whose scan has surely not been here
        self._declarations: dict[Path, WaitingDeclaration] = {}
        self.room = SpoolRoom(settings.outbox, bell, reserve_bytes=settings.spool_reserve_bytes)

    def tick(self, now: float) -> None:
        """Take in what is complete; ``now`` is a monotonic instant [s].

        Raises
        ------
        MachineTrouble
            If the inbox or the outbox cannot be used; all files stay where they are.
        """
        try:
            self.room.fits(0)  # so that a disk that fills up is told of before it matters
            settled = self._watch.settled(now)
            photos = [f for f in settled if _is_photo(f)]
            self._tray.see(photos, self._watch.present)
            scans = [f for f in settled if not (_is_photo(f) or _is_declaration(f))]
            self._take_scans(scans, now)
            self._take_late_photos(now)
            self._take_declarations([f for f in settled if _is_declaration(f)])
        except StorageUnavailable as error:
            raise MachineTrouble(str(error)) from error
        except OSError as error:
            where = error.filename or self._settings.inbox
            raise MachineTrouble(f"{where}: {in_words(error)}") from error
        self._join()

    def lonely(self, now: float) -> list[WaitingDeclaration]:
        """Return the declarations that have waited long enough for a scan."""
        patience = self._settings.join_wait_s
        return [w for w in self._declarations.values() if now - w.file.since >= patience]

    def settle_declaration(self, waiting: WaitingDeclaration) -> None:
        """Archive a declaration that the hub or an outbox manifest holds now."""
        self._archive([waiting.file])
        self._declarations.pop(waiting.file.path, None)

    def refuse_declaration(self, waiting: WaitingDeclaration, reason: str) -> None:
        """Quarantine a declaration that the hub does not accept."""
        self._quarantine([waiting.file], "declaration", reason, DeclarationUnreadable.advice)
        self._declarations.pop(waiting.file.path, None)

    def _take_scans(self, files: Sequence[SettledFile], now: float) -> None:
        by_path = {file.path: file for file in files}
        for group in group_files(by_path):
            if self._stopping():
                return
            members = [by_path[path] for path in group]
            if not self.room.fits(sum(member.seen.size for member in members)):
                return
            waits = self._waits_for_other_energy(members, now)
            waits = waits or self._waits_for_companions(members, now)
            if not (waits or self._waits_for_photos(members, now)):
                self._take_scan(members)

    def _waits_for_other_energy(self, members: Sequence[SettledFile], now: float) -> bool:
        """Tell whether a file is one energy of a scan whose other energy may still come."""
        name = members[0].path.name
        if len(members) > 1 or name.lower().endswith(".scan.tif"):
            return False
        half = band_of(members[0].path.stem) or energy_mev(members[0].path.stem)
        return half is not None and now - members[0].since < self._settings.join_wait_s

    def _waits_for_companions(self, members: Sequence[SettledFile], now: float) -> bool:
        """Tell whether a sidecar, its picture or a threat report is awaited, or still grows."""
        if now - max(member.since for member in members) >= self._settings.join_wait_s:
            return False
        group = [member.path for member in members]
        growing = self._watch.present.difference(group)
        return may_be_joined(group) or any(belongs_to(path, group[0]) for path in growing)

    def _waits_for_photos(self, members: Sequence[SettledFile], now: float) -> bool:
        """Tell whether a photo of a scan is still being written; it is waited for, not long."""
        waited_s = now - min(file.since for file in members)
        return waited_s < self._settings.join_wait_s and self._tray.is_coming(members)

    def _take_scan(self, files: Sequence[SettledFile]) -> None:
        paths = [file.path for file in files]
        photos: list[SettledFile] = []
        try:
            self._refuse_oversized(files)
            source = _hash_of(paths)
            known = self._outbox.from_source(source)
            if known is not None:
                for late in self._tray.beside(files):
                    self._put_aside(late, [known])
            else:
                photos = self._tray.beside(files)
                with self._made_ready(photos, source) as ready:
                    reading = self._read(paths)
                    if not _untouched([*files, *photos]):
                        return  # somebody is still writing; look again when it has settled
                    self._spool([*files, *photos], source, reading, ready)
        except ScanUnreadable as error:
            if _untouched(files):
                self._quarantine(files, "scan", error.reason, error.advice)
            return
        self._archive([*files, *photos])
        self._waiting_photos.clear()

    @contextmanager
    def _made_ready(self, photos: Sequence[SettledFile], source: str) -> Iterator[SitePhotos]:
        """Make photos ready in a folder that is gone afterwards, before the scan is read."""
        if not photos:
            yield SitePhotos()
            return
        scratch = self._outbox.draft(f"photos-{source[:16]}")
        try:
            yield make_ready(self._validator, photos, scratch)
        finally:
            self._outbox.drop_draft(scratch)

    def _take_late_photos(self, now: float) -> None:
        """Put aside the photos whose scan has gone ahead, and no other of its name follows."""
        for photo in self._tray.lonely():
            waited_s = now - photo.since
            if photo in self._waiting_photos or waited_s < self._settings.join_wait_s:
                continue
            gone = [
                m for m in self._outbox.all() if belongs(plain_name(photo.path.name), m.sources)
            ]
            if gone:
                self._put_aside(photo, gone)
            else:
                self._waiting_photos.add(photo)

    def _put_aside(self, photo: SettledFile, gone: Sequence[Manifest]) -> None:
        """File a photo with the scans that went with it, or say that it came too late."""
        name = plain_name(photo.path.name)
        if any(name in manifest.sources for manifest in gone):
            self._archive([photo])  # cut short after the package was durable
        elif photo.untouched():
            reason = f"its scan {gone[-1].scan_id} was taken in before it came"
            self._quarantine([photo], "photo", reason, _LATE_ADVICE)

    def _refuse_oversized(self, files: Sequence[SettledFile]) -> None:
        limit = self._settings.max_file_bytes
        for file in files:
            if file.seen.size > limit:
                raise ScanUnreadable(
                    file.path.name,
                    f"its {file.seen.size:,} bytes are more than the limit of {limit:,}",
                )

    def _read(self, paths: Sequence[Path]) -> Reading:
        try:
            return self._validator.read(paths)
        except ReaderCrashed:
            # It may have been the machine, short of memory for a moment. Twice is the file.
            return self._validator.read(paths)

    def _spool(
        self, files: Sequence[SettledFile], source: str, reading: Reading, photos: SitePhotos
    ) -> None:
        """Write the package into the outbox, under an id that no other content has."""
        paths = [file.path for file in files if not _is_photo(file)]
        scan_id = identity.scan_id_for(reading.scan_id, paths, source)
        if self._known(scan_id):
            if reading.format == _PACKAGE_FORMAT and scan_id == reading.scan_id:
                raise ScanUnreadable(
                    files[0].path.name, f"scan {scan_id} came before, with other content"
                )
            scan_id = identity.told_apart(scan_id, source)
            if self._known(scan_id):
                return  # this very content, long ago: decided and forgotten
        draft = self._outbox.draft(scan_id)
        try:
            written = self._validator.write(
                draft / PACKAGE, scan_id=scan_id, site=self._settings.site, photos=photos
            )
            manifest = Manifest(
                scan_id=scan_id,
                site=self._settings.site,
                sha256=written.sha256,
                size=written.size,
                head=written.head,
                sources=tuple(plain_name(file.path.name) for file in files),
                source_sha256=source,
                spooled_at=to_text(datetime.now(tz=UTC)),
                declaration=self._of_first_passage(written.head.get("container")),
                warnings=(*reading.warnings, *(one.sentence() for one in photos.missing)),
                containers=tuple(number for number in reading.containers if is_valid(number)),
            )
            self._outbox.add(draft, manifest)
        finally:
            self._outbox.drop_draft(draft)
        _log.info("scan spooled", extra={"scan": scan_id, "sha256": written.sha256})

    def _known(self, scan_id: str) -> bool:
        applied = self._settings.decisions / f"{scan_id}.json"
        return self._outbox.get(scan_id) is not None or applied.exists()

    def _of_first_passage(self, container: object) -> dict[str, Any] | None:
        """Return the declaration of a container that the room sent through the scanner again."""
        passages = [
            manifest
            for manifest in self._outbox.all()
            if container and manifest.head.get("container") == container
        ]
        if passages and passages[-1].conclusion == "rescan":
            return passages[-1].declaration
        return None

    def _take_declarations(self, files: Sequence[SettledFile]) -> None:
        present = {file.path: file for file in files}
        self._declarations = {
            path: waiting
            for path, waiting in self._declarations.items()
            if path in present and present[path].seen == waiting.file.seen
        }
        for file in files:
            if file.path in self._declarations:
                continue
            try:
                declaration = read_declaration(file.path)
            except DeclarationUnreadable as error:
                if file.untouched():
                    self._quarantine([file], "declaration", error.reason, error.advice)
            else:
                waiting = WaitingDeclaration(file=file, declaration=declaration)
                self._declarations[file.path] = waiting

    def _join(self) -> None:
        """Give the spooled scans their declarations."""
        for waiting in list(self._declarations.values()):
            open_scans = [
                m
                for m in self._outbox.waiting()
                if m.state is Custody.SPOOLED and m.declaration is None
            ]
            scan = find_partner(waiting, open_scans)
            if scan is not None and self._outbox.join(
                scan.scan_id, declaration_to_json(waiting.declaration)
            ):
                self.settle_declaration(waiting)

    def _archive(self, files: Sequence[SettledFile]) -> None:
        for file in files:
            if file.untouched():
                move(file.path, free_path(self._settings.archive, plain_name(file.path.name)))

    def _quarantine(
        self, files: Sequence[SettledFile], what: str, reason: str, advice: str
    ) -> None:
        for file in files:
            name = plain_name(file.path.name)
            target = free_path(self._settings.quarantine, name)
            if advice == ScanUnreadable.advice:
                advice = _EXPORT_AGAIN
            sentence = (
                f"{name} is not a {what} that can be used: {reason}."
                f" It lies in {target.parent} as {target.name}. {advice}"
            )
            # The reason first: a file in quarantine without one would be a riddle.
            write_whole(target.with_name(f"{target.name}.why.txt"), f"{sentence}\n".encode())
            move(file.path, target)
            self._bell.ring(Alarm.QUARANTINED, target.name, sentence)


def _is_declaration(file: SettledFile) -> bool:
    return identity.is_declaration(file.path.name)


def _is_photo(file: SettledFile) -> bool:
    return is_photo(file.path.name)


def _untouched(files: Sequence[SettledFile]) -> bool:
    return all(file.untouched() for file in files)


def _hash_of(paths: Sequence[Path]) -> str:
    """Return one SHA-256 for all files together: that of a single file is its own."""
    hashes = []
    for path in paths:
        with path.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
