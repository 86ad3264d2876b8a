"""What the sections of the look panel have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.panes.controls import quiet_label
from viewer.picture import Picture
from viewer.pixels.look import Look


class LookSection(QWidget):
    """A part of the panel that shows some parts of a look and lets them be changed.

    It keeps no look of its own: what is chosen is sent out, and comes back by `show_look`.
    """

    chosen = Signal(object)
    """The `Look` that an officer wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.picture: Picture | None = None
        self._showing = False
        self.heading = quiet_label()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(8, 6, 8, 4)
        self.body.setSpacing(4)
        self.body.addWidget(self.heading)

    def show_look(self, look: Look, picture: Picture | None) -> None:
        """Show what a picture looks like; nothing is chosen by that."""
        self.look, self.picture = look, picture
        with self._shown():
            self.refresh()

    def refresh(self) -> None:
        """Bring every control to the look of the moment."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Write every text anew."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            with self._shown():
                self.retranslate()
                self.refresh()
        super().changeEvent(event)

    def choose(self, **changes: Any) -> None:  # noqa: ANN401 - the parts of a Look
        """Send out the look with some parts changed, unless a control only echoes the look."""
        if not self._showing:
            self.chosen.emit(replace(self.look, **changes))

    @contextmanager
    def _shown(self) -> Iterator[None]:
        """Take what controls say meanwhile for an echo."""
        before, self._showing = self._showing, True
        try:
            yield
        finally:
            self._showing = before
