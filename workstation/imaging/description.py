"""What a page of a scan package says about itself: the JSON of its ImageDescription."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn

from workstation.domain.errors import ScanUnreadable
from workstation.domain.instants import from_text, to_text
from workstation.domain.photo import MOST_PHOTOS, MissingPhoto, PhotoFault
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging.quality import PITCH_UNKNOWN
from workstation.imaging.scan import Plane, Scan

SCHEMA: Final = "reviewroom.scan/1"
LEVEL_SCHEMA: Final = "reviewroom.level/1"
_SCHEMA_FAMILY: Final = "reviewroom.scan/"
_LONGEST: Final = 1 << 20
_MOST_MISSING: Final = 8 * MOST_PHOTOS
_SCAN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_KNOWN: Final = frozenset(
    {
        *("schema", "scan_id", "site", "scanner", "time", "container", "declaration"),
        *("view", "band", "energy_mev", "pitch_mm", "air_counts", "stored_bits", "wedge"),
        *("planes", "warnings", "missing_photos"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDescription:
    """The parsed description of one page; what it does not say is None.

    ``planes`` is the number of planes the whole package was written with, so that a package that
    lost a page is not taken for a smaller scan.
    """

    head: ScanHead
    view: ViewName
    band: EnergyBand | None
    energy_mev: float | None
    pitch_mm: tuple[float, float] | None
    air_counts: float | None
    stored_bits: int | None
    wedge: tuple[WedgeReading, ...]
    planes: int | None
    warnings: tuple[str, ...] = ()
    missing_photos: tuple[MissingPhoto, ...] = ()


def is_scan_id(text: str) -> bool:
    """Tell whether a text may name a scan in a package: 1 to 64 letters, digits, ``_ . -``.

    Sites and the hub take fewer, see `workstation.domain.lawful_names`.
    """
    return _SCAN_ID.fullmatch(text) is not None


def describe(scan: Scan, plane: Plane) -> str:
    """Write the description of one page as ASCII JSON, keys of DESIGN §5.

    Warnings travel along, so that a picture that was doubtful stays so; but not what the pixel
    size alone tells, which a packer may have learnt.

    Raises
    ------
    ValueError
        If the scan id is not one, or ``head.extra`` holds what JSON cannot.
    """
    head = scan.head
    if head.scan_id is not None and not is_scan_id(head.scan_id):
        raise ValueError(f"not a scan id: {head.scan_id!r}")
    own: dict[str, Any] = {
        "schema": SCHEMA,
        "scan_id": head.scan_id,
        "site": head.site,
        "scanner": head.scanner,
        "time": None if head.taken_at is None else to_text(head.taken_at),
        "container": head.container,
        "declaration": head.declaration,
        "view": plane.view.value,
        "band": plane.band.value,
        "energy_mev": plane.energy_mev,
        "pitch_mm": None if plane.pitch_mm is None else list(plane.pitch_mm),
        "air_counts": plane.air_counts,
        "stored_bits": plane.stored_bits,
        "planes": len(scan.planes),
        "warnings": [text for text in scan.warnings if text != PITCH_UNKNOWN],
        "missing_photos": [
            {"number": one.number, "fault": one.fault.value} for one in scan.photos.missing
        ],
        "wedge": [
            {
                "material": reading.material,
                "g_cm2": list(reading.g_cm2),
                "transmission": list(reading.transmission),
            }
            for reading in plane.wedge
        ],
    }
    foreign = {key: value for key, value in head.extra.items() if key not in _KNOWN}
    known = {key: value for key, value in own.items() if value is not None and value != []}
    return json.dumps({**foreign, **known}, allow_nan=False, sort_keys=True)


def describe_level(reduced: int) -> str:
    """Write the description of a smaller level, each of whose pixels is the mean of full ones.

    Parameters
    ----------
    reduced : int
        Full-resolution pixels along each side of one pixel of the level; a power of two.
    """
    return json.dumps({"schema": LEVEL_SCHEMA, "reduced": reduced}, sort_keys=True)


def parse_level(text: str) -> int | None:
    """Return what `describe_level` was told; None when the text says nothing of the kind."""
    record = _json_object(text)
    if record is None or record.get("schema") != LEVEL_SCHEMA:
        return None
    reduced = record.get("reduced")
    return reduced if isinstance(reduced, int) and not isinstance(reduced, bool) else None


def parse(text: str, source: str) -> PageDescription | None:
    """Read the description of one page; None when it is not a scan package's.

    Raises
    ------
    ScanUnreadable
        If it claims to be a scan package's but a value has the wrong type, or it was written
        to a schema this program does not know.
    """
    record = _json_object(text)
    if record is None:
        return None
    schema = record.get("schema")
    if not isinstance(schema, str) or not schema.startswith(_SCHEMA_FAMILY):
        return None
    if schema != SCHEMA:
        raise ScanUnreadable(source, f"the package has schema {schema[:40]!r}, not {SCHEMA!r}")
    return _Fields(record, source).read()


def _json_object(text: str) -> dict[str, Any] | None:
    if len(text) > _LONGEST or not text.lstrip().startswith("{"):
        return None
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class _Fields:
    """Typed access to the keys of one record."""

    def __init__(self, record: Mapping[str, Any], source: str) -> None:
        self._record, self._source = record, source

    def read(self) -> PageDescription:
        taken_at, warnings = self._time()
        head = ScanHead(
            scan_id=self._scan_id(),
            site=self._text("site"),
            scanner=self._text("scanner"),
            taken_at=taken_at,
            container=self._text("container"),
            declaration=self._text("declaration"),
            extra={key: value for key, value in self._record.items() if key not in _KNOWN},
        )
        band = self._text("band")
        return PageDescription(
            head=head,
            view=self._view(),
            band=None if band is None else self._band(band),
            energy_mev=self._positive("energy_mev"),
            pitch_mm=self._pitch(),
            air_counts=self._positive("air_counts"),
            stored_bits=self._whole("stored_bits", (8, 16)),
            wedge=self._wedge(),
            planes=self._whole("planes", range(1, 1000)),
            warnings=(*self._warnings(), *warnings),
            missing_photos=self._missing_photos(),
        )

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        raise ScanUnreadable(self._source, f"the package's {key} is not {wanted}")

    def _text(self, key: str) -> str | None:
        value = self._record.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self._refuse(key, "a text")
        return value

    def _scan_id(self) -> str | None:
        text = self._text("scan_id")
        if text is not None and not is_scan_id(text):
            self._refuse("scan_id", "1 to 64 letters, digits, '_', '.' or '-'")
        return text

    def _time(self) -> tuple[datetime | None, tuple[str, ...]]:
        text = self._text("time")
        if text is None:
            return None, ()
        try:
            return from_text(text), ()
        except (ValueError, OverflowError):
            return None, ("The scan's time has no time zone or is not ISO 8601; it is left out.",)

    def _warnings(self) -> tuple[str, ...]:
        value = self._record.get("warnings", [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self._refuse("warnings", "a list of texts")
        return tuple(" ".join(text.split())[:300] for text in value[:32])

    def _missing_photos(self) -> tuple[MissingPhoto, ...]:
        """Return the photos that are missing; a word that is not known is no reason to refuse."""
        value = self._record.get("missing_photos", [])
        told = value[:_MOST_MISSING] if isinstance(value, list) else []
        return tuple(
            MissingPhoto(number=int(one["number"]), fault=_fault(one.get("fault")))
            for one in told
            if isinstance(one, dict) and one.get("number") in range(1, 1000)
        )

    def _view(self) -> ViewName:
        text = self._text("view") or ViewName.SIDE.value
        if text not in set(ViewName):
            self._refuse("view", "'side' or 'top'")
        return ViewName(text)

    def _band(self, text: str) -> EnergyBand:
        if text not in set(EnergyBand):
            self._refuse("band", "'high', 'low' or 'single'")
        return EnergyBand(text)

    def _positive(self, key: str) -> float | None:
        value = self._record.get(key)
        if value is None:
            return None
        if not _is_number(value) or not 0 < value < 1e9:
            self._refuse(key, "a positive number")
        return float(value)

    def _whole(self, key: str, allowed: range | tuple[int, ...]) -> int | None:
        value = self._record.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value not in allowed:
            self._refuse(key, "a number that may stand there")
        return value

    def _pitch(self) -> tuple[float, float] | None:
        value = self._record.get("pitch_mm")
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            self._refuse("pitch_mm", "a list of row and column pitch")
        if not all(_is_number(item) and 0 < item < 1e4 for item in value):
            self._refuse("pitch_mm", "two positive numbers of millimetres")
        return float(value[0]), float(value[1])

    def _wedge(self) -> tuple[WedgeReading, ...]:
        value = self._record.get("wedge", [])
        if not isinstance(value, list) or len(value) > 16:
            self._refuse("wedge", "a short list")
        return tuple(self._reading(item) for item in value)

    def _reading(self, item: object) -> WedgeReading:
        if not isinstance(item, dict) or not isinstance(item.get("material"), str):
            self._refuse("wedge", "a list of readings with material, g_cm2 and transmission")
        steps, transmission = item.get("g_cm2"), item.get("transmission")
        if (
            not isinstance(steps, list)
            or not isinstance(transmission, list)
            or len(steps) != len(transmission)
            or not all(_is_number(number) and number >= 0 for number in (*steps, *transmission))
        ):
            self._refuse("wedge", "two lists of numbers of the same length")
        return WedgeReading(
            material=item["material"],
            g_cm2=tuple(float(number) for number in steps),
            transmission=tuple(float(number) for number in transmission),
        )


def _fault(value: object) -> PhotoFault:
    found = (fault for fault in PhotoFault if fault.value == value)
    return next(found, PhotoFault.DAMAGED)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and math.isfinite(value)
