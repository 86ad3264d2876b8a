"""A window that is dressed once, when it is whole, looks as if it had been dressed all along."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import theme


@pytest.fixture
def dressed(qapp):
    theme.apply(qapp)
    return qapp


def make_window():
    window, row = QWidget(), QWidget()
    line = QHBoxLayout(row)
    line.addWidget(QLineEdit("a note"))
    line.addWidget(QPushButton("Send"))
    QVBoxLayout(window).addWidget(row)
    return window


def test_it_looks_the_same(qtbot, dressed):
    usual = make_window()
    qtbot.addWidget(usual)

    with theme.dressed_at_the_end():
        window = make_window()
        bare = dressed.styleSheet()
    qtbot.addWidget(window)

    for one in (usual, window):
        one.resize(400, 80)
        one.show()
        qtbot.waitExposed(one)
    assert bare == ""
    assert window.grab().toImage() == usual.grab().toImage()


def test_a_window_that_cannot_be_built_leaves_the_others_dressed(dressed):
    sheet = dressed.styleSheet()

    with pytest.raises(RuntimeError), theme.dressed_at_the_end():
        raise RuntimeError

    assert dressed.styleSheet() == sheet != ""
