"""Panes as a desk has them, shown and empty."""

import pytest

from viewer.panes.compare_pane import ComparePane
from viewer.panes.scan_pane import ScanPane


@pytest.fixture
def desk(qtbot):
    desk = ComparePane()
    qtbot.addWidget(desk)
    desk.resize(1000, 800)
    desk.show()
    qtbot.waitExposed(desk)
    return desk


@pytest.fixture
def pane(qtbot):
    pane = ScanPane(heading="Scan")
    qtbot.addWidget(pane)
    pane.resize(900, 420)
    pane.show()
    qtbot.waitExposed(pane)
    return pane
