"""One dim palette for a dim room: no pure white anywhere, nothing brighter than the picture.

Fusion with an explicit palette, because Qt's own dark scheme does nothing on a bare X11 session
(ECOSYSTEM.md, section 0.4). Colours come from here and nowhere else; meaning is never carried by
colour alone, a word or a shape stands beside it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

import resources

GROUND: Final = "#101214"
PANEL: Final = "#181b1e"
RAISED: Final = "#23282c"
HOVER: Final = "#2c3237"
LINE: Final = "#30363b"
TEXT: Final = "#c8cdd1"
QUIET: Final = "#929ba2"
FAINT: Final = "#868f96"
ACCENT: Final = "#6aa3c8"
GOOD: Final = "#7fb58c"
WARN: Final = "#d3a94f"
ALARM: Final = "#e08a5c"

# What each text colour is read on; the test holds every pair at WCAG 2.1 level AA.
READ_ON: Final = {
    TEXT: (GROUND, PANEL, RAISED, HOVER),
    QUIET: (GROUND, PANEL, RAISED),
    ACCENT: (GROUND, PANEL, RAISED),
    GOOD: (GROUND, PANEL, RAISED),
    WARN: (GROUND, PANEL, RAISED),
    ALARM: (GROUND, PANEL, RAISED),
    FAINT: (GROUND, PANEL, RAISED),  # what is switched off is read as well, to learn why
}
POINTS: Final = 9.5
SMALLEST, LARGEST = 0.9, 1.5
FUSION: Final = ("-style", "fusion")
"""Arguments of a `QApplication`; `setStyle` makes Python's half of a style, which takes 15 ms."""
#: Says that a widget has a palette and a font of its own.
PAINTED: Final = "painted"
_OWN_FONT: Final = "own_font"
_SCALE, _OWN_POINTS, _OWN_TALL, _OWN_WIDE = "letters", "own_points", "own_tall", "own_wide"
_FONT_SIZE: Final = re.compile(r"font-size: [\d.]+pt")
CHINESE_FAMILIES: Final = ("Noto Sans CJK SC", "Microsoft YaHei UI", "WenQuanYi Zen Hei")
LATIN_FAMILIES: Final = ("Noto Sans", "Segoe UI")
#: The OpenType feature of a Chinese font by which its marks are no wider than they look.
_NARROW_MARKS: Final = "palt"

_SHEET: Final = f"""
QToolTip {{ color: {TEXT}; background: {RAISED}; border: 1px solid {LINE}; padding: 4px 6px; }}
QMenuBar {{ background: {PANEL}; border-bottom: 1px solid {LINE}; padding: 1px 6px; }}
QMenuBar::item {{ padding: 5px 10px; background: transparent; }}
QMenuBar::item:selected {{ background: {HOVER}; }}
QMenu {{ background: {RAISED}; border: 1px solid {LINE}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 24px 5px 34px; }}
QMenu::item:selected {{ background: {HOVER}; }}
QMenu::item:disabled {{ color: {FAINT}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 10px; }}
QMenu::indicator {{ left: 11px; }}
QFrame#panel {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: 4px; }}
QFrame#strip {{ background: {PANEL}; border-top: 1px solid {LINE}; }}
QPushButton {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 4px;
    padding: 5px 12px; }}
QPushButton[small="true"] {{ padding: 2px 10px; }}
QPushButton#bare {{ padding: 0; }}
QPushButton:hover:enabled {{ background: {HOVER}; }}
QPushButton:pressed {{ background: {LINE}; }}
QPushButton:disabled {{ color: {FAINT}; background: {PANEL}; }}
QPushButton:focus {{ border-color: {QUIET}; }}
QPushButton:checked {{ border-color: {ACCENT}; color: {ACCENT}; }}
QLineEdit {{ background: {GROUND}; border: 1px solid {LINE}; border-radius: 4px;
    padding: 5px 8px; selection-background-color: {ACCENT}; selection-color: {GROUND}; }}
QComboBox {{ background: {GROUND}; border: 1px solid {LINE}; border-radius: 4px;
    padding: 5px 8px; }}
QComboBox:hover {{ background: {RAISED}; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url("CHEVRON"); width: 12px; height: 12px; }}
QLineEdit:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QCheckBox::indicator, QMenu::indicator {{ width: 13px; height: 13px; border: 1px solid {QUIET};
    border-radius: 3px; background: {GROUND}; }}
QCheckBox::indicator:checked, QMenu::indicator:checked {{ background: {ACCENT};
    border-color: {ACCENT}; image: url("TICK"); }}
QCheckBox:focus {{ color: {ACCENT}; }}
QListWidget#roomNavigation {{ background: {PANEL}; border: 0; border-right: 1px solid {LINE};
    padding: 8px 0; outline: 0; }}
QListWidget#roomNavigation::item {{ padding: 9px 14px; color: {QUIET};
    border-left: 3px solid transparent; }}
QListWidget#roomNavigation::item:hover {{ background: {HOVER}; color: {TEXT}; }}
QListWidget#roomNavigation::item:selected {{ background: {RAISED}; color: {ACCENT};
    border-left: 3px solid {ACCENT}; }}
QTableView {{ background: {GROUND}; alternate-background-color: {PANEL}; border: 1px solid {LINE};
    gridline-color: {LINE}; selection-background-color: {HOVER}; selection-color: {TEXT}; }}
QTableView:focus {{ border-color: {QUIET}; }}
QHeaderView::section {{ background: {PANEL}; color: {QUIET}; border: 0;
    border-bottom: 1px solid {LINE}; padding: 6px 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {LINE}; border-radius: 4px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
"""


