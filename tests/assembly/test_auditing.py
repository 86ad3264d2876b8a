"""What auditors ask of a hub: searches, kept filters, proofs, and the verification."""

import json
import time
from types import SimpleNamespace

import pytest

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_messages import Steer, SteerAct, Topic
from tests.audit.tampering import make_scene
from tests.storage.scenes import MORNING
from workstation.assembly.auditing import auditing
from workstation.audit.proof import check_proof
from workstation.domain.officer import Officer, Role
from workstation.hub.sessions import Seat
from workstation.settings import HubConfig
from workstation.storage.readers import audit_entries
from workstation.storage.records import open_records


def seat(officer: str) -> Seat:
    person = Officer(officer_id=officer, name=officer, roles=frozenset({Role.SUPERVISOR}))
    return Seat(token="", officer=person, desk="desk-9", began=0.0, used=0.0)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Return a hub's room, with what its auditors may ask and order."""
    scene = make_scene(tmp_path_factory.mktemp("audited") / "room")
    card = {"signing_key": scene.key.public}
    (scene.data / "hub.card").write_text(json.dumps(card), encoding="utf-8")
    records = open_records(scene.data / "hub.sqlite")
    kept = {"desk-1": (7, MORNING)}
    answerers, steerers = {}, {}
    for one in auditing(HubConfig(data=scene.data), records, lambda: kept):
        answerers |= one.answerers
        steerers |= one.steerers

    def ask(topic, question, officer="wu"):
        return answerers[topic](seat(officer), question)

    def order(act, document, officer="wu", request="r1"):
        header = Steer(ask=1, session="t", act=act.value, request=request, reason="")
        return steerers[act](seat(officer), header, document)

    yield SimpleNamespace(ask=ask, order=order, data=scene.data, key=scene.key)
    records.close()


def test_a_search_is_answered_in_pages_of_one_moment_and_noted_once(room):
    first = room.ask(Topic.FIND, {"filter": {}, "limit": 2})
    going_on = {name: first[name] for name in ("edition", "top", "after")}
    second = room.ask(Topic.FIND, {"filter": {}, **going_on})
    places = room.ask(Topic.FIND, {"filter": {}, "want": "places", "limit": 2})

    found = [row[0] for row in first["rows"] + second["rows"]]
    assert found == ["d4", "d3", "d2", "d1"]
    assert (places["matched"], len(places["places"]), places["quick"]) == (4, 2, True)
    noted = [e for e in audit_entries(room.data) if e["tag"] == "audit:decisions:searched"]
    assert noted[0]["facts"]["officer"] == "wu"
    assert len(noted) == 1


def test_an_impossible_filter_and_an_older_index_are_refused_in_a_sentence(room):
    where = [{"field": "p_value", "at_least": 2}]

    with pytest.raises(Refused, match="from 0 to 1") as impossible:
        room.ask(Topic.FIND, {"filter": {"where": where}})
    with pytest.raises(Refused, match="search again") as older:
        room.ask(Topic.FIND, {"filter": {}, "edition": "another", "top": 4})
    with pytest.raises(Refused) as shapeless:
        room.ask(Topic.FIND, {"filter": {}, "limit": 5000})

    assert impossible.value.code is RefusalCode.MALFORMED
    assert older.value.code is RefusalCode.UNKNOWN
    assert shapeless.value.code is RefusalCode.MALFORMED


def test_a_filter_is_kept_shared_replaced_and_dropped_by_its_owner_alone(room):
    wanted = {"where": [{"field": "site", "any": ["yantian"]}]}
    keep = {"name": "my site", "shared": False, "filter": wanted}
    room.order(SteerAct.KEEP_FILTER, keep, request="f1")
    others_see = room.ask(Topic.FILTERS, {}, officer="zhao")["filters"]
    room.order(SteerAct.KEEP_FILTER, {**keep, "shared": True}, request="f2")

    shared = room.ask(Topic.FILTERS, {}, officer="zhao")["filters"]
    stolen = room.order(SteerAct.DROP_FILTER, {"filter_id": "f1"}, officer="zhao")
    dropped = room.order(SteerAct.DROP_FILTER, {"filter_id": "f1"})

    assert others_see == []
    assert [(one["filter_id"], one["name"]) for one in shared] == [("f1", "my site")]
    assert shared[0]["filter"]["where"] == wanted["where"]
    assert (stolen, dropped) == ({"dropped": False}, {"dropped": True})
    assert room.ask(Topic.FILTERS, {})["filters"] == []


def test_a_proof_holds_without_the_records_and_its_taker_is_noted(room):
    answer = room.ask(Topic.PROOF, {"decision_id": "d3"})
    nothing = room.ask(Topic.PROOF, {"decision_id": "d99"})

    proven = check_proof(answer["text"], room.key.public)
    assert proven.entry["facts"]["decision"]["decision_id"] == "d3"
    assert (answer["entry"], answer["size"]) == (proven.entry["seq"], proven.checkpoint.size)
    assert (nothing["text"], "no entry records it" in nothing["reason"]) == ("", True)
    assert any(e["tag"] == "audit:proof:given" for e in audit_entries(room.data))


def test_a_verification_runs_aside_and_tells_what_it_found_and_who_witnesses(room):
    begun = room.ask(Topic.VERIFY, {"act": "begin"})
    deadline = time.monotonic() + 60
    while (answer := room.ask(Topic.VERIFY, {}))["stage"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)

    assert begun["stage"] == "running"
    assert (answer["stage"], answer["first_bad"]) == ("done", None)
    assert answer["read"] >= answer["proven"] > 0
    assert [one["machine"] for one in answer["witnesses"]] == ["desk-1"]


def test_a_verification_that_is_cancelled_says_so(room):
    room.ask(Topic.VERIFY, {"act": "begin"})

    cancelled = room.ask(Topic.VERIFY, {"act": "cancel"})

    assert cancelled["stage"] == "cancelled"
