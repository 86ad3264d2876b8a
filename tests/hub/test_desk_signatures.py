"""A desk's signature over what it decides: its key is pinned at the first greeting, then due."""

import pytest

from queue_client.desk_signatures import decision_holds, decision_key, document_of
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import KeyPair, SigningKey
from queue_client.manifests import manifest_key
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub, make_decision
from workstation.hub.desk_signatures import _recorded


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def desk(hub):
    return hub.seated()


def wanting(hub, desk, scan_id):
    hub.send(hub.site(), scan_id)
    return desk.lease()


def test_the_key_of_a_desk_is_the_same_each_time_and_signs_nothing_else():
    keys = KeyPair.make()

    assert decision_key(keys) == decision_key(keys)
    assert len({decision_key(keys).public, manifest_key(keys).public, keys.secret}) == 3


def test_what_a_desk_decided_is_kept_with_its_signature(hub, desk):
    desk.hello()
    case = wanting(hub, desk, "s1")

    desk.decide(make_decision(case, decision_id="d1"))

    (pinned,) = facts_of(hub.records, "desk:decision_key:pinned")
    recorded = hub.records.decisions["d1"]
    word = recorded.circumstances["desk_signature"]
    assert word["key"] == pinned["decision_key"]
    document = document_of(_recorded(recorded))
    assert decision_holds(word["key"], word["signature"], desk="desk-1", document=document)


def test_a_decision_with_another_signature_is_refused_and_not_recorded(hub, desk):
    desk.hello()
    case = wanting(hub, desk, "s2")
    desk._signing = SigningKey.make()  # noqa: SLF001 - a thief of the line, not of the key

    with pytest.raises(Refused) as caught:
        desk.decide(make_decision(case, decision_id="d2"))

    assert caught.value.code is RefusalCode.NOT_SIGNED
    assert "d2" not in hub.records.decisions


def test_a_desk_that_has_not_been_met_yet_greets_and_then_decides(hub, desk):
    hub.desk().hello()  # the same desk, with the keys it had before
    case = wanting(hub, desk, "s3")

    desk.decide(make_decision(case, decision_id="d3"))

    assert "desk_signature" in hub.records.decisions["d3"].circumstances


def test_a_desk_that_greets_nobody_signs_nothing(hub):
    other = hub.seated("wang", "desk-9")
    case = wanting(hub, other, "s4")

    other.decide(make_decision(case, decision_id="d4"))

    assert "desk_signature" not in hub.records.decisions["d4"].circumstances
