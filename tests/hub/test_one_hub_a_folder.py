"""Two hubs on one folder would be two writers of one truth."""

import json
import threading

import pytest

from tests.makers.running_hub import RunningHub
from workstation.domain.errors import FolderInUse
from workstation.hub.broker import Hub


def test_a_second_hub_on_the_same_folder_is_refused_and_harms_nothing(tmp_path):
    with RunningHub(tmp_path) as first:
        second = Hub(first.records, first.blobs, first.models, first.settings, first.keys)

        with pytest.raises(FolderInUse, match="another hub is at work"):
            second.run(threading.Event())

        assert (tmp_path / "hub.ready").exists()


def test_the_card_stays_when_the_hub_stops_but_the_ready_file_does_not(tmp_path):
    with RunningHub(tmp_path) as hub:
        address = hub.address

    card = json.loads((tmp_path / "hub.card").read_text())

    assert (card["endpoint"], card["server_key"]) == (address.endpoint, address.server_key)
    assert not (tmp_path / "hub.ready").exists()
