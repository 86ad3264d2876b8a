"""Makes test objects of what crews have found, a few at a time, as a part of the hub's upkeep."""

import hashlib
import logging
from pathlib import Path
from typing import Final

from workstation.assembly.image_job import OBJECTS
from workstation.domain.comparison import Rectangle
from workstation.domain.errors import ReviewRoomError
from workstation.hub.projections import FOLDER
from workstation.imaging.readers import read_scan
from workstation.imaging.scan import Scan
from workstation.simulation.threat_file import write_threat
from workstation.simulation.threats import cut_threat
from workstation.storage.blobs import FolderBlobs
from workstation.storage.finds import Find, confirmed_finds

_LOG = logging.getLogger(__name__)
_LOOKED_AT: Final = 500
_AT_ONCE: Final = 3
_MOST_OBJECTS: Final = 400
_LEAST_PX: Final = 8
_LARGEST_SHARE: Final = 0.1


def cut_finds(data: Path) -> int:
    """Cut what was confirmed and not yet tried; returns how many objects were made.

    What cannot be cut (a scan of one energy, nothing that stands out) leaves an empty file, so
    that it is tried once.
    """
    folder = data / FOLDER / OBJECTS
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob("*.npz"))) >= _MOST_OBJECTS:
        return 0
    tried = made = 0
    for find in confirmed_finds(data, limit=_LOOKED_AT):
        path = folder / f"{hashlib.sha256(find.name.encode()).hexdigest()[:24]}.npz"
        mark = path.with_suffix(".tried")
        if path.exists() or mark.exists():
            continue
        tried += 1
        if _cut(find, path, FolderBlobs(data)):
            made += 1
        else:
            mark.touch()
        if tried >= _AT_ONCE:
            break
    return made


def _cut(find: Find, path: Path, blobs: FolderBlobs) -> bool:
    try:
        scan = read_scan(blobs.path(find.sha256))
    except (KeyError, ReviewRoomError) as error:
        _LOG.info("no object of a find", extra={"find": find.name, "reason": str(error)})
        return False
    area = _area(find, scan)
    threat = None if area is None else cut_threat(scan, area)
    if threat is None:
        return False
    write_threat(path, threat)
    _LOG.info("a test object was cut from a find", extra={"find": find.name})
    return True


def _area(find: Find, scan: Scan) -> Rectangle | None:
    """Return the rectangle of a mark; None when it is a point, or drawn around half the load."""
    rows, columns = scan.main_plane().transmission.shape
    top = max(int(min(row for row, _ in find.points)), 0)
    left = max(int(min(column for _, column in find.points)), 0)
    bottom = min(int(max(row for row, _ in find.points)), rows - 1)
    right = min(int(max(column for _, column in find.points)), columns - 1)
    tall, wide = bottom - top, right - left
    if min(tall, wide) < _LEAST_PX or tall * wide > _LARGEST_SHARE * rows * columns:
        return None
    return Rectangle(row=top, column=left, height=tall, width=wide)
