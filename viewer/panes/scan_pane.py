"""A pane that shows one picture and always says what its pixels are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.measure import Measure
from viewer.overlay import PaneMark, Region, Tool
from viewer.panes.container_parts import ContainerParts
from viewer.panes.fidelity_line import FidelityLine
from viewer.panes.legend import Legend
from viewer.panes.loupe import Loupe
from viewer.panes.mark_hands import MarkHands
from viewer.panes.measuring import Measuring
from viewer.panes.navigator import Navigator
from viewer.panes.pane_acts import PaneActs
from viewer.panes.pane_header import Notice, PaneHeader
from viewer.picture import Picture
from viewer.pixels.geometry import Place, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.state import PictureState
from viewer.seen import Seen, area_in_sight
from viewer.throttle import Throttle

_WORDS_MS = 60
"""The fidelity line follows a moving hand with this delay, and always has the last word."""


class ScanPane(PaneActs):
    """One picture with its heading, overlays, marks and fidelity line.

    Places are (row, column) in full-resolution pixels. All of it lives on the Qt thread.
    """

    stateChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A `PictureState`: look, viewpoint or fidelity changed."""
    painted = Signal()
    """Once per picture: it has been painted from its full resolution."""
    settled = Signal()
    """After each paint of nothing but exact pixels; what is slow to make is coarse before."""
    markDrawn = Signal(object)  # noqa: N815 - a Qt signal
    """A `MarkDrawing`; it is shown only when handed back by `set_marks`."""
    markPicked = Signal(str)  # noqa: N815 - a Qt signal
    """The id of a mark that was clicked with the hand; empty after a click beside all marks."""
    placeClicked = Signal(object)  # noqa: N815 - a Qt signal
    """The place (row, column) of any click with the hand."""
    markMoved = Signal(str, object)  # noqa: N815 - a Qt signal
    """The id of a mark and its new points; it is shown there only when handed back so."""
    viewMoved = Signal(object)  # noqa: N815 - a Qt signal
    """A `Viewpoint`, after a hand or a call moved the view."""
    toolChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A `Tool`."""
    measuresChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A tuple of `Measure`, after one was taken, changed or removed."""

    def __init__(self, parent: QWidget | None = None, *, heading: str = "") -> None:
        super().__init__(parent)
        self._heading_text, self._label_text, self._message = heading, "", ""
        self._painted, self._told_later = False, 0
        self._warnings: tuple[str, ...] = ()
        self._structure_shown = False
        self.measuring = Measuring(self.view, self.auto_window, self)
        self.measuring.changed.connect(self.measuresChanged)
        self.navigator = Navigator(self.view.viewport())
        self.navigator.moved.connect(self._look_from_navigator)
        self.loupe = Loupe(self.view.viewport())
        self.view.loupe = self.loupe
        self.legend = Legend(self.view.viewport())
        self.parts = ContainerParts(self.view.structure_item, self)
        self.fidelity_line = FidelityLine(self)
        self._words = Throttle(self._say, _WORDS_MS, self)
        self.header = PaneHeader(self)
        self.notice = Notice(self.view.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.view, 1)
        column.addWidget(self.fidelity_line)
        self.setFocusProxy(self.view)
        self.view.look_changed.connect(self._on_look)
        self.view.view_moved.connect(self._on_view)
        self.view.pointed.connect(self._on_pointed)
        self.view.mark_drawn.connect(self.markDrawn)
        self.mark_hands = MarkHands(self.view)
        self.mark_hands.picked.connect(self.markPicked)
        self.mark_hands.moved.connect(self.markMoved)
        self.mark_hands.clicked.connect(self.placeClicked)
        self.view.tool_changed.connect(self.toolChanged)
        self.view.drawn.connect(self._on_drawn)
        self.view.scan_item.exact_changed.connect(
            self._on_exact, Qt.ConnectionType.QueuedConnection
        )
        self.view.viewport().installEventFilter(self)
        self._tell()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def state(self) -> PictureState:
        """What is shown and how, now."""
        now: PictureState = self.view.state
        return now

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

    def seen(self) -> Seen | None:
        """Return what the pane shows of its picture now; None while it shows none, or coarsely."""
        view = self.view
        if view.picture is None or not self.isVisible() or not view.is_settled:
            return None
        area = area_in_sight(view.stage(), view.viewpoint)
        return Seen(area=area, zoom=view.viewpoint.zoom, look=view.look)

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
        with self.told_once():
            self.view.show_picture(picture, look or self.view.look, keep_view=keep_view)
            self.measuring.follow_picture(picture, keep=keep_view)
            self.navigator.show_source(self.view.source, self.view.look)
            self.loupe.show_source(self.view.source, self.view.look)

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """Tell what changes within once, at its end: all words take as long as a paint."""
        self._told_later += 1
        try:
            yield
        finally:
            self._told_later -= 1
            self._tell()

    def clear(self, message: str = "") -> None:
        """Show no picture, but a sentence in its place."""
        if self.view.picture is None and message == self._message:
            return
        self._message = message
        self.set_regions(())
        self.set_marks(())
        with self.told_once():
            self.view.show_picture(None, self.view.look, keep_view=False)
            self.measuring.follow_picture(None, keep=False)
            self.navigator.show_source(None, self.view.look)
            self.loupe.show_source(None, self.view.look)

    def set_heading(self, heading: str) -> None:
        """Say what kind of picture this is; its label stands beside it."""
        if heading != self._heading_text:
            self._heading_text = heading
            self._tell()

    def set_label(self, label: str) -> None:
        """Name the picture anew, for instance in another language."""
        self._label_text = label
        self._tell()

    @property
    def label(self) -> str:
        """The name of what is shown, as in the heading; empty while nothing is."""
        picture = self.picture
        return "" if picture is None else self._label_text or picture.label

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a small widget at the right end of the heading."""
        self.header.add(widget)

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Show these rectangles of the engine instead of the former ones."""
        self.view.overlay_item.set_regions(regions)

    def set_marks(self, marks: Sequence[PaneMark]) -> None:
        """Show these marks instead of the former ones."""
        self.view.overlay_item.set_marks(marks)

    def set_highlight(self, mark_id: str | None) -> None:
        """Let one mark stand out, with handles to move it by; None for no mark."""
        self.view.overlay_item.set_highlight(mark_id)

    def set_overlay_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Hide everything drawn over the picture, or show it again."""
        self.view.overlay_item.setVisible(shown)
        self.measuring.item.set_allowed(shown)

    def set_overview_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Let the overview come while something is out of sight, or never."""
        self.navigator.set_allowed(shown)
        self._place_legend()

    def set_structure_shown(self, shown: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Show floor, roof, ends, sections and layers of the container, or hide them.

        Where the container was not found, the fidelity line says so.
        """
        self._structure_shown = shown
        self._tell()

    @property
    def structure_shown(self) -> bool:
        """Whether the container's parts are asked for."""
        return self._structure_shown

    def set_warnings(self, warnings: tuple[str, ...]) -> None:
        """Say in the fidelity line what lies over the picture or was done to it from outside."""
        if warnings != self._warnings:
            self._warnings = warnings
            self._tell()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self.view.set_tool(tool)

    def fidelity_text(self) -> str:
        """Return what the fidelity line says."""
        self._words.flush()
        return self.fidelity_line.text()

    # -- measures --------------------------------------------------------------------------

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What has been measured on the picture, the newest last."""
        return self.measuring.measures

    def remove_measure(self, measure_id: str) -> None:
        """Take one measure away."""
        self.measuring.remove(measure_id)

    def clear_measures(self) -> None:
        """Take all measures away."""
        self.measuring.clear()

    def undo_measure(self) -> bool:
        """Take back the newest change of the measures; tell whether there was one."""
        return self.measuring.undo()

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
        if self.legend.isHidden():
            return
        away = self.navigator.isHidden()
        overview = QRect() if away else self.navigator.geometry()
        self.legend.settle(self.view.viewport().rect(), overview)

    def _on_look(self, look: Look) -> None:
        self.navigator.set_look(look)
        self.loupe.set_look(look)
        self._tell_state()

    def _on_view(self, viewpoint: Viewpoint) -> None:
        self.navigator.set_view(self.view.stage(), viewpoint)
        self._tell_state()
        self.viewMoved.emit(viewpoint)

    def _on_pointed(self, place: Place | None) -> None:
        self.fidelity_line.point(self.view.picture, place)
        self.loupe.point(self.view.stage(), self.view.viewpoint, place)

    def _on_drawn(self, ticket: int) -> None:
        if self.view.is_settled:
            self.settled.emit()
        picture = self.view.picture
        if picture is None or picture.reduced > 1 or self._painted or ticket != self.view.ticket:
            return
        self._painted = True
        self.painted.emit()

    def _on_exact(self, _exact: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._tell_state()
        self._words.flush()

    def _look_from_navigator(self, place: Place) -> None:
        self.view.move_to(Viewpoint(centre=place, zoom=self.view.viewpoint.zoom))

    def _tell(self) -> None:
        """Say what picture this is, and how it is shown."""
        if self._told_later:
            return
        picture = self.view.picture
        self.header.say(self._heading_text, self.label)
        self.notice.say(self._message if picture is None else "")
        self._tell_structure(picture)
        self._tell_state()
        self._words.flush()

    def _tell_state(self) -> None:
        """Say how the picture is shown; this comes with every frame."""
        if self._told_later:
            return
        self._words.ask()
        self.legend.say(self.view.picture, self.view.look)
        self._place_legend()
        self.stateChanged.emit(self.state)

    def _say(self) -> None:
        self.fidelity_line.say(self.view.picture, self.state)

    def _tell_structure(self, picture: Picture | None) -> None:
        missing = not self.parts.show_in(picture, wanted=self._structure_shown)
        note = (self.tr("No container structure: container not found"),) if missing else ()
        self.fidelity_line.warn((*self._warnings, *note))
