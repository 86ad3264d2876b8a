"""The two quiet lines of a joint view: who looks in here, and whose case one looks into."""

from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import foreign, theme
from ui.commands import BY_NAME, CommandSet, main_key, text_of
from ui.desk.reason_sheet import SheetNote
from ui.widgets.texts import Elided, paint, plain

MOST_NOTE: Final = 120
"""Characters of a guest's note."""
_NAMES: Final = 4


class ShowingBar(QFrame):
    """Above the decision: that the open case is shown to others, who looks in, what they say."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("showing")
        self.setStyleSheet(
            f"QFrame#showing {{ background: {theme.RAISED};"
            f" border-left: 4px solid {theme.ACCENT}; }}"
        )
        self._commands = commands
        self.title = plain(colour=theme.ACCENT, bold=True)
        self.guests, self.said = Elided(), Elided()
        self.stop = _button(commands, "joint.show")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 10, 4)
        row.setSpacing(18)
        row.addWidget(self.title)
        row.addWidget(self.guests, 2)
        row.addWidget(self.said, 3)
        row.addWidget(self.stop)
        self._names: tuple[str, ...] = ()
        self._note = ("", "")
        self._left_out = (0, 0)
        self.retranslate()
        self.hide()

    def show_guests(self, names: tuple[str, ...], note: tuple[str, str]) -> None:
        """Show who looks in, and the newest note (name, words)."""
        if (names, note) != (self._names, self._note):
            self._names, self._note = names, note
            self.retranslate()

    def show_left_out(self, sent: int, marks: int) -> None:
        """Say how many of the marks found no room in what others see."""
        if (sent, marks) != self._left_out:
            self._left_out = (sent, marks)
            self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("◉  Shown to others"))
        text = self.tr("Nobody looks in yet")
        if self._names:
            names = self.tr(", ").join(self._names[:_NAMES])
            if len(self._names) > _NAMES:
                names += " …"
            text = self.tr("Looking in: %1").replace("%1", names)
        sent, marks = self._left_out
        if sent < marks:
            more = self.tr("they see only %1 of your %2 marks")
            text += "  ·  " + more.replace("%1", str(sent)).replace("%2", str(marks))
        self.guests.say(text)
        name, words = self._note
        self.said.say(foreign.filled(self.tr("%1: “%2”"), name, words) if words else "")
        stop = self.tr("Show no longer")
        self.stop.setText(_with_key(stop, "joint.show"))
        self.stop.setToolTip(self._commands["joint.show"].toolTip())


class VisitBar(QFrame):
    """In the place of the decision: whose case this is, what is followed, and a note to them."""

    noted = Signal(str)
    """The few words that the guest says now; empty to take them back."""
    left = Signal()
    """The keyboard goes back to the picture."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visit")
        self.setStyleSheet(
            f"QFrame#visit {{ background: {theme.PANEL}; border-top: 2px solid {theme.ACCENT}; }}"
        )
        self._commands = commands
        self.title = Elided()
        paint(self.title, colour=theme.ACCENT, bold=True, size=10.5)
        self.state, self.said = Elided(), Elided()
        self.note = SheetNote(self)
        self.note.setMaxLength(MOST_NOTE)
        self.follow = _button(commands, "joint.follow")
        self.back = _button(commands, "joint.join")
        self._lay_out()
        self._name, self._case, self._words = "", "", ""
        self._follows, self._is_engine_shown = True, True
        self.note.sent.connect(self._send)
        self.note.given_up.connect(self.left)
        self._flash = QTimer(self, singleShot=True, interval=2500)
        self._flash.timeout.connect(self.retranslate)
        self.retranslate()  # its controls have names before they are first seen
        self.hide()

    def begin(self, *, name: str, case: str) -> None:
        """Turn to another officer's case."""
        self._name, self._case, self._words = name, case, ""
        self._follows, self._is_engine_shown = True, True
        self.note.clear()
        self._flash.stop()
        self.retranslate()

    def show_state(self, *, follows: bool, engine: bool) -> None:
        """Show whether the view follows, and whether the engine's answer may be seen."""
        if (follows, engine) != (self._follows, self._is_engine_shown):
            self._follows, self._is_engine_shown = follows, engine
            self.retranslate()

    def refuse(self) -> None:
        """Answer a hand that would decide or draw."""
        text = self.tr("Nothing is decided or drawn here: this is the case of %1")
        self.state.say(foreign.filled(text, self._name))
        paint(self.state, colour=theme.WARN)
        self._flash.start()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """Write every text anew."""
        title = self.tr("◎  You look into the case of %1 · %2 · to read only")
        self.title.say(foreign.filled(title, self._name, self._case))
        if self._follows:
            state = foreign.filled(self.tr("You see what %1 sees"), self._name)
        else:
            state = self.tr("You look around yourself; %1 follows again")
            state = foreign.filled(state, main_key(BY_NAME["joint.follow"]))
        if not self._is_engine_shown:
            more = self.tr("the engine's answer stays hidden until %1 has judged")
            state += "  ·  " + foreign.filled(more, self._name)
        self.state.say(state)
        paint(self.state, colour=theme.TEXT if self._follows else theme.WARN)
        self.note.setPlaceholderText(
            foreign.filled(
                self.tr("A few words to %1  (%2), Enter sends"),
                self._name,
                main_key(BY_NAME["joint.note"]),
            )
        )
        self.note.setAccessibleName(self.tr("Note to who shows"))
        said = foreign.filled(self.tr("You said: “%1”"), self._words) if self._words else ""
        self.said.say(said)
        self.follow.setText(_with_key(text_of(BY_NAME["joint.follow"]), "joint.follow"))
        self.follow.setToolTip(self._commands["joint.follow"].toolTip())
        self.follow.setVisible(not self._follows)
        self.back.setText(_with_key(self.tr("Back to your own case"), "mark.pan"))

    @Slot()
    def _send(self) -> None:
        self._words = foreign.shown(self.note.text())
        self.note.clear()
        self.retranslate()
        self.noted.emit(self._words)
        self.left.emit()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self.title)
        texts.addWidget(self.state)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.note)
        words.addWidget(self.said)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(16)
        row.addLayout(texts, 5)
        row.addLayout(words, 4)
        row.addWidget(self.follow)
        row.addWidget(self.back)
        theme.tall(self, 74)


def _button(commands: CommandSet, command: str) -> QPushButton:
    button = QPushButton()
    button.setFocusPolicy(button.focusPolicy().NoFocus)
    button.clicked.connect(commands[command].trigger)
    return button


def _with_key(text: str, command: str) -> str:
    key = main_key(BY_NAME[command])
    return f"{text}   {key}" if key else text
