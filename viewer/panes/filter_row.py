"""One filter of the stack as a row of controls."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from viewer.panes.controls import button, check_box, field, row, slider
from viewer.pixels.look import SIZES, Filter


class FilterRow(QWidget):
    """Number, switch and name, order and removal; under them strength and size.

    The row keeps no filter of its own making: what is chosen is sent out and comes back by
    `show_filter`. Its texts come from the stack that it stands in.
    """

    changed = Signal(object)
    """The `Filter` of this row as it is to be."""
    moved = Signal(int)
    """-1 for earlier, 1 for later."""
    removed = Signal()

    def __init__(self, one: Filter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter, self._showing = one, False
        self.switch = check_box()
        self.earlier, self.later, self.away = (button(bare=True) for _ in range(3))
        self.strength, self.share = slider(0, 100), field(0, 100)
        self.share.setFixedWidth(58)
        self.share.setSuffix(" %")
        self.size_button = button()
        self.size_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.size_button.setFixedWidth(58)
        menu = QMenu(self.size_button)
        self.sizes = {size: menu.addAction("") for size in (0, *SIZES[one.kind])}
        self.size_button.setMenu(menu)
        self.size_button.setVisible(len(self.sizes) > 1)
        for made, sign in ((self.earlier, "▲"), (self.later, "▼"), (self.away, "✕")):
            made.setFixedWidth(20)
            made.setText(sign)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(3)
        layout.addLayout(row(self.switch, self.earlier, self.later, self.away, stretch=0))
        layout.addLayout(row(self.strength, self.share, self.size_button, stretch=0))
        self.switch.clicked.connect(self._on_switch)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.away.clicked.connect(self.removed)
        self.strength.valueChanged.connect(self._on_strength)
        self.share.valueChanged.connect(self._on_strength)
        menu.triggered.connect(self._on_size)

    @property
    def shown(self) -> Filter:
        """The filter that the row shows."""
        return self._filter

    def say(self, name: str, sizes: dict[int, str]) -> None:
        """Write the filter's name with its place in the order, and how each size reads."""
        self.switch.setText(name)
        for size, action in self.sizes.items():
            action.setText(sizes[size])
        self.size_button.setText(sizes[self._filter.size])

    def allow(self, *, earlier: bool, later: bool) -> None:
        """Let the filter go up or down in the order."""
        self.earlier.setEnabled(earlier)
        self.later.setEnabled(later)

    def show_filter(self, one: Filter) -> None:
        """Show a filter of the same kind."""
        self._filter, self._showing = one, True
        percent = round(100 * one.strength)
        self.switch.setChecked(one.on)
        self.strength.setValue(percent)
        self.share.setValue(percent)
        self.size_button.setText(self.sizes[one.size].text())
        for made in (self.strength, self.share, self.size_button):
            made.setEnabled(one.on)
        self._showing = False

    def _choose(self, one: Filter) -> None:
        if not self._showing and one != self._filter:
            self.changed.emit(one)

    def _on_switch(self) -> None:
        self._choose(replace(self._filter, on=self.switch.isChecked()))

    def _on_strength(self, percent: int) -> None:
        self._choose(replace(self._filter, strength=percent / 100))

    def _on_size(self, pressed: QAction) -> None:
        size = next(size for size, action in self.sizes.items() if action is pressed)
        self._choose(replace(self._filter, size=size))

    def _on_earlier(self) -> None:
        self.moved.emit(-1)

    def _on_later(self) -> None:
        self.moved.emit(1)
