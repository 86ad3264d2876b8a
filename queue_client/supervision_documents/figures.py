"""The figures of a room over a period: what is asked, and what a file of them is noted as."""

from datetime import datetime
from typing import Annotated

import msgspec

from queue_client.shapes import Short


class FiguresQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cases count; the answer is the document of `workstation.reports.figures_json`.

    Attributes
    ----------
    days
        The last days up to the newest decision; None for ``start`` and ``end``, or everything.
    start, end
        Instants with a time zone.
    site, goods
        One site; the beginning of an HS code. Empty for all.
    zone
        Name of the time zone of days and hours.
    """

    days: Annotated[int, msgspec.Meta(ge=1, le=36_500)] | None = None
    start: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    end: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    site: Short = ""
    goods: Annotated[str, msgspec.Meta(pattern=r"^\d{0,10}\Z")] = ""
    zone: Short = "UTC"


class ExportNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that is made of what the hub answered: of what, in which form, by which filter."""

    subject: Short
    form: Short
    filter: dict[str, str | int | float | bool | None]
    rows: Annotated[int, msgspec.Meta(ge=0)] = 0
