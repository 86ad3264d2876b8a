"""The monitors that pictures are judged on, and when somebody last checked each of them.

No device of ours measures a monitor. A check is what the room makes of it (a test pattern looked
at, a luminance meter, the maker's own program); here only its date is kept, and who wrote it down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

_MOST: Final = 1e9
_TIMES: Final = "\N{MULTIPLICATION SIGN}"
CHECK_HOLDS_DAYS: Final = 366
"""After how long a check is called to mind again [days]: a year, and a day to do it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorCheck:
    """That a monitor was found fit on a day; ``by`` is the officer who wrote it down."""

    on: date
    by: str

    def is_old(self, today: date) -> bool:
        """Tell whether it is time for another."""
        return (today - self.on).days > CHECK_HOLDS_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """A monitor as its own data (EDID) and the system tell of it.

    Attributes
    ----------
    maker, model, serial : str
        Empty where the monitor, or what stands between, does not tell.
    port : str
        What the system calls the place where it is plugged in.
    size_mm, size_px : tuple
        (width, height); the pixels are those of the monitor, whatever a window counts in.
    pixel_ratio : float
        How many of them a window takes for one.
    """

    maker: str
    model: str
    serial: str
    port: str
    size_mm: tuple[float, float]
    size_px: tuple[int, int]
    pixel_ratio: float

    @property
    def title(self) -> str:
        """How it is called: maker and model, else the place where it is plugged in."""
        return " ".join(part for part in (self.maker, self.model) if part) or self.port

    @property
    def picture(self) -> str:
        """How large its picture is, in figures; with its scale where that is not one to one."""
        scale = "" if self.pixel_ratio == 1 else f" ({_TIMES}{self.pixel_ratio:g})"
        return f"{_pair(self.size_px, 'px')}{scale}"

    @property
    def unit(self) -> tuple[str, str, str, str]:
        """Which one it is: without a serial number a monitor is known by its place alone."""
        return (self.maker, self.model, self.serial, "" if self.serial else self.port)

    def shows_as(self, other: "Monitor") -> bool:
        """Tell whether it is the very monitor, at the very place and set as it was.

        The place counts too: makers give serial numbers twice.
        """
        return self == other

    def is_at_place_of(self, other: "Monitor") -> bool:
        """Tell whether it is the very monitor at the very place, however it is set now."""
        return (self.unit, self.port) == (other.unit, other.port)

    def to_json(self, check: MonitorCheck | None = None) -> dict[str, Any]:
        """Return it as plain JSON values, with its newest check."""
        return {
            "maker": self.maker,
            "model": self.model,
            "serial": self.serial,
            "port": self.port,
            "size_mm": [round(length, 1) for length in self.size_mm],
            "size_px": list(self.size_px),
            "pixel_ratio": round(self.pixel_ratio, 4),
            "check": None if check is None else {"on": check.on.isoformat(), "by": check.by},
        }


def words_of(told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return of a recorded monitor: what it is, its size, and when it was checked by whom.

    Signs and figures alone, in no language; an empty text for what is not recorded.

    Parameters
    ----------
    told : mapping
        As `Monitor.to_json` returned it; the record of a desk, so nothing of it is relied on.
    """
    name = " ".join(str(told.get(key) or "") for key in ("maker", "model")).strip()
    name = name or str(told.get("port") or "")
    serial = str(told.get("serial") or "")
    size = " · ".join(
        text
        for text in (
            _pair(told.get("size_mm"), "mm"),
            _pair(told.get("size_px"), "px"),
            f"{_TIMES}{told['pixel_ratio']:g}" if _is_number(told.get("pixel_ratio")) else "",
        )
        if text
    )
    check = told.get("check")
    checked = f"{check.get('on')} ({check.get('by')})" if isinstance(check, Mapping) else ""
    return f"{name} [{serial}]" if serial else name, size, checked


def _pair(value: object, unit: str) -> str:
    match value:
        case [width, height] if _is_number(width) and _is_number(height):
            return f"{width:g} {_TIMES} {height:g} {unit}"
        case _:
            return ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST
