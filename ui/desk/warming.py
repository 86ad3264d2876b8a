"""Makes what pictures will need for their first paint and for the looks on the keys beforehand."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from ui.desk.look_commands import LookCommands
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.look import Look
from viewer.prepare import draw_ahead, warm

_MATERIALS: Final = Look(material=True)
"""It has a key of its own; its tables are only made of what stands on the screen."""
PATIENCE_MS: Final = 40
"""A case that is gone at once costs nothing, and the first paint has the machine to itself."""


class Warming(QObject):
    """Says what decoded pictures are made ready for, and makes up for those that are not.

    Local contrast looks its greys up in tables of the whole picture. Made in the first paint, they
    held the window up for four frames. Pictures that were decoded before the looks on the keys
    were others are seen to when they stand on the screen.
    """

    def __init__(
        self,
        panes: ComparePane,
        looks: LookCommands,
        run: Callable[[Callable[[], None]], Any],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panes, self._looks, self._run = panes, looks, run
        self._on_keys = looks.on_keys()
        self._first: tuple[Look, tuple[int, int]] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        for pane in (panes.scan, panes.model):
            pane.painted.connect(self.soon)

    def looks_ahead(self) -> tuple[Look, ...]:
        """Return the looks on the keys as they were when a picture was last painted.

        From any thread.
        """
        return self._on_keys

    def draw_first(self, picture: Picture) -> None:
        """Make what the scan's pane will show of a prepared picture first.

        As the pane and the first look were when a picture was last painted; from any thread.
        """
        first = self._first
        if first is not None:
            draw_ahead(picture, *first)

    @Slot()
    def soon(self) -> None:
        """Warm what is on the screen when nothing more has come for a moment."""
        self._timer.start(PATIENCE_MS)

    @Slot()
    def _begin(self) -> None:
        self._on_keys = self._looks.on_keys()
        self._first = (self._looks.first_look(), self._panes.scan.view.stage().size_px)
        looks = (*self._on_keys, _MATERIALS)
        for pane in (self._panes.scan, self._panes.model):
            if pane.picture is not None:
                self._run(partial(warm, pane.picture, looks))
