"""What an officer sets counts at once, is kept, and is there for them alone."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.ui.conftest import OFFICER
from ui import theme
from ui.i18n import Language
from ui.keymap_file import keys_path, read_keymap
from ui.monitor_book import MonitorBook
from ui.monitors import monitor_of
from ui.preferences import preferences_path, read_preferences
from workstation.domain.monitors import MonitorCheck

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(qapp, qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.case is not None, timeout=8000)
    yield desk
    theme.apply(qapp)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "presets"


@pytest.fixture
def settings(qtbot, desk):
    qtbot.waitUntil(lambda: bool(desk.keys.keymaps.shipped), timeout=3000)
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert desk.keys.settings is not None
    return desk.keys.settings


def test_keys_that_cannot_be_had_are_told_past_the_first_case(qtbot, room, open_desk, folder):
    path = keys_path(folder, OFFICER)
    path.parent.mkdir(parents=True)
    path.write_text('[keys]\n"pane.fit" = ["F2"]\n"no.such" = ["F8"]\n', encoding="utf-8")
    room.add_cases(1)

    desk = open_desk()

    qtbot.waitUntil(lambda: desk.window.controller.case is not None, timeout=8000)
    banner = desk.window.banner
    qtbot.waitUntil(lambda: "no.such" in banner.text.text(), timeout=5000)
    assert "F2" in banner.text.text()
    assert banner.isVisible()


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def catch(settings, name, *keys, scan=0):
    """Give a command a key as a hand does: by pressing it."""
    settings.keys.select(name)
    settings.keys.replace.click()
    catcher = settings.keys.catcher
    for key in keys:
        text = chr(key).lower() if int(key) < 0x1000 else ""
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, scan, 0, 0, text)
        QApplication.sendEvent(catcher, event)
    return catcher


def texts(desk, name):
    return [stroke.text for stroke in desk.keys.keymaps.in_force.of(name)]


def test_the_letters_grow_while_the_window_is_open_and_are_kept(qtbot, settings, folder):
    before = QApplication.font().pointSizeF()

    settings.general.font_percent.setValue(150)

    qtbot.waitUntil(lambda: QApplication.font().pointSizeF() > before, timeout=3000)
    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.5)
    path = preferences_path(folder, "li")
    qtbot.waitUntil(lambda: read_preferences(path)[0].font_percent == 150, timeout=3000)


def test_the_language_changes_while_the_settings_are_open(qtbot, desk, settings):
    menu = desk.window.menuBar()

    choose(settings.general.language, Language.CHINESE.value)

    qtbot.waitUntil(lambda: menu.actions()[0].text().startswith("任务"), timeout=3000)
    assert settings.general.language.currentData() == "zh_CN"

    choose(settings.general.language, "")

    qtbot.waitUntil(lambda: menu.actions()[0].text() == "&Case", timeout=3000)


def test_the_language_button_is_a_preference_too(qtbot, desk, folder):
    desk.window.commands["desk.language"].trigger()

    assert desk.keys.preferences.now.language == "zh_CN"
    path = preferences_path(folder, "li")
    qtbot.waitUntil(lambda: read_preferences(path)[0].language == "zh_CN", timeout=3000)
    desk.window.commands["desk.language"].trigger()


def test_sound_and_breaks_are_preferences(desk, settings):
    settings.general.sound.setChecked(False)
    choose(settings.general.break_every, 20)

    assert desk.keys.preferences.now.sound is False
    assert desk.keys.preferences.now.break_every_min == 20


def test_the_least_time_to_look_is_told_and_cannot_be_changed(settings):
    assert "0.3 s" in settings.general.dwell.text()


def test_a_key_is_given_by_pressing_it(qtbot, desk, settings, folder):
    catch(settings, "pane.loupe", Qt.Key.Key_F7)

    assert texts(desk, "pane.loupe") == ["F7"]
    path = keys_path(folder, "li")
    qtbot.waitUntil(lambda: read_keymap(path).keys == {"pane.loupe": ("F7",)}, timeout=3000)


def test_a_key_without_a_name_is_given_by_its_code(desk, settings):
    catch(settings, "pane.loupe", Qt.Key.Key_unknown, scan=0xB3)

    assert texts(desk, "pane.loupe") == ["scan:0xb3"]


def test_a_key_of_another_command_is_taken_only_when_it_is_pressed_again(desk, settings):
    catcher = catch(settings, "pane.loupe", Qt.Key.Key_F)
    assert "F is the key of Fit" in catcher.answer
    assert texts(desk, "pane.loupe") == ["X"]
    catcher.reject()

    catch(settings, "pane.loupe", Qt.Key.Key_F, Qt.Key.Key_F)

    assert texts(desk, "pane.loupe") == ["F"]
    assert texts(desk, "pane.fit") == []


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_5, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_decision_is_not_given_a_key_that_types_or_answers(desk, settings, key):
    catcher = catch(settings, "decision.release", key, key)

    assert "cannot be given to Release" in catcher.answer
    assert texts(desk, "decision.release") == ["F9"]


def test_a_sign_behind_a_scan_code_is_not_given_to_a_decision(desk, settings):
    settings.keys.select("decision.release")
    settings.keys.replace.click()
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NONE, 0x3A, 0, 0, "ß")

    QApplication.sendEvent(settings.keys.catcher, event)

    assert "cannot be given to Release" in settings.keys.catcher.answer
    assert texts(desk, "decision.release") == ["F9"]


def test_escape_leaves_the_key_as_it_is(desk, settings):
    catch(settings, "pane.loupe", Qt.Key.Key_Escape)

    assert texts(desk, "pane.loupe") == ["X"]


def test_a_second_key_may_be_added_and_all_be_given_up(desk, settings):
    settings.keys.select("pane.loupe")
    settings.keys.add.click()
    QTest.keyClick(settings.keys.catcher, Qt.Key.Key_F7)
    assert texts(desk, "pane.loupe") == ["X", "F7"]

    settings.keys.restore_all.click()

    assert texts(desk, "pane.loupe") == ["X"]
    assert not settings.keys.restore_all.isEnabled()


def test_another_keymap_counts_at_once_on_every_caption(desk, settings):
    choose(settings.keys.keymap, "left_handed")

    assert texts(desk, "decision.inspect") == ["F12"]
    assert desk.window.commands["decision.inspect"].toolTip().endswith("(F12)")
    assert desk.window.desk.decision_bar.rescan.text().endswith("F2")


def test_a_command_is_found_in_the_list_by_pinyin_and_by_key(settings):
    listed = settings.keys.list

    settings.keys.field.setText("fangdajing")
    assert listed.topLevelItem(0).data(0, Qt.ItemDataRole.UserRole) == "pane.loupe"

    settings.keys.field.setText("F9")
    assert listed.topLevelItem(0).data(0, Qt.ItemDataRole.UserRole) == "decision.release"


def test_own_keys_are_marked_with_what_cannot_be_taken_for_a_key(settings):
    listed = settings.keys.list

    settings.keys.select("pane.loupe")
    settings.keys.replace.click()
    pad = Qt.KeyboardModifier.KeypadModifier
    QTest.keyClick(settings.keys.catcher, Qt.Key.Key_Asterisk, pad)
    given = listed.currentItem().text(1)
    settings.keys.clear.click()

    assert given == "Num+*  (your own)"
    assert listed.currentItem().text(1) == "(your own)"


def test_faults_of_the_own_keys_are_told_on_the_page(qtbot, desk, folder):
    path = keys_path(folder, "li")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[keys]\n"pane.loupe" = "F"\n', encoding="utf-8")
    desk.keys.keymaps.open()
    qtbot.waitUntil(lambda: bool(desk.keys.keymaps.troubles), timeout=3000)

    desk.keys.show_settings()

    assert "F is wanted by Loupe" in desk.keys.settings.keys.said


def test_every_control_of_the_settings_is_reached_by_tab_and_has_a_name(settings):
    page = settings.keys
    settings.tabs.setCurrentIndex(1)
    settings.activateWindow()
    page.keymap.setFocus()

    reached = set()
    for _ in range(20):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    assert {page.keymap, page.field, page.list, page.replace, settings.close_button} <= reached
    combos = settings.findChildren(QComboBox)
    assert len(combos) == 4
    assert all(combo.accessibleName() for combo in combos)


def test_whoever_checked_a_monitor_writes_the_day_down_and_it_is_kept(qtbot, settings, tmp_path):
    (card,) = settings.monitors.cards
    assert "No check" in card.checked.text()
    card.day.setDate(QDate(2026, 5, 1))

    card.button.click()

    assert "2026" in card.checked.text()
    assert "li" in card.checked.text()
    kept = tmp_path / "cache" / "layouts" / "monitors.toml"
    qtbot.waitUntil(lambda: kept.exists() and "on = 2026-05-01" in kept.read_text())
    assert MonitorBook(kept).check_of(monitor_of(settings.screen())) == MonitorCheck(
        on=date(2026, 5, 1), by="li"
    )


def test_no_day_that_is_still_to_come_can_be_written_down(settings):
    (card,) = settings.monitors.cards

    card.day.setDate(QDate.currentDate().addDays(30))

    assert card.day.date() == QDate.currentDate()


@pytest.mark.parametrize("text", ["checked = 7", '[[checked]]\nmaker = "EIZO"', "no TOML ["])
def test_checks_that_cannot_be_read_count_for_nothing_and_are_kept_aside(tmp_path, qapp, text):
    path = tmp_path / "monitors.toml"
    path.write_text(text)
    monitor, check = monitor_of(qapp.primaryScreen()), MonitorCheck(on=date(2026, 5, 1), by="li")

    book = MonitorBook(path)
    before = book.check_of(monitor)
    book.write_down(monitor, check)

    assert before is None
    assert MonitorBook(path).check_of(monitor) == check
    assert tmp_path.joinpath("monitors.toml.unreadable-1").read_text() == text
