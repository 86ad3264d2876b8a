"""What a decision does at the site. Doing it again changes nothing."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion, Mark
from workstation.domain.durable import sync_folder
from workstation.domain.errors import ReviewRoomError
from workstation.domain.finding import Told, chinese_marks, finding_to_json, told
from workstation.domain.position import Frame
from workstation.domain.reason_words import reason_words
from workstation.domain.scan import ViewName
from workstation.imaging.container import find_container
from workstation.imaging.sandbox.apart import apart
from workstation.imaging.scan import Plane, Scan
from workstation.imaging.standing import standing_of
from workstation.site_agent.drawing import draw
from workstation.site_agent.files import write_json, write_whole
from workstation.site_agent.order_sheet import order_sheet
from workstation.site_agent.orders import Order
from workstation.site_agent.positions import locate
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)


def release(settings: SiteSettings, order: Order, container: str | None) -> None:
    """Write the file that lets the container pass the gate."""
    write_json(settings.gate / f"{order.scan_id}.release", _note(order, container))


def rescan(settings: SiteSettings, order: Order, container: str | None) -> None:
    """Write the file that asks for another passage through the scanner."""
    write_json(settings.rescan / f"{order.scan_id}.rescan", _note(order, container))


def inspect(settings: SiteSettings, order: Order, container: str | None, package: Path) -> None:
    """Write the folder for the crew: the order first, then the pictures and a sheet to print.

    A picture that cannot be drawn never holds up the order.
    """
    folder = settings.inspection / order.scan_id
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
    scan: Scan | None
    try:
        scan = apart().read_package(package)
    except ReviewRoomError as error:
        _log.warning("no picture for the crew", extra={"scan": order.scan_id, "why": str(error)})
        scan = None
    frames = {} if scan is None else {v.value: _frame(scan.main_plane(v)) for v in scan.views()}
    marks = [
        _mark_note(number, mark, frames.get(mark.view))
        for number, mark in enumerate(order.marks, start=1)
    ]
    record = {**_note(order, container), "reason": order.reason, "note": order.note, "marks": marks}
    record["reason_words"] = asdict(reason_words(order.reason))
    write_json(folder / "decision.json", record)
    pictures = [] if scan is None else _draw_views(folder, scan, order.marks, marks)
    write_whole(folder / "order.html", order_sheet(record, pictures).encode())


def _note(order: Order, container: str | None) -> dict[str, Any]:
    return {
        "scan_id": order.scan_id,
        "container": container,
        "conclusion": order.conclusion.value,
        "decision_id": order.decision_id,
        "decided_at": order.decided_at,
    }


def _mark_note(number: int, mark: Mark, frame: Frame | None) -> dict[str, Any]:
    """Return a mark for the crew; the picture bears the same number."""
    position: dict[str, Any] | None = None
    if mark.points and frame is not None:
        position = asdict(locate(mark, frame))
    elif mark.place is not None:
        position = asdict(mark.place)
    finding = None if mark.finding is None else finding_to_json(mark.finding)
    return {
        "number": number,
        "view": mark.view,
        "shape": mark.shape.value,
        "text": mark.text,
        "position": position,
        "finding": finding,
        "finding_words": asdict(told(mark.finding)),
    }


def _legend(note: Mapping[str, Any]) -> Told:
    """Return what a mark is and where it lies, in one line of each language."""
    kind, place = note["finding_words"], note["position"] or {"en": "", "zh": ""}
    return Told(
        en="; ".join(part for part in (place["en"], kind["en"], note["text"]) if part),
        zh=chinese_marks(";").join(
            part for part in (place["zh"], kind["zh"], note["text"]) if part
        ),
    )


def _frame(plane: Plane) -> Frame:
    """Tell positions against the container where it can be found, else against the picture."""
    rows, columns = plane.transmission.shape
    from_above = plane.view is not ViewName.SIDE
    box = None if from_above else find_container(plane.transmission)
    if box is None:
        whole = Rectangle(row=0, column=0, height=rows, width=columns)
        return Frame(box=whole, is_container=False, pitch_mm=plane.pitch_mm, from_above=from_above)
    return Frame(
        box=Rectangle(row=box.row, column=box.column, height=box.height, width=box.width),
        pitch_mm=plane.pitch_mm,
        standing=standing_of(plane.transmission, box),
    )


def _draw_views(
    folder: Path, scan: Scan, marks: Sequence[Mark], notes: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Draw the first view, and every other one that carries a mark; return the files' names."""
    names = []
    for index, view in enumerate(scan.views()):
        own = [(n, mark) for n, mark in enumerate(marks, start=1) if mark.view == view]
        if index == 0 or own:
            name = "picture.png" if index == 0 else f"picture-{view.value}.png"
            legend = [(n, _legend(notes[n - 1])) for n, _ in own]
            draw(folder / name, scan.main_plane(view).transmission, own, legend=legend)
            names.append(name)
    return names


#: The conclusions that a site can act on. A referral stays inside the room.
ACTED_ON = frozenset({Conclusion.RELEASE, Conclusion.INSPECT, Conclusion.RESCAN})
