"""The pages of the supervisor's room, in the order of its navigation: one line a page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ui.supervisor.questions import Questions
from workstation.domain.officer import Role

if TYPE_CHECKING:
    from ui.supervisor.room import SupervisorRoom

LEADING: Final = frozenset({Role.CHIEF, Role.SUPERVISOR, Role.AUDITOR})
AUDITING: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})
RULING: Final = frozenset({Role.SUPERVISOR})
STEERING: Final = frozenset({Role.CHIEF, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Onlooker:
    """Who looks at a page; the hub judges what they may do, the page says so beforehand.

    ``columns`` is the file in which their tables' columns are kept, or None.
    """

    officer: str = ""
    columns: Path | None = None
    roles: frozenset[str] = frozenset(role.value for role in Role)

    @property
    def steers(self) -> bool:
        """Whether the officer gives orders about cases, as `workstation.hub` will judge it."""
        return not self.roles.isdisjoint(STEERING)

    @property
    def rules(self) -> bool:
        """Whether the officer sets what counts for all cases."""
        return not self.roles.isdisjoint(RULING)


class Page(QWidget):
    """A page of the room; made when it is first opened."""

    def admit(self, who: Onlooker) -> None:
        """Learn who looks on, before the page is first shown."""

    def wake(self) -> None:
        """Come on the screen: ask anew, and go on asking where the page follows the room."""

    def rest(self) -> None:
        """Leave the screen: ask no more."""

    def open(self, subject: str) -> None:
        """Show one thing, such as the decision that another page names."""

    def retranslate(self) -> None:
        """Write the page's own texts anew."""


def _rechecks(questions: Questions, room: "SupervisorRoom") -> Page:
    from ui.supervisor.recheck_page import RecheckPage  # noqa: PLC0415 - it is a page itself

    return RecheckPage(questions, room)


def _test_images(questions: Questions, room: "SupervisorRoom") -> Page:
    from ui.supervisor.test_images_page import TestImagesPage  # noqa: PLC0415 - it is a page itself

    return TestImagesPage(questions, room)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """A page before it is made.

    Attributes
    ----------
    name
        By which other pages open it.
    title
        As marked for translation in the context ``SupervisorPages``.
    roles
        Whoever has one of them sees the page.
    make
        Takes the questions and the room.
    """

    name: str
    title: str
    roles: frozenset[Role]
    make: "Callable[[Questions, SupervisorRoom], Page]"


def _figures(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.figures_page import FiguresPage  # noqa: PLC0415 - it is a page itself

    return FiguresPage(questions)


def _replay(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.replay_page import ReplayPage  # noqa: PLC0415 - it is a page itself

    return ReplayPage(questions)


def _find(questions: Questions, room: "SupervisorRoom") -> Page:
    from ui.supervisor.find_page import FindPage  # noqa: PLC0415 - it is a page itself

    return FindPage(questions, room)


def _verify(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.verify_page import VerifyPage  # noqa: PLC0415 - it is a page itself

    return VerifyPage(questions)


def _room_now(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.room_page import RoomPage  # noqa: PLC0415 - it is a page itself

    return RoomPage(questions)


def _steering(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.steering_page import SteeringPage  # noqa: PLC0415 - it is a page itself

    return SteeringPage(questions)


def _watch_lists(questions: Questions, _room: "SupervisorRoom") -> Page:
    from ui.supervisor.watch_page import WatchPage  # noqa: PLC0415 - it is a page itself

    return WatchPage(questions)


PAGES: Final[tuple[PageKind, ...]] = (
    PageKind(
        name="room",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "The room now")),
        roles=LEADING,
        make=_room_now,
    ),
    PageKind(
        name="steering",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Steering")),
        roles=LEADING,
        make=_steering,
    ),
    PageKind(
        name="watch",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Risk lists")),
        roles=LEADING,
        make=_watch_lists,
    ),
    PageKind(
        name="find",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Find decisions")),
        roles=LEADING,
        make=_find,
    ),
    PageKind(
        name="replay",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Replay")),
        roles=LEADING,
        make=_replay,
    ),
    PageKind(
        name="figures",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Figures")),
        roles=LEADING,
        make=_figures,
    ),
    PageKind(
        name="rechecks",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Re-checks")),
        roles=LEADING,
        make=_rechecks,
    ),
    PageKind(
        name="test_images",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Test images")),
        roles=RULING,
        make=_test_images,
    ),
    PageKind(
        name="verify",
        title=str(QT_TRANSLATE_NOOP("SupervisorPages", "Evidence log")),
        roles=AUDITING,
        make=_verify,
    ),
)
