"""What lasts only as long as a key is held: the bare picture, and the raw one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from viewer.items.cover_item import CoverFrameItem
from viewer.items.difference_item import DifferenceItem
from viewer.items.scan_item import ScanItem
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.look import Look


class Holds(QObject):
    """Takes overlays or looks away from some panes and gives them back exactly.

    Overlays go by their opacity, so that what is shown or hidden meanwhile stays so. Another
    picture or a lost focus ends every hold: the release of the key may go to another window.

    Parameters
    ----------
    room : QWidget
        The widget around the panes; focus within it keeps a hold.
    panes : sequence of ScanPane
    quietly : callable
        Runs a change of looks without the panes passing it on to each other.
    """

    changed = Signal()
    """A hold began or ended."""
    released = Signal()
    """All holds were ended from outside: let go whatever else a key holds."""

    def __init__(
        self,
        room: QWidget,
        panes: Sequence[ScanPane],
        quietly: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__(room)
        self._room, self._panes, self._quietly = room, tuple(panes), quietly
        self._looks: tuple[Look, ...] | None = None
        self._opacities: dict[object, float] | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def is_raw(self) -> bool:
        """Whether the raw pictures are shown."""
        return self._looks is not None

    @property
    def is_clean(self) -> bool:
        """Whether everything over the pictures is away."""
        return self._opacities is not None

    def hold_clean(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Show the pictures alone while a key is held."""
        if on == self.is_clean:
            return
        kept = self._opacities or {}
        self._opacities = {} if on else None
        for pane in self._panes:
            pane.navigator.set_away(on)
            pane.loupe.set_away(on)
            pane.legend.set_allowed(not on)
            for item in pane.view.box.childGroup.childItems():
                if isinstance(item, ScanItem | DifferenceItem | CoverFrameItem):
                    continue
                if self._opacities is not None:
                    self._opacities[item] = item.opacity()
                item.setOpacity(0.0 if on else kept.get(item, 1.0))
        self.changed.emit()

    def hold_raw(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Show the pictures as they came while a key is held: full window, nothing done to them.

        The energy and the way of enlarging stay.
        """
        if on == self.is_raw:
            return
        if on:
            looks = [pane.view.look for pane in self._panes]
            self._looks = tuple(looks)
            wanted = [raw(look) for look in looks]
        else:
            wanted, self._looks = list(self._looks or ()), None
        self._quietly(lambda: self._dress(wanted))
        self.changed.emit()

    def release(self) -> None:
        """End every hold, as if the keys were let go."""
        self.hold_clean(False)
        self.hold_raw(False)
        self.released.emit()

    def _dress(self, looks: Sequence[Look]) -> None:
        for pane, look in zip(self._panes, looks, strict=True):
            pane.set_look(look)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not (now is self._room or self._room.isAncestorOf(now)):
            self.release()


def raw(look: Look) -> Look:
    """Return the look that does nothing to a picture, at the same energy."""
    return Look(energy=look.energy, enlargement=look.enlargement)
