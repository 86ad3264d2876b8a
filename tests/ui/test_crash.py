"""What is gathered after an error helps to mend the program and tells nothing of any case."""

import json
import logging
import threading
import zipfile
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from ui.last_chance import LastChance
from ui.session.crash import CrashKeeper

SECRETS = ("Acme Trading", "滨海贸易", "a long password", "Wine", "CSQU3054383", "left of the door")
LOG = logging.getLogger("ui.test")


def bundles(folder: Path) -> list[Path]:
    return sorted(folder.glob("crash-*.zip"))


def read_all(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


@pytest.fixture
def keeper(tmp_path, monkeypatch):
    monkeypatch.setattr(LOG, "level", logging.INFO)
    made = CrashKeeper(tmp_path / "crash", {"desk": "desk-1", "dwell_s": 1.5})
    made.start()
    yield made
    if made.is_running:
        made.stop()


def fall(keeper):
    """Let an error fall that quotes what it was about."""
    chance = LastChance(keeper.catch)
    chance.install()
    thread = threading.Thread(target=lambda: {}["Acme Trading, a long password"], name="falls")
    thread.start()
    thread.join()
    chance.remove()


def test_a_bundle_says_where_the_error_fell_and_what_was_done_last(qtbot, keeper, tmp_path):
    keeper.note_command("decision.release")
    LOG.warning("the hub refused", extra={"code": "fenced", "case": "north:S7"})

    with qtbot.waitSignal(keeper.bundled, timeout=5000) as told:
        fall(keeper)

    (path,) = bundles(tmp_path / "crash")
    texts = read_all(path)
    assert told.args == [str(path)]
    assert "KeyError" in texts["error.txt"]
    assert "test_crash.py" in texts["error.txt"]
    assert "decision.release" in texts["notes.jsonl"]
    assert '"code": "fenced"' in texts["notes.jsonl"]
    about = json.loads(texts["about.json"])
    assert about["settings"] == {"desk": "desk-1", "dwell_s": 1.5}
    assert about["versions"]["numpy"][0].isdigit()


def test_nothing_of_a_case_or_a_password_is_in_it(qtbot, keeper, tmp_path):
    for secret in SECRETS:
        LOG.warning(
            "a declaration cannot be read",
            extra={"reason": f"goods of {secret}", "code": secret * 9, "consignee": secret},
        )
        LOG.warning("unreadable: %s", secret)
    try:
        int(SECRETS[0])
    except ValueError:
        LOG.exception("a job failed")

    with qtbot.waitSignal(keeper.bundled, timeout=5000):
        fall(keeper)

    (path,) = bundles(tmp_path / "crash")
    whole = "\n".join(read_all(path).values())
    assert "a declaration cannot be read" in whole
    assert "ValueError" in whole
    assert [secret for secret in SECRETS if secret in whole] == []


def test_after_a_power_cut_the_next_start_bundles_what_was_left(qtbot, keeper, tmp_path):
    keeper.note_command("pane.fit")
    notes = tmp_path / "crash" / "notes.jsonl"
    qtbot.waitUntil(lambda: notes.exists() and "pane.fit" in notes.read_text(), timeout=3000)
    copytree(tmp_path / "crash", tmp_path / "after")  # what the disk has at this moment
    again = CrashKeeper(tmp_path / "after", {})

    with qtbot.waitSignal(again.bundled, timeout=5000):
        again.start()

    again.stop()
    (path,) = bundles(tmp_path / "after")
    assert "pane.fit" in read_all(path)["notes.jsonl"]


def test_where_it_fell_is_told_without_the_folders_of_the_machine(qtbot, tmp_path):
    left = tmp_path / "crash"
    left.mkdir()
    (left / "notes.jsonl").write_text("{}\n", encoding="utf-8")
    fell = 'Thread 1:\n  File "/home/li.wei/desk/ui/session/lock.py", line 7 in look\n'
    (left / "fault.txt").write_text(fell, encoding="utf-8")
    next_start = CrashKeeper(left, {})

    with qtbot.waitSignal(next_start.bundled, timeout=5000):
        next_start.start()
    next_start.stop()

    said = read_all(bundles(left)[0])["error.txt"]
    assert said == 'Thread 1:\n  File "ui/session/lock.py", line 7 in look\n'


def test_an_end_in_order_leaves_nothing(keeper, tmp_path):
    keeper.note_command("pane.fit")

    keeper.stop()

    assert list((tmp_path / "crash").iterdir()) == []


def test_an_error_that_comes_again_and_again_does_not_fill_the_disk(qtbot, keeper, tmp_path):
    told = []
    keeper.bundled.connect(told.append)

    for _ in range(9):
        fall(keeper)

    qtbot.waitUntil(lambda: len(told) == 5, timeout=5000)
    keeper.stop()
    assert len(bundles(tmp_path / "crash")) == 5


def test_where_a_report_lies_is_told_past_a_sign_in_and_can_be_read_for_ever(open_desk):
    desk = open_desk()
    desk.window.commands["help.about"].trigger()
    (without,) = desk.window.findChildren(QMessageBox)
    desk.hours.tell_bundle("/var/desk/crash-1.zip")

    desk.window.status.say("restored as you left it")
    told_past_it = desk.window.banner.text.text()
    desk.window.commands["help.about"].trigger()

    (told,) = set(desk.window.findChildren(QMessageBox)) - {without}
    assert without.informativeText() == ""
    assert told_past_it.startswith("Something went wrong at this desk.")
    assert "/var/desk/crash-1.zip" in told_past_it
    assert told_past_it.endswith(told.informativeText())
    assert told.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
