"""Press the key now: learns one stroke for a command, whatever kind of key it is."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui import theme
from ui.commands import BY_NAME, Command, text_of
from ui.key_words import told
from ui.keymap import KeyFault, Keymap, KeyTrouble, rule_against
from ui.strokes import Stroke, learnt, types_a_sign, written
from ui.widgets.texts import plain, wrapped


class KeyCatcher(QDialog):
    """Hears the next key or side button; ``caught`` brings its stroke.

    A key of another command is caught when it is pressed a second time, so nothing is taken from
    anybody unseen, and no mouse is needed. Esc goes away without a key.
    """

    caught = Signal(object)
    """Stroke."""

    def __init__(self, command: Command, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command, self._keymap = command, keymap
        self._asked: Stroke | None = None
        self.setWindowTitle(self.tr("Press the key now"))
        self._what = plain(text_of(command), size=13, bold=True)
        self._how = wrapped(
            self.tr(
                "Press the key, the key of the keypad or pad, or the side button of the mouse. "
                "Esc: leave it as it is."
            ),
            colour=theme.QUIET,
        )
        self._answer = wrapped(colour=theme.WARN)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (self._what, self._how, self._answer):
            column.addWidget(widget)
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._how.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._answer.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._answer.setMinimumHeight(3 * self.fontMetrics().height())
        self.setMinimumWidth(420)

    @property
    def answer(self) -> str:
        """What was said to the last key."""
        return self._answer.text()

    def event(self, event: QEvent) -> bool:
        """Hear every key, Tab too, and the side buttons."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._hear_key(event)
            return True
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._hear(learnt(event))
            return True
        return super().event(event)

    def _hear_key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        plain_key = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Escape and plain_key:
            self.reject()
            return
        stroke = learnt(event)
        if stroke is not None and self._command.decides and types_a_sign(event):
            self._refuse(KeyFault.DECISION_TYPES, stroke)
            return
        self._hear(stroke)

    def _hear(self, stroke: Stroke | None) -> None:
        if stroke is None:
            return
        fault = rule_against(self._command, stroke)
        if fault is not None:
            self._refuse(fault, stroke)
            return
        owner = self._keymap.owner(stroke)
        if owner not in (None, self._command.name) and self._asked != stroke:
            self._asked = stroke
            self._warn(stroke, str(owner))
            return
        self.caught.emit(stroke)
        self.accept()

    def _refuse(self, fault: KeyFault, stroke: Stroke) -> None:
        self._asked = None
        trouble = KeyTrouble(fault=fault, command=self._command.name, key=stroke.text)
        self._answer.setText(told(trouble))

    def _warn(self, stroke: Stroke, owner: str) -> None:
        from_whom = BY_NAME[owner]
        text = self.tr("%1 is the key of %2. Press it once more to take it away from there.")
        text = text.replace("%1", written(stroke)).replace("%2", text_of(from_whom))
        self._answer.setText(text)
