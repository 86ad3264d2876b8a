"""The library as the engine searches it: a snapshot, and what changed since.

A model that is added is seen by the next comparison: only what changed is read, and the metric
stays as it was fitted. When much has changed the snapshot is made anew; a large library's in the
background, while the old one answers.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from workstation.domain.errors import FolderInUse, ReviewRoomError
from workstation.domain.folder_lock import FolderLock
from workstation.matching.delta import Delta, merged
from workstation.matching.description import Evidence
from workstation.matching.level import Level, level_in_memory
from workstation.matching.library import Descriptions, Levels, Library
from workstation.matching.ports import Changes, ModelSource
from workstation.matching.prior import Prior
from workstation.matching.rows import columns_of
from workstation.matching.sealed import clear_unfinished
from workstation.matching.snapshot import (
    Snapshot,
    level_of,
    make_level,
    newest,
    newest_edition,
)

_log = logging.getLogger(__name__)

IN_MEMORY: Final = 300
"""Models up to which a snapshot is not worth a file."""

AT_ONCE: Final = 2000
"""Models up to which a snapshot is made while a comparison waits."""

_LARGE: Final = 5000  # models from which on a twentieth of them, not a fifth, is much
_MUCH: Final = 1000


class _Stopped(Exception):
    """The index is being closed."""


class Index:
    """Keeps a library ready for searching; may be asked from several threads.

    Parameters
    ----------
    source : ModelSource
    prior : Prior
    folder : Path, optional
        Where snapshots of larger libraries lie; without one all is kept in memory.
    wait : bool
        Whether a comparison waits until a large library is indexed. Otherwise it is answered
        from what there is, and says so.
    """

    def __init__(
        self, source: ModelSource, prior: Prior, *, folder: Path | None = None, wait: bool = True
    ) -> None:
        self._source, self._prior, self._folder, self._wait = source, prior, folder, wait
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._builder: threading.Thread | None = None
        self._name: str | None = None
        self._tried_at = -1
        self._is_behind = False
        self._descriptions = Descriptions(source)
        self._library: Library | None = None
        self._seen: str | None = None
        self._adopt(Snapshot.nothing(columns_of([])))

    def current(self) -> Library:
        """Return the library as it is now; the same object while nothing changes."""
        with self._lock:
            version = self._source.version()
            if version != self._seen:
                self._library = None
                self._seen = version if self._catch_up() else None
            if self._is_due():
                self._renew()
            if self._library is None:
                self._library = Library(
                    version=f"{version}/i{self._delta.snapshot.edition}",
                    delta=self._delta,
                    levels=self._levels,
                    descriptions=self._descriptions,
                    is_behind=self._is_behind,
                )
            return self._library

    def rebuild(self) -> None:
        """Make the snapshot anew now, whatever its size, and the level that most scans need."""
        with self._lock:
            self._read_all()
            self._adopt(self._build(self._delta))
        library = self.current()
        library.gallery(library.level(Evidence.CALIBRATED, ()))

    def close(self) -> None:
        """Stop what runs in the background; nothing may be asked afterwards."""
        self._stopping.set()
        builder = self._builder
        if builder is not None:
            builder.join()

    def _adopt(self, snapshot: Snapshot, levels: Levels | None = None) -> None:
        self._delta = Delta(snapshot)
        self._levels = Levels(snapshot, self._level) if levels is None else levels
        self._library, self._seen = None, None

    def _catch_up(self) -> bool:
        """Follow what changed; False when there is too much of it to wait for."""
        changes = self._changes()
        if not changes.is_last and not self._wait:
            if self._took_newer():
                return self._catch_up()
            self._is_behind = True
            self._start_builder()
            return False
        self._take(changes)
        while not changes.is_last:
            changes = self._source.changes(self._delta.edition)
            self._take(changes)
        self._is_behind = False
        return True

    def _read_all(self) -> None:
        changes = self._changes()
        self._take(changes)
        while not changes.is_last:
            changes = self._source.changes(self._delta.edition)
            self._take(changes)

    def _take(self, changes: Changes) -> None:
        self._descriptions.forget(self._delta.take(changes, self._source))

    def _changes(self) -> Changes:
        """Return what changed; begin with a snapshot where this library was not read before."""
        changes = self._source.changes(self._delta.edition)
        if changes.library == self._name and changes.newest >= self._delta.edition:
            return changes
        self._name = changes.library
        self._descriptions.clear()
        kept = None
        if self._folder is not None:
            kept = newest(self._folder, changes.library, at_most=changes.newest)
        self._adopt(Snapshot.nothing(columns_of([]), changes.library) if kept is None else kept)
        return self._source.changes(self._delta.edition)

    def _is_due(self) -> bool:
        """Whether so much changed that the snapshot is to be made anew."""
        there = len(self._delta.snapshot.columns)
        much = there // 5 if there < _LARGE else max(_MUCH, there // 20)
        return not self._is_behind and self._delta.size() > much

    def _renew(self) -> None:
        version = self._seen
        if self._took_newer():
            self._seen = version if self._catch_up() else None
        elif self._delta.edition == self._tried_at:
            return
        elif self._wait or self._delta.models() <= AT_ONCE:
            self._adopt(self._build(self._delta))
            self._seen = version
        else:
            self._start_builder()

    def _took_newer(self) -> bool:
        """Turn to a snapshot that another program made meanwhile; False when there is none."""
        here, library = self._delta.snapshot.edition, self._name
        if self._folder is None or library is None or newest_edition(self._folder) <= here:
            return False
        kept = newest(self._folder, library, at_most=self._source.changes(here).newest)
        if kept is None or kept.edition <= here:
            return False
        self._adopt(kept)
        return True

    def _build(self, delta: Delta) -> Snapshot:
        """Make the next snapshot: on disk where that is worth it and can be, else in memory."""
        self._tried_at = delta.edition
        if self._folder is not None and delta.models() > IN_MEMORY:
            try:
                with self._alone(self._folder):
                    return merged(delta, self._folder, self._keep_going)
            except FolderInUse:
                _log.info("another program makes the index in %s", self._folder)
            except (OSError, ReviewRoomError) as error:
                _log.warning("the index is kept in memory only: %s", error)
        return merged(delta, None, self._keep_going)

    @contextmanager
    def _alone(self, folder: Path) -> Iterator[None]:
        """Keep other programs from making the same snapshot; raises ``FolderInUse``."""
        folder.mkdir(parents=True, exist_ok=True)
        with FolderLock(folder, who="index builder"):
            clear_unfinished(folder)
            yield

    def _level(self, snapshot: Snapshot, evidence: Evidence) -> Level:
        """Return a level: from disk, made on disk, or made in memory where neither can be."""
        found = level_of(snapshot, evidence, self._prior)
        if found is None and snapshot.folder is not None:
            try:
                found = make_level(snapshot, evidence, self._prior, self._keep_going)
            except OSError as error:
                # Another program may have been faster.
                found = level_of(snapshot, evidence, self._prior)
                if found is None:
                    _log.warning("vectors are kept in memory only: %s", error)
        return level_in_memory(snapshot.columns, evidence, self._prior) if found is None else found

    def _start_builder(self) -> None:
        if self._builder is not None and self._builder.is_alive():
            return
        self._builder = threading.Thread(
            target=self._build_aside, args=(self._delta.copy(),), name="index-builder", daemon=True
        )
        self._builder.start()

    def _build_aside(self, delta: Delta) -> None:
        """Live as the background thread: read what there is, make the snapshot, hand it over."""
        wanted = self._levels.made() or [Evidence.CALIBRATED]
        try:
            with ExitStack() as held:
                if self._folder is not None:
                    held.enter_context(self._alone(self._folder))
                scratch = TemporaryDirectory(prefix="reviewroom-", ignore_cleanup_errors=True)
                self._read_behind(delta, Path(held.enter_context(scratch)))
                self._tried_at = delta.edition
                snapshot = merged(delta, self._folder, self._keep_going)
            levels = Levels(snapshot, self._level)
            for evidence in wanted:
                levels.level(evidence)
        except _Stopped:
            return
        except (OSError, ReviewRoomError) as error:
            _log.warning("the index was not made anew; what there is goes on: %s", error)
            return
        with self._lock:
            if snapshot.library == self._name:
                self._adopt(snapshot, levels)
                self._is_behind = False

    def _read_behind(self, delta: Delta, scratch: Path) -> None:
        """Follow all that changed, however much it is."""
        number, is_last = 0, False
        while not is_last:
            self._keep_going()
            changes = self._source.changes(delta.edition)
            delta.take(changes, self._source)
            delta.spill(scratch, number)
            number, is_last = number + 1, changes.is_last

    def _keep_going(self) -> None:
        """End the background work when the index is closed; a comparison is let finish."""
        if self._stopping.is_set() and threading.current_thread() is self._builder:
            raise _Stopped
