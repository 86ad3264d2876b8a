"""A row of a numbered choice stands out when it is chosen, and is styled only when that changes."""

from PySide6.QtWidgets import QWidget

from ui.widgets.numbered import NumberedRow


def texts_of(row):
    return [label.text() for label in row.children() if hasattr(label, "text")]


def test_the_chosen_row_has_a_sign_and_a_ground_of_its_own(qtbot):
    sheet = QWidget()
    qtbot.addWidget(sheet)
    row = NumberedRow(3, sheet)
    row.resize(200, 24)
    sheet.show()
    plain = sheet.grab().toImage()

    row.set_chosen(chosen=True)
    chosen, signs = sheet.grab().toImage(), texts_of(row)
    row.set_chosen(chosen=False)

    assert "▸" in signs
    assert chosen != plain
    assert sheet.grab().toImage() == plain


def test_a_row_that_stays_as_it_was_is_not_styled_anew(qtbot, monkeypatch):
    row, styled = NumberedRow(3), []
    qtbot.addWidget(row)
    monkeypatch.setattr(row, "setStyleSheet", styled.append)

    for chosen in (False, True, True, False, False):
        row.set_chosen(chosen=chosen)

    assert len(styled) == 2
