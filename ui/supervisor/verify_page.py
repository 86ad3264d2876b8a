"""The evidence log: whether every entry holds, up to where it is proven, who witnesses it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from queue_client.supervision_documents.verify import VerifyStage
from queue_client.supervision_messages import Topic
from ui import theme
from ui.supervisor import verify_words
from ui.supervisor.found_model import clock
from ui.supervisor.page_parts import headed, page_title, title_text
from ui.supervisor.pages import Page
from ui.supervisor.proof_words import told
from ui.supervisor.questions import Questions
from workstation.audit.checkpoint import CheckpointInvalid
from workstation.audit.proof import ProofInvalid, check_proof

_LOOK_MS: Final = 500
_BIG_PT: Final = 15.0


class VerifyPage(Page):
    """Begins a verification at the hub, follows it, and shows what it found."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._answer: dict[str, Any] = {"stage": VerifyStage.NEVER.value, "witnesses": []}
        self.verdict, self.detail, self.said = QLabel(), QLabel(), QLabel()
        self.verdict.setStyleSheet(theme.font_rule(self.verdict, _BIG_PT))
        for label in (self.verdict, self.detail, self.said):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._title = page_title()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        theme.tall(self.progress, 8)
        self.begin, self.cancel, self.check = QPushButton(), QPushButton(), QPushButton()
        self.contents = QCheckBox()
        self._names = [QLabel() for _ in range(4)]
        self._values = [QLabel() for _ in range(4)]
        self.entry = QPlainTextEdit()
        self.entry.setReadOnly(True)
        self.entry_title, self.witness_title = QLabel(), QLabel()
        self.no_witness = QLabel()
        self.witnesses = QTableWidget(0, 3)
        self.witnesses.verticalHeader().hide()
        self.witnesses.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.witnesses.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.witnesses.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.witnesses.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.witnesses.setShowGrid(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self.begin.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._cancel)
        self.check.clicked.connect(self._choose_proof)

    def wake(self) -> None:
        """Ask how far it is."""
        self._look()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def retranslate(self) -> None:
        """Write the page's own texts anew."""
        self._title.setText(title_text("verify"))
        self.begin.setText(self.tr("&Verify now"))
        self.cancel.setText(self.tr("&Cancel"))
        self.check.setText(self.tr("Check a &proof file…"))
        self.contents.setText(self.tr("Hash every picture, too"))
        self.contents.setToolTip(self.tr("Reads the whole store, and takes that much longer"))
        names = (
            self.tr("Entries that hold"),
            self.tr("Proven by a signed checkpoint up to entry"),
            self.tr("Checkpoints held against the log"),
            self.tr("Time taken"),
        )
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        self.entry_title.setText(self.tr("What stands there now"))
        self.witness_title.setText(
            self.tr("Witnesses: sites and desks that keep a checkpoint of their own")
        )
        self.no_witness.setText(self.tr("No site or desk keeps a checkpoint yet"))
        columns = [self.tr("Machine"), self.tr("Keeps up to entry"), self.tr("Last asked")]
        self.witnesses.setHorizontalHeaderLabels(columns)
        self._show()

    # -- asking ----------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        self._ask({"act": "begin", "contents": self.contents.isChecked()})

    @Slot()
    def _cancel(self) -> None:
        self._ask({"act": "cancel"})

    @Slot()
    def _look(self) -> None:
        self._ask({"act": "look"})

    def _ask(self, question: dict[str, Any]) -> None:
        self._questions.ask(Topic.VERIFY, question, self._on_answer, self._on_fault)

    @Slot(dict)
    def _on_answer(self, answer: dict[str, Any]) -> None:
        self._answer = answer
        running = answer["stage"] == VerifyStage.RUNNING.value
        if running and self.isVisible():
            self._timer.start()
        elif not running:
            self._timer.stop()
        self._say("", theme.QUIET)
        self._show()

    @Slot(str)
    def _on_fault(self, said: str) -> None:
        self._timer.stop()
        self._say(said, theme.ALARM)

    # -- a proof ---------------------------------------------------------------------------

    @Slot()
    def _choose_proof(self) -> None:
        proof, _ = QFileDialog.getOpenFileName(
            self, self.tr("The proof"), "", self.tr("Proofs (*.tlog-proof);;All files (*)")
        )
        if not proof:
            return
        card, _ = QFileDialog.getOpenFileName(
            self, self.tr("The hub's card, as you were given it"), "", "hub.card (*.card);;(*)"
        )
        if card:
            self.check_files(Path(proof), Path(card))

    def check_files(self, proof: Path, card: Path) -> None:
        """Check a proof with the key in a hub's card, and say what it proves."""
        try:
            public = str(json.loads(card.read_text(encoding="utf-8"))["signing_key"])
            bytes.fromhex(public)
            text = proof.read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError, KeyError, TypeError):
            self._say(self.tr("This is not a hub's card, or it cannot be read."), theme.ALARM)
            return
        try:
            proven = check_proof(text, public)
        except CheckpointInvalid:
            said = self.tr("The proof does not hold: this hub did not sign its checkpoint.")
            self._say(said, theme.ALARM)
        except ProofInvalid:
            said = self.tr("The proof does not hold: it was changed, or it is of something else.")
            self._say(said, theme.ALARM)
        else:
            self._say(told(proven), theme.GOOD)

    # -- showing ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        acts = headed(self._title, self.contents, self.begin, self.cancel, self.check)
        card = QFrame()
        card.setObjectName("panel")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(self.verdict)
        inside.addWidget(self.detail)
        inside.addWidget(self.progress)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setStyleSheet(f"color: {theme.QUIET}")
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        inside.addWidget(self.entry_title)
        inside.addWidget(self.entry)
        theme.tall(self.entry, 110)
        self.entry_title.setStyleSheet(f"color: {theme.QUIET}")
        self.witness_title.setStyleSheet(f"color: {theme.QUIET}")
        self.no_witness.setStyleSheet(f"color: {theme.FAINT}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(acts)
        column.addWidget(self.said)
        column.addWidget(card)
        column.addWidget(self.witness_title)
        column.addWidget(self.no_witness)
        column.addWidget(self.witnesses, 100)
        column.addStretch(1)

    def _show(self) -> None:
        answer = self._answer
        stage = VerifyStage(answer["stage"])
        running, done = stage is VerifyStage.RUNNING, stage is VerifyStage.DONE
        bad = answer.get("first_bad")
        self.begin.setEnabled(not running)
        self.contents.setEnabled(not running)
        self.cancel.setVisible(running)
        self.progress.setVisible(running)
        self.progress.setMaximum(max(1, answer.get("entries", 0)))
        self.progress.setValue(answer.get("read", 0))
        self._head(stage, answer)
        values = (
            f"{answer.get('read', 0):,}",
            f"{answer.get('proven', 0):,}",
            f"{answer.get('checkpoints', 0):,}",
            f"{clock(answer.get('seconds', 0.0))}",
        )
        for place, value in enumerate(values):
            shown = done or (running and place in {0, 3})
            self._names[place].setVisible(shown)
            self._values[place].setVisible(shown)
            self._values[place].setText(value)
        text = answer.get("bad_entry", "")
        self.entry_title.setVisible(bool(done and bad is not None and text))
        self.entry.setVisible(bool(done and bad is not None and text))
        self.entry.setPlainText(_in_lines(text))
        self._show_witnesses(answer["witnesses"])

    def _head(self, stage: VerifyStage, answer: dict[str, Any]) -> None:
        bad, colour, detail = answer.get("first_bad"), theme.TEXT, ""
        match stage:
            case VerifyStage.NEVER:
                said = self.tr("The log has not been verified since the hub was started.")
            case VerifyStage.RUNNING:
                said = self.tr("Verifying…")
                detail = self.tr("The room works on meanwhile.")
            case VerifyStage.CANCELLED:
                said = self.tr("The verification was cancelled; it says nothing.")
            case VerifyStage.FAILED:
                said, colour = self.tr("The verification could not be made."), theme.ALARM
                detail = answer.get("reason", "")
            case VerifyStage.DONE if bad is None:
                said, doubts = self.tr("Every entry holds, and the records agree."), _doubts(answer)
                colour = theme.WARN if doubts else theme.GOOD
                detail = " ".join([*map(self._doubt, doubts), self._ended(answer)])
            case _:
                said, colour = self.tr("Entry %1 does not hold."), theme.ALARM
                said = said.replace("%1", f"{bad:,}")
                detail = f"{verify_words.reason(answer['reason'])} {self.still_proven(answer)}"
        self.verdict.setText(said)
        rule = theme.font_rule(self.verdict, _BIG_PT)
        self.verdict.setStyleSheet(f"color: {colour}; {rule}")
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def still_proven(self, answer: dict[str, Any]) -> str:
        """Return what a broken log still proves."""
        proven = answer["proven"]
        if not proven:
            return self.tr("No checkpoint proves anything; ask the witnesses for theirs.")
        if answer["first_bad"] is not None and answer["first_bad"] <= proven:
            said = self.tr(
                "Entries 1 to %1 of the log itself are proven; the records contradict them."
            )
        else:
            said = self.tr("Entries 1 to %1 are still proven by a signed checkpoint.")
        return said.replace("%1", f"{proven:,}")

    def _doubt(self, about: tuple[str, int]) -> str:
        machine, size = about
        if not machine:
            return self.still_proven({"proven": 0, "first_bad": None})
        said = self.tr(
            "%1 keeps a checkpoint of %2 entries, more than are proven here: "
            "verify with what it keeps."
        )
        return said.replace("%1", machine).replace("%2", f"{size:,}")

    def _ended(self, answer: dict[str, Any]) -> str:
        at = datetime.fromisoformat(answer["at"]).astimezone()
        said = self.tr("Verified at %1 for %2.").replace("%1", f"{at:%Y-%m-%d %H:%M:%S}")
        return said.replace("%2", answer["officer"])

    def _show_witnesses(self, kept: list[dict[str, Any]]) -> None:
        self.witnesses.setVisible(bool(kept))
        self.no_witness.setVisible(not kept)
        self.witnesses.setRowCount(len(kept))
        for row, one in enumerate(kept):
            at = datetime.fromisoformat(one["at"]).astimezone()
            texts = (one["machine"], f"{one['size']:,}", f"{at:%Y-%m-%d %H:%M:%S}")
            for column, text in enumerate(texts):
                self.witnesses.setItem(row, column, QTableWidgetItem(text))

    def _say(self, text: str, colour: str) -> None:
        self.said.setStyleSheet(f"color: {colour}")
        self.said.setText(text)
        self.said.setVisible(bool(text))


def _doubts(answer: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what makes a log that holds doubtful: no checkpoint, or witnesses that know more."""
    if not answer["proven"]:
        return [("", 0)]
    return [
        (one["machine"], one["size"]) for one in answer["witnesses"] if one["size"] > answer["read"]
    ]


def _in_lines(text: str) -> str:
    """Return an entry in lines where it is one; else as it stands there."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text
