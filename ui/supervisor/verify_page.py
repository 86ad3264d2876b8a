"""The evidence log: whether every entry holds, up to where it is proven, who witnesses it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton, QVBoxLayout

from queue_client.supervision_documents.verify import VerifyStage
from queue_client.supervision_messages import Topic
from ui import theme
from ui.supervisor.page_head import PageHead
from ui.supervisor.pages import Page
from ui.supervisor.proof_words import told
from ui.supervisor.questions import Questions
from ui.supervisor.verify_card import VerifyCard
from ui.supervisor.witness_files import Fetched, fetch_notes
from ui.supervisor.witness_panel import WitnessPanel
from workstation.audit.checkpoint import CheckpointInvalid
from workstation.audit.proof import ProofInvalid, check_proof

_LOOK_MS: Final = 500


class VerifyPage(Page):
    """Begins a verification at the hub, follows it, and shows what it found."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._answer: dict[str, Any] | None = None
        self.card, self.witnesses = VerifyCard(), WitnessPanel()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.begin, self.cancel, self.check = QPushButton(), QPushButton(), QPushButton()
        self.contents = QCheckBox()
        self.head = PageHead("verify", self.contents, self.begin, self.cancel, self.check)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.said)
        column.addWidget(self.card)
        column.addWidget(self.witnesses, 1)
        self.begin.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._cancel)
        self.check.clicked.connect(self._choose_proof)
        self.witnesses.chosen.connect(self._read)

    def wake(self) -> None:
        """Ask how far it is."""
        self._look()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def retranslate(self) -> None:
        """Write the page's own texts anew."""
        self.head.retranslate()
        self.begin.setText(self.tr("&Verify now"))
        self.cancel.setText(self.tr("&Cancel"))
        self.check.setText(self.tr("Check a &proof file…"))
        self.contents.setText(self.tr("Hash every picture, too"))
        self.contents.setToolTip(self.tr("Reads the whole store, and takes that much longer"))
        self.card.retranslate()
        self.witnesses.retranslate()
        self.cancel.setVisible(False)
        self._show()

    # -- asking ----------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        question: dict[str, Any] = {"act": "begin", "contents": self.contents.isChecked()}
        notes = self.witnesses.fetched.notes
        if notes:  # an older hub knows no such field
            question["kept"] = [{"name": one.name, "note": one.text} for one in notes]
        self._ask(question)

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

    # -- witnesses -------------------------------------------------------------------------

    @Slot(object)
    def _read(self, places: Sequence[Path]) -> None:
        """Read witnesses' files in the thread of the questions."""
        wanted = tuple(places)
        self._questions.run(lambda _client: fetch_notes(wanted), self._on_read, self._on_fault)

    @Slot(object)
    def _on_read(self, fetched: Fetched) -> None:
        self.witnesses.show_fetched(fetched)

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

    def _show(self) -> None:
        if self._answer is None:
            self.card.hide()
            return
        self.card.show()
        running = self._answer["stage"] == VerifyStage.RUNNING.value
        for part in (self.begin, self.contents):
            part.setEnabled(not running)
        self.cancel.setVisible(running)
        self.card.show_answer(self._answer)
        self.witnesses.show_known(self._answer["witnesses"])

    def _say(self, text: str, colour: str) -> None:
        self.said.setStyleSheet(f"color: {colour}")
        self.said.setText(text)
        self.said.setVisible(bool(text))
