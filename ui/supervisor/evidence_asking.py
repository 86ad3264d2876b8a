"""Asks where an evidence report is to be written, has it made, and has the hub note it."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QLocale, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from queue_client.supervision_messages import SteerAct
from ui import foreign
from ui.command_table import COMMANDS
from ui.commands import text_of
from ui.jobs import LatestOnly
from ui.supervisor.audited import Audited
from ui.supervisor.questions import Questions
from ui.supervisor.replay_loader import ReplayLoader
from workstation.domain.errors import ReviewRoomError
from workstation.review.film import Film


class EvidenceAsking(QObject):
    """One report at a time; it is made off the Qt thread, from what the page has loaded.

    The report is written first and noted then: an entry stands for a file that there was.
    """

    told = Signal(str)
    """What came of it, as a sentence."""

    def __init__(self, questions: Questions, loader: ReplayLoader, page: QWidget) -> None:
        super().__init__(page)
        self._questions, self._loader, self._page = questions, loader, page
        self._making = LatestOnly(loader.jobs, self)
        self._making.answered.connect(self._on_made)
        self._making.failed.connect(self._on_failed)
        self._written = ""

    def ask(self, audited: Audited, film: Film | None) -> None:
        """Ask the hub whether the pictures may leave the room, and write the report then."""
        question = {"decision_id": audited.decision_id}

        def answered(answer: dict[str, Any]) -> None:
            if answer["granted"]:
                self._choose(audited, film)
            else:
                self.told.emit(self._waits(answer))

        self._questions.act(SteerAct.ASK_EXPORT, question, "", answered, self.told.emit)

    def _waits(self, answer: dict[str, Any]) -> str:
        if answer["yours"]:
            return self.tr(
                "Another officer has to agree that pictures leave the room. It is asked for under"
                " Steering; write the report when they have agreed."
            )
        text = self.tr("%1 has asked for this report. Agree to that under Steering, or ask again.")
        return foreign.filled(text, foreign.shown(str(answer["asked_by"])))

    def _choose(self, audited: Audited, film: Film | None) -> None:
        """Ask for a file name and write the report there, in the language that is shown."""
        name = f"{audited.label}-{audited.decision_id[:8]}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Write the evidence report"), name, "PDF (*.pdf)"
        )
        if chosen:
            self.write(audited, film, Path(chosen))

    def write(self, audited: Audited, film: Film | None, path: Path) -> None:
        """Have the report written to a file."""
        told: dict[str, Any] = msgspec.to_builtins(audited.answer)
        names = (str(told["case"]["sha256"]), *(model["sha256"] for model in told["models"]))
        loader = self._loader
        language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
        commands = {command.name: text_of(command) for command in COMMANDS}

        def make() -> tuple[Path, dict[str, str]]:
            # The report's writer and its fonts are brought in only when they are needed.
            from workstation.assembly.evidence import make_evidence  # noqa: PLC0415
            from workstation.reports.pdf import write_pdf  # noqa: PLC0415

            found = {name: at for name in names if name and (at := loader.package(name))}
            paper = make_evidence(told, film, found, language=language, commands=commands)
            write_pdf(path, paper)
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            decision_id = str(told["decision"]["decision_id"])
            return path, {"decision_id": decision_id, "sha256": sha256, "language": language}

        self.told.emit(self.tr("The evidence report is being written."))
        self._making.ask(make)

    @Slot(object)
    def _on_made(self, made: tuple[Path, dict[str, str]]) -> None:
        path, note = made
        self._written = path.name
        self._questions.act(SteerAct.NOTE_EVIDENCE, note, "", self._on_noted, self._on_not_noted)

    @Slot(object)
    def _on_noted(self, _answer: dict[str, Any]) -> None:
        text = self.tr("Written and noted in the evidence log: %1")
        self.told.emit(foreign.filled(text, self._written))

    @Slot(str)
    def _on_not_noted(self, sentence: str) -> None:
        text = self.tr("%1 is written, but the hub has not noted it: %2")
        self.told.emit(foreign.filled(text, self._written, sentence))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        sentence = error.sentence() if isinstance(error, ReviewRoomError) else str(error)
        text = self.tr("The evidence report was not written: %1")
        self.told.emit(foreign.filled(text, foreign.shown(sentence)))
