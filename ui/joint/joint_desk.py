"""Joins showing and looking in to one window."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from ui.joint.bars import ShowingBar, VisitBar
from ui.joint.join_sheet import JoinSheet, OpenView
from ui.joint.parts import Parts
from ui.joint.showing import Showing
from ui.joint.visiting import Visiting
from ui.link_news import (
    CaseBroken,
    JointOver,
    JointReady,
    JointSeen,
    ModelMissing,
    ModelReady,
    PictureReady,
    RoomSeen,
    SessionClosed,
)
from viewer.panes.pointer_layer import PointerLayer


class JointDesk(QObject):
    """One desk's part in joint views: it shows its own case or looks into another's, not both."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self.layer = PointerLayer(parts.page.panes.scan, self)
        self.showing_bar, self.visit_bar = ShowingBar(parts.commands), VisitBar(parts.commands)
        column = parts.page.layout()
        if isinstance(column, QVBoxLayout):
            at = column.indexOf(parts.page.decision_bar)
            column.insertWidget(at, self.showing_bar)
            column.insertWidget(at + 1, self.visit_bar)
        self.sheet = JoinSheet(parts.page)
        self.showing = Showing(parts, self.layer, self.showing_bar, self)
        self.visiting = Visiting(parts, self.layer, self.visit_bar, self)
        self.views: tuple[OpenView, ...] = ()  # of the room, as it was heard last
        parts.commands.connect_to("joint.join", self._join)
        self.sheet.taken.connect(self._take)
        self.sheet.left.connect(self._to_picture)
        parts.controller.case_opened.connect(self.sheet.leave)
        parts.link.news.connect(self._on_news)

    def evidence(self) -> Mapping[str, Any]:
        """Return who looked into the open case, for the record (JSON values)."""
        return self.showing.evidence()

    def end(self) -> None:
        """Take part in nothing any more: the desk is locked, or its officer leaves."""
        self.sheet.leave()
        self.showing.stop()
        self.visiting.leave()

    @Slot(bool)
    def end_when(self, locked: bool) -> None:  # noqa: FBT001 - a Qt slot of changed(bool)
        """Take part in nothing while the desk is locked."""
        if locked:
            self.end()

    @Slot()
    def _join(self) -> None:
        """Look into a case that is shown; or, looking into one, go back."""
        session = self._parts.controller.session
        if self.visiting.case_id is not None:
            self.visiting.leave()
            return
        own = "" if session is None else session.officer
        views = [view for view in self.views if view.officer != own]
        if session is None or not views:
            self._parts.say(self.tr("Nobody shows a case now."))
        else:
            self.sheet.ask(views)

    @Slot(str)
    def _take(self, case_id: str) -> None:
        self._to_picture()
        self.showing.stop()
        self.visiting.join(case_id)

    @Slot()
    def _to_picture(self) -> None:
        self._parts.page.panes.setFocus()

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case JointSeen(state=state, mine=mine):
                (self.showing if mine else self.visiting).on_seen(state)
            case JointReady(case=case):
                self.visiting.on_ready(case)
            case JointOver(case_id=case_id, trouble=trouble):
                self.showing.on_over(case_id, trouble)
                self.visiting.on_over(case_id, trouble)
            case PictureReady() | ModelReady() | ModelMissing() | CaseBroken():
                self.visiting.on_picture(news)
            case RoomSeen(room=room):
                self.views = tuple(_views_in(room))
            case SessionClosed():
                self.end()
                self.showing.forget()
                self.views = ()
            case _:
                return


def _views_in(room: Mapping[str, Any]) -> list[OpenView]:
    """Return the joint views that the room's state tells of."""
    told = room.get("joint")
    views = []
    for one in told if isinstance(told, list) else []:
        case_id, officer = str(one.get("case_id", "")), str(one.get("officer", ""))
        if case_id and officer:
            views.append(OpenView(case_id=case_id, officer=officer, name=str(one.get("name", ""))))
    return views
