"""One small file of every format, made here, with the picture that it must give back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray

from resources.opencv import cv2
from tests.imaging.dicom_makers import EXPLICIT, IMPLICIT, LOSSLESS, write_dx
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.scan import Plane, Scan

_ROWS, _COLUMNS = 120, 300
_RNG: Final = np.random.default_rng(20)
HIGH: Final[NDArray[np.uint16]] = _RNG.integers(0, 65536, (_ROWS, _COLUMNS)).astype(np.uint16)
LOW: Final[NDArray[np.uint16]] = (HIGH // 2 + 9).astype(np.uint16)
EIGHT: Final = (HIGH >> 8).astype(np.uint8)
_EIGHT_AS_16: Final = EIGHT.astype(np.uint16) * 257
_TWELVE: Final = HIGH >> 4
_TWELVE_AS_16: Final = np.round(_TWELVE * (65535 / 4095)).astype(np.uint16)
_FORM: Final = """<DataForm><Version>V01.07</Version><TruckId>202611050026120014</TruckId>
<Site>002612</Site><Date>2026-11-05T07:29:30Z</Date><Operations><Operation Type="1"><Resources>
<Resource Type="img">202611050026120014S.png.jpg</Resource></Resources></Operation></Operations>
</DataForm>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A format's title, its files, and the planes that must come out.

    ``tolerance`` is how far a pixel may be off [counts of 16 bit]: 0 is bit by bit.
    """

    title: str
    make: Callable[[Path], tuple[Path, ...]]
    planes: tuple[NDArray[np.uint16], ...]
    tolerance: int = 0


def _tiff(name: str, pixels: NDArray, **how: object) -> Callable[[Path], tuple[Path, ...]]:
    def make(folder: Path) -> tuple[Path, ...]:
        path = folder / name
        settings = {"photometric": "minisblack", "metadata": None, **how}
        tifffile.imwrite(path, pixels, **settings)
        return (path,)

    return make


def _bytes(name: str, encode: Callable[[], bytes]) -> Callable[[Path], tuple[Path, ...]]:
    def make(folder: Path) -> tuple[Path, ...]:
        (folder / name).write_bytes(encode())
        return (folder / name,)

    return make


def _dx(name: str, pixels: NDArray, **how: object) -> Callable[[Path], tuple[Path, ...]]:
    def make(folder: Path) -> tuple[Path, ...]:
        write_dx(folder / name, pixels, **how)
        return (folder / name,)

    return make


def _package(folder: Path) -> tuple[Path, ...]:
    planes = tuple(
        Plane(view=ViewName.SIDE, band=band, energy_mev=energy, transmission=pixels)
        for band, energy, pixels in (
            (EnergyBand.HIGH, 6.0, HIGH),
            (EnergyBand.LOW, 4.0, LOW),
        )
    )
    path = folder / "a.scan.tif"
    write_package(path, Scan(head=ScanHead(scan_id="a"), planes=planes, format="sample"))
    return (path,)


def _pair(folder: Path) -> tuple[Path, ...]:
    paths = folder / "a_6MeV_high.tif", folder / "a_4MeV_low.tif"
    for path, pixels in zip(paths, (HIGH, LOW), strict=True):
        tifffile.imwrite(path, pixels)
    return paths


def _raw(folder: Path) -> tuple[Path, ...]:
    (folder / "a_low.raw").write_bytes(bytes(8) + LOW.astype(">u2").tobytes())
    np.save(folder / "a_high.npy", -np.log(np.maximum(HIGH, 1e-300) / 65535))
    text = f"""schema = "reviewroom.raw/1"
