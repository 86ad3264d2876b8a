"""Tells an officer at once that what was decided on was a test image, and where the object was."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Slot

from queue_client.answers import ToldTest
from ui import theme
from ui.desk.controller import DeskController
from ui.desk.news_card import Covering, NewsCard
from ui.link_news import ActMoved, SessionClosed
from viewer.crops import Spot
from viewer.pixels.geometry import Area
from workstation.domain.recheck import Outcome

OBJECTS: Final = {
    "dense_box": QT_TRANSLATE_NOOP("TestImageNews", "a dense metal box"),
    "packets": QT_TRANSLATE_NOOP("TestImageNews", "pressed packets"),
    "metal_parts": QT_TRANSLATE_NOOP("TestImageNews", "long metal parts in a case"),
    "gas_bottles": QT_TRANSLATE_NOOP("TestImageNews", "gas bottles"),
    "shielded_source": QT_TRANSLATE_NOOP("TestImageNews", "a shielded drum"),
    "liquor": QT_TRANSLATE_NOOP("TestImageNews", "cartons of bottles"),
    "banknotes": QT_TRANSLATE_NOOP("TestImageNews", "bundles of paper in a suitcase"),
    "tusks": QT_TRANSLATE_NOOP("TestImageNews", "tusks"),
    "from_a_find": QT_TRANSLATE_NOOP("TestImageNews", "goods from an earlier find"),
}


def object_words(name: str) -> str:
    """Return what a test object is called; its own name when there are no words for it."""
    text = OBJECTS.get(name)
    return name if text is None else QCoreApplication.translate("TestImageNews", str(text))


class TestImageNews(QObject):
    """Hears what came of decisions; where it was a test image, it shows the card once."""

    __test__ = False

    def __init__(
        self, controller: DeskController, card: NewsCard, covering: Covering, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller, self._card, self._covering = controller, card, covering
        self._told: ToldTest | None = None
        card.read.connect(self._on_read)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Tell of a test image; forget it with the session."""
        match news:
            case ActMoved(test=ToldTest() as test):
                self._tell(test, news.decision_id)
            case SessionClosed():
                if self._told is not None:
                    self._card.put_away()
            case _:
                return

    @Slot()
    def retranslate(self) -> None:
        """Say the same in the language of the moment."""
        if self._told is not None:
            self._say(self._told)

    def _tell(self, test: ToldTest, decision_id: str) -> None:
        if self._told is None:
            self._covering.one_more()
        self._told = test
        self._say(test)
        colour = theme.GOOD if test.outcome == Outcome.HIT else theme.ALARM
        self._card.put_up(self._spot(test, decision_id), colour=colour)

    def _say(self, test: ToldTest) -> None:
        card, thing = self._card, object_words(test.object)
        card.title.setText(self.tr("This was a test image"))
        if test.outcome == Outcome.HIT:
            text = self.tr("✓ You found the object: %1. It is not in the real container.")
        elif test.outcome == Outcome.MISS:
            text = self.tr(
                "✕ You released it. The object was here: %1. It is not in the real container."
            )
        else:
            text = self.tr(
                "✕ You would have opened it, but not for the object, which was here: %1."
                " It is not in the real container."
            )
        card.text.setText(text.replace("%1", thing))
        card.further.setText(
            self.tr(
                "Nothing was decided. The scan as it really is comes back to you next: look at it"
                " and decide it by itself."
            )
        )
        card.button.setText(self.tr("Go on (Enter)"))
        card.fit_texts()

    def _spot(self, test: ToldTest, decision_id: str) -> Spot | None:
        """Return the object's place in the picture, while that is still at hand."""
        last, scan = self._controller.last, self._controller.last_scan
        if last is None or last.decision_id != decision_id:
            return None
        picture = last.case.picture if scan is None else scan.picture
        row, column, height, width = test.area
        rows, columns = picture.shape
        if row + height > rows or column + width > columns:
            return None
        return Spot(picture=picture, area=Area(row=row, column=column, height=height, width=width))

    @Slot()
    def _on_read(self) -> None:
        if self._told is not None:
            self._told = None
            self._covering.one_less()
