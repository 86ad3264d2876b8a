"""A slim row of tools over the picture; each is a command, its key in the tip.

What is used at every case stands there by itself; the rest in menus, each of which also acts as
the command that was last taken from it.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from ui import theme
from ui.commands import BY_NAME, COMMANDS, CommandSet, Group, main_key, text_of

_MARKS: Final = tuple(
    f"mark.{shape}" for shape in ("box", "ellipse", "polygon", "arrow", "freehand", "text")
)
_MEASURES: Final = tuple(c.name for c in COMMANDS if c.group is Group.MEASURE and c.checkable)
_PRESETS: Final = tuple(f"preset.use_{n}" for n in range(1, 10))
_FILTERS: Final = tuple(c.name for c in COMMANDS if c.group is Group.FILTER)
_WAYS: Final = tuple(
    f"compare.{mode}" for mode in ("split", "swipe", "blink", "difference", "other_view")
)
_REGIONS: Final = (
    "region.next",
    "region.previous",
    "region.show",
    "match.patches",
)
#: (caption, commands); a caption of "" shows the command last taken instead
_Menu = tuple[str, tuple[str, ...]]
_GROUPS: Final[tuple[tuple[str | _Menu, ...], ...]] = (
    ("mark.pan", ("", _MARKS), ("", _MEASURES)),
    ("pane.fit", "pane.one_to_one", "pane.loupe"),
    (
        (str(QT_TRANSLATE_NOOP("ToolBar", "Presets")), _PRESETS),
        (str(QT_TRANSLATE_NOOP("ToolBar", "Filters")), _FILTERS),
        "pane.invert",
        "pane.log",
        "pane.material",
        "pane.reset",
        "look.panel",
    ),
    ((str(QT_TRANSLATE_NOOP("ToolBar", "Compare")), _WAYS), "pane.link", "view.deviations"),
    (
        "model.previous",
        "model.next",
        "region.explain",
        (str(QT_TRANSLATE_NOOP("ToolBar", "Regions")), _REGIONS),
    ),
)
_NEEDED_LEAST: Final = (
    "pane.link",
    "pane.reset",
    "pane.invert",
    "pane.one_to_one",
    "view.deviations",
    "pane.log",
    "look.panel",
    "pane.loupe",
    "pane.material",
    "region.explain",
    "model.previous",
    "model.next",
    "pane.fit",
)
_SHEET = f"""
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 4px 7px; color: {theme.TEXT}; }}
QToolButton[popupMode="1"] {{ padding-right: 18px; }}
QToolButton[popupMode="2"] {{ padding-right: 14px; }}
QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: center right;
    right: 2px; width: 9px; height: 9px; }}
