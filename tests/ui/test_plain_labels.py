"""Labels show what they are given as it is, whatever it looks like."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.texts import Elided, plain, wrapped


@pytest.mark.parametrize("make", [plain, wrapped, Elided])
def test_no_label_takes_markup_for_markup(qtbot, make):
    label = make("<b>bold</b>")
    qtbot.addWidget(label)

    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_text_that_breaks_its_lines_can_be_copied_with_the_mouse(qtbot):
    label = wrapped("a sentence")
    qtbot.addWidget(label)

    assert label.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
