"""The decoding child: confined first, then one answer for one request until its parent is gone.

Nothing is imported here that starts threads, so that folder rules hold for all of them.
"""

import json
import signal
import socket
import struct
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from workstation.imaging.sandbox import sealed_memory
from workstation.imaging.sandbox.confinement import Confinement, allow_processor_time, confine

WORK: Final = "workstation.imaging.sandbox.tasks:do"
_LENGTH: Final = struct.Struct("<I")


def live(pipe: socket.socket, how: Confinement, work: str) -> None:
    """Serve until the socket closes; ``work`` is ``"module:function"``, as `tasks.do` is."""
    # A key that stops the parent stops us through it. SIGTERM stays: so the interpreter ends the
    # children that its owner forgot to close.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    guards = confine(how)
    module, function = work.split(":")
    do = getattr(import_module(module), function)
    pipe.settimeout(None)
    try:
        sealed_memory.send(pipe, json.dumps({"ready": sorted(guards)}).encode(), ())
        while True:
            request = json.loads(_next(pipe))
            allow_processor_time(request["seconds"])
            _answer(pipe, do, request)
    except (EOFError, OSError):
        return


def request_bytes(request: Mapping[str, Any]) -> bytes:
    """Return a request as the child reads it."""
    raw = json.dumps(request).encode()
    return _LENGTH.pack(len(raw)) + raw


def _next(pipe: socket.socket) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: socket.socket, count: int) -> bytes:
    raw = b""
    while len(raw) < count:
        part = pipe.recv(count - len(raw))
        if not part:
            raise EOFError
        raw += part
    return raw


def _answer(pipe: socket.socket, do: Callable[[Mapping[str, Any]], Any], request: Any) -> None:  # noqa: ANN401 - JSON
    from workstation.domain.errors import ScanUnreadable  # noqa: PLC0415 - see above

    try:
        packed = do(request)
        document = json.dumps({"ok": packed.document}).encode()
        buffers = packed.buffers
    except ScanUnreadable as error:
        document, buffers = _refused(error.reason), ()
    except MemoryError:
        document, buffers = _refused("reading it needs more memory than a scan may take"), ()
    except Exception as error:  # noqa: BLE001 - a reader's bug over one file is that file's end only
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        document = json.dumps({"broke": reason}).encode()
        buffers = ()
    sealed_memory.send(pipe, document, buffers)


def _refused(reason: str) -> bytes:
    return json.dumps({"refused": reason[:400]}).encode()
