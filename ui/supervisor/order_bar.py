"""Asks for the reason of an order, gives it, and says what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QWidget

from queue_client.supervision_messages import SteerAct
from ui import theme
from ui.supervisor.questions import Questions
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import paint

_LONGEST_REASON = 500


class OrderBar(QFrame):
    """One line at the foot of a page; hidden while nothing is ordered and nothing is to be said.

    Signals
    -------
    done
        An order was carried out; the page asks anew.
    """

    done = Signal()

    def __init__(self, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._questions = questions
        self._order: tuple[SteerAct, dict[str, Any]] | None = None
        self._done = ""
        self.sentence = FewLines()
        self.reason = QLineEdit()
        self.reason.setMaxLength(_LONGEST_REASON)
        self.give = QPushButton()
        self.leave = QPushButton()
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 9, 12, 9)
        grid.addWidget(self.sentence, 0, 0, 1, 3)
        grid.addWidget(self.reason, 1, 0)
        grid.addWidget(self.give, 1, 1)
        grid.addWidget(self.leave, 1, 2)
        grid.setColumnStretch(0, 1)
        self.reason.textChanged.connect(self._weigh)
        self.reason.returnPressed.connect(self._give)
        self.give.clicked.connect(self._give)
        self.leave.clicked.connect(self.forget)
        self.retranslate()
        self.hide()

    def ask(
        self, sentence: str, act: SteerAct, document: Mapping[str, Any], done: str = ""
    ) -> None:
        """Ask why something is to be done; it is done once a reason was given.

        Parameters
        ----------
        sentence
            What will happen.
        done
            What is said once it has happened.
        """
        self._order, self._done = (act, dict(document)), done
        self.reason.clear()
        self._show(sentence, theme.TEXT, asks=True)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, act: SteerAct, document: Mapping[str, Any]) -> None:
        """Order something that needs no reason."""
        self._order = None
        self.forget()
        self._questions.act(act, document, "", self._on_done, self.say_fault)

    def say(self, sentence: str) -> None:
        """Say something good."""
        self._show(sentence, theme.GOOD, asks=False)

    @Slot(str)
    def say_fault(self, sentence: str) -> None:
        """Say what went wrong; the reason stays where it was typed."""
        asks = self._order is not None
        self._show(self.tr("Not done: %1").replace("%1", sentence), theme.WARN, asks=asks)

    @Slot()
    def forget(self) -> None:
        """Order nothing."""
        self._order = None
        self.hide()

    def keyPressEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's own event
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.forget()
            event.accept()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Write the texts anew."""
        self.reason.setPlaceholderText(self.tr("Reason; it goes into the evidence log"))
        self.give.setText(self.tr("Give the order"))
        self.leave.setText(self.tr("Cancel"))
        self._weigh()

    @Slot()
    def _weigh(self) -> None:
        self.give.setEnabled(self._order is not None and bool(self.reason.text().strip()))

    @Slot()
    def _give(self) -> None:
        if self._order is None or not self.reason.text().strip():
            return
        act, document = self._order
        self.give.setEnabled(False)
        then: Callable[[dict[str, Any]], None] = self._on_done
        self._questions.act(act, document, self.reason.text().strip(), then, self.say_fault)

    @Slot(dict)
    def _on_done(self, _answer: dict[str, Any]) -> None:
        if self._order is not None:
            self._order = None
            self.say(self._done or self.tr("Done."))
        self.done.emit()

    def _show(self, sentence: str, colour: str, *, asks: bool) -> None:
        self.sentence.say(sentence)
        paint(self.sentence, colour=colour)
        for widget in (self.reason, self.give, self.leave):
            widget.setVisible(asks)
        self._weigh()
        self.show()
