"""The page of figures: what was reviewed, how fast, how well, and what was missed."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QSignalBlocker,
    Qt,
    QTimer,
    QTimeZone,
    Slot,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from queue_client.supervision_messages import Topic
from ui import theme
from ui.supervisor.chart_view import ChartView
from ui.supervisor.figure_cards import NOTHING, FigureCards, evidence_line, tongue_now
from ui.supervisor.figures_file import FiguresFile
from ui.supervisor.page_parts import page_title, title_text
from ui.supervisor.pages import Page
from ui.supervisor.questions import Questions
from ui.widgets.texts import Elided, paint, wrapped
from workstation.domain.instants import from_text
from workstation.reports.figures import GROUPS, Figures
from workstation.reports.figures_json import from_json
from workstation.reports.figures_paper import release_chart, turnaround_chart

#: Days up to the newest decision -> how that is called; 0 is everything.
_PERIODS: Final = {
    1: str(QT_TRANSLATE_NOOP("FiguresPage", "The last day")),
    7: str(QT_TRANSLATE_NOOP("FiguresPage", "The last 7 days")),
    30: str(QT_TRANSLATE_NOOP("FiguresPage", "The last 30 days")),
    90: str(QT_TRANSLATE_NOOP("FiguresPage", "The last 90 days")),
    365: str(QT_TRANSLATE_NOOP("FiguresPage", "The last 365 days")),
    0: str(QT_TRANSLATE_NOOP("FiguresPage", "Everything")),
}
_USUAL: Final = 30
_AGAIN_MS: Final = 700


class FiguresPage(Page):
    """Asks the hub when it comes on the screen and when something else is chosen."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._found: Figures | None = None
        self._document: dict[str, Any] = {}
        self._zone = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
        self.period, self.site, self.group = QComboBox(), QComboBox(), QComboBox()
        for box in (self.period, self.site, self.group):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.goods = QLineEdit()
        self.goods.setMaxLength(10)
        self._title, self.export = page_title(), QPushButton()
        self._names = [QLabel() for _ in range(4)]
        self.says = Elided()
        self.cards = FigureCards()
        self.release, self.turnaround = ChartView(), ChartView()
        self.miss = wrapped()
        self._lay_out()
        self._fill()
        self.period.activated.connect(self._ask)
        self.site.activated.connect(self._ask)
        self.group.activated.connect(self._draw)
        self.goods.editingFinished.connect(self._ask)
        self.export.clicked.connect(self._ask_where)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask)

    def wake(self) -> None:
        """Ask anew."""
        self._ask()

    def rest(self) -> None:
        """Ask no more."""
        self._again.stop()

    def retranslate(self) -> None:
        """Write every text anew; the figures follow in the same language."""
        tongue = tongue_now()
        names = (
            self.tr("Period"),
            self.tr("Site"),
            self.tr("Goods (HS code)"),
            self.tr("Charts by"),
        )
        for label, field, name in zip(self._names, self._fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.goods.setPlaceholderText(self.tr("such as 85"))
        self._title.setText(title_text("figures"))
        self.export.setText(self.tr("Write a report…"))
        for number, days in enumerate(_PERIODS):
            text = QCoreApplication.translate("FiguresPage", _PERIODS[days])
            self.period.setItemText(number, text)
        self.site.setItemText(0, self.tr("All sites"))
        for number, group in enumerate(GROUPS):
            self.group.setItemText(number, tongue.say(f"by_{group}"))
        self._show()

    # -- inside ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._fields = (self.period, self.site, self.goods, self.group)
        bar = QGridLayout()
        bar.setHorizontalSpacing(10)
        bar.setVerticalSpacing(2)
        for column, (label, field) in enumerate(zip(self._names, self._fields, strict=True)):
            paint(label, colour=theme.QUIET, size=8.5)
            label.setBuddy(field)
            bar.addWidget(label, 0, column + 1)
            bar.addWidget(field, 1, column + 1)
        bar.addWidget(self._title, 1, 0)
        bar.addWidget(self.export, 1, 6)
        bar.setColumnStretch(5, 1)
        theme.wide(self.goods, 130)
        charts = QHBoxLayout()
        charts.setSpacing(8)
        charts.addWidget(self.release, 1)
        charts.addWidget(self.turnaround, 1)
        for line in (self.says, self.miss):
            paint(line, colour=theme.QUIET, size=8.5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(bar)
        whole.addWidget(self.cards)
        whole.addLayout(charts, 1)
        whole.addWidget(self.miss)
        whole.addWidget(self.says)

    def _fill(self) -> None:
        for days in _PERIODS:
            self.period.addItem("", days)
        self.period.setCurrentIndex(list(_PERIODS).index(_USUAL))
        self.site.addItem("", "")
        for group in GROUPS:
            self.group.addItem("", group)

    def _question(self) -> dict[str, Any]:
        days = int(self.period.currentData())
        question: dict[str, Any] = {"zone": self._zone, "site": self.site.currentData() or ""}
        if days:
            question["days"] = days
        question["goods"] = "".join(sign for sign in self.goods.text() if sign in "0123456789")
        return question

    @Slot()
    def _ask(self) -> None:
        self._say(self.tr("Counting…"))
        self._questions.ask(Topic.FIGURES, self._question(), self._on_figures, self._on_fault)

    @Slot(dict)
    def _on_figures(self, document: dict[str, Any]) -> None:
        if document.get("counting"):  # the hub is at it; other questions go before
            behind = document.get("behind")
            if isinstance(behind, int) and behind > 0:
                text = self.tr("Taking in what was recorded: %1 decisions to go…")
                self._say(text.replace("%1", f"{behind:,}"))
            self._again.start()
            return
        self._document, self._found = document, from_json(document)
        self._offer_sites(document.get("sites", []))
        self._say("")
        self._show()

    @Slot(str)
    def _on_fault(self, words: str) -> None:
        self._say(words)

    def _offer_sites(self, sites: list[str]) -> None:
        chosen = self.site.currentData()
        with QSignalBlocker(self.site):
            while self.site.count() > 1:
                self.site.removeItem(1)
            for site in sites:
                self.site.addItem(site, site)
            self.site.setCurrentIndex(max(0, self.site.findData(chosen)))

    def _say(self, text: str) -> None:
        self.says.say(text)
        self.says.setVisible(bool(text))

    def _show(self) -> None:
        tongue, found = tongue_now(), self._found
        self.cards.show_figures(NOTHING if found is None else found, tongue)
        self.export.setEnabled(found is not None and found.cases > 0)
        self.miss.setText("" if found is None else evidence_line(found, tongue))
        if found is not None and not found.cases and self._document.get("newest"):
            newest = from_text(self._document["newest"]).astimezone()
            text = self.tr("Nothing was settled in this period. The newest decision is of %1.")
            self._say(text.replace("%1", f"{newest:%Y-%m-%d %H:%M}"))
        self._draw()

    @Slot()
    def _draw(self) -> None:
        found, name = self._found, str(self.group.currentData())
        groups = () if found is None else found.groups.get(name, ())
        if found is None or not groups:
            self.release.show_chart(None)
            self.turnaround.show_chart(None)
            return
        tongue = tongue_now()
        aim = found.targets
        self.release.show_chart(release_chart(name, groups, aim.direct_release, tongue))
        self.turnaround.show_chart(turnaround_chart(name, groups, aim, tongue))

    @Slot()
    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Write the report to"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's own is white
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)", "Excel (*.xlsx)", "HTML (*.html)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"review-room-{datetime.now().astimezone():%Y%m%d}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    @Slot(str)
    def _on_place(self, path: str) -> None:
        """Note the export at the hub, then write it; both aside."""
        if not self._document:
            return
        self._say(self.tr("Writing…"))
        work = FiguresFile(Path(path), self._document, tongue_now())
        self._questions.run(work.make, self._on_written, self._on_fault)

    @Slot(object)
    def _on_written(self, told: tuple[str, str]) -> None:
        name, fault = told
        text = self.tr("Written to %1").replace("%1", name)
        self._say(fault or text)
