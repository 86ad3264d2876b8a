import json

import pytest
from click.testing import CliRunner

from queue_client.codec import canonical
from tests.makers.led_hub import LedHub
from tests.makers.running_hub import PASSWORD
from workstation.cli.watchlist import watchlist_group
from workstation.domain.officer import Role
from workstation.domain.principal import PrincipalKind
from workstation.domain.watch_files import WatchListUnreadable


@pytest.fixture
def hub(tmp_path):
    (tmp_path / "hub").mkdir()
    with LedHub(tmp_path / "hub") as running:
        running.add_officer("zhao", (Role.SUPERVISOR,))
        running.enrolled("desk-9", PrincipalKind.DESK).save(tmp_path / "desk.key")
        card = {
            "endpoint": running.address.endpoint,
            "server_key": running.address.server_key,
            "signing_key": running.keys.signing.public,
        }
        (tmp_path / "hub.card").write_bytes(canonical(card))
        (tmp_path / "desk.toml").write_text(
            '[desk]\ndesk = "desk-9"\nhub_card = "hub.card"\nkeys = "desk.key"\n', encoding="utf-8"
        )
        running.hub.forget_principals()
        yield running


def run(folder, *words):
    options = ["--config", str(folder / "desk.toml"), "--officer", "zhao", "--password-stdin"]
    return CliRunner().invoke(watchlist_group, [*words, *options], input=f"{PASSWORD}\n")


def test_a_list_is_imported_seen_and_dropped_and_a_bad_one_changes_nothing(hub, tmp_path):
    good, bad = tmp_path / "risk.csv", tmp_path / "worse.csv"
    good.write_text("hs,effect\n0808,two_readers\n", encoding="utf-8")
    bad.write_text("hs,effect\n0808,two_readers\nnothing,look_at\n", encoding="utf-8")

    first = run(tmp_path, "import", str(good), "--reason", "November")
    again = run(tmp_path, "import", str(good), "--reason", "November")
    wrong = run(tmp_path, "import", str(bad), "--reason", "November", "--name", "risk")
    listed = json.loads(run(tmp_path, "list", "--json").output)["lists"]
    dropped = run(tmp_path, "drop", "risk", "--reason", "over")

    assert "risk: 1 entries, in force\n" in first.output
    assert "in force already" in again.output
    assert isinstance(wrong.exception, WatchListUnreadable)
    assert "worse.csv, line 3" in wrong.exception.sentence()
    assert [(one["name"], one["entries"], one["officer"]) for one in listed] == [
        ("risk", 1, "zhao")
    ]
    assert dropped.exit_code == 0, dropped.output
    assert hub.records.watch_lists() == []
