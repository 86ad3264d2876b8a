"""A pane that shows one picture and always says what its pixels are."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.overlay import PaneMark, Region, Tool
from viewer.panes.fidelity_line import WORDS, FidelityLine, paint_strip
from viewer.panes.legend import Legend
from viewer.panes.navigator import Navigator
from viewer.panes.scan_view import ScanView
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Place, Viewpoint, area_between
from viewer.pixels.look import Energy, Look
from viewer.pixels.window import Curve, between
from viewer.state import Fidelity, PictureState
from viewer.tools.grey import level_step, window_step


class ScanPane(QWidget):
    """One picture with its heading, overlays, marks and fidelity line.

    Places are (row, column) in full-resolution pixels. All of it lives on the Qt thread.
    """

    stateChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A `PictureState`: look, viewpoint or fidelity changed."""
    painted = Signal()
    """Once per picture: it has been painted from its full resolution."""
    markDrawn = Signal(object)  # noqa: N815 - a Qt signal
    """A `MarkDrawing`; it is shown only when handed back by `set_marks`."""
    viewMoved = Signal(object)  # noqa: N815 - a Qt signal
    """A `Viewpoint`, after a hand or a call moved the view."""
    toolChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A `Tool`."""

    def __init__(self, parent: QWidget | None = None, *, heading: str = "") -> None:
        super().__init__(parent)
        self._heading_text, self._label_text, self._message = heading, "", ""
        self._first_look = Look()
        self._painted = False
        self.view = ScanView(self)
        self.navigator = Navigator(self.view.viewport())
        self.navigator.moved.connect(self._look_from_navigator)
        self.legend = Legend(self.view.viewport())
        self.fidelity_line = FidelityLine(self)
        self._header = QWidget(self)
        paint_strip(self._header)
        self._heading = QLabel(self._header)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        bold = self._heading.font()
        bold.setBold(True)
        self._heading.setFont(bold)
        self._header_row = QHBoxLayout(self._header)
        self._header_row.setContentsMargins(8, 2, 8, 2)
        self._header_row.addWidget(self._heading, 1)
        self.notice = _notice(self.view.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.view, 1)
        column.addWidget(self.fidelity_line)
        self.setFocusProxy(self.view)
        self.view.look_changed.connect(self._on_look)
        self.view.view_moved.connect(self._on_view)
        self.view.pointed.connect(self._on_pointed)
        self.view.mark_drawn.connect(self.markDrawn)
        self.view.tool_changed.connect(self.toolChanged)
        self.view.drawn.connect(self._on_drawn)
        self.view.viewport().installEventFilter(self)
        self._tell()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def state(self) -> PictureState:
        """What is shown and how, now."""
        view, picture = self.view, self.view.picture
        if picture is None:
            return PictureState(look=view.look)
        missing = picture.low is None and (view.look.material or view.look.energy is Energy.LOW)
        return PictureState(
            look=view.look,
            viewpoint=view.viewpoint,
            fidelity=Fidelity(
                decimation=1.0 / view.viewpoint.zoom,
                full_resolution=picture.reduced == 1,
                missing_energy=missing,
                calibrated=picture.pitch_mm is not None,
                stored_bits=picture.stored_bits,
            ),
        )

    @property
    def picture(self) -> Picture | None:
        """The picture, or None while the pane is empty."""
        shown: Picture | None = self.view.picture
        return shown

    @property
    def tool(self) -> Tool:
        """What the left button does."""
        chosen: Tool = self.view.tool
        return chosen

    def show_picture(
        self, picture: Picture, *, keep_view: bool = False, look: Look | None = None
    ) -> None:
        """Show a picture, fitted; its regions and marks are the caller's to set again.

        Parameters
        ----------
        picture : Picture
        keep_view : bool
            Keep place and zoom: for the full resolution of what is shown coarsely already.
        look : Look or None
            None keeps the pane's look.
        """
        self._painted, self._label_text, self._message = False, "", ""
        if not keep_view:
            self._first_look = look or self.view.look
            self.set_regions(())
            self.set_marks(())
        self.view.show_picture(picture, look or self.view.look, keep_view=keep_view)
        self.navigator.show_source(self.view.source, self.view.look)
        self._tell()

    def clear(self, message: str = "") -> None:
        """Show no picture, but a sentence in its place."""
        self._message = message
        self.set_regions(())
        self.set_marks(())
        self.view.show_picture(None, self.view.look, keep_view=False)
        self.navigator.show_source(None, self.view.look)
        self._tell()

    def set_heading(self, heading: str) -> None:
        """Say what kind of picture this is; its label stands beside it."""
        self._heading_text = heading
        self._tell()

    def set_label(self, label: str) -> None:
        """Name the picture anew, for instance in another language."""
        self._label_text = label
        self._tell()

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a small widget at the right end of the heading."""
        self._header_row.addWidget(widget)

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Show these rectangles of the engine instead of the former ones."""
        self.view.overlay_item.set_regions(regions)

    def set_marks(self, marks: Sequence[PaneMark]) -> None:
        """Show these marks instead of the former ones."""
        self.view.overlay_item.set_marks(marks)

    def set_overlay_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Hide everything drawn over the picture, or show it again."""
        self.view.overlay_item.setVisible(shown)

    def set_overview_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Let the overview come while something is out of sight, or never."""
        self.navigator.set_allowed(shown)
        self._place_legend()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self.view.set_tool(tool)

    def fidelity_text(self) -> str:
        """Return what the fidelity line says."""
        return self.fidelity_line.text()

    # -- looks -----------------------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Change the look; the window, curve, colours, filters and energy of the picture."""
        self.view.set_look(look)

    def toggle_invert(self) -> None:
        """Show dense cargo bright, or dark again."""
        self.set_look(replace(self.view.look, invert=not self.view.look.invert))

    def toggle_log(self) -> None:
        """Show even steps of attenuation, or of transmission again."""
        to = Curve.LINEAR if self.view.look.curve is Curve.LOG else Curve.LOG
        self.set_look(replace(self.view.look, curve=to))

    def toggle_material(self) -> None:
        """Colour by material, or not."""
        self.set_look(replace(self.view.look, material=not self.view.look.material))

    def show_energy(self, energy: Energy) -> None:
        """Show another detector energy; where it is missing, the line says so."""
        self.set_look(replace(self.view.look, energy=energy))

    def nudge_window(self, steps: int) -> None:
        """Make the grey window wider, or narrower when negative."""
        look = self.view.look
        self.set_look(replace(look, window=window_step(look.window, steps)))

    def nudge_level(self, steps: int) -> None:
        """Make the picture brighter, or darker when negative."""
        look = self.view.look
        self.set_look(replace(look, window=level_step(look.window, steps)))

    def auto_window(self, area: Area | None = None) -> None:
        """Spread the greys over the counts of an area, or of what is seen when None.

        The darkest and the brightest half percent saturate.
        """
        source, stage = self.view.source, self.view.stage()
        if source is None:
            return
        if area is None:
            top, left = stage.place(self.view.viewpoint, 0, 0)
            bottom, right = stage.place(self.view.viewpoint, *map(float, stage.size_px))
            area = area_between((top, left), (bottom, right))
        counts = source.counts_within(self.view.look.energy, area)
        if counts.size:
            darkest, brightest = np.percentile(counts, (0.5, 99.5))
            window = between(float(darkest), float(brightest))
            self.set_look(replace(self.view.look, window=window))

    def reset(self) -> None:
        """Go back to the look the picture came with, and fit it."""
        self.set_look(self._first_look)
        self.fit()

    # -- viewpoints ------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture."""
        if self.view.picture is not None:
            self.view.move_to(self.view.stage().fit(), fitted=True)

    def one_to_one(self) -> None:
        """Show one pixel per device pixel, about the same place."""
        if self.view.picture is not None:
            self.view.move_to(Viewpoint(centre=self.view.viewpoint.centre, zoom=1.0))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the pane."""
        if self.view.picture is not None:
            here = self.view.viewpoint
            self.view.move_to(self.view.stage().zoom_at(here, factor, here.centre))

    def pan_by(self, down: float, along: float) -> None:
        """Look further down or along, in shares of the pane."""
        if self.view.picture is not None:
            stage = self.view.stage()
            height, width = stage.size_px
            self.view.move_to(stage.pan(self.view.viewpoint, -down * height, -along * width))

    def look_at(self, viewpoint: Viewpoint) -> None:
        """Look at a place at a zoom."""
        if self.view.picture is not None:
            self.view.move_to(viewpoint)

    def look_at_area(self, area: Area, *, share: float = 0.5) -> None:
        """Zoom so that an area fills a share of the pane."""
        if self.view.picture is not None:
            self.view.move_to(self.view.stage().show(area, share=share))

    # -- what happens ----------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()
        super().changeEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the overview and the notice in their places."""
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            self._place_children()
        return False

    def _place_children(self) -> None:
        port = self.view.viewport()
        self.notice.setGeometry(port.rect())
        self.navigator.settle(port.rect())
        self._place_legend()

    def _place_legend(self) -> None:
        away = self.navigator.isHidden()
        overview = QRect() if away else self.navigator.geometry()
        self.legend.settle(self.view.viewport().rect(), overview)

    def _on_look(self, look: Look) -> None:
        self.navigator.set_look(look)
        self._tell()

    def _on_view(self, viewpoint: Viewpoint) -> None:
        self.navigator.set_view(self.view.stage(), viewpoint)
        self._tell()
        self.viewMoved.emit(viewpoint)

    def _on_pointed(self, place: Place | None) -> None:
        self.fidelity_line.point(self.view.picture, place)

    def _on_drawn(self, ticket: int) -> None:
        picture = self.view.picture
        if picture is None or picture.reduced > 1 or self._painted or ticket != self.view.ticket:
            return
        self._painted = True
        self.painted.emit()

    def _look_from_navigator(self, place: Place) -> None:
        self.view.move_to(Viewpoint(centre=place, zoom=self.view.viewpoint.zoom))

    def _tell(self) -> None:
        picture, state = self.view.picture, self.state
        label = "" if picture is None else self._label_text or picture.label
        self._heading.setText("   ".join(part for part in (self._heading_text, label) if part))
        self.notice.setText(self._message)
        self.notice.setVisible(picture is None and bool(self._message))
        self.fidelity_line.say(picture, state)
        self.legend.say(picture, state.look)
        self._place_legend()
        self.stateChanged.emit(state)


def _notice(parent: QWidget) -> QLabel:
    """Return the label that stands where no picture is."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(WORDS))
    label.setPalette(palette)
    label.hide()
    return label
