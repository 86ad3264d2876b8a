"""The typical model in the scan's own pane: behind a curtain, in turn, or as a difference."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QTransform

from viewer.compare import CompareMode, Covered
from viewer.items.cover_item import CoverFrameItem, CoverItem
from viewer.items.difference_item import DifferenceItem
from viewer.link import Registration
from viewer.panes.curtain import CurtainHand
from viewer.panes.difference_legend import DifferenceLegend
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.difference import clamp_nepers
from viewer.pixels.look import Look

_LEAST_HZ: Final = 0.25
_MOST_HZ: Final = 3.0
"""WCAG 2.1, 2.3.1: nothing flashes more than three times in a second."""


class Cover(QObject):
    """Lays the model over the scan in a `ScanPane`; owns the blink timer and the curtain.

    Nothing covers the scan while there is no model, or in the mode SPLIT with no key held.
    """

    curtainMoved = Signal(float)  # noqa: N815 - a Qt signal
    """Where a hand hung the curtain, in shares of the pane."""

    def __init__(self, pane: ScanPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.mode = CompareMode.SPLIT
        self.curtain, self.covered = 0.5, Covered.RIGHT
        self.full_scale = 1.0
        self._pair: tuple[object, ...] = ()
        self._look, self._name = Look(), ""
        self._has_model = self._models_turn = self._held = self._away = False
        self.item, self.difference = CoverItem(), DifferenceItem()
        self.frame = CoverFrameItem(self.item)
        for item in (self.item, self.difference, self.frame):
            pane.view.box.addItem(item, ignoreBounds=True)
        self.legend = DifferenceLegend(pane.view.viewport())
        self._hand = CurtainHand(pane.view)
        self._hand.moved.connect(self._on_hand)
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._take_turns)
        pane.installEventFilter(self)
        pane.view.viewport().installEventFilter(self)

    @property
    def covers(self) -> bool:
        """Whether the model hides some of the scan now."""
        return bool(self.item.isVisible())

    @property
    def is_active(self) -> bool:
        """Whether there is a model that covers the scan, now or in turn, or is subtracted."""
        return self._has_model and (self._held or self.mode is not CompareMode.SPLIT)

    @property
    def is_held(self) -> bool:
        """Whether a held key lays the model over the scan."""
        return self._held

    @property
    def is_blinking(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    @property
    def blink_hz(self) -> float:
        """How often a second the picture changes."""
        return 1000.0 / self._timer.interval()

    def set_pair(self, model: ScanPane, placed: Registration | None, look: Look) -> None:
        """Take the model of its own pane, where it lies on the scan, and its look."""
        scan, typical = self._pane.view.source, model.view.source
        pair = (scan, typical, placed)
        if pair != self._pair:
            self._pair = pair
            self._has_model = None not in pair
            self.item.show_source(typical if self._has_model else None, look)
            if placed is not None:
                (down, along), (top, left) = placed.scale, placed.offset
                self.item.setTransform(QTransform(along, 0, 0, down, left, top))
            pictures = (self._pane.picture, model.picture)
            bits = min(16 if shown is None else shown.stored_bits for shown in pictures)
            self.difference.show_pair(scan, typical, placed, stored_bits=bits)
            self._settle()
        elif look != self._look:
            self.item.set_look(look)
        self._look = look

    def set_scan_look(self, look: Look) -> None:
        """Tell the scan's look, whose energy and smoothing a difference is measured with."""
        self.difference.set_look(look)

    def set_name(self, name: str) -> None:
        """Name the model as it is named over the picture."""
        if name != self._name:
            self._name = name
            self.frame.set_name(name)

    def set_mode(self, mode: CompareMode) -> None:
        """Choose how the model is laid over the scan."""
        self.mode = mode
        self._models_turn = False
        self._settle()

    def set_curtain(self, share: float, covered: Covered | None = None) -> None:
        """Hang the curtain at a share of the pane, clamped to it; None keeps the side."""
        self.curtain = min(max(share, 0.0), 1.0)
        self.covered = covered or self.covered
        self._settle()

    def set_full_scale(self, full_scale: float) -> None:
        """Set the full scale of the difference [nepers], clamped to what makes sense."""
        self.full_scale = clamp_nepers(full_scale)
        self.difference.set_full_scale(self.full_scale)
        self.legend.set_full_scale(self.full_scale)

    def set_blink_rate(self, hz: float) -> None:
        """Set how often a second the picture changes: from 1/4 to 3."""
        self._timer.setInterval(round(1000 / min(max(hz, _LEAST_HZ), _MOST_HZ)))

    def hold(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Lay the whole model over the scan while a key is held, in any mode."""
        self._held = on
        self._settle()

    def set_legend_away(self, away: bool) -> None:  # noqa: FBT001 - as Navigator.set_away
        """Keep the legend away while a key is held."""
        self._away = away
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Blink only while seen; keep the legend in its corner."""
        if watched is self._pane and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._settle(seen=event.type() == QEvent.Type.Show)
        elif event.type() == QEvent.Type.Resize and watched is self._pane.view.viewport():
            self.legend.settle(self._pane.view.viewport().rect())
        return False

    def _take_turns(self) -> None:
        self._models_turn = not self._models_turn
        self._settle()

    def _on_hand(self, share: float) -> None:
        self.set_curtain(share)
        self.curtainMoved.emit(share)

    def _settle(self, *, seen: bool | None = None) -> None:
        """Show and hide everything as mode, held key and model want it."""
        there, held, mode = self._has_model, self._held, self.mode
        swiping = there and mode is CompareMode.SWIPE and not held
        blinking = there and mode is CompareMode.BLINK and not held
        differing = there and mode is CompareMode.DIFFERENCE and not held
        share = self.curtain if swiping else None
        self.item.set_curtain(share, self.covered)
        self._hand.hang(share, self.covered)
        self.item.setVisible(there and (held or swiping or (blinking and self._models_turn)))
        self.frame.settle()
        self.difference.setVisible(differing)
        self.legend.setVisible(differing and not self._away)
        visible = self._pane.isVisible() if seen is None else seen
        if blinking and visible:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
