"""What a decision does at the site. Doing it again changes nothing."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workstation.domain.decision import Conclusion, Mark
from workstation.domain.errors import ReviewRoomError
from workstation.domain.scan import ViewName
from workstation.imaging.container import find_container
from workstation.imaging.package import read_package
from workstation.imaging.scan import Plane, Scan
from workstation.site_agent.drawing import draw
from workstation.site_agent.files import write_json
from workstation.site_agent.orders import Order
from workstation.site_agent.positions import Frame, locate
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)


def release(settings: SiteSettings, order: Order, container: str | None) -> None:
    """Write the file that lets the container pass the gate."""
    write_json(settings.gate / f"{order.scan_id}.release", _note(order, container))


def rescan(settings: SiteSettings, order: Order, container: str | None) -> None:
    """Write the file that asks for another passage through the scanner."""
    write_json(settings.rescan / f"{order.scan_id}.rescan", _note(order, container))


def inspect(settings: SiteSettings, order: Order, container: str | None, package: Path) -> None:
    """Write the folder for the crew: the order first, the pictures after it.

    A picture that cannot be drawn never holds up the order.
    """
    folder = settings.inspection / order.scan_id
    folder.mkdir(exist_ok=True)
    scan: Scan | None
    try:
        scan = read_package(package)
    except ReviewRoomError as error:
        _log.warning("no picture for the crew", extra={"scan_id": order.scan_id, "why": str(error)})
        scan = None
    frames = {} if scan is None else {v.value: _frame(scan.main_plane(v)) for v in scan.views()}
    marks = [
        _mark_note(number, mark, frames.get(mark.view))
        for number, mark in enumerate(order.marks, start=1)
    ]
    write_json(
        folder / "decision.json",
        {**_note(order, container), "reason": order.reason, "note": order.note, "marks": marks},
    )
    if scan is not None:
        _draw_views(folder, scan, order.marks)


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
    position = asdict(locate(mark, frame)) if frame is not None and mark.points else None
    return {
        "number": number,
        "view": mark.view,
        "shape": mark.shape.value,
        "text": mark.text,
        "position": position,
    }


def _frame(plane: Plane) -> Frame:
    """Tell positions against the container where it can be found, else against the picture."""
    rows, columns = plane.transmission.shape
    box = find_container(plane.transmission) if plane.view is ViewName.SIDE else None
    if box is not None:
        return Frame(
            row=box.row,
            column=box.column,
            height=box.height,
            width=box.width,
            is_container=True,
            pitch_mm=plane.pitch_mm,
        )
    return Frame(
        row=0, column=0, height=rows, width=columns, is_container=False, pitch_mm=plane.pitch_mm
    )


def _draw_views(folder: Path, scan: Scan, marks: Sequence[Mark]) -> None:
    """Draw the first view, and every other one that carries a mark."""
    for index, view in enumerate(scan.views()):
        own = [(n, mark) for n, mark in enumerate(marks, start=1) if mark.view == view]
        if index == 0 or own:
            name = "picture.png" if index == 0 else f"picture-{view.value}.png"
            draw(folder / name, scan.main_plane(view).transmission, own)


#: The conclusions that a site can act on. A referral stays inside the room.
ACTED_ON = frozenset({Conclusion.RELEASE, Conclusion.INSPECT, Conclusion.RESCAN})
