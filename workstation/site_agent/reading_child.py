"""The child process that touches foreign pixels, so that a hostile file kills only itself.

It speaks JSON over a pipe, one answer for one request, and ends when the pipe is closed.
"""

import contextlib
import hashlib
import json
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.instants import to_text
from workstation.domain.photo import (
    LARGEST_FILE,
    MOST_PHOTOS,
    MissingPhoto,
    PhotoFault,
    Photos,
)
from workstation.domain.scan import ScanHead
from workstation.domain.scanner_report import report_of
from workstation.imaging.package import write_package
from workstation.imaging.photos import PhotoUnreadable, clean_photo, packed_photo
from workstation.imaging.sandbox.confinement import Confinement, confine
from workstation.imaging.scan import Scan
from workstation.site_agent.files import in_words

ReadFiles: TypeAlias = Callable[[Sequence[Path]], Scan]
Answer: TypeAlias = dict[str, Any]


def serve(pipe: Connection, read_files: str, how: Confinement) -> None:
    """Answer requests until the pipe closes. ``read_files`` is ``"module:function"``."""
    # A stop is for the agent, which then ends us; dying first would look like a crash.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)
    confine(how)
    module, function = read_files.split(":")
    work = _Work(getattr(import_module(module), function))
    with contextlib.suppress(EOFError, ConnectionError):
        pipe.send_bytes(b"ready")
        while True:
            request = json.loads(pipe.recv_bytes())
            pipe.send_bytes(json.dumps(work.answer(request)).encode("utf-8"))


class _Work:
    """Holds the scan that was read until it has been written."""

    def __init__(self, read_files: ReadFiles) -> None:
        self._read_files = read_files
        self._scan: Scan | None = None

    def answer(self, request: Mapping[str, Any]) -> Answer:
        """Return ``ok`` with facts, ``refused`` with a reason, or ``trouble`` of this machine."""
        try:
            return {"ok": self._obey(request)}
        except ScanUnreadable as error:
            return {"refused": error.reason}
        except MemoryError:
            self._scan = None
            return {"refused": "reading it needs more memory than a scan may take"}
        except StorageUnavailable as error:
            return {"trouble": error.sentence()}
        except OSError as error:
            return {"trouble": f"{error.filename or 'the disk'}: {in_words(error)}."}

    def _obey(self, request: Mapping[str, Any]) -> Answer:
        if "read" in request:
            return self._read([Path(name) for name in request["read"]])
        if "photo" in request:
            return _make_ready(request)
        return self._write(request)

    def _read(self, paths: Sequence[Path]) -> Answer:
        self._scan = None
        scan = self._scan = self._read_files(paths)
        return {
            "scan_id": scan.head.scan_id,
            "format": scan.format,
            "warnings": list(scan.warnings),
            "containers": [one.number for one in report_of(scan.head.extra).containers],
        }

    def _write(self, request: Mapping[str, Any]) -> Answer:
        if self._scan is None:
            raise RuntimeError("asked to write before a scan was read")
        scan, self._scan = self._scan, None
        path = Path(request["write"])
        head = replace(scan.head, scan_id=request["scan_id"], site=request["site"])
        write_package(path, replace(scan, head=head, photos=_all_photos(scan.photos, request)))
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return {"sha256": sha256, "size": path.stat().st_size, "head": head_to_json(head)}


def _make_ready(request: Mapping[str, Any]) -> Answer:
    """Write one photo anew; the fault is None, or says why nothing was written."""
    path = Path(request["photo"])
    try:
        size = path.stat().st_size
        data = b"" if size > LARGEST_FILE else path.read_bytes()
    except OSError:
        return {"fault": PhotoFault.UNREACHABLE.value}
    if size > LARGEST_FILE:
        return {"fault": PhotoFault.TOO_LARGE.value}
    try:
        photo = clean_photo(data, number=request["number"])
    except PhotoUnreadable as error:
        return {"fault": error.missing.fault.value}
    Path(request["target"]).write_bytes(photo.jpeg)
    return {"fault": None}


def _all_photos(within: Photos, request: Mapping[str, Any]) -> Photos:
    """Join photos that a package brought, made our own, with those beside it, which are."""
    pictures = []
    missing = list(within.missing)
    for photo in within.pictures:
        try:
            pictures.append(clean_photo(photo.jpeg, number=photo.number))
        except PhotoUnreadable as error:
            missing.append(error.missing)
    numbers = [*(one.number for one in pictures), *(one.number for one in missing)]
    before = max(numbers, default=0)
    for number, name in request["photos"]:
        if len(pictures) < MOST_PHOTOS:
            jpeg = Path(name).read_bytes()
            pictures.append(packed_photo(jpeg, number=before + number))
        else:
            missing.append(MissingPhoto(number=before + number, fault=PhotoFault.TOO_MANY))
    for number, fault in request["missing"]:
        missing.append(MissingPhoto(number=before + number, fault=PhotoFault(fault)))
    missing.sort(key=lambda one: one.number)
    return Photos(pictures=tuple(pictures), missing=tuple(missing))


def head_to_json(head: ScanHead) -> dict[str, Any]:
    """Return the head as it travels to the hub."""
    return {
        "scan_id": head.scan_id,
        "site": head.site,
        "scanner": head.scanner,
        "time": None if head.taken_at is None else to_text(head.taken_at),
        "container": head.container,
        "declaration": head.declaration,
    }
