"""What a joint view needs of the desk around it, and how officers are named on it."""

from collections.abc import Callable
from dataclasses import dataclass

from ui import foreign
from ui.commands import CommandSet
from ui.desk.controller import DeskController
from ui.desk.coverage_watch import CoverageWatch
from ui.desk.desk_page import DeskPage
from ui.desk.own_judgement import OwnJudgement
from ui.queue_link import QueueLink

SENT_EVERY_MS = 250
"""A view and a pointer are sent on as often as this while they change, and not otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one window; ``say`` shows a passing sentence, ``warn`` one of trouble."""

    controller: DeskController
    page: DeskPage
    commands: CommandSet
    judging: OwnJudgement
    coverage: CoverageWatch
    link: QueueLink
    say: Callable[[str], None]
    warn: Callable[[str], None]


def named(officer: str, name: str) -> str:
    """Return how an officer is called on the screen: by name, else by id."""
    return foreign.shown(name) or foreign.shown(officer)
