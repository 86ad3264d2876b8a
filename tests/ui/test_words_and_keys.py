"""What is written on the screen, in which colours, and which key does what."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QThread, QTimer
from PySide6.QtGui import QIcon

import resources
from ui import theme, words
from ui.commands import BY_NAME, COMMANDS, Group, key_text
from ui.entrance import require_display
from ui.errors import NoDisplay
from ui.i18n import Language, Translations, preferred
from ui.jobs import Jobs, LatestOnly
from ui.link_news import Trouble
from ui.widgets.key_sheet import KeySheet
from workstation.domain.comparison import Verdict
from workstation.domain.decision import Conclusion, MarkShape
from workstation.imaging import quality
from workstation.matching import describe, verdict
from workstation.review.arming import Obstacle
from workstation.review.reasons import Reason


@pytest.fixture
def chinese(qapp):
    translations = Translations(qapp)
    translations.use(Language.CHINESE)
    yield translations
    translations.use(Language.ENGLISH)


@pytest.mark.parametrize("text", theme.READ_ON)
def test_every_text_colour_can_be_read_on_its_grounds(text):
    weakest = min(theme.contrast(text, ground) for ground in theme.READ_ON[text])

    assert weakest >= 4.5


def test_contrast_agrees_with_its_definition_at_the_ends():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#777777") == pytest.approx(1.0)


def test_no_colour_of_the_room_is_pure_white():
    colours = [
        value for name, value in vars(theme).items() if name.isupper() and str(value)[:1] == "#"
    ]

    assert len(colours) > 8
    assert "#ffffff" not in [colour.lower() for colour in colours]


def test_the_neighbours_of_the_decision_keys_do_nothing():
    taken = {key for command in COMMANDS for key in command.keys}

    assert BY_NAME["decision.release"].keys == ("F9",)
    assert BY_NAME["decision.inspect"].keys == ("F2",)
    assert taken.isdisjoint({"F3", "F8", "F10"})


def test_every_command_is_named_thing_dot_verb_and_explains_itself():
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z]+\.[a-z_]+[1-9]?", command.name)
        assert command.text
        assert command.tip
    assert key_text(BY_NAME["decision.release"]) == "F9"


@pytest.mark.usefixtures("chinese")
def test_every_code_has_chinese_words():
    spoken = [
        *(words.conclusion(value) for value in Conclusion),
        *(words.verdict(value) for value in Verdict),
        *(words.reason(value) for value in Reason),
        *(words.obstacle(value) for value in Obstacle),
        *(words.shape(value) for value in MarkShape),
        *(words.fill(value) for value in ("empty", "partial", "full")),
    ]

    assert [text for text in spoken if not re.search(r"[\u4e00-\u9fff]", text)] == []


def codes_in(module: object) -> set[str]:
    """Return every word with an underscore that stands as a text in a module of the engine."""
    source = Path(module.__file__).read_text(encoding="utf-8")
    return set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source))


@pytest.mark.parametrize("module", [verdict, describe])
@pytest.mark.usefixtures("chinese")
def test_every_reason_of_the_engine_has_its_sentence(module):
    codes = codes_in(module)

    silent = [code for code in codes if not re.search(r"[\u4e00-\u9fff]", words.why(code))]

    assert codes
    assert silent == []


@pytest.mark.usefixtures("chinese")
def test_what_imaging_doubts_is_said_in_chinese():
    source = Path(quality.__file__).read_text(encoding="utf-8")
    assert "columns are dead: they hold one value from top to bottom." in source

    said = words.doubt("12 columns are dead: they hold one value from top to bottom.")

    assert said.startswith("12 列失效")
    of_a_plane = words.doubt("Side view, low energy: Most of the picture is saturated white.")
    assert not re.search("[A-Za-z]", of_a_plane)


@pytest.mark.usefixtures("chinese")
def test_an_unknown_code_is_shown_as_it_came():
    assert words.why("a_code_of_tomorrow") == "a_code_of_tomorrow"
    assert words.doubt("A new doubt.") == "A new doubt."
    assert words.trouble(Trouble(code="?", sentence="It broke.")) == "It broke."


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("zh", Language.CHINESE),
        ("zh_CN", Language.CHINESE),
        ("en_GB", Language.ENGLISH),
        ("C", Language.CHINESE),
        ("fr", Language.CHINESE),
    ],
)
def test_the_language_follows_the_setting_and_is_chinese_otherwise(setting, expected):
    assert preferred(setting) is expected


@pytest.mark.usefixtures("qapp")
def test_the_program_has_an_icon_of_its_own():
    icon = QIcon(str(resources.path("icons/reviewroom.svg")))

    assert not icon.pixmap(64, 64).isNull()


def test_without_a_screen_the_window_says_so_before_qt_aborts(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    with pytest.raises(NoDisplay) as caught:
        require_display()

    assert "DISPLAY" in caught.value.sentence()


def test_only_the_newest_answer_is_shown_and_on_the_qt_thread(qtbot):
    jobs = Jobs("test-jobs")
    asked = LatestOnly(jobs)
    answers: list[tuple[object, bool]] = []

    class Taker(LatestOnly):
        def take(self, answer: object) -> None:
            answers.append((answer, QThread.currentThread() is self.thread()))

    taker = Taker(jobs)
    asked.answered.connect(taker.take)

    for number in range(5):
        asked.ask(lambda number=number: number)

    qtbot.waitUntil(lambda: len(answers) == 1, timeout=3000)
    jobs.stop()
    qtbot.wait(20)
    assert answers == [(4, True)]


def test_a_job_that_fails_tells_its_error(qtbot):
    jobs = Jobs("test-jobs")
    asked = LatestOnly(jobs)

    with qtbot.waitSignal(asked.failed, timeout=3000) as told:
        QTimer.singleShot(0, asked, lambda: asked.ask(lambda: 1 / 0))

    jobs.stop()
    assert isinstance(told.args[0], ZeroDivisionError)


def test_the_key_sheet_fits_on_the_screen(qtbot):
    sheet = KeySheet()
    qtbot.addWidget(sheet)

    sheet.show()

    room = sheet.screen().availableSize()
    assert sheet.width() <= room.width()
    assert sheet.height() <= room.height()


def test_the_words_stay_when_their_file_is_replaced(qapp, monkeypatch, tmp_path):
    file = tmp_path / "words.qm"
    file.write_bytes(resources.path("translations/reviewroom_zh_CN.qm").read_bytes())
    monkeypatch.setattr(resources, "path", lambda _name: file)
    translations = Translations(qapp)
    translations.use(Language.CHINESE)
    monkeypatch.undo()

    file.write_bytes(b"")
    try:
        assert QCoreApplication.translate("Commands", "Invert") == "反相"
    finally:
        translations.use(Language.ENGLISH)


def test_the_way_out_stands_last_in_its_menu():
    of_case = [command.name for command in COMMANDS if command.group is Group.CASE]

    assert of_case[-4:] == ["desk.settings", "desk.language", "case.sign_out", "case.quit"]
