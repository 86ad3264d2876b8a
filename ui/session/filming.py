"""Joins the recorder of films to an open window."""

from PySide6.QtCore import QObject, Slot

from ui.desk.film_recorder import FilmParts, FilmRecorder
from ui.journal import JournalWriter
from ui.link_news import SessionClosed
from ui.main_window import MainWindow
from ui.queue_link import QueueLink
from workstation.review.film_shelf import FilmShelf


class Filming(QObject):
    """Born on the Qt thread after the window, and gone with it."""

    def __init__(
        self, window: MainWindow, link: QueueLink, shelf: FilmShelf, writer: JournalWriter
    ) -> None:
        super().__init__(window)
        self._window = window
        parts = FilmParts(
            controller=window.controller,
            page=window.desk,
            commands=window.commands,
            judging=window.judging,
            coverage=window.coverage,
            is_active=self._is_in_front,
        )
        self.recorder = FilmRecorder(parts, self)
        self.recorder.keep_on(shelf, writer)
        window.film_evidence = self.recorder.evidence
        window.held_keys.begun.connect(self.recorder.note_act)
        link.news.connect(self._on_news)

    def _is_in_front(self) -> bool:
        window = self._window
        return window.is_active() and window.pages.currentWidget() is window.desk

    @Slot(object)
    def _on_news(self, news: object) -> None:
        if isinstance(news, SessionClosed):
            self.recorder.forget()