[[plane]]
file = "a_high.npy"
band = "high"
values = "attenuation"
[[plane]]
file = "a_low.raw"
band = "low"
rows = {_ROWS}
columns = {_COLUMNS}
dtype = "uint16"
byte_order = "big"
header_bytes = 8
"""
    path = folder / "a.scan.toml"
    path.write_text(text, encoding="utf-8")
    return (path, folder / "a_high.npy", folder / "a_low.raw")


def _sidecar(folder: Path) -> tuple[Path, ...]:
    picture = folder / "202611050026120014S.png.jpg"
    picture.write_bytes(imagecodecs.ljpeg_encode(HIGH, bitspersample=16))
    form = folder / "202611050026120014.xml"
    form.write_text(_FORM, encoding="utf-16")
    return (form, picture)


def _png(pixels: NDArray) -> Callable[[], bytes]:
    return cv2.imencode(".png", pixels)[1].tobytes


_FLOATS: Final = [(340, "f", 1, -1.0, True), (341, "f", 1, 1.0, True)]
_DEEP: Final = (
    HIGH.astype(np.uint32) << 8,
    [(340, "I", 1, 0, True), (341, "I", 1, 65535 << 8, True)],
)
_SMOOTH: Final = cv2.GaussianBlur(EIGHT, (0, 0), 9)

SAMPLES: Final = (
    Sample(title="Scan package, two energies", make=_package, planes=(HIGH, LOW)),
    Sample(title="TIFF 8 bit", make=_tiff("a.tif", EIGHT), planes=(_EIGHT_AS_16,)),
    Sample(
        title="TIFF 16 bit, strips, LZW with predictor",
        make=_tiff("a.tif", HIGH, compression="lzw", predictor=True),
        planes=(HIGH,),
    ),
    Sample(
        title="TIFF 12 bit, packed",
        make=_tiff("a.tif", _TWELVE, bitspersample=12),
        planes=(_TWELVE_AS_16,),
    ),
    Sample(
        title="TIFF 16 bit, zero is white",
        make=_tiff("a.tif", 65535 - HIGH, photometric="miniswhite"),
        planes=(HIGH,),
    ),
    Sample(
        title="TIFF 32 bit with stated range",
        make=_tiff("a.tif", _DEEP[0], extratags=_DEEP[1]),
        planes=(HIGH,),
    ),
    Sample(
        title="TIFF float with stated range",
        make=_tiff("a.tif", (HIGH / 32767.5 - 1).astype(np.float64), extratags=_FLOATS),
        planes=(HIGH,),
    ),
    Sample(
        title="BigTIFF, tiled, zstd, two pages",
        make=_tiff("a.btf", np.stack([HIGH, LOW]), bigtiff=True, tile=(64, 64), compression="zstd"),
        planes=(HIGH, LOW),
    ),
    Sample(title="TIFF pair, one file an energy", make=_pair, planes=(HIGH, LOW)),
    Sample(title="PNG 8 bit", make=_bytes("a.png", _png(EIGHT)), planes=(_EIGHT_AS_16,)),
    Sample(title="PNG 16 bit", make=_bytes("a.png", _png(HIGH)), planes=(HIGH,)),
    Sample(
        title="JPEG 8 bit (lossy)",
        make=_bytes("a.jpg", cv2.imencode(".jpg", _SMOOTH)[1].tobytes),
        planes=(_SMOOTH.astype(np.uint16) * 257,),
        tolerance=4 * 257,
    ),
    Sample(
        title="JPEG lossless 16 bit",
        make=_bytes("a.jpg", lambda: imagecodecs.ljpeg_encode(HIGH, bitspersample=16)),
        planes=(HIGH,),
    ),
    Sample(
        title="JPEG 2000 lossless 16 bit",
        make=_bytes("a.jp2", lambda: imagecodecs.jpeg2k_encode(HIGH, level=0, reversible=True)),
        planes=(HIGH,),
    ),
    Sample(
        title="JPEG XL lossless 16 bit",
        make=_bytes("a.jxl", lambda: imagecodecs.jpegxl_encode(HIGH, lossless=True)),
        planes=(HIGH,),
    ),
    Sample(
        title="Raw array and numpy array with a TOML description", make=_raw, planes=(HIGH, LOW)
    ),
    Sample(
        title="DICOS DX v02, JPEG lossless",
        make=_dx("a.dcs", HIGH, version="V02", syntax=LOSSLESS),
        planes=(HIGH,),
    ),
    Sample(
        title="DICOS DX v02A, implicit little endian",
        make=_dx("a.dcs", HIGH, version="V02A", syntax=IMPLICIT),
        planes=(HIGH,),
    ),
    Sample(
        title="DICOS DX v03, explicit, two frames",
        make=_dx("a.dcs", np.stack([HIGH, LOW]), syntax=EXPLICIT),
        planes=(HIGH, LOW),
    ),
    Sample(
        title="DICOS DX, 64-bit float with window",
        make=_dx("a.dcs", HIGH.astype(np.float64), WindowCenter="32767.5", WindowWidth="65535"),
        planes=(HIGH,),
    ),
    Sample(
        title="DICOM DX, 16 bit, MONOCHROME1",
        make=_dx(
            "a.dcm",
            65535 - HIGH,
            sop_class="1.2.840.10008.5.1.4.1.1.1.1",
            PhotometricInterpretation="MONOCHROME1",
        ),
        planes=(HIGH,),
    ),
    Sample(
        title="DICOM SC, 8 bit",
        make=_dx("a.dcm", EIGHT, sop_class="1.2.840.10008.5.1.4.1.1.7"),
        planes=(_EIGHT_AS_16,),
    ),
    Sample(title="CargoVision DataForm (UTF-16) with its picture", make=_sidecar, planes=(HIGH,)),
)
