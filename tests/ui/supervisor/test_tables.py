"""Tables of the room: copied from, laid out as each officer likes them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from tests.makers.scripted_questions import ScriptedQuestions
from ui.own_files import own_path
from ui.supervisor.columns import ColumnKeeper
from ui.supervisor.copying import Copying
from ui.supervisor.room_cards import Cell, RowsTable

NAMES = ("decided_at", "conclusion", "container")


@pytest.fixture
def view(qtbot):
    table = QTableView()
    model = QStandardItemModel(table)
    model.setHorizontalHeaderLabels(list(NAMES))
    model.appendRow([QStandardItem(text) for text in ("10:15", "release", "CSQU3054383")])
    table.setModel(model)
    qtbot.addWidget(table)
    table.show()
    return table


def test_a_row_is_copied_as_it_is_shown_and_its_id_by_another_key(view, qtbot):
    copying = Copying(view, lambda row: f"d-{row}")
    view.horizontalHeader().moveSection(2, 0)
    view.setColumnHidden(1, True)
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    clipboard = QGuiApplication.clipboard()

    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    row = clipboard.text()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_C, both)
    row_id = clipboard.text()
    offered = copying.menu_for(view.model().index(0, 2)).actions()
    offered[0].trigger()

    assert row == "CSQU3054383\t10:15"
    assert row_id == "d-0"
    assert clipboard.text() == "CSQU3054383"
    assert [action.text() for action in offered][1:] == ["Copy the id “d-0”", "Copy the row"]


def test_a_table_of_the_room_gives_the_case_as_its_id_and_lets_tab_go_on(qtbot):
    table = RowsTable(0)
    qtbot.addWidget(table)
    table.set_titles(("Case",))
    table.show_rows([[Cell(text="yantian:s1")]], [("yantian:s1", 4)])
    table.selectRow(0)

    table.copying.copy_id()

    assert QGuiApplication.clipboard().text() == "yantian:s1"
    assert not table.tabKeyNavigation()


def test_columns_are_laid_out_as_the_officer_left_them(view, qtbot, tmp_path):
    questions = ScriptedQuestions()
    keeper = ColumnKeeper(view, NAMES, questions)
    keeper.restore(own_path(tmp_path, "wu"))
    view.horizontalHeader().moveSection(2, 0)
    view.setColumnWidth(0, 333)
    shown = keeper.menu().actions()
    shown[1].trigger()
    keeper.save()
    other = QTableView()
    qtbot.addWidget(other)
    other.setModel(view.model())

    again = ColumnKeeper(other, NAMES, questions)
    again.restore(own_path(tmp_path, "wu"))

    assert again.state["order"] == ["container", "decided_at", "conclusion"]
    assert again.state["widths"]["decided_at"] == 333
    assert again.state["hidden"] == ["conclusion"]


def test_a_file_of_nonsense_lays_nothing_out(view, tmp_path):
    path = own_path(tmp_path, "wu")
    path.write_text('order = [1, "x", "container"]\nhidden = 7\nwidths = {container = 99999}')
    keeper = ColumnKeeper(view, NAMES, ScriptedQuestions())

    keeper.restore(path)
    path.write_text("= broken")
    keeper.restore(path)

    assert keeper.state["order"] == ["container", "decided_at", "conclusion"]
    assert keeper.state["hidden"] == []
    assert keeper.state["widths"]["container"] < 1000
