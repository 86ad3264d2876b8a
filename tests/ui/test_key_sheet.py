"""The key sheet tells the keys in force, can be searched, and can be printed."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.command_table import COMMANDS
from ui.commands import CommandSet
from ui.keymap import STANDARD, lay_over
from ui.widgets.key_sheet import KeySheet
from ui.widgets.texts import Elided


@pytest.fixture
def commands(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    commands = CommandSet(window)
    yield commands
    commands.use(STANDARD)


@pytest.fixture
def sheet(qapp, qtbot):
    theme.apply(qapp)
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    return sheet


def test_every_command_with_a_key_is_told_and_a_series_once(sheet):
    untold = {c.name for c in COMMANDS if c.keys} - set(sheet.told)

    assert untold == {f"preset.{act}_{n}" for act in ("use", "keep") for n in range(2, 10)}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("loupe", "pane.loupe"), ("fangdajing", "pane.loupe"), ("F9", "decision.release")],
)
def test_the_sheet_is_searched_by_name_pinyin_and_key(sheet, typed, name):
    sheet.field.setText(typed)

    assert name in sheet.told
    assert len(sheet.told) < 6


def test_the_sheet_follows_the_keys_in_force(commands, sheet):
    keymap, _ = lay_over(STANDARD, {"pane.fit": ["F7"], "preset.use_3": ["End"]})
    commands.use(keymap)

    sheet.retranslate()

    html = sheet.to_html()
    assert "<td class='key' width='120'>F7</td>" in html
    assert ">End</td>" in html
    assert ">F</td>" not in html


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (2560, 3)])
def test_a_narrow_screen_has_fewer_columns_so_that_what_a_key_does_can_be_read(
    sheet, monkeypatch, width, columns
):
    screen = SimpleNamespace(availableSize=lambda: QSize(width, 720))
    monkeypatch.setattr(sheet, "screen", lambda: screen)

    sheet.retranslate()
    sheet.show()
    QApplication.processEvents()

    tips = [label for label in sheet.findChildren(Elided) if label.text()]
    shown = [label.width() / label.sizeHint().width() for label in tips]
    assert len(sheet.columns) == columns
    assert len(tips) > 80
    assert min(shown) > 0.6


def test_large_letters_on_a_narrow_screen_leave_one_column(sheet, qapp, monkeypatch):
    screen = SimpleNamespace(availableSize=lambda: QSize(1280, 720))
    monkeypatch.setattr(sheet, "screen", lambda: screen)
    theme.rescale(qapp, 1.5)
    try:
        sheet.retranslate()
        sheet.show()
        QApplication.processEvents()

        tips = [label for label in sheet.findChildren(Elided) if label.text()]
        shown = [label.width() / label.sizeHint().width() for label in tips]
    finally:
        theme.rescale(qapp, 1.0)

    assert len(sheet.columns) == 1
    assert min(shown) > 0.9


def test_the_sheet_is_printed_as_html_and_as_pdf(sheet, tmp_path):
    sheet.print_to(tmp_path / "keys.html")
    sheet.print_to(tmp_path / "keys.pdf")

    html = (tmp_path / "keys.html").read_text(encoding="utf-8")
    assert "Release" in html
    assert "F9" in html
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")


def test_a_sheet_that_cannot_be_written_is_told(sheet, tmp_path):
    (tmp_path / "folder").write_text("no folder", encoding="utf-8")

    sheet.print_to(tmp_path / "folder" / "keys.pdf")

    assert "cannot be written to keys.pdf" in sheet.said