def palette() -> QPalette:
    """Return the palette of the dim room."""
    dim = QPalette()
    roles = {
        QPalette.ColorRole.Window: GROUND,
        QPalette.ColorRole.WindowText: TEXT,
        QPalette.ColorRole.Base: GROUND,
        QPalette.ColorRole.AlternateBase: PANEL,
        QPalette.ColorRole.Text: TEXT,
        QPalette.ColorRole.Button: RAISED,
        QPalette.ColorRole.ButtonText: TEXT,
        QPalette.ColorRole.BrightText: ALARM,
        QPalette.ColorRole.ToolTipBase: RAISED,
        QPalette.ColorRole.ToolTipText: TEXT,
        QPalette.ColorRole.PlaceholderText: QUIET,
        QPalette.ColorRole.Highlight: ACCENT,
        QPalette.ColorRole.HighlightedText: GROUND,
        QPalette.ColorRole.Link: ACCENT,
        QPalette.ColorRole.LinkVisited: ACCENT,
        QPalette.ColorRole.Light: HOVER,
        QPalette.ColorRole.Midlight: RAISED,
        QPalette.ColorRole.Mid: LINE,
        QPalette.ColorRole.Dark: GROUND,
        QPalette.ColorRole.Shadow: "#08090a",
    }
    for role, colour in roles.items():
        dim.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        dim.setColor(QPalette.ColorGroup.Disabled, role, QColor(FAINT))
    return dim


def apply(app: QApplication, *, scale: float = 1.0) -> None:
    """Dress the application; ``scale`` from 0.9 to 1.5 makes every text smaller or larger."""
    app.setStyle("Fusion")
    colour(app, scale=scale)


def colour(app: QApplication, *, scale: float = 1.0) -> None:
    """Dress an application that was made with the arguments `FUSION`, as `apply` does."""
    app.setPalette(palette())
    rescale(app, scale)


