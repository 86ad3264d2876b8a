"""Small dark controls beside a picture. None takes the keys away from the picture unasked.

Buttons and sliders never have the focus, so that arrows go on panning; fields have it after a
click only. The wheel scrolls the panel and changes no value that it merely passes over.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from viewer.panes.fidelity_line import ALARM, STRIP, WORDS

QUIET: Final = "#8893A0"
_OFF: Final = "#8B95A1"  # what is switched off is read as well
_FIELD: Final = "#0F1216"
_RAISED: Final = "#20262D"
_HOVER: Final = "#2A323B"
_LINE: Final = "#323A44"

SHEET: Final = f"""
QWidget {{ color: {WORDS}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {STRIP}; border: 0; }}
QLabel[quiet="true"] {{ color: {QUIET}; }}
QToolButton {{ background: {_RAISED}; border: 1px solid {_LINE}; border-radius: 3px;
    padding: 3px 4px; }}
QToolButton:hover:enabled {{ background: {_HOVER}; }}
QToolButton:checked {{ border-color: {ALARM}; color: {ALARM}; }}
QToolButton:disabled {{ color: {_OFF}; }}
QToolButton[bare="true"] {{ background: transparent; border-color: transparent; padding: 1px; }}
QToolButton[bare="true"]:checked {{ border-color: {ALARM}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QCheckBox {{ spacing: 7px; border: 1px solid transparent; border-radius: 3px; }}
QSlider:focus {{ border: 1px solid {WORDS}; border-radius: 3px; }}
QToolButton:focus, QToolButton[bare="true"]:focus, QCheckBox:focus {{ border-color: {WORDS}; }}
QCheckBox::indicator {{ width: 11px; height: 11px; border: 1px solid {QUIET};
    border-radius: 3px; background: {_FIELD}; }}
QCheckBox::indicator:checked {{ background: {ALARM}; border-color: {ALARM}; }}
QAbstractSpinBox, QLineEdit {{ background: {_FIELD}; border: 1px solid {_LINE};
    border-radius: 3px; padding: 2px 4px; selection-background-color: {ALARM};
    selection-color: {_FIELD}; }}
QAbstractSpinBox:focus, QLineEdit:focus {{ border-color: {ALARM}; }}
QAbstractSpinBox:disabled {{ color: {_OFF}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: 0; }}
QSlider::groove:horizontal {{ background: {_LINE}; height: 3px; border-radius: 1px; }}
QSlider::handle:horizontal {{ background: {WORDS}; width: 10px; margin: -5px 0;
    border-radius: 5px; }}
QSlider::handle:horizontal:disabled {{ background: {_LINE}; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {_LINE}; border-radius: 4px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QMenu {{ background: {_RAISED}; border: 1px solid {_LINE}; padding: 4px; }}
QMenu::item {{ padding: 4px 18px; }}
QMenu::item:selected {{ background: {_HOVER}; }}
QMenu::item:disabled {{ color: {_OFF}; }}
QMenu::separator {{ background: {_LINE}; height: 1px; margin: 3px 6px; }}
"""
"""The look of a panel; it holds whatever theme the program has."""


class _PassingWheel(QObject):
    """Lets the wheel pass over a control that is not being worked with."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the wheel on to what lies behind."""
        if not isinstance(event, QWheelEvent) or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def button(*, checkable: bool = False, bare: bool = False) -> QToolButton:
    """Return a button that Tab reaches and a click does not; a bare one has no frame of its own."""
    made = QToolButton()
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setProperty("bare", bare)
    return made


def filling_button() -> QToolButton:
    """Return a button to press down, of a row that fills the panel's width."""
    made = button(checkable=True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def check_box() -> QCheckBox:
    """Return a box to tick, which Tab reaches and a click does not."""
    made = QCheckBox()
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def field(low: int, high: int) -> QSpinBox:
    """Return a field for a whole number; what is typed counts when it is finished."""
    made = QSpinBox()
    made.setRange(low, high)
    _settle(made)
    return made


def share_field(low: float, high: float, *, decimals: int = 1) -> QDoubleSpinBox:
    """Return a field for percents."""
    made = QDoubleSpinBox()
    made.setDecimals(decimals)
    made.setRange(low, high)
    made.setSingleStep(0.5)
    made.setSuffix(" %")
    _settle(made)
    return made


def slider(low: int, high: int) -> QSlider:
    """Return a horizontal slider, which Tab reaches and a click does not."""
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(low, high)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.installEventFilter(_PassingWheel(made))
    return made


def quiet_label() -> QLabel:
    """Return a label that stays in the background."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("quiet", True)
    return made


def row(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Lay widgets in a row; the one of number ``stretch`` takes the room that is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(4)
    for number, widget in enumerate(widgets):
        made.addWidget(widget, int(number == stretch))
    return made


def _settle(made: QSpinBox | QDoubleSpinBox) -> None:
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setKeyboardTracking(False)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setMinimumWidth(40)
    made.installEventFilter(_PassingWheel(made))
