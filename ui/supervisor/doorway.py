"""Lets officers into the supervisor's room, and back to the desk."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from ui.desk.seeing import Cover
from ui.link_news import SessionClosed, SessionOpened
from ui.main_window import MainWindow
from ui.session.rights import rights_of
from ui.supervisor.questions import Questions
from ui.supervisor.room import SupervisorRoom
from ui.supervisor.room_menu import RoomMenu


class Doorway(QObject):
    """Born after the window; an officer who decides no cases begins in the room."""

    def __init__(
        self, window: MainWindow, questions: Questions, *, columns: Path | None = None
    ) -> None:
        super().__init__(window)
        self._window, self.questions = window, questions
        self.room = SupervisorRoom(questions, columns=columns)
        self._may = self._is_inside = False
        self._command = window.commands["view.supervisor"]
        self._command.setEnabled(False)
        window.pages.addWidget(self.room)
        window.pages.currentChanged.connect(self._on_page)
        window.commands.connect_to("view.supervisor", self.toggle)
        self.room.waiting.came.connect(window.banner.show_notice)
        self.menu = RoomMenu(window, self.room)
        self.room.retitled.connect(self._on_retitled)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Open the room with a session that may see it, and close it with the session."""
        match news:
            case SessionOpened(session=session):
                self._may = self.room.admit(session.roles, session.officer)
                self._command.setEnabled(self._may)
                if self._may and not rights_of(session.roles).reviews:
                    self._window.pages.setCurrentWidget(self.room)
            case SessionClosed():
                self._may = False
                self._command.setEnabled(False)
                self.room.forget()
            case _:
                return

    @Slot()
    def toggle(self) -> None:
        """Go from the desk to the room, or back."""
        pages = self._window.pages
        if pages.currentWidget() is self.room:
            pages.setCurrentWidget(self._window.desk)
        elif self._may and pages.currentWidget() is self._window.desk:
            pages.setCurrentWidget(self.room)

    def stop(self) -> None:
        """End the threads of the questions and of the page that is open."""
        self.room.rest()
        self.room.waiting.end()
        self.questions.stop()

    @Slot(int)
    def _on_page(self, _place: int) -> None:
        current = self._window.pages.currentWidget()
        self.room.waiting.set_awake(awake=current in {self.room, self._window.desk})
        if current is self.room:
            self._window.controller.cover(Cover.ROOM)  # nobody sees the picture of a case from here
            self.menu.enter()
            self._is_inside = True
            self.room.wake()
        elif self._is_inside:
            self._is_inside = False
            self.room.rest()
            self.menu.leave()
            self._window.controller.uncover(Cover.ROOM)

    @Slot()
    def _on_retitled(self) -> None:
        if self._is_inside:
            self.menu.enter()
