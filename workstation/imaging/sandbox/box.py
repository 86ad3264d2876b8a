"""One decoding child and who owns it: asked under a clock, ended when late, replaced when gone."""

import json
import logging
import multiprocessing
import select
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from workstation.domain.errors import ReviewRoomError, ScanUnreadable
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.sandbox import child, sealed_memory
from workstation.imaging.sandbox.confinement import MIB, Confinement, Guard

_LOG = logging.getLogger(__name__)
_MOST_PIXELS: Final = 2 * DEFAULT_LIMITS.pixels + 64 * MIB
_MOST_DOCUMENT: Final = 8 * MIB
_START_S: Final = 60.0


class DecoderDied(ScanUnreadable):
    """The decoding process died over a file, twice: the file is broken or hostile."""


class DecoderSlow(ScanUnreadable):
    """Decoding a file took longer than any scan may take."""


class DecoderMissing(ReviewRoomError):
    """No decoding process can be started on this machine."""

    advice = "Start the program again; if that does not help, tell the administrator."


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSettings:
    """How a child is limited.

    Attributes
    ----------
    timeout_s : float
        Longest time over one file by the wall's clock [s].
    memory_bytes : int
        Most address space.
    uses : int
        After so many files a fresh child takes over, warm already: no decoder leaks for ever.
    work : str
        What the child does with a request, ``"module:function"``.
    """

    timeout_s: float = 60.0
    memory_bytes: int = 4 << 30
    uses: int = 200
    work: str = child.WORK


