"""What a decoding child can be asked to do. Each task gets a request and gives a document."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from resources.opencv import cv2
from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import LARGEST_FILE
from workstation.imaging.contents import require_content
from workstation.imaging.package import read_head_text, read_package
from workstation.imaging.package_levels import coarse_reaches, read_coarse
from workstation.imaging.photos import PhotoUnreadable, clean_photo, packed_photo
from workstation.imaging.readers import read_files, read_pair, read_scan
from workstation.imaging.sandbox.documents import Packed, pack_scan
from workstation.imaging.sandbox.task import Task


def do(request: Mapping[str, Any]) -> Packed:
    """Do one task; raises ``ScanUnreadable`` when the file is at fault."""
    paths = [Path(name) for name in request["paths"]]
    for path, sha256 in zip(paths, request.get("sha256", ()), strict=False):
        require_content(path, sha256)
    return _WORK[Task(request["task"])](paths, request)


def _package(paths: list[Path], _request: Mapping[str, Any]) -> Packed:
    return pack_scan(read_package(paths[0]))


def _head(paths: list[Path], _request: Mapping[str, Any]) -> Packed:
    return Packed(document={"text": read_head_text(paths[0])})


def _files(paths: list[Path], _request: Mapping[str, Any]) -> Packed:
    return pack_scan(read_files(paths))


def _scan(paths: list[Path], _request: Mapping[str, Any]) -> Packed:
    return pack_scan(read_scan(paths[0]))


def _pair(paths: list[Path], _request: Mapping[str, Any]) -> Packed:
    high, low = paths
    return pack_scan(read_pair(high, low))


def _coarse(paths: list[Path], request: Mapping[str, Any]) -> Packed:
    coarse = read_coarse(paths[0], longest_px=request["longest_px"])
    if coarse is None:
        return Packed(document={"coarse": None})
    packed = pack_scan(coarse.scan)
    told = {"reduced": coarse.reduced, "full_shape": list(coarse.full_shape)}
    return Packed(document={**packed.document, "coarse": told}, buffers=packed.buffers)


def _reaches(paths: list[Path], request: Mapping[str, Any]) -> Packed:
    found = coarse_reaches(paths[0], longest_px=request["longest_px"])
    return Packed(document={"reaches": [asdict(reach) for reach in found]})


def _photo(paths: list[Path], request: Mapping[str, Any]) -> Packed:
    """Write a photo anew; the bytes are the new JPEG."""
    path = paths[0]
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        photo = clean_photo(data, number=request["number"])
    except OSError as error:
        raise ScanUnreadable(path.name, f"cannot be read ({error.strerror})") from error
    except PhotoUnreadable as error:
        raise ScanUnreadable(path.name, error.sentence()) from error
    return Packed(document={"size": len(photo.jpeg)}, buffers=(photo.jpeg,))


def _jpeg(paths: list[Path], request: Mapping[str, Any]) -> Packed:
    """Decode a photo that came with a package; the bytes are its pixels: blue, green, red."""
    data = base64.b64decode(request["jpeg"])
    number, reduced = request["number"], request["reduced"]
    try:
        packed_photo(data, number=number)  # measured before a pixel is decoded
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[reduced])
    except (PhotoUnreadable, cv2.error) as error:
        raise ScanUnreadable(paths[0].name, "the photo is damaged") from error
    if picture is None:
        raise ScanUnreadable(paths[0].name, "the photo is damaged")
    rows, columns = picture.shape[:2]
    pixels = np.ascontiguousarray(picture)
    return Packed(document={"rows": rows, "columns": columns}, buffers=(pixels.data,))


_REDUCED: Final = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_WORK: Final[Mapping[Task, Callable[[list[Path], Mapping[str, Any]], Packed]]] = {
    Task.PACKAGE: _package,
    Task.COARSE: _coarse,
    Task.REACHES: _reaches,
    Task.HEAD: _head,
    Task.FILES: _files,
    Task.SCAN: _scan,
    Task.PAIR: _pair,
    Task.PHOTO: _photo,
    Task.JPEG: _jpeg,
}
