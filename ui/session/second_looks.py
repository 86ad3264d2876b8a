"""What a desk hears of those who look twice: test images, lessons, and the re-checks it takes."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot

from ui.desk.lesson_news import LessonNews
from ui.desk.news_card import Covering, NewsCard
from ui.desk.recheck_desk import RecheckDesk
from ui.desk.seeing import Cover
from ui.desk.test_image_news import TestImageNews
from ui.main_window import MainWindow
from ui.prepared import Preparer
from ui.queue_link import QueueLink
from ui.session.notice_line import NoticeLine
from ui.supervisor.doorway import Doorway
from ui.supervisor.questions import Questions


class SecondLooks(QObject):
    """Born after window and doorway; joins the three to the desk."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are given, not made
        self,
        window: MainWindow,
        link: QueueLink,
        questions: Questions,
        doorway: Doorway,
        preparer: Preparer,
        cache: Path,
        notice: NoticeLine,
    ) -> None:
        super().__init__(window)
        self._window, self._doorway = window, doorway
        self.card, self.lesson_card = NewsCard(window.desk), NewsCard(window.desk)
        controller = window.controller
        self.covering = Covering(
            lambda: controller.cover(Cover.CARD), lambda: controller.uncover(Cover.CARD)
        )
        self.images = TestImageNews(controller, self.card, self.covering, self)
        self.lessons = LessonNews(controller, questions, self.lesson_card, self.covering, self)
        self.rechecks = RecheckDesk(window, questions, preparer, cache)
        for part in (self.images, self.lessons):
            link.news.connect(part.on_news)
            notice.language_changed.connect(part.retranslate, Qt.ConnectionType.QueuedConnection)
        doorway.room.recheck_wanted.connect(self.rechecks.take)
        self.rechecks.told.connect(window.status.say)
        self.rechecks.over.connect(self._back)

    @Slot()
    def _back(self) -> None:
        """Go back to the room that the task was taken from."""
        if self._window.pages.currentWidget() is self._window.desk:
            self._window.pages.setCurrentWidget(self._doorway.room)

    def stop(self) -> None:
        """End the threads."""
        self.rechecks.stop()
