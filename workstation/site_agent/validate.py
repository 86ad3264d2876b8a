"""Reading scanner files in one warm child process with a time limit."""

import json
import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from workstation.domain.errors import ReviewRoomError, ScanUnreadable
from workstation.domain.photo import MissingPhoto, PhotoFault
from workstation.imaging.sandbox.confinement import Confinement
from workstation.site_agent import reading_child

READ_FILES: Final = "workstation.imaging.readers:read_files"
READ_CORRECTED: Final = "workstation.imaging.readers:read_corrected"
#: A fresh child from time to time, so that a leaking decoder cannot fill the machine.
_READINGS_PER_CHILD: Final = 200
_START_S: Final = 60.0
#: How often a waiting parent looks whether it should stop [s].
_GLANCE_S: Final = 0.2
#: A photo is small; one that takes longer to read is left out [s].
_PHOTO_S: Final = 10.0


class ReaderCrashed(ScanUnreadable):
    """The reader died over a file; once may be chance, twice is the file."""


class Stopped(Exception):
    """The agent stops while a file is being read; the file is read again at the next start."""


class MachineTrouble(ReviewRoomError):
    """Not the file but this machine is at fault: a full disk, missing rights."""

    advice = "The file stays where it is and is tried again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file that could be read tells about itself."""

    scan_id: str | None
    format: str
    warnings: tuple[str, ...]
    containers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The package that was written; ``head`` as it travels to the hub."""

    sha256: str
    size: int
    head: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePhotos:
    """Photos beside a scan: those written anew, by number, and those that cannot come along."""

    ready: tuple[tuple[int, Path], ...] = ()
    missing: tuple[MissingPhoto, ...] = ()


class Validator:
    """Owns the reading child; to be used by one thread.

    A child that crashes or takes too long is ended, the file is refused, and the next file gets
    a new child. It has no network, starts no program, and writes nothing but below the folders
    that are ``writable``; None leaves it all of the disk.
    """

    def __init__(
        self,
        *,
        timeout_s: float,
        memory_bytes: int,
        read_files: str = READ_FILES,
        stopping: Callable[[], bool] = lambda: False,
        writable: tuple[Path, ...] | None = None,
    ) -> None:
        self._timeout_s = timeout_s
        self._how = Confinement(memory_bytes=memory_bytes, writable=writable)
        self._read_files, self._stopping = read_files, stopping
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._readings = 0

    def read(self, paths: Sequence[Path]) -> Reading:
        """Read a file, or the two energies of one scan, and keep it in the child.

        Raises
        ------
        ScanUnreadable
            If the file is at fault, also when it took too long or, as ``ReaderCrashed``, when
            the reader died over it.
        MachineTrouble
            If this machine is at fault.
        Stopped
            If the agent stops meanwhile.
        """
        if self._readings >= _READINGS_PER_CHILD:
            self.close()
        self._readings += 1
        ok = self._ask({"read": [str(path) for path in paths]}, paths[0].name)
        return Reading(
            scan_id=ok["scan_id"],
            format=ok["format"],
            warnings=tuple(ok["warnings"]),
            containers=tuple(ok["containers"]),
        )

    def photo(self, path: Path, *, number: int, target: Path) -> MissingPhoto | None:
        """Write a photo anew at ``target``, or return why it is missing.

        To be asked before `read`: a photo that the child dies over must not cost a scan that
        was read. Raises as `read` does.
        """
        request = {"photo": str(path), "number": number, "target": str(target)}
        ok = self._ask(request, path.name, timeout_s=min(_PHOTO_S, self._timeout_s))
        fault = ok["fault"]
        return None if fault is None else MissingPhoto(number=number, fault=PhotoFault(fault))

    def write(
        self, path: Path, *, scan_id: str, site: str, photos: SitePhotos | None = None
    ) -> Written:
        """Write the scan that was read as a scan package; raises as `read` does."""
        beside = photos or SitePhotos()
        request = {
            "write": str(path),
            "scan_id": scan_id,
            "site": site,
            "photos": [[number, str(photo)] for number, photo in beside.ready],
            "missing": [[one.number, one.fault.value] for one in beside.missing],
        }
        ok = self._ask(request, scan_id)
        return Written(sha256=ok["sha256"], size=ok["size"], head=ok["head"])

    def close(self) -> None:
        """End the child; the next reading starts a new one."""
        child, pipe, self._child, self._pipe = self._child, self._pipe, None, None
        self._readings = 0
        if pipe is not None:
            pipe.close()
        if child is not None:
            child.join(timeout=1.0)
            if child.is_alive():
                child.kill()
                child.join()
            child.close()

    def _ask(
        self, request: Mapping[str, Any], about: str, *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        pipe = self._running()
        try:
            pipe.send_bytes(json.dumps(request).encode("utf-8"))
            self._await_answer(pipe, about, timeout_s or self._timeout_s)
            answer = json.loads(pipe.recv_bytes())
        except (EOFError, ConnectionError) as error:
            self._kill()
            raise ReaderCrashed(about, "reading it crashed the reader") from error
        if "refused" in answer:
            raise ScanUnreadable(about, answer["refused"])
        if "trouble" in answer:
            raise MachineTrouble(answer["trouble"])
        ok: dict[str, Any] = answer["ok"]
        return ok

    def _await_answer(self, pipe: Connection, about: str, timeout_s: float) -> None:
        ends = time.monotonic() + timeout_s
        while not pipe.poll(_GLANCE_S):
            if self._stopping():
                self._kill()
                raise Stopped
            if time.monotonic() > ends:
                self._kill()
                raise ScanUnreadable(about, f"reading it took longer than {timeout_s:g} s")

    def _running(self) -> Connection:
        if self._pipe is not None:
            return self._pipe
        # A fresh interpreter, on every system: nothing of the agent leaks into the child.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(
            target=reading_child.serve,
            args=(theirs, self._read_files, self._how),
            name="reading-child",
            daemon=True,
        )
        child.start()
        theirs.close()
        self._child, self._pipe = child, ours
        self._await_start(ours)
        return ours

    def _await_start(self, pipe: Connection) -> None:
        """Wait until the child has its libraries: a machine's trouble must not fall on a file."""
        try:
            if pipe.poll(_START_S):
                pipe.recv_bytes()
                return
        except (EOFError, ConnectionError):
            pass
        self._kill()
        raise MachineTrouble("the reading process does not start")

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
        self.close()