QToolButton::menu-button {{ border: none; width: 14px; }}
ToolBar[tight="true"] QToolButton {{ padding: 4px 3px; }}
ToolBar[tight="true"] QToolButton[popupMode="1"] {{ padding-right: 15px; }}
ToolBar[tight="true"] QToolButton[popupMode="2"] {{ padding-right: 12px; }}
QToolButton:hover {{ background: {theme.HOVER}; }}
QToolButton:disabled {{ color: {theme.FAINT}; }}
QToolButton:checked {{ border-color: {theme.ACCENT}; color: {theme.ACCENT}; }}
"""


class ToolBar(QWidget):
    """Hand, marks and measures; view; greys and filters; comparison; models."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(_SHEET)
        self._commands = commands
        self._buttons: list[_CommandButton | _MenuButton] = []
        self._of_name: dict[str, _CommandButton] = {}
        self._tight, self._wide_px = False, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(1)
        for i, group in enumerate(_GROUPS):
            if i:
                row.addWidget(_line())
            for one in group:
                row.addWidget(self._button(one))
        self._rest = _RestButton(self)
        row.addWidget(self._rest)
        row.addStretch(1)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Write the captions anew when the language or the letters change."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.retranslate()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: the bar leaves its keys out where there is little room."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the keys beside the names only where there is room for both."""
        self._fit()
        super().resizeEvent(event)

    def retranslate(self) -> None:
        """Write every caption with its key anew."""
        self._caption(tight=False)
        self._fit()

    def _fit(self) -> None:
        if self._tight and self.width() > self._wide_px:
            self._caption(tight=False)
        if not self._tight:
            self._show_all_but(())
            self._wide_px = self.sizeHint().width()
            if self.width() < self._wide_px:
                self._caption(tight=True)
        if self._tight:
            self._drop_until_it_fits()

    def _drop_until_it_fits(self) -> None:
        """Move what is needed least behind the last button, until the others have their room."""
        dropped: list[_CommandButton] = []
        self._show_all_but(dropped)
        for name in _NEEDED_LEAST:
            if self.sizeHint().width() <= self.width():
                return
            dropped.append(self._of_name[name])
            self._show_all_but(dropped)

    def _show_all_but(self, dropped: "Sequence[_CommandButton]") -> None:
        for button in self._buttons:
            button.setVisible(button not in dropped)
        self._rest.show_actions([button.action for button in dropped])

    def _caption(self, *, tight: bool) -> None:
        self._tight = tight
        self.setProperty("tight", tight)
        self.setStyleSheet(_SHEET)  # or the rule for "tight" is not read anew
        for button in self._buttons:
            button.caption(tight=tight)

    def _button(self, one: str | _Menu) -> QToolButton:
        button: _CommandButton | _MenuButton
        if isinstance(one, str):
            button = self._of_name[one] = _CommandButton(one, self._commands[one])
        else:
            button = _MenuButton(one[0], [self._commands[name] for name in one[1]], self)
        self._buttons.append(button)
        return button


class _CommandButton(QToolButton):
    """One command."""

    def __init__(self, name: str, action: QAction) -> None:
        super().__init__()
        self._name, self.action = name, action
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        self.setEnabled(action.isEnabled())
        action.enabledChanged.connect(self.setEnabled)
        if action.isCheckable():
            action.toggled.connect(self.setChecked)

    def caption(self, *, tight: bool) -> None:
        """Write the command's name, and its key where there is room."""
        command = BY_NAME[self._name]
        keys = main_key(command)
        short = tight or len(keys) > 2
        self.setText(text_of(command) if short else f"{text_of(command)} {keys}")
        self.setToolTip(self.action.toolTip())


class _MenuButton(QToolButton):
    """Several commands. Without a caption of its own it is the one that was last taken."""

    def __init__(self, caption: str, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._own, self._last = caption, actions[0]
        menu = QMenu(self)
        menu.addActions(actions)
        self.setMenu(menu)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if caption:
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            return
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)
        for action in actions:
            action.toggled.connect(self._follow)

    def caption(self, *, tight: bool) -> None:
        """Write the caption, or the name of the command last taken."""
        if self._own:
            self.setText(QCoreApplication.translate("ToolBar", self._own))
            return
        command = BY_NAME[self._last.objectName()]
        keys = main_key(command)
        short = tight or len(keys) > 2
        self.setText(text_of(command) if short else f"{text_of(command)} {keys}")
        self.setToolTip(self._last.toolTip())

    @Slot()
    def _on_clicked(self) -> None:
        self._last.trigger()
        self.setChecked(self._last.isChecked())

    @Slot(bool)
    def _follow(self, checked: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        action = self.sender()
        if checked and isinstance(action, QAction):
            self._last = action
            self.caption(tight=True)
        self.setChecked(self._last.isChecked())


class _RestButton(QToolButton):
    """The commands that found no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText("\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def show_actions(self, actions: list[QAction]) -> None:
        """Hold these; hide where there are none."""
        self._menu.clear()
        self._menu.addActions(actions)
        self.setVisible(bool(actions))


def _line() -> QFrame:
    line = QFrame()
    line.setFixedSize(9, 18)
    line.setStyleSheet(f"background: {theme.LINE}; margin: 0 4px")
    return line
