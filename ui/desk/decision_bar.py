"""Inspect on the left, release on the right, and between them the note and the truth.

The buttons are far apart and differ in sign, word and place, not in colour alone. They call the
same commands as the keys and light up only when the decision is armed. Why is asked by a sheet of
its own, `ui.desk.reason_sheet`.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme, words
from ui.commands import BY_NAME, CommandSet, key_text, main_key, text_of
from ui.desk.reason_sheet import NOTE_LIMIT
from ui.widgets.texts import Elided, paint
from workstation.review.arming import Obstacle


class DecisionButton(QPushButton):
    """A large button for one conclusion; the keyboard cannot press it, only its command's key."""

    def __init__(self, command: str, sign: str, colour: str, action: QAction) -> None:
        super().__init__()
        self._command, self._sign, self._colour = BY_NAME[command], sign, QColor(colour)
        self.share = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme.tall(self, 58)
        self.clicked.connect(action.trigger)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the command's texts in the language of the moment."""
        self.setAccessibleName(text_of(self._command))
        self.updateGeometry()
        self.update()

    def show_share(self, share: float) -> None:
        """Show how much of the minimum dwell has passed, 0 to 1."""
        if share != self.share:
            self.share = share
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for sign, word and key at the size of the letters of the moment."""
        caption = f"{self._sign}  {text_of(self._command)}"
        wide = QFontMetrics(self._large()).horizontalAdvance(caption)
        key = self.fontMetrics().horizontalAdvance(key_text(self._command))
        return QSize(max(200, 18 + wide + 18 + key + 18), 58)

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the caption."""
        return self.sizeHint()

    def _large(self) -> QFont:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(font.Weight.DemiBold)
        return font

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the commands: Space on a focused button must not decide."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign, the word and the key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        armed = self.isEnabled()
        fill = QColor(theme.RAISED if armed else theme.PANEL)
        if armed and self.isDown():
            fill = QColor(theme.LINE)
        elif armed and self.underMouse():
            fill = QColor(theme.HOVER)
        painter.setPen(self._colour if armed else QColor(theme.LINE))
        painter.setBrush(fill)
        painter.drawRoundedRect(room, 5, 5)
        if not armed and 0 < self.share < 1:
            painter.fillRect(
                QRectF(2, room.bottom() - 3, (room.width() - 4) * self.share, 2), self._colour
            )
        ink = self._colour if armed else QColor(theme.FAINT)
        painter.setFont(self._large())
        painter.setPen(ink)
        caption = f"{self._sign}  {text_of(self._command)}"
        painter.drawText(
            room.adjusted(18, 0, -18, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            caption,
        )
        painter.setFont(self.font())
        painter.setPen(QColor(theme.QUIET if armed else theme.FAINT))
        painter.drawText(
            room.adjusted(0, 0, -16, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            main_key(self._command),
        )
        painter.end()
        event.accept()


class DecisionBar(QFrame):
    """Everything that goes into a decision beside the marks."""

    note_left = Signal()

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._commands = commands
        self.inspect = DecisionButton(
            "decision.inspect", "▲", theme.ALARM, commands["decision.inspect"]
        )
        self.release = DecisionButton(
            "decision.release", "✓", theme.GOOD, commands["decision.release"]
        )
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_LIMIT)
        self.note.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.note.returnPressed.connect(self.note_left)
        self.state = Elided()
        self.refer = self._small("decision.refer")
        self.rescan = self._small("decision.rescan")
        self.skip = self._small("case.skip")
        self._lay_out()
        self._obstacle: Obstacle | None = Obstacle.NO_CASE
        self._flash = QTimer(self, singleShot=True, interval=1600)
        self._flash.timeout.connect(self._calm)
        self.retranslate()

    def show_armed(self, obstacle: Obstacle | None, *, share: float) -> None:
        """Light the buttons up, or say what is missing.

        Typing does not darken them: a click leaves the text field before it counts.
        """
        self._obstacle = obstacle
        forbidden = obstacle is Obstacle.MUST_INSPECT
        armed = forbidden or obstacle in {None, Obstacle.TYPING}
        blind = obstacle is Obstacle.UNREADABLE
        self.inspect.setEnabled(armed)
        self.release.setEnabled(armed and not forbidden)
        for button in (self.inspect, self.release):
            button.show_share(0.0 if blind else share)
        self.refer.setEnabled(armed or blind)
        seen = armed or blind or obstacle is Obstacle.TOO_SOON
        self.rescan.setEnabled(seen)
        self.skip.setEnabled(obstacle not in {Obstacle.NO_CASE, Obstacle.SET_ASIDE})
        if not self._flash.isActive():
            self._calm()

    def refuse(self, obstacle: Obstacle | None) -> None:
        """Answer a key that was pressed in vain."""
        if obstacle is not None:
            self.state.say(words.obstacle(obstacle))
            paint(self.state, colour=theme.WARN)
            self._flash.start()

    def start_afresh(self) -> None:
        """Empty the note for the next case."""
        self.note.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.note.setPlaceholderText(
            self.tr("Note for the crew and the record  (%1)").replace(
                "%1", key_text(BY_NAME["decision.note"])
            )
        )
        self.note.setAccessibleName(self.tr("Note"))
        for button in (self.inspect, self.release):
            button.retranslate()
        for small in (self.refer, self.rescan, self.skip):
            self._caption(small)
        self._calm()

    @Slot()
    def _calm(self) -> None:
        armed = self._obstacle is None
        text = (
            self.tr("Ready to decide") if self._obstacle is None else words.obstacle(self._obstacle)
        )
        self.state.say(text)
        paint(self.state, colour=theme.GOOD if armed else theme.QUIET)

    def _small(self, command: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("command", command)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._commands[command].trigger)
        self._caption(button)
        return button

    def _caption(self, button: QPushButton) -> None:
        command = BY_NAME[str(button.property("command"))]
        button.setText(f"{text_of(command)}   {main_key(command)}")
        button.setToolTip(self._commands[command.name].toolTip())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(14)
        row.addWidget(self.inspect)
        middle = QVBoxLayout()
        middle.setSpacing(6)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.state, 1)
        for button in (self.skip, self.rescan, self.refer):
            theme.tall(button, 26)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            acts.addWidget(button)
        middle.addWidget(self.note)
        middle.addLayout(acts)
        row.addLayout(middle, 1)
        row.addWidget(self.release)
