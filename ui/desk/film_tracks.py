"""What a film follows on the desk's page, as plain JSON values."""

from collections.abc import Iterator
from typing import Any

from ui.commands import CommandSet
from ui.desk.desk_page import DeskPage
from ui.desk.own_judgement import OwnJudgement
from ui.prepared import PreparedCase
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.look import Look, look_to_json
from workstation.review.film import Track


class FilmTracks:
    """Reads the tracks of the desk; nothing is computed that is not on the screen already."""

    def __init__(self, page: DeskPage, commands: CommandSet, judging: OwnJudgement) -> None:
        self._page, self._commands, self._judging = page, commands, judging
        self._look: tuple[Look, dict[str, Any]] = (Look(), look_to_json(Look()))

    def begin(self, _case: PreparedCase) -> None:
        """Turn to another case."""

    def look(self) -> Iterator[tuple[Track, Any]]:
        """Return what is shown now, track by track."""
        page, panes = self._page, self._page.panes
        scan = panes.scan
        if scan.picture is not None:
            yield Track.VIEW, _view(scan)
            yield Track.SIZE, _size(scan)
            yield Track.LOOK, self._look_of(scan)
            loupe = scan.loupe.seen()
            yield Track.LOUPE, None if loupe is None else [*_rounded(loupe.area), loupe.zoom]
        yield Track.OVERLAY, self._overlay(scan)
        yield Track.COMPARE, self._compared()
        yield Track.REGIONS, page.regions.to_json()
        yield Track.PICKED, page.picked
        yield Track.ANSWER, self._answer()
        model = page.models.model
        shown = model is not None and (panes.model.isVisible() or panes.cover.is_active)
        yield Track.MODEL, model.ref.model if model is not None and shown else None
        if shown and panes.model.picture is not None:
            yield Track.MODEL_VIEW, _view(panes.model)
            yield Track.MODEL_SIZE, _size(panes.model)
            yield Track.MODEL_LOOK, _differing(panes.model.view.look, self._look_of(scan))

    def fidelity(self, *, front: bool) -> dict[str, Any]:
        """Return whether the full picture was on a screen that had the keyboard, and its box."""
        picture = self._page.panes.scan.picture
        return {
            "full": picture is not None and picture.reduced == 1,
            "box": None if picture is None else _rounded(_box(picture)),
            "front": front,
        }

    def _look_of(self, pane: ScanPane) -> dict[str, Any]:
        """Return the look of the scan's pane; it is written anew only when it is another one."""
        look = pane.view.look
        if look is not self._look[0]:
            self._look = (look, look_to_json(look))
        return self._look[1]

    def _overlay(self, scan: ScanPane) -> dict[str, Any]:
        return {
            "shown": scan.view.overlay_item.isVisible(),
            "coverage": self._commands["view.coverage"].isChecked(),
            "structure": scan.structure_shown,
        }

    def _compared(self) -> dict[str, Any]:
        panes = self._page.panes
        state, areas = panes.compare_state, panes.areas
        return {
            "mode": state.mode.value,
            "curtain": state.curtain,
            "covered": state.covered.value,
            "full_scale": state.full_scale,
            "other_view": state.other_view,
            "raw": state.raw,
            "clean": panes.holds.is_clean,
            "blink": panes.cover.is_held,
            "linked": panes.linked,
            "lower": panes.model.isVisible() or panes.other.isVisible(),
            "areas": None if areas is None else [_rounded(area) for area in areas],
        }

    def _answer(self) -> dict[str, Any]:
        look = self._judging.look
        return {
            "compared": look.compared,
            "shown": look.compared and look.is_shown,
            "own": None if look.own is None else look.own.value,
            "asked": look.asked_s is not None,
        }


def _view(pane: ScanPane) -> list[float]:
    """Return where a pane looks, to the last digit: the same pixels can be drawn from it."""
    view = pane.view.viewpoint
    return [view.centre[0], view.centre[1], view.zoom]


def _size(pane: ScanPane) -> list[int]:
    return list(pane.view.stage().size_px)


def _box(picture: Picture) -> Area:
    rows, columns = picture.shape
    return picture.container or Area(row=0, column=0, height=rows, width=columns)


def _rounded(area: Area) -> list[float]:
    return [round(side, 2) for side in (area.row, area.column, area.height, area.width)]


def _differing(look: Look, scan: dict[str, Any]) -> dict[str, Any]:
    """Return what of a model's look differs from the scan's."""
    return {key: value for key, value in look_to_json(look).items() if scan[key] != value}
