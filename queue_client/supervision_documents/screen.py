"""What a desk tells of the monitor that its pictures are judged on."""

from enum import StrEnum
from typing import Annotated

import msgspec

from queue_client.shapes import Count, Short

Length = Annotated[float, msgspec.Meta(ge=0, le=100_000)]


class ScreenChange(StrEnum):
    """What became of the monitor under an open case, or of what is known of one.

    `GONE`: unplugged or switched off. `CHANGED`: another resolution or scale. `BACK`: as it was.
    `ACCEPTED`: the reviewer goes on with what is there. `RETURNED`: neither, so the case went
    back. `CHECKED`: somebody wrote down when it was checked.
    """

    GONE = "gone"
    CHANGED = "changed"
    BACK = "back"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    CHECKED = "checked"


class CheckDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a monitor was checked, and who wrote it down."""

    on: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
    by: Short


class MonitorDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A monitor as its own data and the system tell of it; see `workstation.domain.monitors`."""

    maker: Short
    model: Short
    serial: Short
    port: Short
    size_mm: tuple[Length, Length]
    size_px: tuple[Count, Count]
    pixel_ratio: Length
    check: CheckDocument | None = None


class ScreenNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change (`SteerAct.NOTE_SCREEN`): the case that was open, the monitor meant, the one now."""

    change: ScreenChange
    case_id: Short = ""
    monitor: MonitorDocument
    now: MonitorDocument | None = None
