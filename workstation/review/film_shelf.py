"""Films on the desk's own disk until the hub has them; they may wait there for days.

A film of an open case is written now and then, so that a crash costs seconds of it. That of a
decision is written before the decision, under its hash; once the hub has recorded the decision it
is due, and it goes when the hub has it. Everything here may wait for the disk: never call it on the
Qt thread, except `draft`, which remembers what was there when the program began.
"""

import hashlib
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workstation.domain.errors import StorageUnavailable
from workstation.review.draft import CaseKey
from workstation.review.film import LIMIT_BYTES

_KEPT_S: Final = 30 * 24 * 3600
_DUE: Final = "due-"
_DRAFT: Final = "draft-"
_SUFFIX: Final = ".film"
_MOST_DRAFTS: Final = 32


class FilmShelf:
    """Films in a folder that belongs to this desk alone; may be used from any thread.

    Raises
    ------
    StorageUnavailable
        Here and in every method that touches the disk, when the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._translated():
            folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            drafts = sorted(folder.glob(f"{_DRAFT}*{_SUFFIX}"), key=_age)[:_MOST_DRAFTS]
            self._drafts = {path.name: path.read_bytes() for path in drafts}

    def draft(self, key: CaseKey) -> bytes | None:
        """Return the film of a case that was open when the program ended last; once."""
        packed = self._drafts.pop(_draft_name(key), None)
        return None if packed is None else _unpacked(packed)

    def keep_draft(self, key: CaseKey, content: bytes) -> None:
        """Write down what there is of the film of an open case."""
        self._write(_draft_name(key), content)

    def drop_draft(self, key: CaseKey) -> None:
        """Forget the film of a case that is decided, or another desk's."""
        with self._translated():
            (self._folder / _draft_name(key)).unlink(missing_ok=True)

    def keep(self, sha256: str, content: bytes) -> None:
        """Write down the film of a decision that is about to be journaled."""
        self._write(f"{sha256}{_SUFFIX}", content)

    def make_due(self, sha256: str, decision_id: str) -> None:
        """Hear that the hub has recorded the decision: its film is to be sent."""
        with self._translated():
            path = self._folder / f"{sha256}{_SUFFIX}"
            if path.is_file():
                path.replace(self._folder / f"{_DUE}{decision_id}{_SUFFIX}")

    def due(self) -> tuple[str, ...]:
        """Return the decisions whose films are to be sent, the oldest first."""
        with self._translated():
            waiting = sorted(self._folder.glob(f"{_DUE}*{_SUFFIX}"), key=lambda path: -_age(path))
        return tuple(path.name.removeprefix(_DUE).removesuffix(_SUFFIX) for path in waiting)

    def film(self, decision_id: str) -> bytes | None:
        """Return a film that is due; None when it cannot be read any more."""
        with self._translated():
            path = self._folder / f"{_DUE}{decision_id}{_SUFFIX}"
            return _unpacked(path.read_bytes()) if path.is_file() else None

    def settle(self, decision_id: str) -> None:
        """Forget a film that the hub has, or will never take."""
        with self._translated():
            (self._folder / f"{_DUE}{decision_id}{_SUFFIX}").unlink(missing_ok=True)

    def _write(self, name: str, content: bytes) -> None:
        with self._translated():
            fresh = self._folder / f"{name}.new"
            with fresh.open("wb") as file:
                file.write(zlib.compress(content, 6))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._folder / name)

    def _sweep(self) -> None:
        """Remove what nobody came back for."""
        for path in self._folder.iterdir():
            if path.suffix == ".new" or _age(path) > _KEPT_S:
                path.unlink(missing_ok=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageUnavailable(self._folder.name, error.strerror or str(error)) from error


def _draft_name(key: CaseKey) -> str:
    named = hashlib.sha256(f"{key.case_id}\n{key.sha256}".encode()).hexdigest()
    return f"{_DRAFT}{named[:32]}{_SUFFIX}"


def _unpacked(packed: bytes) -> bytes | None:
    """Return a film, or None for bytes that hold none; never more than one may have."""
    unpack = zlib.decompressobj()
    try:
        content = unpack.decompress(packed, LIMIT_BYTES + 1)
    except zlib.error:
        return None
    return content if unpack.eof and len(content) <= LIMIT_BYTES else None


def _age(path: Path) -> float:
    """Return how long ago a file was written [s]."""
    return time.time() - path.stat().st_mtime
