"""Reader of a description in TOML and the files that it names: raw arrays, arrays, pictures.

Source: this project's own format, ``reviewroom.raw/1``; the manual page on formats explains every
key. It is the answer to files that do not tell view, energy, size or range themselves.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from workstation.domain.errors import ScanUnreadable
from workstation.domain.instants import require_zone
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.corrections import Reference, flat_field, reference_of
from workstation.imaging.description import is_scan_id
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.readers.array import read_array
from workstation.imaging.readers.sidecar import beside
from workstation.imaging.samples import StatedRange, Transmission, to_transmission
from workstation.imaging.scan import Plane, Scan

SCHEMA: Final = "reviewroom.raw/1"
_FAMILY: Final = b"reviewroom.raw/"
SUFFIX: Final = ".scan.toml"
_MOST_BYTES: Final = 1 << 16
_MOST_PLANES: Final = 8
#: A key of so many parts takes the parser their square; a number or a name has a few dots.
_MOST_DOTS: Final = 60
_RAW: Final = (".raw", ".bin", ".dat", ".img")
_DTYPES: Final = (
    *("uint8", "uint16", "uint32", "uint64", "int16", "int32", "int64"),
    *("float32", "float64"),
)
_ORDERS: Final = {"little": "<", "big": ">"}
_HEAD: Final = ("schema", "scan_id", "site", "scanner", "time", "container", "declaration", "plane")
_PLANE: Final = frozenset(
    {
        *("file", "rows", "columns", "dtype", "byte_order", "header_bytes", "page"),
        *("view", "band", "energy_mev", "pitch_mm", "opaque", "open_air", "values"),
        *("dark_file", "air_file"),
    }
)


class DescribedReader:
    """Takes a ``.scan.toml``; gives every view and energy that it describes."""

    name: Final = "described"
    suffixes: Final = (SUFFIX,)

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the schema stands among the first bytes."""
        return _FAMILY in first_bytes

    def read(self, path: Path) -> Scan:
        """Read all files that the description names, each in the description's own folder."""
        source = path.name
        record = _record(path)
        _refuse_unknown(record, _HEAD, source)
        planes = record.get("plane")
        if not isinstance(planes, list) or not 1 <= len(planes) <= _MOST_PLANES:
            raise ScanUnreadable(source, "it describes no plane, or more than eight")
        read = [_Described(plane, path).read() for plane in planes]
        made = [plane for plane, _ in read]
        _check(made, source)
        made.sort(key=lambda p: (list(ViewName).index(p.view), list(EnergyBand).index(p.band)))
        warnings = dict.fromkeys(text for _, picture in read for text in picture.warnings)
        return Scan(
            head=_head(record, source),
            planes=tuple(made),
            format=self.name,
            warnings=tuple(warnings),
        )


def _record(path: Path) -> dict[str, Any]:
    source = path.name
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ScanUnreadable(source, "the description is larger than 64 KiB")
        text = data.decode("utf-8-sig")
        if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
            raise ScanUnreadable(source, "the description has keys within keys")
        record = tomllib.loads(text)
    except OSError as error:
        raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise ScanUnreadable(source, f"the description is no TOML ({str(error)[:80]})") from error
    if record.get("schema") != SCHEMA:
        raise ScanUnreadable(source, f"the description's schema is not {SCHEMA!r}")
    return record


def _head(record: Mapping[str, Any], source: str) -> ScanHead:
    def text(key: str) -> str | None:
        value = record.get(key)
        if value is not None and (not isinstance(value, str) or len(value) > 200):
            raise ScanUnreadable(source, f"{key} is not a short text")
        return value or None

    scan_id, time = text("scan_id"), record.get("time")
    if scan_id is not None and not is_scan_id(scan_id):
        raise ScanUnreadable(source, "scan_id is not 1 to 64 letters, digits, '_', '.' or '-'")
    if time is not None:
        if not isinstance(time, datetime) or time.tzinfo is None:
            raise ScanUnreadable(source, "time is not a date and time with a time zone")
        time = require_zone(time, "time")
    return ScanHead(
        scan_id=scan_id,
        site=text("site"),
        scanner=text("scanner"),
        taken_at=time,
        container=text("container"),
        declaration=text("declaration"),
    )


def _refuse_unknown(record: Mapping[str, Any], known: Any, source: str) -> None:  # noqa: ANN401
    unknown = sorted(set(record) - set(known))
    if unknown:
        raise ScanUnreadable(source, f"the description has an unknown key {unknown[0][:40]!r}")


def _check(planes: list[Plane], source: str) -> None:
    named = {(plane.view, plane.band) for plane in planes}
    if len(named) != len(planes):
        raise ScanUnreadable(source, "two planes have the same view and energy")
    shapes = {(plane.view, plane.transmission.shape) for plane in planes}
    if len(shapes) != len({view for view, _ in shapes}):
        raise ScanUnreadable(source, "the planes of one view differ in size")
    rows, columns = max(
        (plane.transmission.shape for plane in planes), key=lambda shape: shape[0] * shape[1]
    )
    DEFAULT_LIMITS.check_size(source, rows, columns, len(planes))


