"""Commands that concern scan and typical model together."""

import pytest
from PySide6.QtWidgets import QMainWindow

from ui.commands import CommandSet
from ui.desk.compare_commands import CompareCommands
from ui.held_keys import HeldKeys
from viewer.panes.compare_pane import ComparePane


@pytest.fixture
def desk(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    commands, panes = CommandSet(window), ComparePane(window)
    CompareCommands(commands, panes, HeldKeys(window, lambda: True), window)
    yield commands, panes
    window.close()


def test_the_structure_is_shown_over_scan_and_model_together(desk):
    commands, panes = desk

    commands["pane.structure"].trigger()

    assert (panes.scan.structure_shown, panes.model.structure_shown) == (True, True)
