"""Small whole files of every format in the registry: made here, or found where data lie."""

import contextlib
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import imagecodecs
import numpy as np
import tifffile

from workstation.domain.errors import ReviewRoomError
from workstation.domain.photo import Photos
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging.package import Compression, write_package
from workstation.imaging.photos import encode_photo
from workstation.imaging.readers.registry import reader_of, readers
from workstation.imaging.scan import Plane, Scan

_MOST_BYTES: Final = 400_000
_MOST_BYTES_BESIDE: Final = 50_000
_MOST_FOUND: Final = 12


_DESCRIBED: Final = (
    b"""schema = "reviewroom.raw/1"
scan_id = "s-1"
time = 2026-01-02T03:04:05Z
[[plane]]
file = "pixels.raw"
rows = 60
columns = 90
dtype = "uint16"
byte_order = "little"
view = "side"
band = "high"
energy_mev = 6.0
pitch_mm = [5.0, 5.0]
opaque = 0
open_air = 60000
[[plane]]
file = "pixels.raw"
rows = 60
columns = 90
dtype = "uint16"
view = "side"
band = "low"
header_bytes = 0
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A whole file of a reader, with the ending of its name."""

    reader: str
    ending: str
    content: bytes


def seeds(data: Iterable[Path] = ()) -> tuple[Seed, ...]:
    """Return seeds for every reader of the registry, as far as any are made or found.

    Parameters
    ----------
    data : iterable of Path
        Folders to look through for small files that a reader takes.
    """
    there = {reader.name for reader in readers()}
    with tempfile.TemporaryDirectory() as folder:
        made = [seed for seed in _made(Path(folder)) if seed.reader in there]
    known = {seed.reader for seed in made}
    found: dict[str, int] = {}
    for path in (path for folder in data for path in sorted(folder.rglob("*"))):
        with contextlib.suppress(ReviewRoomError, OSError):
            if not path.is_file() or path.stat().st_size > _MOST_BYTES:
                continue
            name = reader_of(path).name
            if name in known and path.stat().st_size > _MOST_BYTES_BESIDE:
                continue  # large pictures only cost time
            found[name] = found.get(name, 0) + 1
            if found[name] <= _MOST_FOUND:
                made.append(Seed(reader=name, ending=_ending(path), content=path.read_bytes()))
    return tuple(made)


def companions() -> dict[str, bytes]:
    """Return files that lie beside each spoilt one, for formats that name others."""
    rows, columns = np.mgrid[:60, :90]
    return {"pixels.raw": ((rows + columns) * 400).astype("<u2").tobytes()}


def without_seed(known: Iterable[Seed]) -> tuple[str, ...]:
    """Return the readers that no seed was found for."""
    have = {seed.reader for seed in known}
    return tuple(reader.name for reader in readers() if reader.name not in have)


def _ending(path: Path) -> str:
    longest = (one for one in (".scan.tif", ".scan.toml") if path.name.endswith(one))
    return next(longest, path.suffix)


def _made(folder: Path) -> Iterable[Seed]:
    rows, columns = np.mgrid[:60, :90]
    wide = (np.sin(rows / 9) * np.cos(columns / 7) * 20000 + 30000).astype(np.uint16)
    narrow = (wide >> 8).astype(np.uint8)
    for number, compression in enumerate(Compression):
        path = folder / f"{number}.scan.tif"
        write_package(path, _scan(wide, photos=number == 0), compression=compression)
        yield Seed(reader="package", ending=".scan.tif", content=path.read_bytes())
    tiffs = (
        (wide, {}),
        (narrow, {"compression": "lzw"}),
        (wide, {"compression": "deflate", "predictor": True, "tile": (32, 32)}),
        (np.stack((wide, wide)), {"photometric": "miniswhite", "byteorder": ">"}),
        (wide, {"bigtiff": True, "compression": "zstd", "rowsperstrip": 7}),
        (narrow, {"compression": "packbits"}),
    )
    for pixels, how in tiffs:
        path = folder / "a.tif"
        tifffile.imwrite(path, pixels, **{"photometric": "minisblack", **how})
        yield Seed(reader="tiff", ending=".tif", content=path.read_bytes())
    for pixels in (wide, narrow):
        png = bytes(imagecodecs.png_encode(pixels))
        yield Seed(reader="png", ending=".png", content=png)
    for name, ending, encode in (
        ("jpeg2000", ".jp2", imagecodecs.jpeg2k_encode),
        ("jpegxl", ".jxl", imagecodecs.jpegxl_encode),
    ):
        for pixels in (wide, narrow):
            yield Seed(reader=name, ending=ending, content=bytes(encode(pixels)))
    for text in _DESCRIBED:
        yield Seed(reader="described", ending=".scan.toml", content=text)
    for how in ({}, {"level": 30}):
        jpeg = bytes(imagecodecs.jpeg_encode(narrow, **how))
        yield Seed(reader="jpeg", ending=".jpg", content=jpeg)


def _scan(pixels: np.ndarray, *, photos: bool) -> Scan:
    picture = np.dstack([(pixels >> 8).astype(np.uint8)] * 3)
    wedge = WedgeReading(material="iron", g_cm2=(0.0, 8.0), transmission=(1.0, 0.5))
    planes = tuple(
        Plane(view=ViewName.SIDE, band=band, energy_mev=energy, transmission=pixels,
              pitch_mm=(5.0, 5.0), wedge=(wedge,))
        for band, energy in ((EnergyBand.HIGH, 6.0), (EnergyBand.LOW, 4.0))
    )  # fmt: skip
    pictures = (encode_photo(picture, number=1),) if photos else ()
    head = ScanHead(scan_id="s-1", site="a", container="CSQU3054383", extra={"lane": 1})
    return Scan(head=head, planes=planes, format="package", photos=Photos(pictures=pictures))
