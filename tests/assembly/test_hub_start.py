"""What is done around a hub before its loop begins."""

import contextlib
import gc
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from queue_client.keys import KeyPair
from workstation.assembly import run_hub
from workstation.assembly.hub import (
    keys_of,
    open_hub_records,
    open_kept_records,
    refuse_lost_records,
)
from workstation.domain.errors import StorageUnavailable
from workstation.domain.principal import Principal, PrincipalKind
from workstation.settings import HubConfig
from workstation.storage.engines import DatabaseMissing


@pytest.fixture(autouse=True)
def _thaw():
    yield
    gc.unfreeze()


def test_what_a_hub_begins_with_is_not_looked_through_for_garbage(monkeypatch, tmp_path):
    frozen = []
    records = SimpleNamespace(
        claim=lambda: None, tell_commits=lambda _heard: None, close=lambda: None
    )
    hub = SimpleNamespace(
        vitals=SimpleNamespace(committed=None),
        run=lambda _stop: frozen.append(gc.get_freeze_count()),
    )
    monkeypatch.setattr(run_hub, "open_hub_records", lambda _data: records)
    monkeypatch.setattr(run_hub, "build_hub", lambda _config, _records: hub)
    monkeypatch.setattr(run_hub, "open_directory", lambda _rules, _data: None)
    monkeypatch.setattr(run_hub, "audited", lambda *_: contextlib.nullcontext())
    before = gc.get_freeze_count()

    run_hub.run_hub(HubConfig(data=tmp_path, endpoint="tcp://127.0.0.1:*"), threading.Event())

    assert frozen[0] > before


@pytest.mark.parametrize("left", [b"", None])
@pytest.mark.parametrize("trace", ["hub.card", "checkpoints/1"])
def test_a_room_whose_records_are_gone_does_not_begin_anew_without_a_word(tmp_path, left, trace):
    path = tmp_path / "hub.sqlite"
    (tmp_path / trace).parent.mkdir(exist_ok=True)
    (tmp_path / trace).write_bytes(b"{}")
    if left is not None:
        path.write_bytes(left)

    with pytest.raises(StorageUnavailable, match="the records are gone, and a hub has run"):
        run_hub.run_hub(HubConfig(data=tmp_path), threading.Event())
    with pytest.raises(DatabaseMissing):
        open_kept_records(tmp_path)

    assert not path.exists() or path.stat().st_size == 0


def test_a_first_start_that_was_killed_over_an_empty_file_is_made_again(tmp_path):
    (tmp_path / "hub.sqlite").touch()

    refuse_lost_records(tmp_path)
    open_hub_records(tmp_path).close()

    kept = open_kept_records(tmp_path)
    assert kept.principals() == []
    kept.close()


@pytest.mark.parametrize(("known", "level"), [(False, "INFO"), (True, "ERROR")])
def test_new_keys_for_a_room_that_knows_others_are_told_of_as_an_error(
    caplog, tmp_path, known, level
):
    config = HubConfig(data=tmp_path, endpoint="tcp://127.0.0.1:*")
    records = open_hub_records(tmp_path)
    if known:
        key = KeyPair.make().public
        site = Principal(name="north", kind=PrincipalKind.SITE, public_key=key)
        records.enrol(site, now=datetime.now(UTC))
    caplog.set_level("INFO")

    first = keys_of(config, records)
    again = keys_of(config, records)
    records.close()

    assert again == first
    assert [line.levelname for line in caplog.records] == [level]
