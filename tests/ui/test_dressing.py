"""A window that is dressed once, when it is whole, looks as if it had been dressed all along."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.i18n import Language, Translations
from ui.widgets import texts


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


@pytest.fixture
def translations(dressed):
    made = Translations(dressed)
    yield made
    made.use(Language.ENGLISH)


def test_quotation_marks_are_narrow_in_english_and_as_wide_as_characters_in_chinese(
    qtbot, translations
):
    plain, bold = QLabel(), QLabel()
    texts.paint(bold, size=14, bold=True)
    window = QWidget()
    line = QHBoxLayout(window)
    line.addWidget(plain)
    line.addWidget(bold)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)

    def widths(language):
        translations.use(language)
        letters = [QFontMetricsF(label.font()) for label in (plain, bold)]
        return [one.horizontalAdvance("“") / one.horizontalAdvance("审") for one in letters]

    chinese, english = widths(Language.CHINESE), widths(Language.ENGLISH)
    again = widths(Language.CHINESE)

    assert all(width < 0.6 for width in english)
    assert chinese == again
    assert all(width > 0.9 for width in chinese)


def test_colour_and_weight_stay_when_letters_change(qtbot, dressed):
    with theme.dressed_at_the_end():
        window, label = make_window(), QLabel("34")
        window.layout().addWidget(label)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    texts.paint(label, colour=theme.WARN, size=21, bold=True)

    try:
        theme.rescale(dressed, 1.2)
        larger = label.font(), label.palette().color(QPalette.ColorRole.WindowText).name()
    finally:
        theme.rescale(dressed, 1.0)

    assert larger[1] == theme.WARN
    assert (larger[0].weight(), larger[0].pointSizeF()) == (QFont.Weight.DemiBold, 21 * 1.2)
    assert (label.font().weight(), label.font().pointSizeF()) == (QFont.Weight.DemiBold, 21)


@pytest.mark.usefixtures("dressed")
def test_what_another_window_shows_keeps_its_colour_while_one_is_built(qtbot):
    other, label = make_window(), QLabel("34")
    other.layout().addWidget(label)
    qtbot.addWidget(other)
    texts.paint(label, colour=theme.WARN)
    other.show()
    qtbot.waitExposed(other)
    texts.paint(label, colour=theme.ALARM, size=12, bold=True)

    with theme.dressed_at_the_end():
        qtbot.addWidget(make_window())

    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.ALARM
    assert (label.font().weight(), label.font().pointSizeF()) == (QFont.Weight.DemiBold, 12)


def test_a_window_that_cannot_be_built_leaves_the_others_dressed(dressed):
    sheet = dressed.styleSheet()

    with pytest.raises(RuntimeError), theme.dressed_at_the_end():
        raise RuntimeError

    assert dressed.styleSheet() == sheet != ""
