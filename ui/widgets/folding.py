"""A framed part of the desk that folds to its heading, and says in it what it hides."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Elided, Panel

_OPEN, _FOLDED = "▾", "▸"
_SHEET = f"""
QPushButton {{ background: transparent; border: 0; color: {theme.QUIET}; padding: 0;
    FONT; text-align: left; }}
QPushButton:hover {{ color: {theme.TEXT}; }}
QPushButton:focus {{ color: {theme.ACCENT}; }}
"""


class FoldPanel(Panel):
    """A panel whose heading is a button; ``inside`` takes what folds away.

    Parameters
    ----------
    name : str
        What the fold is remembered by, never shown.
    """

    folded_by_hand = Signal(str, bool)
    """The name of a part, and whether it is folded now."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._title, self._summary = "", ""
        self.heading.hide()
        self.button = QPushButton()
        self.button.setStyleSheet(_SHEET.replace("FONT", theme.font_rule(self.button, 8.5)))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._on_clicked)
        self.body.addWidget(self.button)
        self.summary = Elided()
        self.summary.hide()
        self.body.addWidget(self.summary)
        self._room = QWidget()
        self.inside = QVBoxLayout(self._room)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(5)
        self.body.addWidget(self._room)

    @property
    def is_folded(self) -> bool:
        """Whether only the heading and its summary are shown."""
        return self._room.isHidden()

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - as setVisible
        """Fold the panel, or open it."""
        self._room.setVisible(not folded)
        self._say()

    def set_title(self, title: str, summary: str = "") -> None:
        """Write the heading, and the line that stands for what is folded away."""
        self._title, self._summary = title, summary
        self._say()

    def _say(self) -> None:
        sign = _FOLDED if self.is_folded else _OPEN
        self.button.setText(f"{sign} {self._title}")
        self.button.setAccessibleName(self._title)
        self.button.setToolTip(self.tr("Open") if self.is_folded else self.tr("Fold"))
        self.summary.say(self._summary)
        self.summary.setVisible(self.is_folded and bool(self._summary))

    @Slot()
    def _on_clicked(self) -> None:
        self.fold(not self.is_folded)
        self.folded_by_hand.emit(self.name, self.is_folded)
