"""What keys, buttons and other panes may ask of a pane: another look, another viewpoint."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from viewer.look_steps import brighter, inverted, log_or_linear, material_or_grey, wider
from viewer.panes.scan_view import ScanView
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy, Look
from viewer.pixels.window import percentile_window
from viewer.seen import area_in_sight


class PaneActs(QWidget):
    """The part of a pane that changes how its picture is looked at, never which it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ScanView(self)
        self._first_look = Look()  # that the picture came with

    # -- looks -----------------------------------------------------------------------------

    def set_look(self, look: Look, *, late: bool = False) -> None:
        """Change the look; the window, curve, colours, filters and energy of the picture."""
        self.view.set_look(look, late=late)

    def toggle_invert(self) -> None:
        """Show dense cargo bright, or dark again."""
        self.set_look(inverted(self.view.look))

    def toggle_log(self) -> None:
        """Show even steps of attenuation, or of transmission again."""
        self.set_look(log_or_linear(self.view.look))

    def toggle_material(self) -> None:
        """Colour by material, or not."""
        self.set_look(material_or_grey(self.view.look))

    def show_energy(self, energy: Energy) -> None:
        """Show another detector energy; where it is missing, the line says so."""
        self.set_look(replace(self.view.look, energy=energy))

    def nudge_window(self, steps: int) -> None:
        """Make the grey window wider, or narrower when negative."""
        self.set_look(wider(self.view.look, steps))

    def nudge_level(self, steps: int) -> None:
        """Make the picture brighter, or darker when negative."""
        self.set_look(brighter(self.view.look, steps))

    def auto_window(
        self, area: Area | None = None, *, low: float = 0.5, high: float = 99.5
    ) -> None:
        """Spread the greys over the counts of an area, or of what is seen when None.

        What lies below the percentile ``low`` or above ``high`` saturates [%].
        """
        source = self.view.source
        if source is None:
            return
        if area is None:
            area = area_in_sight(self.view.stage(), self.view.viewpoint)
        counts = source.counts_within(self.view.look.energy, area)
        if counts.size:
            window = percentile_window(counts, low, high)
            self.set_look(replace(self.view.look, window=window))

    def reset(self) -> None:
        """Go back to the look the picture came with, and fit it."""
        self.set_look(self._first_look)
        self.fit()

    # -- viewpoints ------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture."""
        if self.view.picture is not None:
            self.view.fit()

    def one_to_one(self) -> None:
        """Show one pixel per device pixel, about the same place."""
        if self.view.picture is not None:
            self.view.move_to(Viewpoint(centre=self.view.viewpoint.centre, zoom=1.0))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the pane."""
        if self.view.picture is not None:
            self.view.zoom_by(factor)

    def pan_by(self, down: float, along: float) -> None:
        """Look further down or along, in shares of the pane."""
        if self.view.picture is not None:
            self.view.pan_by(down, along)

    def look_at(self, viewpoint: Viewpoint, *, late: bool = False) -> None:
        """Look at a place at a zoom; ``late`` for a pane that follows another one."""
        if self.view.picture is not None:
            self.view.move_to(viewpoint, late=late)

    def look_at_area(self, area: Area, *, share: float = 0.5) -> None:
        """Zoom so that an area fills a share of the pane."""
        if self.view.picture is not None:
            self.view.move_to(self.view.stage().show(area, share=share))