@dataclass(slots=True, kw_only=True)
class _Child:
    process: BaseProcess
    pipe: socket.socket
    is_ready: bool = False
    uses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a child says: a document, to be checked, and the memory that it speaks of."""

    document: dict[str, Any]
    memory: memoryview = field(default_factory=lambda: memoryview(b""))


class Box:
    """A warm child for one file at a time; safe from any thread, which waits for its turn."""

    def __init__(self, settings: BoxSettings | None = None) -> None:
        self._settings = settings or BoxSettings()
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self._next: _Child | None = None
        self._guards: frozenset[Guard] = frozenset()

    def warm(self) -> None:
        """Begin to start the child, without waiting for it."""
        with self._turn:
            if self._child is None:
                self._child = self._spawn()

    def ask(
        self,
        task: str,
        paths: Sequence[Path],
        *,
        sha256: Sequence[str] = (),
        timeout_s: float | None = None,
        **more: object,
    ) -> Answer:
        """Have a task done on files.

        Parameters
        ----------
        task : str
            One of `task.Task`.
        sha256 : sequence of str
            What the files must hash to before anything of them is decoded.
        timeout_s : float, optional
            Longest time [s]; None takes that of the settings.

        Raises
        ------
        ScanUnreadable
            If a file is at fault; as `DecoderSlow` when it took too long, as `DecoderDied` when
            two children died over it: one may die by chance.
        DecoderMissing
            If no child can be started.
        """
        source, seconds = paths[0].name, timeout_s or self._settings.timeout_s
        request = {"task": task, "paths": [str(path) for path in paths], "sha256": list(sha256),
                   "seconds": seconds, **more}  # fmt: skip
        with self._turn:
            for last in (False, True):
                try:
                    return self._ask(child.request_bytes(request), source, seconds)
                except sealed_memory.Broken as error:
                    self._end()
                    _LOG.warning("a decoding process died", extra={"file": source})
                    if last:
                        raise DecoderDied(source, "reading it crashed the reader") from error
        raise AssertionError("unreachable")

    def is_warm(self) -> bool:
        """Tell whether the child has its libraries, without waiting for one that has not."""
        with self._turn:
            if self._child is None:
                return False
            if not self._child.is_ready and select.select([self._child.pipe], [], [], 0)[0]:
                self._ready()
            return self._child.is_ready and self._child.uses < self._settings.uses

    def guards(self) -> frozenset[Guard]:
        """Return what this system lets the child be forbidden; starts it when it is not there.

        Raises
        ------
        DecoderMissing
            If no child can be started.
        """
        with self._turn:
            self._ready()
            return self._guards

    def memory_mb(self) -> int:
        """Return the most memory that the child ever had in use; 0 where nothing tells [MiB]."""
        with self._turn:
            if self._child is None:
                return 0
            status = Path(f"/proc/{self._child.process.pid}/status")
            try:
                lines = status.read_text(encoding="ascii").splitlines()
            except OSError:
                return 0
        told = next((line for line in lines if line.startswith("VmHWM:")), "VmHWM: 0")
        return int(told.split()[1]) >> 10

    def processor_s(self) -> float:
        """Return the processor's time that the child has used; 0 where nothing tells [s]."""
        with self._turn:
            if self._child is None:
                return 0.0
            told = Path(f"/proc/{self._child.process.pid}/schedstat")
            try:
                return int(told.read_text(encoding="ascii").split()[0]) / 1e9
            except (OSError, ValueError, IndexError):
                return 0.0

    def close(self) -> None:
        """End the children; the next question starts one anew."""
        with self._turn:
            self._end()
            if self._next is not None:
                _bury(self._next)
                self._next = None

    def _ask(self, request: bytes, source: str, seconds: float) -> Answer:
        asked = self._ready()
        asked.uses += 1
        ends_at = time.monotonic() + seconds
        try:
            asked.pipe.settimeout(seconds)
            asked.pipe.sendall(request)
            raw, memory = self._receive(asked, ends_at)
        except TimeoutError as error:
            self._end()
            raise DecoderSlow(source, f"reading it took longer than {seconds:g} s") from error
        except OSError as error:
            raise sealed_memory.Broken(str(error)) from error
        document = _parsed(raw)
        if "refused" in document:
            raise ScanUnreadable(source, str(document["refused"])[:400])
        if "ok" not in document:
            _LOG.error("a reader broke", extra={"file": source, "reason": document.get("broke")})
            raise ScanUnreadable(source, "the reader cannot cope with it")
        return Answer(document=document["ok"], memory=memory)

    def _receive(self, asked: _Child, ends_at: float) -> tuple[bytes, memoryview]:
        return sealed_memory.receive(
            asked.pipe, ends_at=ends_at, most_document=_MOST_DOCUMENT, most_bytes=_MOST_PIXELS
        )

    def _ready(self) -> _Child:
        """Return a child that has its libraries; near the end of its uses, have the next warm."""
        if self._child is not None and self._child.uses >= self._settings.uses:
            self._end()
        if self._child is None:
            self._child, self._next = self._next or self._spawn(), None
        elif self._next is None and self._child.uses == self._settings.uses - 10:
            self._next = self._spawn()
        if not self._child.is_ready:
            try:
                raw, _ = self._receive(self._child, time.monotonic() + _START_S)
            except (TimeoutError, sealed_memory.Broken) as error:
                self._end()
                raise DecoderMissing("the decoding process does not start") from error
            told = _parsed(raw).get("ready", ())
            self._guards = frozenset(guard for guard in Guard if guard.value in told)
            self._child.is_ready = True
        return self._child

    def _spawn(self) -> _Child:
        # A fresh interpreter, on every system: nothing of the parent leaks into the child.
        context = multiprocessing.get_context("spawn")
        ours, theirs = socket.socketpair()
        how = Confinement(memory_bytes=self._settings.memory_bytes, file_bytes=_MOST_PIXELS,
                          open_files=64)  # fmt: skip
        process = context.Process(
            target=child.live, args=(theirs, how, self._settings.work), name="decoder", daemon=True
        )
        try:
            process.start()
        finally:
            theirs.close()
        return _Child(process=process, pipe=ours)

    def _end(self) -> None:
        ended, self._child = self._child, None
        if ended is not None:
            _bury(ended)


def _bury(ended: _Child) -> None:
    ended.pipe.close()
    if ended.process.is_alive():
        ended.process.kill()
    ended.process.join()
    ended.process.close()


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise sealed_memory.Broken("the answer is no document") from error
    if not isinstance(document, Mapping):
        raise sealed_memory.Broken("the answer is no document")
    return dict(document)
