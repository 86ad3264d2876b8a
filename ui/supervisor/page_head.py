"""The head of a page: its name, what it has to say, and what it offers, in one row."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.supervisor.pages import PAGES
from ui.widgets.texts import Elided, paint, plain

_HEAD_PX: Final = 31
_GAP_PX: Final = 14


class PageHead(QWidget):
    """Named as the navigation names the page; says one thing at a time, in one line.

    Parameters
    ----------
    name : str
        The page's name in `ui.supervisor.pages.PAGES`.
    offers : QWidget
        What stands at the right: buttons, switches.
    """

    def __init__(self, name: str, *offers: QWidget) -> None:
        super().__init__()
        self._name = name
        self.title = plain(size=13, bold=True)
        self.said = Elided()
        self.setMinimumHeight(round(_HEAD_PX * max(1.0, theme.scale())))  # with buttons or without
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addSpacing(_GAP_PX)
        row.addWidget(self.said, 1)
        for one in offers:
            row.addWidget(one)

    def retranslate(self) -> None:
        """Write the page's name anew."""
        title = next(kind.title for kind in PAGES if kind.name == self._name)
        self.title.setText(QCoreApplication.translate("SupervisorPages", title))

    def say(self, text: str, *, colour: str = theme.WARN) -> None:
        """Say something; an empty text says nothing any more."""
        paint(self.said, colour=colour)
        self.said.say(text)

    def say_old(self, why: str) -> None:
        """Say that what the page shows is old, and why."""
        self.say(self.tr("What stands here is old: %1").replace("%1", why))
