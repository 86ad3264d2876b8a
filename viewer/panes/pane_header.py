"""What stands over a pane, and in the place of a picture that is not there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from viewer.panes.fidelity_line import WORDS, paint_strip


class PaneHeader(QWidget):
    """What kind of picture this is and its name, and small widgets at the right end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        paint_strip(self)
        self._heading = QLabel(self)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        bold = self._heading.font()
        bold.setBold(True)
        self._heading.setFont(bold)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.addWidget(self._heading, 1)

    def add(self, widget: QWidget) -> None:
        """Put a small widget at the right end."""
        self._row.addWidget(widget)

    def say(self, heading: str, label: str) -> None:
        """Write kind and name; either may be empty."""
        self._heading.setText("   ".join(part for part in (heading, label) if part))


class Notice(QLabel):
    """The sentence that stands where no picture is; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(WORDS))
        self.setPalette(palette)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one is no notice."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
