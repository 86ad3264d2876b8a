"""Logs are JSON lines with ids as fields, and without the names of goods owners."""

import json
import logging

import pytest

from workstation import logs
from workstation.domain.errors import StorageUnavailable


@pytest.fixture
def log_file(tmp_path):
    yield tmp_path / "deep" / "room.log"
    for name in ("workstation", "queue_client", "viewer", "ui"):
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


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StorageUnavailable, match="the log cannot be written"):
        logs.set_up(file=tmp_path / "file" / "room.log")
