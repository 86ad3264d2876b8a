"""Commands of the look: what a case has seen can be undone, and a lens tells whose look it has."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QMainWindow

from ui.commands import CommandSet
from ui.desk.look_commands import LookCommands
from ui.i18n import Language, Translations
from ui.presets import PresetBook
from viewer.look_history import JOINED_S
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.look import Look
from viewer.pixels.window import WindowLevel

MINE = Look(window=WindowLevel(window=9000, level=4500), invert=True)


def noise(shape):
    return np.random.default_rng(1).integers(0, 65536, shape).astype(np.uint16)


FULL = Picture(high=noise((400, 800)))
COARSE = Picture(high=noise((100, 200)), reduced=4)


class Clock:
    """Time that passes only when told to."""

    def __init__(self):
        self.now_s = 100.0

    def monotonic(self):
        return self.now_s

    def rest(self):
        self.now_s += 2 * JOINED_S


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("ui.desk.look_commands.time", clock)
    return clock


@pytest.fixture
def desk(qtbot, tmp_path):
    window = QMainWindow()
    qtbot.addWidget(window)
    panes, book = ComparePane(window), PresetBook(tmp_path / "li.toml")
    looks = LookCommands(CommandSet(window), panes, book, window)
    yield panes, looks, book
    window.close()


def test_a_raw_picture_that_was_held_is_no_step_to_undo(desk, clock):
    panes, looks, _ = desk
    panes.show_scan(FULL, look=MINE)
    panes.scan.toggle_log()
    clock.rest()

    panes.hold_raw(True)
    clock.rest()
    panes.hold_raw(False)
    clock.rest()
    looks.undo()

    assert looks.look == MINE


def test_the_full_resolution_keeps_what_can_be_undone(desk, clock):
    panes, looks, _ = desk
    panes.show_scan(COARSE)
    clock.rest()
    panes.scan.set_look(MINE)
    clock.rest()

    panes.replace_scan(FULL)
    looks.undo()

    assert looks.look == Look()


def test_another_scan_has_nothing_to_undo(desk, clock):
    panes, looks, _ = desk
    panes.show_scan(FULL)
    clock.rest()
    panes.scan.set_look(MINE)
    clock.rest()

    panes.show_scan(replace(FULL), look=Look())
    looks.undo()

    assert looks.look == Look()
    assert not looks.history.can_redo


def test_the_loupe_follows_the_presets_of_another_scanner_and_officer(desk, tmp_path):
    panes, looks, book = desk
    book.keep(1, "H986", MINE, "Mine")
    looks.set_scanner("H986")
    looks.next_loupe_look()
    first = panes.scan.loupe.text()

    looks.set_scanner("another")
    shipped = panes.scan.loupe.text()
    book.keep(1, "another", MINE, "Here")
    kept = panes.scan.loupe.text()
    book.open(tmp_path / "wang.toml")

    assert first.endswith("Mine")
    assert shipped.endswith(book.slot(1).title)
    assert kept.endswith("Here")
    assert panes.scan.loupe.text() == shipped


def test_the_loupe_tells_its_look_in_another_language(desk, qapp):
    panes, looks, book = desk
    looks.next_loupe_look()
    translations = Translations(qapp)

    translations.use(Language.CHINESE)
    looks.name_presets()
    chinese = panes.scan.loupe.text()
    translations.use(Language.ENGLISH)
    looks.name_presets()

    assert chinese.endswith(book.slot(1).title_zh)
    assert panes.scan.loupe.text().endswith(book.slot(1).title)
