"""The reviewer's own judgement, in the place of the engine's verdict and then above it."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.commands import BY_NAME, CommandSet, key_text, text_of
from ui.widgets.texts import paint, plain, wrapped
from workstation.domain.context import EngineShown
from workstation.review.first_look import FirstLook, Judgement

_COMMANDS: Final = ("judge.suspicious", "judge.clear")
# Shape, then word, then colour; the shapes are those of the decision's buttons.
_SIGNS: Final = {
    Judgement.SUSPICIOUS: ("▲", theme.ALARM),
    Judgement.CLEAR: ("✓", theme.GOOD),
}


class FirstJudgement(QWidget):
    """Says why the verdict is not here and which keys bring it; then what was judged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: FirstLook | None = None
        self._commands: CommandSet | None = None
        self.title, self.why = plain(), wrapped()
        self.told, self.differs = plain(), wrapped(colour=theme.WARN)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.title, self.told, self.differs, self.why):
            column.addWidget(widget)
        column.addLayout(self._row)
        paint(self.title, colour=theme.TEXT, size=12, bold=True)
        self.retranslate()

    @property
    def is_withheld(self) -> bool:
        """Whether the engine has an answer that is not shown."""
        return self._look is not None and not self._look.is_shown

    def add_buttons(self, commands: CommandSet) -> None:
        """Offer the two judgements as buttons beside their keys."""
        self._commands = commands
        for name in _COMMANDS:
            button = QPushButton()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("command", name)
            button.clicked.connect(commands[name].trigger)
            self._buttons.append(button)
            self._row.addWidget(button, 1)
        self.retranslate()

    def show_look(self, look: FirstLook | None) -> None:
        """Show how far the reviewer has come; None while no case is open."""
        if look != self._look:
            self._look = look
            self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        look = self._look
        self.setVisible(look is not None and (look.waits or look.own is not None))
        if look is None:
            return
        self.title.setText(self.tr("Your own judgement first"))
        self.title.setVisible(look.waits)
        self.why.setText(self._why(look))
        self.why.setVisible(not look.is_shown)
        self._say_told(look)
        self.differs.setText(self.tr("≠  The engine sees it otherwise: look again."))
        self.differs.setVisible(look.is_shown and look.differs)
        for button in self._buttons:
            command = BY_NAME[str(button.property("command"))]
            button.setText(f"{text_of(command)}   {key_text(command)}")
            if self._commands is not None:
                button.setToolTip(self._commands[command.name].toolTip())
            button.setVisible(look.waits)

    def _why(self, look: FirstLook) -> str:
        if look.mode is EngineShown.CONFLICT:
            return self.tr("On such cases the engine's answer is shown only where it differs.")
        return self.tr("On such cases the engine's answer is shown after you have judged.")

    def _say_told(self, look: FirstLook) -> None:
        self.told.setVisible(look.own is not None)
        if look.own is None:
            return
        sign, colour = _SIGNS[look.own]
        word = {
            Judgement.CLEAR: self.tr("clear"),
            Judgement.SUSPICIOUS: self.tr("suspicious"),
        }[look.own]
        text = self.tr("Your first judgement: %1").replace("%1", f"{sign} {word}")
        self.told.setText(text)
        paint(self.told, colour=colour)
