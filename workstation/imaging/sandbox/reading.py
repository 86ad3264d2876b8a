"""The readers of `workstation.imaging`, each behind a decoding child."""

import base64
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import Photo
from workstation.domain.scan import ScanHead
from workstation.imaging import description
from workstation.imaging.package_levels import LONGEST_PX, CoarseScan, Reach
from workstation.imaging.sandbox.box import Box, BoxSettings
from workstation.imaging.sandbox.documents import unpack_scan
from workstation.imaging.sandbox.task import Task
from workstation.imaging.scan import Scan

_AT_ONCE_S: Final = 2.0
"""Who fetches a package cannot wait longer for a look at its beginning."""


class SandboxedReading:
    """Reads scans in children that may die; every method is safe from any thread.

    Parameters
    ----------
    children : int
        How many files can be read at once.
    """

    def __init__(self, *, children: int = 1, settings: BoxSettings | None = None) -> None:
        self._boxes = [Box(settings) for _ in range(children)]
        self._free: queue.LifoQueue[Box] = queue.LifoQueue()
        for box in self._boxes:
            self._free.put(box)

    def warm(self) -> None:
        """Begin to start the children, so that the first file need not wait for them."""
        for box in self._boxes:
            box.warm()

    def read_package(self, path: Path, *, sha256: str | None = None) -> Scan:
        """Read a scan package at full resolution, as `package.read_package` does.

        With ``sha256`` the file is hashed before anything of it is decoded.
        """
        with self._box() as box:
            hashes = () if sha256 is None else (sha256,)
            answer = box.ask(Task.PACKAGE, [path], sha256=hashes)
        return unpack_scan(answer.document, answer.memory, path.name)

    def read_files(self, paths: Sequence[Path]) -> Scan:
        """Read scanner files, as `readers.read_files` does."""
        return self._read(Task.FILES, paths)

    def read_scan(self, path: Path) -> Scan:
        """Read any scan file, as `readers.read_scan` does."""
        return self._read(Task.SCAN, [path])

    def read_pair(self, high: Path, low: Path) -> Scan:
        """Read two pictures as the energies of one scan, as `readers.read_pair` does."""
        return self._read(Task.PAIR, [high, low])

    def read_head(self, path: Path) -> ScanHead:
        """Read what a package says of itself, as `package.read_head` does."""
        with self._box() as box:
            told = box.ask(Task.HEAD, [path]).document.get("text")
        page = description.parse(told, path.name) if isinstance(told, str) else None
        if page is None:
            raise ScanUnreadable(path.name, "the reader answered nonsense")
        return page.head

    def read_coarse(self, path: Path, *, longest_px: int = LONGEST_PX) -> CoarseScan | None:
        """Read a small level of a package's first view, as `package_levels.read_coarse` does."""
        with self._box() as box:
            answer = box.ask(Task.COARSE, [path], longest_px=longest_px)
        told = answer.document.get("coarse")
        if told is None:
            return None
        scan = unpack_scan(answer.document, answer.memory, path.name)
        reduced, (rows, columns) = told["reduced"], told["full_shape"]
        if not all(isinstance(one, int) and 0 < one < 1 << 30 for one in (reduced, rows, columns)):
            raise ScanUnreadable(path.name, "the reader answered nonsense")
        return CoarseScan(scan=scan, reduced=reduced, full_shape=(rows, columns))

    def decode_photo(self, photo: Photo, reduced: int) -> NDArray[np.uint8] | None:
        """Decode a photo at a half, a quarter or an eighth of its size, or in full (1).

        Returns
        -------
        ndarray of uint8, shape (rows, columns, 3), or None
            Blue, green, red; None when its JPEG is damaged.
        """
        jpeg = base64.b64encode(photo.jpeg).decode("ascii")
        source = Path(f"photo {photo.number}")
        try:
            with self._box() as box:
                answer = box.ask(Task.JPEG, [source], jpeg=jpeg, number=photo.number,
                                 reduced=reduced)  # fmt: skip
            rows, columns = int(answer.document["rows"]), int(answer.document["columns"])
            flat = np.frombuffer(answer.memory, np.uint8, count=rows * columns * 3)
            return flat.reshape(rows, columns, 3)
        except (ScanUnreadable, LookupError, TypeError, ValueError):
            return None

    def coarse_reaches(self, path: Path) -> tuple[Reach, ...]:
        """Tell how far coarse levels reach, as `package_levels.coarse_reaches` does.

        Never waits for a child that is busy or just starting: then nothing is told, and who asks
        again is told later.
        """
        try:
            box = self._free.get_nowait()
        except queue.Empty:
            return ()
        try:
            if not box.is_warm():
                return ()
            answer = box.ask(Task.REACHES, [path], longest_px=LONGEST_PX, timeout_s=_AT_ONCE_S)
        except ScanUnreadable:
            return ()
        finally:
            self._free.put(box)
        return tuple(
            Reach(longest_px=int(one["longest_px"]), first_bytes=int(one["first_bytes"]))
            for one in answer.document["reaches"]
        )

    def close(self) -> None:
        """End the children."""
        for box in self._boxes:
            box.close()

    def _read(self, task: Task, paths: Sequence[Path]) -> Scan:
        with self._box() as box:
            answer = box.ask(task, paths)
        return unpack_scan(answer.document, answer.memory, paths[0].name)

    @contextmanager
    def _box(self) -> Iterator[Box]:
        box = self._free.get()
        try:
            yield box
        finally:
            self._free.put(box)
