"""Readers that misbehave in the ways that hostile files make readers misbehave."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from tests.site_agent.standins import make_scan
from workstation.imaging.scan import Scan


def read(paths: Sequence[Path]) -> Scan:
    """Do what the file says: hang, crash, eat memory, crash once; else it is a scan."""
    word = paths[0].read_text()
    if word == "hang":
        time.sleep(60)
    if word == "crash":
        os._exit(139)
    if word == "eat":
        bytearray(1 << 46)
    if word == "crash once" and not (mark := paths[0].with_name(".crashed")).exists():
        mark.touch()
        os._exit(139)
    return make_scan()
