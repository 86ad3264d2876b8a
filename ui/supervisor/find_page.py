"""Finding decisions: a filter above, the table of what fits it below."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import resources
from queue_client.supervision_messages import SteerAct, Topic
from ui import theme
from ui.supervisor import filter_files, filter_words
from ui.supervisor.columns import ColumnKeeper
from ui.supervisor.copying import Copying
from ui.supervisor.filter_panel import FilterPanel
from ui.supervisor.found_model import SHOWN, FoundModel
from ui.supervisor.found_view import FoundView
from ui.supervisor.ladder import ENOUGH
from ui.supervisor.page_parts import title_text
from ui.supervisor.pages import Onlooker, Page
from workstation.domain.filter_fields import Field
from workstation.domain.filters import (
    ORDERS,
    Filter,
    FilterFault,
    FilterImpossible,
    Order,
    filter_from_json,
    filter_to_json,
)

if TYPE_CHECKING:
    from ui.supervisor.questions import Questions
    from ui.supervisor.room import SupervisorRoom

_AGAIN_MS: Final = 1000


class FindPage(Page):
    """Searches, shows, and hands a decision on to be played back or proven."""

    opened = Signal(str)

    def __init__(self, questions: "Questions", room: "SupervisorRoom") -> None:
        super().__init__()
        self._questions, self._room = questions, room
        self._filter = Filter()
        self._begun = False
        ready = json.loads(resources.path("data/filters.json").read_text(encoding="utf-8"))
        # Who may not see how test images were met may not search by it either.
        secret = frozenset[Field]() if room.has_page("test_images") else frozenset({Field.TEST})
        self.panel = FilterPanel(ready, without=secret)
        self.model = FoundModel(questions, self)
        self.table = FoundView(self.model)
        self.columns = ColumnKeeper(self.table, [field.value for field in SHOWN], questions)
        self.copying = Copying(self.table, self._id_of)
        self.count, self.said = QLabel(), QLabel()
        self.said.setWordWrap(True)
        self.play, self.prove = QPushButton(), QPushButton()
        self._named: tuple[str, str] | None = None
        self.again = QTimer(self)
        self.again.setSingleShot(True)
        self.again.setInterval(_AGAIN_MS)
        self.again.timeout.connect(self._catch_up)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.count)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.prove)
        foot.addWidget(self.play)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.panel)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.panel.wanted.connect(self._search)
        self.panel.wrong.connect(self._on_wrong)
        self.panel.keep.connect(self._keep)
        self.panel.drop.connect(self._drop)
        self.panel.open_file.connect(self._choose_file)
        self.panel.write_file.connect(self._choose_where)
        self.model.counted.connect(self._on_counted)
        self.model.failed.connect(self._say_fault)
        self.model.lagging.connect(self._on_lagging)
        self.table.horizontalHeader().sectionClicked.connect(self._on_column)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(self._light)
        self.model.modelReset.connect(self._light)
        self.play.clicked.connect(self._open_current)
        self.prove.clicked.connect(self._ask_proof)
        for keys, act in (("Ctrl+F", self._focus_filter), ("Ctrl+Return", self.panel.go)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.opened.connect(self._on_opened)

    def wake(self) -> None:
        """Fetch the kept filters, and search when nothing has been searched for yet."""
        self._questions.ask(Topic.FILTERS, {}, self._on_filters, self._say_fault)
        if not self._begun:
            self.panel.go()

    def admit(self, who: Onlooker) -> None:
        """Lay the columns out as the officer left them."""
        self.columns.restore(who.columns)

    def open(self, subject: str) -> None:
        """Search by a filter that another page names, as JSON text."""
        try:
            wanted = filter_from_json(json.loads(subject))
        except ValueError:
            self._on_wrong(FilterImpossible(FilterFault.NOT_A_FILTER))
        except FilterImpossible as error:
            self._on_wrong(error)
        else:
            self.panel.show_filter(wanted)
            self.panel.go()

    def rest(self) -> None:
        """Stop looking for what the search does not know yet."""
        self.again.stop()

    def retranslate(self) -> None:
        """Write the page's own texts anew."""
        self.play.setText(self.tr("&Replay"))
        self.prove.setText(self.tr("Save &proof…"))
        self.prove.setToolTip(
            self.tr("A small file that shows that this decision was recorded, without the records")
        )
        self.table.setAccessibleName(self.tr("Found decisions"))
        self.panel.title.setText(title_text("find"))
        self.panel.retranslate()
        self.model.retranslate()
        self._mark_order()
        self._on_counted()
        self._light()

    # -- searching -------------------------------------------------------------------------

    @Slot(object)
    def _search(self, wanted: Filter) -> None:
        self._begun = True
        self._filter = wanted
        self._mark_order()
        self.count.setText(self.tr("Searching…"))
        remarks = dict.fromkeys(one for s in wanted.stretches().values() for one in s.remarks)
        self._say(" ".join(filter_words.remark(one) for one in remarks), theme.WARN)
        self.model.search(wanted)

    @Slot(int)
    def _on_column(self, column: int) -> None:
        by = SHOWN[column]
        if by not in ORDERS:
            self._mark_order()
            self._say(self.tr("Decisions cannot be sorted by this column."), theme.QUIET)
            return
        before = self.panel.order
        down = not before.down if before.by is by else True
        self.panel.order = Order(by=by, down=down)
        self.panel.go()

    def _mark_order(self) -> None:
        order = self._filter.order
        way = Qt.SortOrder.DescendingOrder if order.down else Qt.SortOrder.AscendingOrder
        column = SHOWN.index(order.by) if order.by in SHOWN else -1
        self.table.horizontalHeader().setSortIndicator(column, way)

    @Slot()
    def _on_counted(self) -> None:
        rows = self.model.rowCount()
        if not self._begun:
            self.count.setText("")
        elif self.model.whole:
            said = self.tr("%1 decisions") if rows else self.tr("No decision fits.")
            self.count.setText(said.replace("%1", f"{rows:,}"))
        elif rows >= ENOUGH:
            self.count.setText(self.tr("more than %1 decisions").replace("%1", f"{rows - 1:,}"))
        else:
            self.count.setText(self.tr("%1 so far…").replace("%1", f"{rows:,}"))

    @Slot(int)
    def _on_lagging(self, behind: int) -> None:
        if behind:
            said = self.tr("The search still takes in %1 decisions; it is repeated by itself.")
            self._say(said.replace("%1", f"{behind:,}"), theme.WARN)
            self.again.start()

    @Slot()
    def _catch_up(self) -> None:
        """Let the search take in more, and repeat it once it knows everything."""
        if self.isVisible():
            question = {"filter": filter_to_json(self._filter), "limit": 1}
            self._questions.ask(Topic.FIND, question, self._on_caught_up, self._say_fault)

    @Slot(dict)
    def _on_caught_up(self, answer: dict[str, Any]) -> None:
        if answer["behind"]:
            self._on_lagging(answer["behind"])
        else:
            self._search(self._filter)

    @Slot(object)
    def _on_wrong(self, wrong: FilterImpossible) -> None:
        self._say(filter_words.fault(wrong), theme.ALARM)

    @Slot()
    def _focus_filter(self) -> None:
        self.panel.add.click()

    # -- one decision ----------------------------------------------------------------------

    def _current(self) -> dict[str, Any] | None:
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _id_of(self, row: int) -> str:
        found = self.model.row_at(row)
        return "" if found is None else str(found["decision_id"])

    @Slot()
    def _light(self) -> None:
        chosen = self.table.currentIndex().isValid()
        self.play.setEnabled(chosen)
        self.prove.setEnabled(chosen)

    @Slot(QModelIndex)
    def _on_activated(self, _index: QModelIndex) -> None:
        self._open_current()

    @Slot()
    def _open_current(self) -> None:
        row = self._current()
        if row is not None:
            self.opened.emit(row["decision_id"])

    @Slot(str)
    def _on_opened(self, decision_id: str) -> None:
        if not self._room.open_page("replay", decision_id):
            self._say(self.tr("Replays are not open to you here."), theme.WARN)

    @Slot()
    def _ask_proof(self) -> None:
        row = self._current()
        if row is None:
            return
        self._named = row["decision_id"], row["container"] or row["case_id"]
        self._say(self.tr("The proof is being made…"), theme.QUIET)
        question = {"decision_id": row["decision_id"]}
        self._questions.ask(Topic.PROOF, question, self._on_proof, self._say_fault)

    @Slot(dict)
    def _on_proof(self, answer: dict[str, Any]) -> None:
        if self._named is None:
            return
        decision_id, what = self._named
        if not answer["text"]:
            said = self.tr("Nothing signed stands for this decision yet; try again in a minute.")
            self._say(said, theme.WARN)
            return
        name = f"{what.replace(':', '-')}-{decision_id[:8]}.tlog-proof"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the proof"), name)
        if not path:
            self._say("", theme.QUIET)
            return
        self.save_proof(Path(path), answer)

    def save_proof(self, path: Path, answer: dict[str, Any]) -> None:
        """Write a proof into a file, and say what it shows."""
        try:
            path.write_text(answer["text"], encoding="utf-8")
        except OSError as error:
            said = self.tr("The proof could not be saved in %1: %2.")
            said = said.replace("%1", str(path)).replace("%2", error.strerror or "")
            self._say(said, theme.ALARM)
            return
        said = self.tr(
            "Saved. It shows that this decision is entry %1 of %2 that the hub signed. "
            "Check it anywhere with: reviewroom audit check %3 --hub-pub hub.card"
        )
        said = said.replace("%1", f"{answer['entry']:,}").replace("%2", f"{answer['size']:,}")
        self._say(said.replace("%3", path.name), theme.GOOD)

    # -- kept filters ----------------------------------------------------------------------

    @Slot(dict)
    def _on_filters(self, answer: dict[str, Any]) -> None:
        self.panel.show_kept(answer["filters"])

    @Slot()
    def _keep(self) -> None:
        try:
            wanted = self.panel.filter()
        except FilterImpossible as error:
            self._on_wrong(error)
            return
        sheet = KeepSheet(self)
        if sheet.exec() == QDialog.DialogCode.Accepted and sheet.name.text().strip():
            document = {
                "name": sheet.name.text().strip(),
                "shared": sheet.shared.isChecked(),
                "filter": filter_to_json(wanted),
            }
            act = SteerAct.KEEP_FILTER
            self._questions.act(act, document, "", self._on_kept, self._say_fault)

    @Slot(str)
    def _drop(self, filter_id: str) -> None:
        act, document = SteerAct.DROP_FILTER, {"filter_id": filter_id}
        self._questions.act(act, document, "", self._on_dropped, self._say_fault)

    @Slot(dict)
    def _on_kept(self, _answer: dict[str, Any]) -> None:
        self._say(self.tr("The filter is kept."), theme.GOOD)
        self._questions.ask(Topic.FILTERS, {}, self._on_filters, self._say_fault)

    @Slot(dict)
    def _on_dropped(self, answer: dict[str, Any]) -> None:
        if answer["dropped"]:
            self._say(self.tr("The filter is dropped."), theme.GOOD)
        else:
            self._say(self.tr("Only its owner may drop this filter."), theme.WARN)
        self._questions.ask(Topic.FILTERS, {}, self._on_filters, self._say_fault)

    @Slot()
    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a filter file"), "", self.tr("Filters (*.json);;All files (*)")
        )
        if path:
            self.read_filter(Path(path))

    def read_filter(self, path: Path) -> None:
        """Show the filter in a file and search for it, or say what is wrong with the file."""
        try:
            wanted = filter_files.read_filter(path)
        except OSError as error:
            said = self.tr("The file %1 cannot be read: %2.").replace("%1", path.name)
            self._say(said.replace("%2", error.strerror or ""), theme.ALARM)
        except FilterImpossible as error:
            self._on_wrong(error)
        else:
            self.panel.show_filter(wanted)
            self.panel.go()

    @Slot()
    def _choose_where(self) -> None:
        try:
            wanted = self.panel.filter()
        except FilterImpossible as error:
            self._on_wrong(error)
            return
        name = self.tr("Write this filter to a file")
        path, _ = QFileDialog.getSaveFileName(self, name, "filter.json")
        if path:
            self.write_filter(Path(path), wanted)

    def write_filter(self, path: Path, wanted: Filter) -> None:
        """Write a filter into a file, as `read_filter` reads it."""
        try:
            filter_files.write_filter(path, wanted)
        except OSError as error:
            said = self.tr("The filter could not be written to %1: %2.").replace("%1", str(path))
            self._say(said.replace("%2", error.strerror or ""), theme.ALARM)
        else:
            self._say(self.tr("The filter is written to %1.").replace("%1", path.name), theme.GOOD)

    # -- saying ----------------------------------------------------------------------------

    @Slot(str)
    def _say_fault(self, said: str) -> None:
        self.count.setText("")
        self._say(said, theme.ALARM)

    def _say(self, text: str, colour: str) -> None:
        self.said.setStyleSheet(f"color: {colour}")
        self.said.setText(text)


class KeepSheet(QDialog):
    """Asks for a filter's name, and whether others may use it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keep this filter"))
        self.name, self.shared = QLineEdit(), QCheckBox(self.tr("Show it to every supervisor"))
        self.name.setMaxLength(80)
        self.name.setPlaceholderText(self.tr("Name"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.name)
        column.addWidget(self.shared)
        column.addWidget(buttons)
        theme.wide(self, 380)
