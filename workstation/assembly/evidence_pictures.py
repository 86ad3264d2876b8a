"""The pictures of an evidence report, drawn with the very code of the pane."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.frame import draw_frame
from viewer.pixels.geometry import Viewpoint, proportion
from viewer.pixels.look import Energy, look_from_json
from viewer.pixels.material_scale import scan_scale
from viewer.pixels.source import Source
from viewer.pixels.stage import Stage
from viewer.pixels.state import PictureState
from workstation.domain.scan import EnergyBand
from workstation.imaging.scan import Plane, Scan
from workstation.imaging.wedges import dual_wedges
from workstation.reports.paper import Picture, Polyline

_MARK: Final = "#ff5a4f"
_REGION: Final = "#ffb52e"
_FRAME: Final = "#ffd60a"
_WHOLE_PX: Final = 1400
_MODEL_PX: Final = 1100
_MOST_PX: Final = 4000
_ROUND: Final = 48


class Drawing:
    """Draws one view of a scan as a pane does.

    Raises
    ------
    ScanUnreadable
        If the scan's planes cannot be drawn.
    """

    def __init__(self, scan: Scan) -> None:
        self._main = scan.main_plane()
        low = scan.plane(self._main.view, EnergyBand.LOW)
        self._source = _source(self._main, None if low is self._main else low)

    def as_seen(
        self,
        state: PictureState,
        marks: Sequence[Mapping[str, Any]],
        regions: Sequence[Mapping[str, Any]],
        caption: str,
    ) -> Picture | None:
        """Return the very part that was on the screen, or None when the record does not tell it."""
        if state.viewpoint is None or state.size_px is None:
            return None
        if not 0 < max(state.size_px) <= _MOST_PX:
            return None
        frame = draw_frame(self._source, state, pitch_mm=self._main.pitch_mm)
        stage = self._stage(state.size_px)
        lines = [
            *_region_lines(stage, state.viewpoint, regions),
            *_mark_lines(stage, state.viewpoint, marks),
        ]
        return Picture(pixels=_rgb(frame), caption=caption, lines=lines)

    def whole(
        self,
        state: PictureState,
        marks: Sequence[Mapping[str, Any]],
        caption: str,
        *,
        width_px: int = _WHOLE_PX,
    ) -> Picture:
        """Return the whole scan in the greys of a state, with a frame around what was seen."""
        rows, columns = proportion(self._main.pitch_mm)
        shape = self._source.shape
        height_px = max(1, round(width_px * shape[0] * rows / (shape[1] * columns)))
        stage = self._stage((min(height_px, _MOST_PX), width_px))
        fitted = stage.fit()
        look = state.look
        if look.energy is Energy.LOW and not self._has_low:
            look = replace(look, energy=Energy.HIGH)
        drawn = PictureState(look=look, viewpoint=fitted, size_px=stage.size_px)
        frame = draw_frame(self._source, drawn, pitch_mm=self._main.pitch_mm)
        lines = list(_mark_lines(stage, fitted, marks))
        if state.viewpoint is not None and state.size_px is not None:
            seen = self._stage(state.size_px)
            corners = [
                seen.place(state.viewpoint, down, along)
                for down, along in _corners(*map(float, state.size_px))
            ]
            lines.append(_line(stage, fitted, corners, _FRAME, "", dashed=True))
        return Picture(pixels=_rgb(frame), caption=caption, lines=lines)

    def model(self, state: PictureState, caption: str) -> Picture:
        """Return a typical model's picture in the greys of the scan."""
        plain = PictureState(look=replace(state.look, energy=Energy.HIGH))
        return self.whole(plain, (), caption, width_px=_MODEL_PX)

    @property
    def _has_low(self) -> bool:
        return self._source.has(Energy.LOW)

    def _stage(self, size_px: tuple[int, int]) -> Stage:
        return Stage(
            shape=self._source.shape, stretch=proportion(self._main.pitch_mm), size_px=size_px
        )


def state_of(evidence: Mapping[str, Any]) -> PictureState:
    """Return how a decision's evidence says that the picture was shown; plain when it does not."""
    data = evidence.get("view_state")
    if not isinstance(data, Mapping):
        return PictureState()
    try:
        return PictureState.from_json(data)
    except (KeyError, TypeError, ValueError):
        pass
    try:
        return PictureState(look=look_from_json(data.get("look") or {}))
    except (KeyError, TypeError, ValueError):
        return PictureState()


def _source(high: Plane, low: Plane | None) -> Source:
    if low is None or low.transmission.shape != high.transmission.shape:
        return Source(high.transmission)
    scale = scan_scale(
        high.transmission,
        low.transmission,
        energies_mev=(high.energy_mev, low.energy_mev),
        wedges=dual_wedges(high, low),
    )
    return Source(high.transmission, low.transmission, scale=scale)


def _rgb(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a drawn frame (blue, green, red, 255) as red, green and blue."""
    return np.ascontiguousarray(frame[..., 2::-1])


def _region_lines(
    stage: Stage, view: Viewpoint, regions: Sequence[Mapping[str, Any]]
) -> list[Polyline]:
    lines = []
    for number, region in enumerate(regions, start=1):
        area = region
        top, left = float(area["row"]), float(area["column"])
        corners = [
            (top + down, left + along)
            for down, along in _corners(float(area["height"]), float(area["width"]))
        ]
        lines.append(_line(stage, view, corners, _REGION, str(number), dashed=True))
    return lines


def _mark_lines(
    stage: Stage, view: Viewpoint, marks: Sequence[Mapping[str, Any]]
) -> list[Polyline]:
    return [
        _line(stage, view, places, _MARK, str(number))
        for number, mark in enumerate(marks, start=1)
        if (places := _outline(str(mark["shape"]), mark["points"]))
    ]


def _outline(shape: str, points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return the places that a mark's line runs through (row, column) [scan pixels]."""
    places = [(float(row), float(column)) for row, column in points]
    if len(places) >= 2 and shape in {"box", "ellipse"}:
        (row, column), (bottom, right) = places[0], places[-1]
        if shape == "box":
            return [
                (row + down, column + along)
                for down, along in _corners(bottom - row, right - column)
            ]
        turns = [2 * math.pi * step / _ROUND for step in range(_ROUND + 1)]
        middle = (row + bottom) / 2, (column + right) / 2
        return [
            (
                middle[0] + (bottom - row) / 2 * math.sin(turn),
                middle[1] + (right - column) / 2 * math.cos(turn),
            )
            for turn in turns
        ]
    return [*places, places[0]] if shape == "polygon" and places else places


def _corners(height: float, width: float) -> tuple[tuple[float, float], ...]:
    return ((0.0, 0.0), (0.0, width), (height, width), (height, 0.0), (0.0, 0.0))


def _line(  # noqa: PLR0913 - the parts of one line
    stage: Stage,
    view: Viewpoint,
    places: Sequence[tuple[float, float]],
    colour: str,
    label: str,
    *,
    dashed: bool = False,
) -> Polyline:
    at = [stage.point(view, place) for place in places]
    return Polyline(
        points=[(along, down) for down, along in at], colour=colour, label=label, dashed=dashed
    )
