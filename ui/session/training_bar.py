"""The frame and the two lines that make a training unmistakable, and its page with the score."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Elided, Panel, fit_height, paint, plain, wrapped
from workstation.review.score import Score

_WIDTH_PX, _MARGIN_PX = 520, 28


class TrainingBar(QFrame):
    """Says without a pause that this is no work, and after a decision what was true."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_bar")
        self.setStyleSheet(
            f"QFrame#training_bar {{ background: {theme.RAISED};"
            f" border: 0; border-bottom: 2px solid {theme.WARN}; }}"
        )
        self.state, self.feedback = Elided(), Elided()
        paint(self.state, colour=theme.WARN, bold=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 6)
        column.setSpacing(3)
        column.addWidget(self.state)
        column.addWidget(self.feedback)
        self._score, self._total = Score(), 0
        self.tell("", colour=theme.TEXT)
        self.retranslate()

    def show_score(self, score: Score, *, total: int) -> None:
        """Show how far the training is."""
        self._score, self._total = score, total
        self.retranslate()

    def tell(self, text: str, *, colour: str) -> None:
        """Say what was true; the line keeps its height, so that the picture does not move."""
        paint(self.feedback, colour=colour, bold=bool(text))
        self.feedback.say(text or " ")

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the first line anew."""
        self.state.say(
            self.tr(
                "▣ TRAINING · simulated containers; nothing here is sent, recorded or counted"
                "  ·  decided %1 of %2, right %3"
            )
            .replace("%1", str(self._score.counted))
            .replace("%2", str(self._total))
            .replace("%3", str(self._score.right))
        )


class ScorePage(QWidget):
    """The trainee's own score; it is kept nowhere."""

    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = Score()
        self.title = plain(size=17, bold=True)
        self.names = [plain(colour=theme.QUIET) for _ in range(6)]
        self.values = [plain(bold=True) for _ in range(6)]
        self.meaning = wrapped(colour=theme.QUIET)
        self.button = QPushButton()
        self.button.setFixedHeight(38)
        self.button.clicked.connect(self.leave_wanted)
        self._lay_out()
        self.retranslate()

    def show_score(self, score: Score) -> None:
        """Show another score."""
        self._score = score
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        score = self._score
        self.title.setText(self.tr("Your training"))
        suspicious = score.hits + score.misses
        clean = score.false_alarms + score.correct_rejections
        sensitivity = score.sensitivity()
        told = self.tr("needs cases of both kinds")
        if sensitivity is not None:
            told = (
                self.tr("%1  (95 %: %2 to %3)")
                .replace("%1", f"{sensitivity.value:.2f}")
                .replace("%2", f"{sensitivity.low:.2f}")
                .replace("%3", f"{sensitivity.high:.2f}")
            )
        rows = (
            (self.tr("Decided"), f"{score.counted}"),
            (self.tr("✓ Found"), f"{score.hits} / {suspicious}"),
            (self.tr("✕ Missed"), f"{score.misses} / {suspicious}"),
            (self.tr("✓ Rightly released"), f"{score.correct_rejections} / {clean}"),
            (self.tr("✕ Opened in vain"), f"{score.false_alarms} / {clean}"),
            (self.tr("Sensitivity d'"), told),
        )
        for (name, value), name_label, value_label in zip(
            rows, self.names, self.values, strict=True
        ):
            name_label.setText(name)
            value_label.setText(value)
        self.meaning.setText(
            self.tr(
                "d' tells how well you part containers that hide something from the others:"
                " 0 is guessing, 1 is fair, above 3 hardly anything is missed. With few cases the"
                " interval is wide. This score is kept nowhere."
            )
        )
        fit_height(self.meaning, _WIDTH_PX - 2 * _MARGIN_PX)
        self.button.setText(self.tr("Close the training"))

    def _lay_out(self) -> None:
        panel = Panel()
        panel.heading.hide()
        panel.setFixedWidth(_WIDTH_PX)
        panel.body.setContentsMargins(_MARGIN_PX, 24, _MARGIN_PX, 24)
        panel.body.setSpacing(12)
        panel.body.addWidget(self.title)
        table = QGridLayout()
        table.setHorizontalSpacing(28)
        table.setVerticalSpacing(7)
        for number, (name, value) in enumerate(zip(self.names, self.values, strict=True)):
            table.addWidget(name, number, 0)
            table.addWidget(value, number, 1)
        table.setColumnStretch(1, 1)
        panel.body.addLayout(table)
        panel.body.addWidget(self.meaning)
        panel.body.addWidget(self.button)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
