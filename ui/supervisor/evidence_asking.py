"""Asks where an evidence report is to be written, has it made, and has the hub note it."""

from PySide6.QtCore import QObject, Signal

from ui.supervisor.audited import Audited
from ui.supervisor.questions import Questions
from ui.supervisor.replay_loader import ReplayLoader
from workstation.review.film import Film


class EvidenceAsking(QObject):
    """One report at a time."""

    told = Signal(str)

    def __init__(self, questions: Questions, parent: QObject) -> None:
        super().__init__(parent)
        self._questions = questions

    def ask(self, audited: Audited, film: Film | None, loader: ReplayLoader) -> None:
        """Ask for a file name and write the report there."""
