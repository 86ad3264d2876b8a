"""A scan above, a typical model below: containers are wide. Linked in metres."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from viewer.link import Basis, Link, link
from viewer.panes.fidelity_line import paint_strip
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.state import PictureState


class ComparePane(QWidget):
    """Two panes, `scan` above `model`; while linked, view and grey window go together.

    The look of the model keeps its own energy, so that a model of one energy never seems to
    lack what the scan has.
    """

    linkChanged = Signal(bool)  # noqa: N815 - a Qt signal
    """Whether the two move together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan, self.model = ScanPane(self), ScanPane(self)
        self._areas: tuple[Area, Area] | None = None
        self._leading = False
        self.basis = QLabel(self)
        self.basis.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QToolButton(self)
        self._button.setCheckable(True)
        self._button.setChecked(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model.add_header_widget(self.basis)
        self.model.add_header_widget(self._button)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(4)
        paint_strip(self.splitter)
        self.splitter.addWidget(self.scan)
        self.splitter.addWidget(self.model)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.setFocusProxy(self.scan)
        self._button.toggled.connect(self._on_toggled)
        self.scan.viewMoved.connect(self._on_scan_moved)
        self.model.viewMoved.connect(self._on_model_moved)
        self.scan.stateChanged.connect(self._on_scan_state)
        self.model.stateChanged.connect(self._on_model_state)
        self._say()

    @property
    def linked(self) -> bool:
        """Whether the two move together."""
        return self._button.isChecked()

    def set_linked(self, linked: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Let the two move together, or each for itself."""
        self._button.setChecked(linked)

    def show_scan(self, picture: Picture, *, look: Look | None = None) -> None:
        """Show a scan, fitted; the model of the former one goes."""
        self._areas = None
        self.model.clear()
        self.scan.show_picture(picture, look=look)
        self._say()

    def replace_scan(self, picture: Picture) -> None:
        """Show the scan at another resolution: place, look, marks and the model stay."""
        self.scan.show_picture(picture, keep_view=True)
        self._say()

    def show_model(self, picture: Picture | None, *, message: str = "") -> None:
        """Show a typical model, or none and a sentence why."""
        self._areas = None
        if picture is None:
            self.model.clear(message)
        else:
            self._lead(lambda: self.model.show_picture(picture, look=self._model_look()))
            self._follow_scan()
        self._say()

    def align(self, scan_area: Area | None, model_area: Area | None) -> None:
        """Lay the model on the scan by two matching areas; None undoes it."""
        both = scan_area is not None and model_area is not None
        self._areas = (scan_area, model_area) if both else None  # type: ignore[assignment] # both
        self._follow_scan()
        self._say()

    def clear(self, message: str = "") -> None:
        """Show neither scan nor model."""
        self._areas = None
        self.scan.clear(message)
        self.model.clear()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _link(self) -> Link | None:
        scan, model = self.scan.picture, self.model.picture
        return None if scan is None or model is None else link(scan, model, areas=self._areas)

    def _lead(self, act: Callable[[], None]) -> None:
        """Move one pane without hearing the echo of the other."""
        if self._leading:
            return
        self._leading = True
        try:
            act()
        finally:
            self._leading = False

    def _follow_scan(self) -> None:
        if self.scan.state.viewpoint is not None:
            self._on_scan_moved(self.scan.state.viewpoint)

    def _on_scan_moved(self, view: Viewpoint) -> None:
        scan, model, joined = self.scan.picture, self.model.picture, self._link()
        if self.linked and joined is not None and scan is not None and model is not None:
            there = joined.to_model(scan, model, view)
            self._lead(lambda: self.model.look_at(there))

    def _on_model_moved(self, view: Viewpoint) -> None:
        scan, model, joined = self.scan.picture, self.model.picture, self._link()
        if self.linked and joined is not None and scan is not None and model is not None:
            there = joined.to_scan(scan, model, view)
            self._lead(lambda: self.scan.look_at(there))

    def _model_look(self) -> Look:
        look = self.scan.state.look if self.linked else self.model.state.look
        return replace(look, energy=self.model.state.look.energy)

    def _on_scan_state(self, _state: PictureState) -> None:
        if self.linked:
            self._lead(lambda: self.model.set_look(self._model_look()))

    def _on_model_state(self, state: PictureState) -> None:
        if self.linked and self.model.picture is not None:
            look = replace(state.look, energy=self.scan.state.look.energy)
            self._lead(lambda: self.scan.set_look(look))

    def _on_toggled(self, linked: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        if linked:
            self._on_scan_state(self.scan.state)
            self._follow_scan()
        self._say()
        self.linkChanged.emit(linked)

    def _say(self) -> None:
        self.scan.set_heading(self.tr("Scan"))
        self.model.set_heading(self.tr("Typical model"))
        self._button.setText(self.tr("Linked") if self.linked else self.tr("Not linked"))
        self._button.setToolTip(
            self.tr("Move, zoom and grey window of scan and typical model go together")
        )
        joined = self._link()
        words = {
            Basis.METRES: self.tr("same scale, by pixel size"),
            Basis.CONTAINER: self.tr("same scale, by container height"),
            Basis.MATCH: self.tr("scaled by the match"),
            Basis.PICTURE: self.tr("not to scale: sizes unknown"),
        }
        self.basis.setText("" if joined is None or not self.linked else words[joined.basis])
