"""Logs are JSON lines with ids as fields, and without the names of goods owners."""

import json
import logging
import re
from pathlib import Path

import pytest

from workstation import logs
from workstation.domain.errors import StorageUnavailable
from workstation.domain.log_words import LogFormat, LogLevel, about, noting


@pytest.fixture
def log_file(tmp_path):
    yield tmp_path / "deep" / "room.log"
    for name in logs.ROOMS:
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(logging.NOTSET)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_has_time_level_room_text_and_its_ids(log_file):
    logs.set_up(file=log_file)

    logging.getLogger("workstation.hub").info("放行 %d", 1, extra={"scan_id": "S1"})

    (line,) = lines(log_file)
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "info", "room": "workstation.hub", "text": "放行 1", "scan_id": "S1"}


def test_owners_and_passwords_are_never_written(log_file):
    logs.set_up(file=log_file)

    logging.getLogger("ui").warning("x", extra={"consignee": "ACME", "password": "secret"})

    assert "ACME" not in log_file.read_text()
    assert "secret" not in log_file.read_text()


def test_a_traceback_stays_on_the_line(log_file):
    logs.set_up(file=log_file)

    try:
        int("no number")
    except ValueError:
        logging.getLogger("workstation").exception("a bug")

    (line,) = lines(log_file)
    assert "ValueError" in line["traceback"]


def test_setting_up_again_writes_each_line_once(log_file):
    logs.set_up(file=log_file)
    logs.set_up(file=log_file)

    logging.getLogger("workstation").warning("once")

    assert len(lines(log_file)) == 1


@pytest.mark.parametrize("room", ["workstation", "queue_client", "viewer", "ui"])
def test_a_line_of_every_room_reaches_the_file(log_file, room):
    logs.set_up(file=log_file)

    logging.getLogger(f"{room}.some.module").warning("something")

    assert [line["room"] for line in lines(log_file)] == [f"{room}.some.module"]


def test_every_module_logs_by_its_own_name():
    house = Path(logs.__file__).parents[1]
    made = re.compile(r"^_LOG\b.*getLogger\((.*)\)$", re.MULTILINE | re.IGNORECASE)

    names = {
        path.relative_to(house).as_posix(): made.findall(path.read_text(encoding="utf-8"))
        for room in logs.ROOMS
        for path in (house / room).rglob("*.py")
    }

    assert names["ui/journal.py"] == ["__name__"]
    assert {path: found for path, found in names.items() if set(found) - {"__name__"}} == {}


def test_a_window_has_its_lines_written_aside(log_file):
    room = logging.getLogger("ui.some.module")
    with logs.written_aside(log_file):
        room.info("begun", extra={"case": "north:S1"})
        try:
            int("no number")
        except ValueError:
            room.exception("a bug")
    room.warning("after the end")

    begun, bug = lines(log_file)
    assert (begun["text"], begun["case"]) == ("begun", "north:S1")
    assert bug["text"] == "a bug"
    assert "ValueError" in bug["traceback"]


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StorageUnavailable, match="the log cannot be written"):
        logs.set_up(file=tmp_path / "file" / "room.log")


def test_a_line_carries_the_ids_of_what_its_thread_is_doing(log_file):
    logs.set_up(file=log_file)

    with about(desk="desk-1"):
        noting({"case": "north:S1", "token": 7})
        logging.getLogger("workstation.hub").info("inside", extra={"token": 8})
    logging.getLogger("workstation.hub").info("outside")

    inside, outside = lines(log_file)
    assert (inside["desk"], inside["case"], inside["token"]) == ("desk-1", "north:S1", 8)
    assert not {"desk", "case", "token"} & set(outside)


def test_ids_reach_a_line_that_is_written_aside(log_file):
    with logs.written_aside(log_file), about(case="north:S1"):
        logging.getLogger("ui").info("begun")

    (line,) = lines(log_file)
    assert line["case"] == "north:S1"


def test_a_console_gets_plain_text_and_a_file_json_unless_told_otherwise(log_file, capsys):
    logs.set_up()
    logging.getLogger("workstation.hub").warning("full", extra={"site": "north", "session": "x"})
    logs.set_up(form=LogFormat.JSON)
    logging.getLogger("workstation.hub").warning("full")
    logs.set_up(file=log_file, form=LogFormat.TEXT)
    logging.getLogger("workstation.hub").warning("full\nof\x1b[31m lies")

    plain, as_json = capsys.readouterr().err.splitlines()
    assert plain.endswith("warning  full (site=north) [workstation.hub]")
    assert json.loads(as_json)["text"] == "full"
    assert log_file.read_text().count("\n") == 1
    assert "\x1b" not in log_file.read_text()


def test_lines_of_less_weight_than_asked_are_left_out(log_file):
    logs.set_up(file=log_file, level=LogLevel.WARNING)

    logging.getLogger("workstation").info("small")
    logging.getLogger("workstation").warning("great")

    assert [line["text"] for line in lines(log_file)] == ["great"]


def test_a_file_that_was_moved_away_is_begun_anew(log_file):
    logs.set_up(file=log_file)
    logging.getLogger("workstation").info("before")

    moved = log_file.rename(log_file.with_name("room.log.1"))
    logging.getLogger("workstation").info("after")

    assert [line["text"] for line in lines(moved)] == ["before"]
    assert [line["text"] for line in lines(log_file)] == ["after"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_costs_a_line_of_the_log_and_is_one_sentence(capsys, log_file):
    log_file.parent.mkdir()
    log_file.symlink_to("/dev/full")
    logs.set_up(file=log_file)

    logging.getLogger("workstation").info("放行")

    told = capsys.readouterr().err
    assert "a line of the log is lost: No space left on device" in told
    assert "Traceback" not in told
