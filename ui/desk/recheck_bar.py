"""The line of a re-check, in the place of the decision: what was missed, and how grave it is."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import foreign, theme
from ui.widgets.texts import Elided, paint, plain

#: What a second look says, in the order of its numbers.
SEVERITIES: Final = (
    QT_TRANSLATE_NOOP("Recheck", "Nothing missed"),
    QT_TRANSLATE_NOOP("Recheck", "Of no consequence"),
    QT_TRANSLATE_NOOP("Recheck", "Hard to see"),
    QT_TRANSLATE_NOOP("Recheck", "Should be seen"),
    QT_TRANSLATE_NOOP("Recheck", "Plain to see"),
)
MOST_NOTE: Final = 500


def severity_words(severity: int) -> str:
    """Return what a severity is called."""
    return QCoreApplication.translate("Recheck", str(SEVERITIES[severity]))


class RecheckBar(QFrame):
    """Says what is done here and takes the answer; the marks are drawn in the picture."""

    said = Signal(int)
    """The severity, 0 for nothing missed."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recheck")
        self.setStyleSheet(
            f"QFrame#recheck {{ background: {theme.RAISED}; border-left: 4px solid {theme.WARN}; }}"
        )
        self.title, self.help = plain(bold=True), Elided()
        paint(self.title, colour=theme.WARN, bold=True)
        paint(self.help, colour=theme.QUIET)
        self.buttons = [QPushButton() for _ in SEVERITIES]
        for severity, button in enumerate(self.buttons):
            button.setMinimumHeight(44)
            button.setProperty("severity", severity)
            button.clicked.connect(self._on_clicked)
        self.note = QLineEdit()
        self.note.setMaxLength(MOST_NOTE)
        self.leave = QPushButton()
        self.leave.clicked.connect(self.left)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self.title)
        first.addWidget(self.help, 1)
        first.addWidget(self.leave)
        second.setSpacing(8)
        for severity, button in enumerate(self.buttons):
            second.addWidget(button, 1)
            if severity == 0:
                second.addSpacing(14)
        second.addWidget(self.note, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 10, 9)
        column.setSpacing(7)
        column.addLayout(first)
        column.addLayout(second)
        self._third, self._before = False, ""
        self.hide()
        self.retranslate()

    def begin(self, *, third: bool, note: str) -> None:
        """Show the bar for a task; as a third officer with the second's note."""
        self._third, self._before = third, note
        self.note.clear()
        self.set_busy(busy=False)
        self.retranslate()
        self.show()

    def set_busy(self, *, busy: bool) -> None:
        """Take no answer while one is on its way."""
        for button in self.buttons:
            button.setDisabled(busy)

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        if self._third:
            self.title.setText(self.tr("Re-check · third officer"))
            text = self.tr("A second officer marked what you see. You have the last word.")
            if self._before:
                text += "  " + self.tr("Their note: %1").replace("%1", foreign.shown(self._before))
        else:
            self.title.setText(self.tr("Re-check"))
            text = self.tr(
                "This container was released. Look at it as if nobody had; mark what was missed,"
                " then say how grave it is."
            )
        self.help.say(text)
        for severity, button in enumerate(self.buttons):
            button.setText(f"{severity}  {severity_words(severity)}")
        self.buttons[0].setStyleSheet(f"color: {theme.GOOD};")
        self.buttons[-1].setStyleSheet(f"color: {theme.ALARM};")
        self.note.setPlaceholderText(self.tr("Note, for the officer who is to learn from it"))
        self.note.setAccessibleName(self.note.placeholderText())
        self.leave.setText(self.tr("Not now"))

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.said.emit(int(button.property("severity")))
