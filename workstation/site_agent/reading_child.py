"""The child process that touches foreign pixels, so that a hostile file kills only itself.

It speaks JSON over a pipe, one answer for one request, and ends when the pipe is closed.
"""

import contextlib
import hashlib
import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.instants import to_text
from workstation.domain.scan import ScanHead
from workstation.imaging.package import write_package
from workstation.imaging.scan import Scan
from workstation.site_agent.files import in_words

ReadFiles: TypeAlias = Callable[[Sequence[Path]], Scan]
Answer: TypeAlias = dict[str, Any]


def serve(pipe: Connection, read_files: str, memory_bytes: int) -> None:
    """Answer requests until the pipe closes. ``read_files`` is ``"module:function"``."""
    # A stop is for the agent, which then ends us; dying first would look like a crash.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)
    _limit(memory_bytes)
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
            if "read" in request:
                return {"ok": self._read([Path(name) for name in request["read"]])}
            return {"ok": self._write(Path(request["write"]), request["scan_id"], request["site"])}
        except ScanUnreadable as error:
            return {"refused": error.reason}
        except MemoryError:
            self._scan = None
            return {"refused": "reading it needs more memory than a scan may take"}
        except StorageUnavailable as error:
            return {"trouble": error.sentence()}
        except OSError as error:
            return {"trouble": f"{error.filename or 'the disk'}: {in_words(error)}."}

    def _read(self, paths: Sequence[Path]) -> Answer:
        self._scan = None
        scan = self._scan = self._read_files(paths)
        return {
            "scan_id": scan.head.scan_id,
            "format": scan.format,
            "warnings": list(scan.warnings),
        }

    def _write(self, path: Path, scan_id: str, site: str) -> Answer:
        if self._scan is None:
            raise RuntimeError("asked to write before a scan was read")
        scan, self._scan = self._scan, None
        head = replace(scan.head, scan_id=scan_id, site=site)
        write_package(path, replace(scan, head=head))
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return {"sha256": sha256, "size": path.stat().st_size, "head": head_to_json(head)}


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


if sys.platform == "win32":

    def _limit(memory_bytes: int) -> None:
        """Windows limits processes by job objects, which the service manager sets."""

else:
    import resource

    def _limit(memory_bytes: int) -> None:
        """Let a decompression bomb meet a MemoryError instead of the whole machine."""
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
