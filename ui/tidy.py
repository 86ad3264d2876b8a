"""Python's cyclic garbage collector, kept on the Qt thread.

Python collects in whatever thread happens to allocate. A widget that is part of a cycle would then
be destroyed in the decoding thread, and Qt aborts sooner or later (seen once in five runs of our
own tests). So collecting is switched off while a window lives, and a timer does it in its place.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS: Final = 500


class QtThreadGarbage(QObject):
    """Collects on the Qt thread, generation by generation, by Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._settled = False

    def start(self) -> None:
        """Take collecting over; what is alive now is long-lived and not looked at again."""
        self._settled = False
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python, after one last round here."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation whose time has come.

        By the first time the window has been made, and it stays: it is not looked at again either,
        for to look through all of it takes longer than a frame.
        """
        if not self._settled:
            self._settled = True
            gc.collect()
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
