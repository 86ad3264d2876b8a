"""Brings back to an officer, at a quiet moment, what a re-check found in a release of theirs."""

import base64
import logging
from collections import deque
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from queue_client.supervision_messages import SteerAct, Topic
from ui import foreign, theme
from ui.desk.case_panel import local_time
from ui.desk.controller import DeskController
from ui.desk.news_card import Covering, NewsCard
from ui.desk.recheck_bar import severity_words
from ui.link_news import SessionClosed, SessionOpened
from ui.session.rights import rights_of
from ui.supervisor.questions import Questions
from viewer.crops import Spot
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.prepare import prepare

_LOG = logging.getLogger(__name__)
_ASK_EVERY_MS: Final = 15 * 60 * 1000
_FIRST_MS: Final = 3000


class LessonNews(QObject):
    """Asks for lessons at the beginning and now and then; shows one between two cases."""

    def __init__(
        self,
        controller: DeskController,
        questions: Questions,
        card: NewsCard,
        covering: Covering,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._questions = controller, questions
        self._card, self._covering = card, covering
        self._lessons: deque[dict[str, Any]] = deque()
        self._read: set[str] = set()
        self._shown: dict[str, Any] | None = None
        self._spot: Spot | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_ASK_EVERY_MS)
        self._timer.timeout.connect(self._ask)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(_FIRST_MS)
        self._first.timeout.connect(self._ask)
        card.read.connect(self._on_read)
        controller.case_closed.connect(self._show_next)
        controller.decided.connect(self._show_next)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Ask with a new session; forget everything with its end."""
        match news:
            case SessionOpened(session=session):
                if rights_of(session.roles).reviews:
                    self._first.start()  # the first case comes first
                    self._timer.start()
            case SessionClosed():
                self._timer.stop()
                self._first.stop()
                self._lessons.clear()
                self._shown = None
                if self._card.is_up:
                    self._card.put_away()
                    self._covering.one_less()
            case _:
                return

    @Slot()
    def retranslate(self) -> None:
        """Say the same in the language of the moment."""
        if self._shown is not None:
            self._say(self._shown)

    @Slot()
    def _ask(self) -> None:
        self._questions.ask(Topic.RECHECKS, {"part": "lessons"}, self._take, self._miss)

    def _take(self, answer: dict[str, Any]) -> None:
        lessons = (one for one in answer["lessons"] if one["recheck_id"] not in self._read)
        self._lessons = deque(lessons)
        if self._controller.case is None:
            self._show_next()

    def _miss(self, why: str) -> None:
        # A hub that knows no lessons is no trouble of a reviewer.
        _LOG.info("lessons cannot be asked for", extra={"reason": why})

    @Slot()
    def _show_next(self) -> None:
        """Show the next lesson, unless a card is up already; its picture is asked for first."""
        if not self._lessons or self._card.is_up or self._shown is not None:
            return
        self._shown = lesson = self._lessons.popleft()
        question = {"part": "picture", "recheck_id": lesson["recheck_id"]}
        self._questions.ask(Topic.RECHECKS, question, self._put_up, self._put_up_bare)

    def _put_up(self, answer: dict[str, Any]) -> None:
        self._spot = spot_of(answer.get("picture"))
        self._open()

    def _put_up_bare(self, _why: str) -> None:
        self._spot = None
        self._open()

    def _open(self) -> None:
        lesson = self._shown
        if lesson is None or self._card.is_up:
            self._shown = None
            return
        self._covering.one_more()
        self._say(lesson)
        self._card.put_up(self._spot, colour=theme.WARN)

    def _say(self, lesson: dict[str, Any]) -> None:
        card = self._card
        name = foreign.shown(str(lesson["head"].get("container") or lesson["case_id"]))
        card.title.setText(self.tr("A lesson from a re-check"))
        text = self.tr(
            "You released %1 on %2. Two officers who looked again marked this place."
            " How plain it is, in their words: %3."
        )
        when, grave = local_time(lesson["decided_at"]), severity_words(int(lesson["severity"]))
        card.text.setText(foreign.filled(text, name, when, grave))
        note = foreign.lines(str(lesson["note"]))
        further = self.tr("Everybody misses something. This is for you alone, to learn from.")
        card.further.setText(f"{note}\n{further}" if note else further)
        card.button.setText(self.tr("I have seen it (Enter)"))
        card.fit_texts()

    @Slot()
    def _on_read(self) -> None:
        lesson, self._shown = self._shown, None
        if lesson is None:
            return
        self._read.add(lesson["recheck_id"])
        self._covering.one_less()
        document = {"recheck_id": lesson["recheck_id"]}
        self._questions.act(SteerAct.LESSON_READ, document, "", self._on_noted, self._miss)

    def _on_noted(self, _answer: dict[str, Any]) -> None:
        self._show_next()


def spot_of(sent: dict[str, Any] | None) -> Spot | None:
    """Return a picture that the hub has cut out, with the place that was marked; or None."""
    if sent is None:
        return None
    try:
        shape = int(sent["rows"]), int(sent["columns"])
        grey = np.frombuffer(base64.b64decode(sent["grey"]), np.uint8).reshape(shape)
        row, column, height, width = (float(value) for value in sent["area"])
    except (KeyError, TypeError, ValueError):
        return None
    picture = Picture(high=grey.astype(np.uint16) * 257, stored_bits=8, label="")
    area = Area(row=row, column=column, height=height, width=width)
    return Spot(picture=prepare(picture), area=area)
