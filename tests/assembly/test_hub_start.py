"""What is done around a hub before its loop begins."""

import contextlib
import gc
import threading
from types import SimpleNamespace

import pytest

from workstation.assembly import run_hub
from workstation.settings import HubConfig


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
    monkeypatch.setattr(run_hub, "audited", lambda *_: contextlib.nullcontext())
    before = gc.get_freeze_count()

    run_hub.run_hub(HubConfig(data=tmp_path, endpoint="tcp://127.0.0.1:*"), threading.Event())

    assert frozen[0] > before
