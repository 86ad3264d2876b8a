"""The longest call of a shift is told by what it was, and by what it did."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from tests.benchmarks.desk_shift import name_of


def test_a_shortcut_is_told_by_its_command_and_a_timer_by_its_owner(qapp):  # noqa: ARG001 - Qt runs
    action, owner = QAction(), QObject()
    action.setObjectName("decision.inspect")

    told = [name_of(one) for one in (action, QTimer(owner), owner)]

    assert told == ["QAction decision.inspect", "QTimer of QObject", "QObject"]
