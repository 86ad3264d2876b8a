"""Hands on what is in hand about the open case: when it changed, and at most every two seconds."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from workstation.review.draft import InHand

EVERY_S: Final = 2.0


class DraftSharing(QObject):
    """What is handed on is as it stands at that moment, so none is older than two seconds there.

    Parameters
    ----------
    in_hand : callable
        Returns what is in hand about the open case, or None.
    share : callable
        Takes it; never waits.
    """

    def __init__(
        self,
        in_hand: Callable[[], InHand | None],
        share: Callable[[InHand], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._in_hand, self._share = in_hand, share
        self._last: InHand | None = None  # that was handed on, or that the hub has already
        self._at = time.monotonic() - EVERY_S
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._share_now)

    def begin(self, known: InHand | None) -> None:
        """Begin with another case; ``known`` need not be handed on."""
        self._last = known
        self.note_change()

    @Slot()
    def note_change(self) -> None:
        """Hear that something may have changed."""
        if not self._timer.isActive():
            wait_s = self._at + EVERY_S - time.monotonic()
            self._timer.start(round(1000 * max(0.0, wait_s)))

    @Slot()
    def _share_now(self) -> None:
        self.hand_on(self._in_hand())

    def hand_on(self, in_hand: InHand | None) -> None:
        """Hand on what is in hand at once, if it is not known."""
        self._timer.stop()
        if in_hand is not None and in_hand != self._last:
            self._last, self._at = in_hand, time.monotonic()
            self._share(in_hand)
