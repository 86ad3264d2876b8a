"""How much of the open case's scan is here, while a coarse picture of it is shown."""

from PySide6.QtCore import QObject, Slot

from ui.desk.controller import DeskController
from ui.desk.status_strip import StatusStrip
from ui.link_news import Fetching

_MB = 1e6


class Arriving(QObject):
    """Says in the status strip how far the full picture of the open case is."""

    def __init__(self, controller: DeskController, status: StatusStrip) -> None:
        super().__init__(controller)
        self._controller, self._status = controller, status
        self._says = False
        controller.picture_arrived.connect(self._on_picture)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear how much of a scan is here; other news is nothing to this."""
        case = self._controller.case
        if not isinstance(news, Fetching) or case is None:
            return
        if case.lease.case_id != news.case_id or news.done >= news.total:
            return
        text = self.tr("Full picture: %1 of %2 MB")
        text = text.replace("%1", f"{news.done / _MB:.1f}").replace("%2", f"{news.total / _MB:.1f}")
        self._says = True
        self._status.say(text)

    @Slot(object)
    def _on_picture(self, _scan: object) -> None:
        if self._says:
            self._says = False
            self._status.say("")
