"""Keymaps: what is lawful counts, what is not is told, and a decision is never an accident."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.command_table import BY_NAME, COMMANDS
from ui.key_words import told
from ui.keymap import STANDARD, STANDARD_TROUBLES, KeyFault, lay_over, rule_against
from ui.keymap_book import KeymapBook
from ui.keymap_file import keep_keys, keys_path, read_keymap, read_shipped
from ui.strokes import StrokeKind, learnt, read_stroke, strokes_of

DECIDING = [command for command in COMMANDS if command.decides]


def texts(keymap, name):
    return [str(stroke) for stroke in keymap.of(name)]


def faults(troubles):
    return [(one.fault, one.command, one.key, one.other) for one in troubles]


def press(key, modifiers=Qt.KeyboardModifier.NoModifier, *, scan=0, text=""):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text)


# -- strokes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "canonical"),
    [
        ("f9", StrokeKind.NAMED, "F9"),
        ("Shift+X", StrokeKind.NAMED, "Shift+X"),
        ("Num+Home", StrokeKind.PAD, "Num+7"),
        ("Num++", StrokeKind.PAD, "Num++"),
        ("scan:179", StrokeKind.SCAN, "scan:0xb3"),
        ("SCAN:0xB3", StrokeKind.SCAN, "scan:0xb3"),
        ("Mouse:Back", StrokeKind.BUTTON, "mouse:back"),
        ("mouse:extra5", StrokeKind.BUTTON, "mouse:extra5"),
    ],
)
def test_a_stroke_is_read_in_its_own_writing(text, kind, canonical):
    stroke = read_stroke(text)

    assert stroke is not None
    assert (stroke.kind, stroke.text) == (kind, canonical)
    assert read_stroke(canonical) == stroke


@pytest.mark.parametrize(
    "text", ["", "Ctrl", "bla", "Ctrl+K, X", "scan:", "scan:0", "scan:99999", "mouse:left", "Num"]
)
def test_what_no_hand_can_press_is_no_stroke(text):
    assert read_stroke(text) is None


def test_the_keypad_is_the_same_with_and_without_num_lock():
    pad = Qt.KeyboardModifier.KeypadModifier

    with_lock = strokes_of(press(Qt.Key.Key_7, pad))
    without = strokes_of(press(Qt.Key.Key_Home, pad))

    assert with_lock == without == (read_stroke("Num+7"),)
    assert strokes_of(press(Qt.Key.Key_Home)) == (read_stroke("Home"),)


def test_a_key_is_learnt_by_its_name_and_one_without_a_name_by_its_code():
    assert learnt(press(Qt.Key.Key_F13, scan=191)) == read_stroke("F13")
    assert learnt(press(Qt.Key.Key_unknown, scan=191)) == read_stroke("scan:0xbf")
    assert learnt(press(Qt.Key(0), scan=250)) == read_stroke("scan:0xfa")
    assert learnt(press(Qt.Key.Key_Shift, scan=50)) is None


def test_a_side_button_of_the_mouse_is_a_stroke_and_a_click_is_none():
    def click(button):
        return QMouseEvent(
            QEvent.Type.MouseButtonPress,
            QPointF(),
            QPointF(),
            button,
            button,
            Qt.KeyboardModifier.NoModifier,
        )

    assert learnt(click(Qt.MouseButton.BackButton)) == read_stroke("mouse:back")
    assert learnt(click(Qt.MouseButton.LeftButton)) is None


# -- rules ---------------------------------------------------------------------------------------


def test_the_table_itself_breaks_no_rule():
    assert STANDARD_TROUBLES == ()
    assert {command.name for command in DECIDING} == {
        "decision.release",
        "decision.inspect",
        "decision.refer",
        "decision.rescan",
    }


@pytest.mark.parametrize("sheet", read_shipped(), ids=lambda sheet: sheet.name)
def test_every_keymap_that_ships_is_lawful_and_named_in_both_languages(sheet):
    keymap, troubles = lay_over(STANDARD, sheet.keys)

    assert troubles == ()
    assert sheet.title
    assert any("\u4e00" <= sign <= "\u9fff" for sign in sheet.title_zh)
    lost = [name for name in STANDARD.strokes if STANDARD.of(name) and not keymap.of(name)]
    assert lost == []


@pytest.mark.parametrize("command", DECIDING, ids=lambda command: command.name)
@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("R", KeyFault.DECISION_TYPES),
        ("5", KeyFault.DECISION_TYPES),
        ("`", KeyFault.DECISION_TYPES),
        ("Num+5", KeyFault.DECISION_TYPES),
        ("Num+Enter", KeyFault.DECISION_TYPES),
        ("Backspace", KeyFault.DECISION_TYPES),
        ("PgDown", KeyFault.DECISION_TYPES),
        ("Esc", KeyFault.DECISION_TYPES),
        ("Return", KeyFault.DECISION_TYPES),
        ("Enter", KeyFault.DECISION_TYPES),
        ("Space", KeyFault.PICTURES_OWN),
        ("Shift+F9", KeyFault.DECISION_CHORD),
        ("Ctrl+Return", KeyFault.DECISION_CHORD),
        ("mouse:back", KeyFault.DECISION_BUTTON),
        ("F5", None),
        ("F24", None),
        ("Pause", None),
        ("scan:0xbf", None),
    ],
)
def test_a_decision_lies_on_one_key_that_types_and_answers_nothing(command, key, fault):
    stroke = read_stroke(key)

    assert rule_against(command, stroke) is fault


@pytest.mark.parametrize(
    ("name", "key", "fault"),
    [
        ("pane.fit", "Tab", KeyFault.MOVES_FOCUS),
        ("pane.fit", "Left", KeyFault.PICTURES_OWN),
        ("pane.fit", "Ctrl+Left", None),
        ("pane.fit", "Return", None),
        ("pane.fit", "Alt+C", KeyFault.OPENS_MENU),
        ("pane.fit", "Alt+8", None),
        ("view.raw", "Shift+Q", KeyFault.HELD_CHORD),
        ("view.raw", "mouse:back", None),
    ],
)
def test_keys_that_the_window_needs_itself_stay_with_it(name, key, fault):
    assert rule_against(BY_NAME[name], read_stroke(key)) is fault


def test_a_key_that_two_commands_want_stays_with_its_owner_and_both_are_named():
    keymap, troubles = lay_over(STANDARD, {"pane.loupe": ["F", "F7"]})

    assert faults(troubles) == [(KeyFault.TAKEN, "pane.loupe", "F", "pane.fit")]
    assert texts(keymap, "pane.fit") == ["F"]
    assert texts(keymap, "pane.loupe") == ["F7"]
    said = told(troubles[0])
    assert "F is wanted by Loupe" in said
    assert "key of Fit" in said


def test_two_commands_of_one_keymap_that_want_a_key_are_told_apart():
    keymap, troubles = lay_over(STANDARD, {"pane.fit": ["F7"], "mark.box": ["F7", "B"]})

    assert texts(keymap, "mark.box") == ["F7", "B"]
    assert faults(troubles) == [(KeyFault.TAKEN, "pane.fit", "F7", "mark.box")]
    assert texts(keymap, "pane.fit") == ["F"]


def test_a_sign_and_the_key_it_is_printed_on_are_one_key():
    _, troubles = lay_over(STANDARD, {"pane.fit": ["Shift+/"]})

    assert faults(troubles) == [(KeyFault.TAKEN, "pane.fit", "Shift+/", "help.keys")]


def test_commands_may_change_keys_with_each_other():
    keymap, troubles = lay_over(STANDARD, {"pane.fit": ["Z"], "pane.one_to_one": ["F"]})

    assert troubles == ()
    assert texts(keymap, "pane.fit") == ["Z"]
    assert texts(keymap, "pane.one_to_one") == ["F"]


def test_wrong_lines_are_told_and_the_rest_works():
    keymap, troubles = lay_over(
        STANDARD, {"pane.fly": ["F5"], "pane.fit": ["Bogus"], "mark.box": ["F7"], "mark.text": []}
    )

    assert faults(troubles) == [
        (KeyFault.UNKNOWN_COMMAND, "pane.fly", "", ""),
        (KeyFault.UNREADABLE, "pane.fit", "Bogus", ""),
    ]
    assert texts(keymap, "pane.fit") == ["F"]
    assert texts(keymap, "mark.box") == ["F7"]
    assert texts(keymap, "mark.text") == []


@pytest.mark.parametrize("wanted", [[], ["R"], ["Shift+F9"], ["Bogus"]])
def test_a_decision_is_never_left_without_its_key(wanted):
    keymap, troubles = lay_over(STANDARD, {"decision.release": wanted, "pane.fit": ["F9"]})

    assert texts(keymap, "decision.release") == ["F9"]
    assert troubles
    assert keymap.owner(read_stroke("F9")) == "decision.release"


def test_every_fault_has_its_sentence():
    said = {fault: told(_trouble(fault)) for fault in KeyFault}

    assert all(said.values())
    assert not [text for text in said.values() if "%" in text]


def _trouble(fault):
    _, (found, *_) = lay_over(STANDARD, {"pane.fit": ["Bogus"]})
    return type(found)(fault=fault, command="pane.fit", key="F", other="mark.box")


# -- files ---------------------------------------------------------------------------------------


def test_own_keys_are_there_again_the_next_day(tmp_path):
    path = keys_path(tmp_path, "李")
    KeymapBook(path).give("pane.fit", ("F7", "mouse:back"))

    book = KeymapBook(path)
    book.open()

    assert texts(book.in_force, "pane.fit") == ["F7", "mouse:back"]
    assert book.own == {"pane.fit"}
    assert book.troubles == ()


def test_giving_a_key_takes_it_from_whoever_had_it(tmp_path):
    book = KeymapBook(tmp_path / "li.toml")

    refused = book.give("pane.loupe", ("F",))

    assert refused == ()
    assert texts(book.in_force, "pane.loupe") == ["F"]
    assert texts(book.in_force, "pane.fit") == []


def test_the_only_key_of_a_decision_cannot_be_given_away(tmp_path):
    book = KeymapBook(tmp_path / "li.toml")

    refused = book.give("pane.loupe", ("F9",))

    assert refused
    assert texts(book.in_force, "decision.release") == ["F9"]
    assert texts(book.in_force, "pane.loupe") == ["X"]


def test_own_keys_lie_over_whatever_keymap_is_chosen(qtbot, tmp_path):
    book = KeymapBook(tmp_path / "li.toml")
    book.open()
    book.give("pane.loupe", ("F7",))

    with qtbot.waitSignal(book.changed):
        book.choose("left_handed")

    assert texts(book.in_force, "pane.loupe") == ["F7"]
    assert texts(book.in_force, "decision.inspect") == ["F12"]
    book.forget()
    assert texts(book.in_force, "pane.loupe") == ["X"]
    assert read_keymap(tmp_path / "li.toml").keys == {}


@pytest.mark.parametrize("content", [b"keys = 3", b"[keys", b"\xff", b'[keys]\n"pane.fit" = 7'])
def test_a_broken_file_costs_nobody_a_shift(qtbot, tmp_path, content):
    path = tmp_path / "li.toml"
    path.write_bytes(content)
    book = KeymapBook(path)

    with qtbot.waitSignal(book.told) as heard:
        book.open()

    assert "Your own keys cannot be read" in heard.args[0]
    assert book.in_force == STANDARD
    keep_keys(path, {"pane.fit": ["F7"]})
    assert (tmp_path / "li.toml.unreadable-1").read_bytes() == content


def test_a_keymap_with_faults_tells_them_in_a_sentence(qtbot, tmp_path):
    path = tmp_path / "li.toml"
    keep_keys(path, {"pane.loupe": ["F"], "a.b": ["X"], "mark.box": ["Ctrl"], "mark.text": ["?"]})
    book = KeymapBook(path)

    with qtbot.waitSignal(book.told) as heard:
        book.open()

    assert "a.b is no command." in heard.args[0]
    assert "2 more" in heard.args[0]
