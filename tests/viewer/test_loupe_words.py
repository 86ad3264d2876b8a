"""The lens always says how near it shows and in which look, wherever it lies."""

import pytest
from PySide6.QtWidgets import QWidget

from viewer.panes.loupe import Loupe


@pytest.mark.parametrize("top", [-150, -40, 0, 60, 190])
def test_the_words_of_the_lens_are_within_the_pane(qtbot, top):
    pane = QWidget()
    qtbot.addWidget(pane)
    pane.resize(600, 260)
    loupe = Loupe(pane)
    loupe.setGeometry(40, top, 320, 230)

    words = loupe.y() + loupe.bar_top()

    assert 0 <= words <= pane.height() - 18
