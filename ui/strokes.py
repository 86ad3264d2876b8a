"""What a hand can press, written as one text: a key, one of the keypad, a scan code, a side button.

==============  ====================================================================
``F9``          a key by Qt's portable name, with modifiers: ``Shift+X``, ``Ctrl+K``
``Num+7``       that key of the keypad alone, whether Num Lock is on or not
``scan:0xb3``   a key by the code its keyboard sends; for keys that have no name
``mouse:back``  a side button of the mouse
==============  ====================================================================

Qt's own shortcuts never hear of the lower three; `ui.key_ears` and `ui.held_keys` do.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText
_PAD: Final = Qt.KeyboardModifier.KeypadModifier
_REAL: Final = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_MODIFIER_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_WITHOUT_NUM_LOCK: Final = {
    Qt.Key.Key_Insert: Qt.Key.Key_0,
    Qt.Key.Key_End: Qt.Key.Key_1,
    Qt.Key.Key_Down: Qt.Key.Key_2,
    Qt.Key.Key_PageDown: Qt.Key.Key_3,
    Qt.Key.Key_Left: Qt.Key.Key_4,
    Qt.Key.Key_Clear: Qt.Key.Key_5,
    Qt.Key.Key_Right: Qt.Key.Key_6,
    Qt.Key.Key_Home: Qt.Key.Key_7,
    Qt.Key.Key_Up: Qt.Key.Key_8,
    Qt.Key.Key_PageUp: Qt.Key.Key_9,
    Qt.Key.Key_Delete: Qt.Key.Key_Period,
}
_SHIFTED: Final = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
"""What Shift makes of a key on the keyboards sold in China, which are the American ones."""
_BUTTONS: Final = {
    "mouse:back": Qt.MouseButton.BackButton,
    "mouse:forward": Qt.MouseButton.ForwardButton,
    **{
        f"mouse:extra{number}": getattr(Qt.MouseButton, f"ExtraButton{number}")
        for number in range(3, 13)
    },
}
_BUTTON_NAMES: Final = {button: name for name, button in _BUTTONS.items()}
_MOST_SCAN: Final = 0xFFFF


class StrokeKind(StrEnum):
    """By what a stroke is known."""

    NAMED = "named"
    PAD = "pad"
    SCAN = "scan"
    BUTTON = "button"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One thing a hand can press; two are equal when a hand would press the same.

    Attributes
    ----------
    kind : StrokeKind
    text : str
        As it is written in a keymap.
    """

    kind: StrokeKind
    text: str

    @property
    def key(self) -> Qt.Key:
        """The key of a named or a keypad's stroke; `Key_unknown` of the others."""
        pressed = self._pressed()
        return Qt.Key.Key_unknown if pressed is None else pressed.key()

    @property
    def modifiers(self) -> Qt.KeyboardModifier:
        """Shift, Ctrl, Alt and Meta of a named or a keypad's stroke."""
        pressed = self._pressed()
        none = Qt.KeyboardModifier.NoModifier
        return none if pressed is None else pressed.keyboardModifiers() & _REAL

    @property
    def place(self) -> str:
        """The stroke as a place on an American keyboard: ``?`` and ``Shift+/`` are one."""
        if self.kind is not StrokeKind.NAMED:
            return self.text
        head, sign = self.text[:-1], self.text[-1]
        if sign not in _SHIFTED or (head and not head.endswith("+")):
            return self.text
        return f"{head.replace('Shift+', '')}Shift+{_SHIFTED[sign]}"

    def __str__(self) -> str:
        return self.text

    def _pressed(self) -> QKeyCombination | None:
        if self.kind in (StrokeKind.NAMED, StrokeKind.PAD):
            return _only(QKeySequence.fromString(self.text, _PORTABLE))
        return None


def read_stroke(text: str) -> Stroke | None:
    """Read one stroke as a keymap has it; None when the text names nothing a hand can press."""
    text = text.strip()
    if text.lower() in _BUTTONS:
        return Stroke(kind=StrokeKind.BUTTON, text=text.lower())
    if text.lower().startswith("scan:"):
        return _read_scan(text[5:])
    pressed = _only(QKeySequence.fromString(text, _PORTABLE))
    return None if pressed is None else _stroke(pressed.key(), pressed.keyboardModifiers())


def strokes_of(event: QEvent) -> tuple[Stroke, ...]:
    """Return what a key or mouse event presses, the most particular first."""
    if isinstance(event, QKeyEvent):
        code = event.nativeScanCode()
        by_code = (_scan(code),) if 0 < code <= _MOST_SCAN else ()
        key = Qt.Key(event.key())
        by_name = _stroke(key, event.modifiers())
        return by_code if by_name is None else (*by_code, by_name)
    if isinstance(event, QMouseEvent) and event.button() in _BUTTON_NAMES:
        return (Stroke(kind=StrokeKind.BUTTON, text=_BUTTON_NAMES[event.button()]),)
    return ()


def learnt(event: QEvent) -> Stroke | None:
    """Return the stroke to keep when somebody was asked to press a key; None: press another.

    A key that has a name is known by it, for names are the same on every keyboard; a key without
    one by its code.
    """
    if isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _MODIFIER_KEYS:
        return None
    found = strokes_of(event)
    return found[-1] if found else None


def types_a_sign(event: QKeyEvent) -> bool:
    """Tell whether a key would write something into a field, or answer a question."""
    answers = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
    return event.key() in answers or (event.text().isprintable() and bool(event.text()))


def written(stroke: Stroke) -> str:
    """Return a stroke as it stands on the screen."""
    if stroke.kind is StrokeKind.SCAN:
        text = QCoreApplication.translate("Strokes", "Key %1")
        return text.replace("%1", stroke.text.removeprefix("scan:0x").upper())
    if stroke.text == "mouse:back":
        return QCoreApplication.translate("Strokes", "Mouse back")
    if stroke.text == "mouse:forward":
        return QCoreApplication.translate("Strokes", "Mouse forward")
    if stroke.kind is StrokeKind.BUTTON:
        text = QCoreApplication.translate("Strokes", "Mouse %1")
        return text.replace("%1", stroke.text.removeprefix("mouse:extra"))
    # Portable, because keyboards in China are printed with Backspace and Ctrl too.
    return stroke.text


def _only(sequence: QKeySequence) -> QKeyCombination | None:
    """Return the one stroke of a sequence; None when it has none or several."""
    if sequence.count() != 1:
        return None
    pressed: QKeyCombination = sequence[0]  # type: ignore[index] # the stub forgot __getitem__
    return pressed


def _read_scan(number: str) -> Stroke | None:
    try:
        code = int(number, 0)
    except ValueError:
        return None
    return _scan(code) if 0 < code <= _MOST_SCAN else None


def _scan(code: int) -> Stroke:
    return Stroke(kind=StrokeKind.SCAN, text=f"scan:0x{code:02x}")


def _stroke(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Stroke | None:
    if key in _MODIFIER_KEYS or key == Qt.Key.Key_unknown or not int(key):
        return None
    kind, held = StrokeKind.NAMED, modifiers & _REAL
    if modifiers & _PAD:
        kind, held = StrokeKind.PAD, held | _PAD
        key = _WITHOUT_NUM_LOCK.get(key, key)
    text = QKeySequence(int(key) | held.value).toString(_PORTABLE)
    again = _only(QKeySequence.fromString(text, _PORTABLE))
    if again is None or again.key() != key:  # a key whose name cannot be read again
        return None
    return Stroke(kind=kind, text=text)
