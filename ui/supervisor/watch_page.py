"""The lists of risk control: in force, imported, taken out, and the cases that they mean."""

import re
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from queue_client.supervision_messages import SteerAct, Topic
from ui import foreign, theme
from ui.supervisor import steer_words
from ui.supervisor.order_bar import OrderBar
from ui.supervisor.page_head import PageHead
from ui.supervisor.page_parts import buttons_beside
from ui.supervisor.pages import Onlooker, Page
from ui.supervisor.questions import QuestionClient, Questions
from ui.supervisor.room_cards import Cell, RowsTable
from ui.widgets.texts import Panel
from workstation.domain.watch_files import WatchListUnreadable, read_watch_file
from workstation.domain.watch_list import LIST_NAME, Effect, ListKind, WatchList, import_parts

EVERY_MS: Final = 5000
_UNFIT: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_MOST_MEANS: Final = 28
_MOST_BYTES: Final = 8 * 1024**2


class WatchPage(Page):
    """Shows lists and hits; a list is imported whole or not at all."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._asked = False
        self.state: dict[str, Any] | None = None
        self.lists, self.entries, self.hits = RowsTable(0), RowsTable(5), RowsTable(4)
        self.orders = OrderBar(questions)
        self.kind, self.name, self.reason = QComboBox(), QLineEdit(), QLineEdit()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.import_button, self.drop_button = QPushButton(), QPushButton()
        self.head = PageHead("watch")
        self._panels = [Panel() for _ in range(3)]
        self._lay_out()
        self.import_button.clicked.connect(self._choose_file)
        self.drop_button.clicked.connect(self._drop)
        self.reason.textChanged.connect(self._weigh)
        self.lists.selectionModel().selectionChanged.connect(self._on_chosen)
        self.orders.done.connect(self._ask)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def wake(self) -> None:
        """Follow the lists and their hits."""
        self._timer.start()
        self._ask()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def admit(self, who: Onlooker) -> None:
        """Offer what the officer may order; the others look on."""
        for part in (self.kind, self.name, self.reason, self.import_button, self.drop_button):
            part.setVisible(who.rules)

    @Slot()
    def _on_chosen(self) -> None:
        self._asked = False
        self._ask()

    @Slot()
    def _ask(self) -> None:
        if self._asked:
            return
        self._asked = True
        chosen = self.lists.chosen()
        question = {} if chosen is None else {"list": chosen}
        self._questions.ask(Topic.WATCH_LISTS, question, self._on_state, self._on_fault)

    @Slot(dict)
    def _on_state(self, state: dict[str, Any]) -> None:
        self._asked = False
        self.state = state
        self.head.say("")
        self._show()

    @Slot(str)
    def _on_fault(self, sentence: str) -> None:
        self._asked = False
        self.head.say_old(sentence)

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        rows = [
            [
                Cell(
                    text=foreign.shown(one["name"]),
                    tip=foreign.tip(f"{one['source']}\n{one['officer']}: {one['reason']}"),
                ),
                Cell(text=steer_words.list_kind(one["kind"])),
                Cell(text=f"{one['entries']:,}", right=True),
                Cell(text=f"{one['active']:,}", right=True),
                Cell(text=f"{one['hits']:,}", right=True, colour=theme.QUIET),
                Cell(text=steer_words.clock(one["at"]), colour=theme.QUIET),
            ]
            for one in state["lists"]
        ]
        self.lists.show_rows(rows, [one["name"] for one in state["lists"]])
        if rows and self.lists.chosen() is None:
            self.lists.selectRow(0)  # its lines are asked for at once
        self._show_entries(state["entries"])
        self._show_hits(state["hits"])

    def _show_entries(self, entries: list[dict[str, Any]]) -> None:
        rows = []
        for one in entries:
            means = "  +  ".join(
                foreign.shown(one[name])
                for name in ("container", "consignee", "hs", "word")
                if one[name]
            )
            ends = "" if one["valid_to"] is None else steer_words.last_day(one["valid_to"])
            rows.append(
                [
                    Cell(text=str(one["number"]), right=True, colour=theme.QUIET),
                    Cell(
                        text=means if len(means) <= _MOST_MEANS else f"{means[:_MOST_MEANS]}…",
                        tip=foreign.tip(means),
                    ),
                    Cell(text=foreign.shown(one["site"]) or self.tr("all sites")),
                    Cell(text=steer_words.effect(one["effect"]), colour=_colour(one["effect"])),
                    Cell(text=ends, colour=theme.QUIET),
                    Cell(
                        text=foreign.shown(one["instruction"]),
                        tip=foreign.tip(one["instruction"]),
                    ),
                ]
            )
        self.entries.show_rows(rows, [one["number"] for one in entries])

    def _show_hits(self, hits: list[dict[str, Any]]) -> None:
        line = self.tr("%1, line %2")
        rows = [
            [
                Cell(text=foreign.shown(one["case_id"])),
                Cell(text=foreign.shown(one["container"]), colour=theme.QUIET),
                Cell(text=steer_words.stage(one["stage"])),
                Cell(text=foreign.filled(line, foreign.shown(one["list"]), str(one["line"]))),
                Cell(
                    text=foreign.shown(one["instruction"])
                    or ", ".join(map(steer_words.field, one["fields"])),
                    tip=foreign.tip(one["instruction"]),
                ),
                Cell(
                    text=self.tr("over") if one["ended"] else steer_words.effect(one["effect"]),
                    colour=theme.QUIET if one["ended"] else _colour(one["effect"]),
                ),
                Cell(text=steer_words.clock(one["at"]), colour=theme.QUIET),
            ]
            for one in hits
        ]
        keys = [(one["case_id"], one["list"], one["line"]) for one in hits]
        self.hits.show_rows(rows, keys)

    @Slot()
    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a list"), "", "CSV, JSON, TOML (*.csv *.json *.toml)"
        )
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Import a list from a file, in the thread of the questions."""
        name = self.name.text().strip() or _UNFIT.sub("-", path.stem).strip("-.")
        if not LIST_NAME.match(name):
            self.orders.say_fault(
                self.tr("a list's name has letters, digits and “_.-” only, 64 at most")
            )
            return
        kind, reason = ListKind(self.kind.currentData()), self.reason.text().strip()

        def work(client: QuestionClient) -> int | WatchListUnreadable:
            return _import(client, path, name=name, kind=kind, reason=reason)

        self.import_button.setEnabled(False)
        self._questions.run(work, self._on_imported, self._on_not_imported)

    @Slot(object)
    def _on_imported(self, found: int | WatchListUnreadable) -> None:
        self._weigh()
        if isinstance(found, WatchListUnreadable):
            self.orders.say_fault(foreign.shown(found.sentence()))
            return
        self.orders.say(self.tr("%n line(s) are in force.", "", found))
        self.reason.clear()
        self.name.clear()
        self._asked = False
        self._ask()

    @Slot(str)
    def _on_not_imported(self, sentence: str) -> None:
        self._weigh()
        self.orders.say_fault(sentence)

    @Slot()
    def _drop(self) -> None:
        chosen = self.lists.chosen()
        if chosen is not None:
            self.orders.ask(
                self.tr("Take the list %1 out of force? Its hits end.").replace(
                    "%1", foreign.shown(str(chosen))
                ),
                SteerAct.DROP_LIST,
                {"name": chosen},
                self.tr("The list %1 is out of force; its hits have ended.").replace(
                    "%1", foreign.shown(str(chosen))
                ),
            )

    @Slot()
    def _weigh(self) -> None:
        self.import_button.setEnabled(bool(self.reason.text().strip()))

    def retranslate(self) -> None:
        """Write every text anew."""
        self.head.retranslate()
        titles = (self.tr("Lists in force"), self.tr("Lines of the chosen list"), self.tr("Hits"))
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        self.lists.set_titles(
            (
                self.tr("List"),
                self.tr("Kind"),
                self.tr("Lines"),
                self.tr("Open hits"),
                self.tr("All hits"),
                self.tr("Imported"),
            )
        )
        self.entries.set_titles(
            (
                self.tr("Line"),
                self.tr("Means"),
                self.tr("Where"),
                self.tr("Asks for"),
                self.tr("Until"),
                self.tr("Instruction"),
            )
        )
        self.hits.set_titles(
            (
                self.tr("Case"),
                self.tr("Container"),
                self.tr("Stands"),
                self.tr("List, line"),
                self.tr("Instruction"),
                self.tr("Asks for"),
                self.tr("Since"),
            )
        )
        self.lists.say_nothing(self.tr("No list is in force"))
        self.entries.say_nothing(self.tr("Choose a list to see its lines"))
        self.hits.say_nothing(self.tr("No case was meant yet"))
        self.import_button.setText(self.tr("Import a file…"))
        self.drop_button.setText(self.tr("Take out of force…"))
        self.name.setPlaceholderText(self.tr("Name; that of the file when empty"))
        self.reason.setPlaceholderText(self.tr("Reason; it goes into the evidence log"))
        before = max(0, self.kind.currentIndex())
        self.kind.clear()
        for kind in ListKind:
            self.kind.addItem(steer_words.list_kind(kind.value), kind.value)
        self.kind.setCurrentIndex(before)
        self.orders.retranslate()
        self._weigh()
        self._show()

    def _lay_out(self) -> None:
        lists, entries, hits = self._panels
        buttons_beside(lists, self.drop_button)
        lists.body.addWidget(self.lists, 1)
        self.lists.serve(self.drop_button)
        foot = QHBoxLayout()
        foot.addWidget(self.kind)
        foot.addWidget(self.name, 2)
        foot.addWidget(self.reason, 3)
        foot.addWidget(self.import_button)
        entries.body.addWidget(self.entries, 1)
        hits.body.addWidget(self.hits, 1)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(lists, 1)
        above.addWidget(entries, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 10)
        page.setSpacing(8)
        page.addWidget(self.head)
        page.addLayout(above, 2)
        page.addLayout(foot)
        page.addWidget(hits, 3)
        page.addWidget(self.orders)


def _import(
    client: QuestionClient, path: Path, *, name: str, kind: ListKind, reason: str
) -> int | WatchListUnreadable:
    """Read and send a list; what is wrong with the file is returned, for it is no fault of ours."""
    zone = datetime.now().astimezone().tzinfo
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)  # what is longer is cut short, and refused as such
        entries = read_watch_file(path.name, content, zone=zone) if zone else ()
    except WatchListUnreadable as error:
        return error
    except OSError as error:
        return WatchListUnreadable(path.name, 0, error.strerror or "it cannot be read")
    new = WatchList(name=name, kind=kind, entries=entries)
    for part in import_parts(new, source=path.name):
        client.steer(SteerAct.IMPORT_LIST, part, reason=reason, request=uuid.uuid4().hex)
    return len(entries)


def _colour(effect: str) -> str | None:
    return theme.WARN if effect == Effect.MUST_INSPECT else None