@contextmanager
def dressed_at_the_end() -> Iterator[None]:
    """Build a window without the style sheet, and dress it once when it is whole.

    Below a style sheet Qt styles a widget, and all that stands in it, anew each time that it is
    put into another one: a window of a thousand widgets took two thirds of its time for that.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        yield
        return
    sheet, before = app.styleSheet(), _painted(app)
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
        _paint_again(before)


# -- letters, and their size -----------------------------------------------------------------


def _letters(points: float) -> QFont:
    """Return the letters of the language that is shown [pt].

    A Chinese font makes quotation marks and dots as wide as its characters, a Latin one has no
    such characters: each comes first in its own language, and helps out in the other. Where there
    is no Latin one, the Chinese one shows English with its narrow marks.
    """
    font = QFont()
    chinese = QLocale().language() == QLocale.Language.Chinese
    han, latin = CHINESE_FAMILIES, LATIN_FAMILIES
    font.setFamilies([*han, *latin] if chinese else [*latin, *han])
    font.setFeature(QFont.Tag(_NARROW_MARKS), 0 if chinese else 1)
    font.setPointSizeF(points)
    return font


def reletter(app: QApplication) -> None:
    """Show a dressed application in the letters of its language, when that has changed."""
    if app.property(_SCALE) and app.font().families() != _letters(POINTS).families():
        rescale(app, scale())


def scale() -> float:
    """Return how large the letters are, 1.0 for what the program ships with."""
    app = QApplication.instance()
    kept = None if app is None else app.property(_SCALE)
    return float(kept) if kept else 1.0


def rescale(app: QApplication, by: float) -> None:
    """Make every text of the running program smaller or larger, and what must hold it too.

    Raises
    ------
    ValueError
        If the scale is not from 0.9 to 1.5.
    """
    if not SMALLEST <= by <= LARGEST:
        raise ValueError(f"letters are scaled by {SMALLEST} to {LARGEST}, got {by}")
    app.setProperty(_SCALE, by)
    app.setFont(_letters(POINTS * by))
    # A window that is open takes the application's new letters only with a new style sheet.
    chevron, tick = (resources.path(f"icons/{n}.svg").as_posix() for n in ("chevron", "tick"))
    painted = _painted(app)
    app.setStyleSheet("")
    app.setStyleSheet(_SHEET.replace("CHEVRON", chevron).replace("TICK", tick))
    _paint_again(painted)
    for widget in app.allWidgets():
        own = widget.property(_OWN_POINTS)
        if own:
            size = f"font-size: {own * by:g}pt"
            widget.setStyleSheet(_FONT_SIZE.sub(size, widget.styleSheet()))
        of_font = widget.property(_OWN_FONT)
        if of_font:
            font = widget.font()
            font.setPointSizeF(of_font * by)
            widget.setFont(font)
        tall, wide = widget.property(_OWN_TALL), widget.property(_OWN_WIDE)
        if tall:
            widget.setFixedHeight(_pixels(tall))
        if wide:
            widget.setFixedWidth(_pixels(wide))


def _painted(app: QApplication) -> list[tuple[QWidget, QPalette, QFont]]:
    """Return the widgets with a palette and a font of their own, which go with a style sheet."""
    every = app.allWidgets()
    return [(one, one.palette(), one.font()) for one in every if one.property(PAINTED)]


def _paint_again(painted: list[tuple[QWidget, QPalette, QFont]]) -> None:
    for widget, colours, letters in painted:
        if isValid(widget):
            widget.setPalette(colours)
            widget.setFont(letters)


def font_rule(widget: QWidget, points: float) -> str:
    """Return the style rule for letters of a size of their own, which follows the scale [pt]."""
    widget.setProperty(_OWN_POINTS, points)
    return f"font-size: {points * scale():g}pt"


def set_points(widget: QWidget, font: QFont, points: float) -> None:
    """Give a widget's own font a size that follows the scale [pt]."""
    widget.setProperty(_OWN_FONT, points)
    font.setPointSizeF(points * scale())


def tall(widget: QWidget, height_px: int) -> None:
    """Fix a widget's height [px]; it grows with the letters, and never shrinks."""
    widget.setProperty(_OWN_TALL, height_px)
    widget.setFixedHeight(_pixels(height_px))


def wide(widget: QWidget, width_px: int) -> None:
    """Fix a widget's width [px]; it grows with the letters, and never shrinks."""
    widget.setProperty(_OWN_WIDE, width_px)
    widget.setFixedWidth(_pixels(width_px))


def _pixels(at_one: float) -> int:
    return round(at_one * max(1.0, scale()))


# -- contrast --------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (``#rrggbb``), from 1 (none) to 21.

    References
    ----------
    .. [1] WCAG 2.1, definitions of relative luminance and contrast ratio.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
