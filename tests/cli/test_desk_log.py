"""``reviewroom desk`` writes what is logged behind its window where its configuration says."""

import json
import logging

import pytest
from click.testing import CliRunner

from queue_client.keys import KeyPair
from workstation.cli.desk import desk_command

ROOM = "[desk]\ndesk = 'desk-1'\nhub_card = 'hub.card'\nkeys = 'desk.keys'\ncache = 'cache'\n"


@pytest.mark.usefixtures("qapp")
def test_a_line_logged_behind_the_window_is_in_the_file_that_the_settings_name(
    tmp_path, monkeypatch
):
    def run(_settings):
        logging.getLogger("ui.journal").warning("the disk is full", extra={"case": "north:S1"})
        return 0

    monkeypatch.setattr("ui.entrance.run_desk", run)
    monkeypatch.setattr("ui.entrance.require_display", lambda: None)
    KeyPair.make().save(tmp_path / "desk.keys")
    card = {
        "endpoint": "tcp://127.0.0.1:5947",
        "server_key": KeyPair.make().public,
        "signing_key": "00" * 32,
    }
    (tmp_path / "hub.card").write_text(json.dumps(card))
    config = tmp_path / "desk.toml"
    config.write_text(ROOM + "log_file = 'logs/desk.log'\n")

    done = CliRunner().invoke(desk_command, ["--config", str(config)])

    assert done.exit_code == 0, done.output
    (line,) = (tmp_path / "logs" / "desk.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["room"] == "ui.journal"
    assert json.loads(line)["case"] == "north:S1"
