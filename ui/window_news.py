"""What the window's strips say of the news: officer, room, hub, and acts that did not count."""

from PySide6.QtCore import QObject, Slot

from ui import words
from ui.desk.banner import Banner
from ui.desk.desk_page import DeskPage
from ui.desk.status_strip import StatusStrip
from ui.desk_witness import LOG_CONTRADICTED
from ui.link_news import (
    ActMoved,
    ActState,
    CaseFailed,
    HubNews,
    LeaseLost,
    LeaseRuns,
    NothingWaiting,
    RoomSeen,
    SessionClosed,
    SessionOpened,
    SkipRefused,
)


class WindowNews(QObject):
    """Hears the link and tells banner, strip and page."""

    def __init__(
        self, banner: Banner, status: StatusStrip, page: DeskPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._banner, self._status, self._page = banner, status, page
        self._log_told = False

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Say what is news."""
        match news:
            case SessionOpened(session=session):
                self._status.show_officer(session.name or session.officer)
                self._banner.show_seated(seated=True)
            case SessionClosed():
                self._status.show_officer("")
                self._banner.show_seated(seated=False)
            case ActMoved():
                if not self._page.recall_bar.move_act(news) and news.state is ActState.REFUSED:
                    self._tell_of_lost_act(news)
            case RoomSeen(room=room):
                self._status.show_room(room)
                self._tell_of_log(str(room.get(LOG_CONTRADICTED, "")))
            case HubNews():
                self._status.show_hub(news)
                self._banner.show_hub(news)
            case LeaseRuns():
                self._page.show_nothing_waiting(nothing=False)
            case NothingWaiting():
                self._page.show_nothing_waiting(nothing=True)
            case LeaseLost() | SkipRefused() | CaseFailed():
                self._tell_of_case(news)
            case _:
                return

    def _tell_of_case(self, news: LeaseLost | SkipRefused | CaseFailed) -> None:
        match news:
            case LeaseLost(case_id=case_id, by=by, reason=reason):
                text = self.tr("%1 was taken back by %2: %3").replace("%1", case_id)
                if reason:
                    self._banner.show_notice(text.replace("%2", by).replace("%3", reason))
            case SkipRefused(case_id=case_id, trouble=trouble):
                text = self.tr("%1 comes back to you: %2").replace("%1", case_id)
                self._banner.show_notice(text.replace("%2", words.trouble(trouble)))
            case CaseFailed(trouble=trouble):
                self._status.warn(
                    lambda: self.tr("A scan cannot be shown and went back: %1").replace(
                        "%1", words.trouble(trouble)
                    )
                )

    def _tell_of_log(self, folder: str) -> None:
        """Say once that the hub's log is not the one that this desk has seen."""
        if folder and not self._log_told:
            self._log_told = True
            text = self.tr(
                "The hub's log contradicts what it showed this desk before. "
                "Tell the administrator; keep the folder %1 for the auditor."
            )
            self._banner.show_warning(text.replace("%1", folder))

    def _tell_of_lost_act(self, act: ActMoved) -> None:
        """Say that a decision kept from before a crash did not count, and why."""
        text = self.tr("Your decision on %1, kept from before, was NOT recorded: %2")
        text = text.replace("%1", act.case_id).replace("%2", words.trouble(act.trouble))
        self._banner.show_warning(text)
