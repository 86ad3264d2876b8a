"""Greys what an officer's roles do not allow, and says why; the hub itself refuses it anyhow."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Slot

from ui import theme
from ui.commands import CommandSet
from ui.desk.controller import DeskController
from ui.desk.desk_page import DeskPage
from ui.link_news import SessionClosed, SessionOpened
from ui.prepared import PreparedCase
from ui.session.notice_line import Notice, NoticeLine
from ui.session.rights import Bar, Rights, rights_of

_WHY: Final = {
    Bar.NO_REVIEWER: QT_TRANSLATE_NOOP(
        "RoleGate", "Your roles do not include reviewing: cases are given to reviewers and chiefs."
    ),
    Bar.CHIEF_IS_LAST: QT_TRANSLATE_NOOP(
        "RoleGate", "A shift chief decides: there is nobody to refer this picture to."
    ),
}


class RoleGate(QObject):
    """One desk's commands, opened and closed with each session."""

    def __init__(
        self,
        commands: CommandSet,
        controller: DeskController,
        page: DeskPage,
        notice: NoticeLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._commands, self._page, self._notice = commands, page, notice
        self.rights: Rights | None = None
        self._at_desk = True
        controller.case_opened.connect(self._on_case)
        controller.case_closed.connect(self._on_no_case)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear who sits at the desk."""
        match news:
            case SessionOpened(session=session):
                self._use(rights_of(session.roles))
            case SessionClosed():
                self._use(None)
            case _:
                return

    def set_at_desk(self, *, at_desk: bool) -> None:
        """Say only at the desk that no cases are given: elsewhere nobody waits for them."""
        self._at_desk = at_desk
        self._tell()

    @Slot()
    def retranslate(self) -> None:
        """Write the reasons anew; the commands have just got their own tips back."""
        barred = {} if self.rights is None else self.rights.barred
        for name, bar in barred.items():
            self._commands[name].setToolTip(_why(bar))
        self._page.decision_bar.refer.setToolTip(self._commands["decision.refer"].toolTip())
        self._tell()

    def _tell(self) -> None:
        reviews = self.rights is None or self.rights.reviews
        text = "" if reviews or not self._at_desk else _why(Bar.NO_REVIEWER)
        self._notice.say(Notice.ROLE, text, colour=theme.WARN)

    def _use(self, rights: Rights | None) -> None:
        before = {} if self.rights is None else self.rights.barred
        self.rights = rights
        barred = {} if rights is None else rights.barred
        for name in {*before, *barred}:
            self._commands[name].setEnabled(name not in barred)
        self._commands.retranslate()
        self.retranslate()
        bar = self._page.decision_bar
        bar.setVisible(rights is None or rights.reviews)
        bar.refer.setVisible("decision.refer" not in barred)

    @Slot(object)
    def _on_case(self, case: PreparedCase) -> None:
        referral = case.context.referral
        if referral is None or self.rights is None or not self.rights.chief:
            self._on_no_case()
            return
        text = self.tr("Referred to you by %1: %2")
        text = text.replace("%1", referral.officer).replace("%2", referral.note)
        self._notice.say(Notice.REFERRED, text)

    @Slot()
    def _on_no_case(self) -> None:
        self._notice.say(Notice.REFERRED, "")


def _why(bar: Bar) -> str:
    return QCoreApplication.translate("RoleGate", str(_WHY[bar]))