class _Described:
    """One plane's table, held to the types of its keys."""

    def __init__(self, record: object, path: Path) -> None:
        self._source, self._path = path.name, path
        if not isinstance(record, dict):
            self._refuse("plane", "a table")
        _refuse_unknown(record, _PLANE, path.name)
        self._record: dict[str, Any] = record

    def read(self) -> tuple[Plane, Transmission]:
        """Return the plane and what its decoding had to say."""
        file = beside(self._path, self._text("file"))
        if not file.is_file():
            raise ScanUnreadable(self._source, f"its file {file.name} is not beside it")
        suffix = file.suffix.lower()
        if suffix in _RAW or suffix == ".npy":
            counts = self._raw(file) if suffix in _RAW else read_array(file)
            if "air_file" in self._record or "dark_file" in self._record:
                picture = self._flat(counts)
            else:
                picture = to_transmission(counts, file.name, stated=self._stated())
        else:
            picture = self._page_of(file)
        plane = Plane(
            view=self._one_of("view", ViewName, ViewName.SIDE),
            band=self._one_of("band", EnergyBand, EnergyBand.SINGLE),
            energy_mev=self._positive("energy_mev", 100.0),
            transmission=picture.pixels,
            pitch_mm=self._pitch(),
            stored_bits=picture.stored_bits,
        )
        return plane, picture

    def _raw(self, file: Path) -> NDArray[Any]:
        """Return a raw array, mapped; it must be exactly as long as it is described."""
        dtype = self._dtype()
        rows, columns = self._whole("rows", 1), self._whole("columns", 1)
        DEFAULT_LIMITS.check_size(self._source, rows, columns)
        start = self._whole("header_bytes", 0, 0)
        try:
            size = file.stat().st_size
            if size != start + rows * columns * dtype.itemsize:
                raise ScanUnreadable(
                    self._source,
                    f"{file.name} has {size:,} bytes, not the {rows} x {columns} pixels of "
                    f"{dtype.name} after {start} bytes that are described",
                )
            return np.memmap(file, dtype, "r", offset=start, shape=(rows, columns))
        except OSError as error:
            raise ScanUnreadable(file.name, f"cannot be read ({error.strerror})") from error

    def _flat(self, counts: NDArray[Any]) -> Transmission:
        """Return transmission from counts and the elements' own dark and air references."""
        if self._stated() is not None:
            self._refuse("open_air", "to be said beside an air reference")
        try:
            reference = Reference(
                dark=self._reference("dark_file"), air=self._reference("air_file")
            )
            found = flat_field(counts, reference)
        except ValueError as error:
            raise ScanUnreadable(self._source, str(error)) from error
        return Transmission(pixels=found.pixels, stored_bits=16, warnings=found.told)

    def _reference(self, key: str) -> NDArray[np.float32]:
        file = beside(self._path, self._text(key))
        if file.suffix.lower() != ".npy" or not file.is_file():
            self._refuse(key, "an array (.npy) beside it")
        return reference_of(read_array(file))

    def _page_of(self, file: Path) -> Transmission:
        from workstation.imaging.readers.registry import reader_of  # noqa: PLC0415 - it loads us

        reader = reader_of(file)
        if reader.name in {READER.name, "smiths", "p60"}:
            raise ScanUnreadable(self._source, f"{file.name} is a description, not a picture")
        scan, page = reader.read(file), self._whole("page", 0, 0)
        if page >= len(scan.planes):
            raise ScanUnreadable(self._source, f"{file.name} has no page {page}")
        if self._stated() is not None:
            self._refuse("open_air", "for raw files and arrays alone")
        plane = scan.planes[page]
        return Transmission(
            pixels=plane.transmission, stored_bits=plane.stored_bits, warnings=scan.warnings
        )

    def _stated(self) -> StatedRange | None:
        values = self._record.get("values", "transmission")
        if values not in ("transmission", "attenuation"):
            self._refuse("values", "'transmission' or 'attenuation'")
        opaque, air = self._number("opaque"), self._number("open_air")
        if opaque is None and air is None and values == "transmission":
            return None
        if air is None and values == "transmission":
            self._refuse("open_air", "there, though opaque is")
        try:
            return StatedRange(
                opaque=opaque or 0.0,
                open_air=1.0 if air is None else air,
                attenuation=values == "attenuation",
            )
        except ValueError:
            self._refuse("open_air", "another number than opaque")

    def _dtype(self) -> np.dtype[Any]:
        name, order = self._text("dtype"), self._record.get("byte_order", "little")
        if name not in _DTYPES:
            self._refuse("dtype", f"one of {', '.join(_DTYPES)}")
        if order not in _ORDERS:
            self._refuse("byte_order", "'little' or 'big'")
        return np.dtype(name).newbyteorder("<" if order == "little" else ">")

    def _pitch(self) -> tuple[float, float] | None:
        value = self._record.get("pitch_mm")
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
            self._refuse("pitch_mm", "two numbers, of row and column")
        if not all(0 < item < 1e4 for item in value):
            self._refuse("pitch_mm", "two positive numbers of millimetres")
        return float(value[0]), float(value[1])

    def _one_of(self, key: str, kind: Any, default: Any) -> Any:  # noqa: ANN401 - an enum class
        value = self._record.get(key, default.value)
        if value not in set(kind):
            self._refuse(key, f"one of {', '.join(one.value for one in kind)}")
        return kind(value)

    def _text(self, key: str) -> str:
        value = self._record.get(key)
        if not isinstance(value, str):
            self._refuse(key, "a text")
        return value

    def _whole(self, key: str, least: int, default: int | None = None) -> int:
        value = self._record.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1 << 40:
            self._refuse(key, f"a whole number from {least} on")
        return value

    def _number(self, key: str) -> float | None:
        value = self._record.get(key)
        if value is None:
            return None
        if not _is_number(value):
            self._refuse(key, "a number")
        return float(value)

    def _positive(self, key: str, most: float) -> float | None:
        value = self._number(key)
        if value is not None and not 0 < value <= most:
            self._refuse(key, "a positive number")
        return value

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        raise ScanUnreadable(self._source, f"the description's {key} is not {wanted}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


READER: Final = DescribedReader()
