"""What leads and follows among the panes of a comparison: views, looks and the cursor."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from viewer.items.cross_item import CrossKind
from viewer.link import Link, link
from viewer.panes.linked_cursor import Crosses
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.geometry import Area, Place, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.state import PictureState
from viewer.views import LengthLink, link_lengths


class LinkedPanes(QObject):
    """Lets scan, typical model and another view of the scan move and look alike.

    The look of the model keeps its own energy, so that a model of one energy never seems to
    lack what the scan has. The other view is linked by length alone.

    Attributes
    ----------
    linked : bool
        Whether they go together; changed by `set_linked`.
    areas : tuple of Area, or None
        Two matching areas, of scan and model, by which the model is laid on the scan.
    """

    def __init__(
        self, parent: QObject, *, scan: ScanPane, model: ScanPane, other: ScanPane
    ) -> None:
        super().__init__(parent)
        self._scan, self._model, self._other = scan, model, other
        self.linked = True
        self.areas: tuple[Area, Area] | None = None
        self._leading = False
        scan.viewMoved.connect(self._on_scan_moved)
        model.viewMoved.connect(self._on_model_moved)
        other.viewMoved.connect(self._on_other_moved)
        scan.stateChanged.connect(self._on_scan_state)
        model.stateChanged.connect(self._on_model_state)
        other.stateChanged.connect(self._on_other_state)

    def set_linked(self, *, linked: bool) -> None:
        """Let them go together, the others as the scan is now, or each for itself."""
        self.linked = linked
        if linked:
            self._on_scan_state()
            self.follow_scan()

    def joined(self) -> Link | None:
        """Return how the model lies on the scan; None while one of them is missing."""
        scan, model = self._scan.picture, self._model.picture
        return None if scan is None or model is None else link(scan, model, areas=self.areas)

    def lengths(self) -> LengthLink | None:
        """Return how the lengths of scan and other view go together; None without both."""
        scan, other = self._scan.picture, self._other.picture
        return None if scan is None or other is None else link_lengths(scan, other)

    def lead(self, act: Callable[[], None]) -> None:
        """Move one pane without hearing the echo of the other."""
        if self._leading:
            return
        self._leading = True
        try:
            act()
        finally:
            self._leading = False

    def follow_scan(self) -> None:
        """Let the others look where the scan's pane looks."""
        if self._scan.state.viewpoint is not None:
            self._follow(self._scan.state.viewpoint, late=False)

    def model_look(self) -> Look:
        """Return how a model is to look that is shown now."""
        look = self._scan.state.look if self.linked else self._model.state.look
        return replace(look, energy=self._model.state.look.energy)

    def crosses(self, pane: ScanPane, place: Place) -> Crosses:
        """Tell where a place of one pane lies in the others."""
        joined, lengths = self.joined(), self.lengths()
        if not self.linked:
            return ()
        if lengths is not None and pane is not self._model:
            other = pane is self._other
            column = lengths.to_scan(place[1]) if other else lengths.to_other(place[1])
            there = self._scan if other else self._other
            return (
                (pane, place, CrossKind.COLUMN),
                (there, (0.0, column), CrossKind.COLUMN),
            )
        if joined is None:
            return ()
        if pane is self._model:
            return ((self._scan, joined.place_in_scan(place), CrossKind.CROSS),)
        return ((self._model, joined.place_in_model(place), CrossKind.CROSS),)

    def _on_scan_moved(self, view: Viewpoint) -> None:
        # Each pane is painted in a call of its own, that of the hand first.
        self._follow(view, late=not self._scan.view.is_resizing)

    def _follow(self, view: Viewpoint, *, late: bool) -> None:
        scan, model, joined = self._scan.picture, self._model.picture, self.joined()
        if self.linked and joined is not None and scan is not None and model is not None:
            there = joined.to_model(scan, model, view)
            self.lead(lambda: self._model.look_at(there, late=late))
        other, lengths = self._other.picture, self.lengths()
        former = self._other.state.viewpoint
        if self.linked and lengths and scan is not None and other is not None and former:
            beside = lengths.view_of_other(scan, other, view, former)
            self.lead(lambda: self._other.look_at(beside, late=late))

    def _on_model_moved(self, view: Viewpoint) -> None:
        if self._model.view.is_resizing:
            return
        scan, model, joined = self._scan.picture, self._model.picture, self.joined()
        if self.linked and joined is not None and scan is not None and model is not None:
            there = joined.to_scan(scan, model, view)
            self.lead(lambda: self._scan.look_at(there, late=True))

    def _on_other_moved(self, view: Viewpoint) -> None:
        if self._other.view.is_resizing:
            return
        scan, other, lengths = self._scan.picture, self._other.picture, self.lengths()
        former = self._scan.state.viewpoint
        if self.linked and lengths and scan is not None and other is not None and former:
            there = lengths.view_of_scan(scan, other, view, former)
            self.lead(lambda: self._scan.look_at(there, late=True))

    def _on_scan_state(self) -> None:
        if self.linked:
            self.lead(self._dress_followers)

    def _dress_followers(self) -> None:
        self._model.set_look(self.model_look(), late=True)
        if self._other.picture is not None:
            self._other.set_look(self._scan.state.look, late=True)

    def _on_model_state(self, state: PictureState) -> None:
        if self.linked and self._model.picture is not None:
            look = replace(state.look, energy=self._scan.state.look.energy)
            self.lead(lambda: self._scan.set_look(look))

    def _on_other_state(self, state: PictureState) -> None:
        if self.linked and self._other.picture is not None:
            self.lead(lambda: self._scan.set_look(state.look))
