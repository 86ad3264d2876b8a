"""A slim row of tools over the picture; each is a command, its key in the tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from ui import theme
from ui.commands import BY_NAME, CommandSet, key_text, text_of

_GROUPS = (
    ("mark.pan", "mark.box", "mark.ellipse", "mark.arrow", "mark.undo"),
    ("pane.fit", "pane.one_to_one", "pane.link"),
    ("pane.invert", "pane.log", "pane.material", "pane.reset"),
    ("view.deviations",),
    ("model.previous", "model.next"),
)
_SHEET = f"""
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 4px 9px; color: {theme.TEXT}; }}
ToolBar[tight="true"] QToolButton {{ padding: 4px 2px; }}
QToolButton:hover {{ background: {theme.HOVER}; }}
QToolButton:checked {{ border-color: {theme.ACCENT}; color: {theme.ACCENT}; }}
"""


class ToolBar(QWidget):
    """Hand and marks, view, greys, overlay, models."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(_SHEET)
        self._commands = commands
        self._buttons: list[tuple[QToolButton, str]] = []
        self._tight, self._wide_px = False, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(2)
        for i, group in enumerate(_GROUPS):
            if i:
                row.addWidget(_line())
            for name in group:
                row.addWidget(self._button(name, commands[name]))
        row.addStretch(1)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
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
            self._wide_px = self.sizeHint().width()
            if self.width() < self._wide_px:
                self._caption(tight=True)

    def _caption(self, *, tight: bool) -> None:
        self._tight = tight
        self.setProperty("tight", tight)
        self.setStyleSheet(_SHEET)  # or the rule for "tight" is not read anew
        for button, name in self._buttons:
            command = BY_NAME[name]
            keys = key_text(command)
            short = tight or len(keys) > 2
            button.setText(text_of(command) if short else f"{text_of(command)} {keys}")
            button.setToolTip(self._commands[name].toolTip())

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(action.isCheckable())
        button.clicked.connect(action.trigger)
        if action.isCheckable():
            action.toggled.connect(button.setChecked)
        self._buttons.append((button, name))
        return button


def _line() -> QFrame:
    line = QFrame()
    line.setFixedSize(9, 18)
    line.setStyleSheet(f"background: {theme.LINE}; margin: 0 4px")
    return line
