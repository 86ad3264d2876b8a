"""The sheet that asks which shown case to look into: the views of the room by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.joint.parts import named
from ui.widgets.asking_sheet import AskingSheet

MOST_VIEWS: Final = 9
_ABOVE_PX: Final = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenView:
    """A joint view of the room: which case, and who shows it."""

    case_id: str
    officer: str
    name: str


class JoinSheet(AskingSheet):
    """Asks once: a digit takes its view, Enter the chosen one, Escape none."""

    taken = Signal(str)
    """The case to look into."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, "join_sheet")
        self._views: tuple[OpenView, ...] = ()
        self._chosen = 0

    def ask(self, views: Sequence[OpenView]) -> None:
        """Ask which of these to look into, the first nine of them."""
        self._views, self._chosen = tuple(views[:MOST_VIEWS]), 0
        self._make_rows(list(range(1, len(self._views) + 1)))
        self._open()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Look into which shown case?"))
        for place, (row, view) in enumerate(zip(self.rows, self._views, strict=True)):
            chosen = place == self._chosen
            row.say(named(view.officer, view.name), hint=self.tr("Enter") if chosen else "")
            row.set_chosen(chosen=chosen)
        self.help.setText(self.tr("A number looks in. Your own case waits as it is. Esc: not now."))

    @Slot(int)
    def _take_digit(self, digit: int) -> None:
        if 1 <= digit <= len(self._views) and self._close():
            self.taken.emit(self._views[digit - 1].case_id)

    def _answer(self) -> None:
        self._take_digit(self._chosen + 1)

    def _step(self, step: int) -> None:
        self._chosen = (self._chosen + step) % len(self._views)
        self.retranslate()

    def _top(self) -> int:
        return self._page.height() - self.height() - _ABOVE_PX
