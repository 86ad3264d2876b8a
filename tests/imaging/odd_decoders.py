"""Work of a decoding child that goes wrong in the ways hostile files make decoders go wrong."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workstation.imaging.sandbox.documents import Packed


def do(request: Mapping[str, Any]) -> Packed:
    """Do what the file's first word says."""
    path = Path(request["paths"][0])
    word, _, rest = path.read_text().partition(" ")
    if word == "hang":
        time.sleep(60)
    if word == "crash":
        os._exit(139)
    if word == "eat":
        return Packed(document={"eaten": len(bytearray(1 << 46))})
    if word == "bug":
        raise KeyError("a reader's own mistake")
    if word == "escape":
        return Packed(document={"escaped": escapes(Path(rest))})
    if word == "nonsense":
        return Packed(document={"planes": [{"rows": -1}], "photos": [], "format": 7})
    if word == "huge":
        return Packed(document={"text": "x" * (9 << 20)})
    return Packed(document={"word": word})


def escapes(outside: Path) -> list[str]:
    """Try to get out in every way, and return the ways that were open."""
    tries: dict[str, Callable[[], object]] = {
        "socket": socket.socket,
        "program": lambda: subprocess.run([sys.executable, "-c", ""], check=False),
        "process": os.fork,
        "write": lambda: outside.write_text("x"),
        "folder": lambda: outside.with_name("made").mkdir(),
        "rename": lambda: outside.with_name("there").rename(outside.with_name("gone")),
        "delete": lambda: outside.with_name("there").unlink(),
        "signal": lambda: os.kill(os.getppid(), 0),
    }
    open_ways = []
    for name, attempt in tries.items():
        try:
            attempt()
        except OSError:
            continue
        open_ways.append(name)
    return open_ways
