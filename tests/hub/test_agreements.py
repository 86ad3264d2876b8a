"""A second officer agrees over the wire: to keys and officers, and to pictures that leave."""

import json
import shutil
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from queue_client.client import DeskClient
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import KeyPair
from queue_client.supervision_messages import SteerAct, Topic
from tests.hub.test_films import Files
from tests.makers.led_hub import LedHub
from tests.makers.running_hub import make_decision, make_meta, sha256
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.trust import appointment, disposal, enrolment, new_password
from workstation.hub.films import Films
from workstation.hub.sweeping import Sweeper
from workstation.storage.records import open_records

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a database as the migrations leave it, made once."""
    path = tmp_path_factory.mktemp("empty") / "hub.sqlite"
    open_records(path).close()
    return path


@pytest.fixture
def hub(tmp_path, empty):
    shutil.copyfile(empty, tmp_path / "hub.sqlite")
    running = LedHub(tmp_path, recall_s=0.0)
    running.contributions = (Films(Files(tmp_path), running.records).contribution(),)
    with running:
        root = Officer(officer_id="root", name="Root", roles=frozenset({Role.ADMIN}))
        running.records.add_officer(root, "no password", now=NOW)
        yield running


def seated(hub, name, role):
    return hub.seated(name, f"desk-of-{name}", (role,))


def ask(hub, change):
    return hub.records.change_trust(change, officer="root", reason="a new machine", now=NOW)


def order(desk, act, reason="looked at it", **document):
    return desk.steer(act, document, reason=reason, request=uuid.uuid4().hex)


def others(desk):
    return desk.consult(Topic.STEERING, {})["other_requests"]


def noted(hub, tag):
    with hub.records._database.look() as session:  # noqa: SLF001 - what the log says
        rows = session.execute(text("SELECT entry FROM audit ORDER BY seq")).scalars()
        entries = [json.loads(entry) for entry in rows]
    return [entry["facts"] for entry in entries if entry["tag"] == tag]


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_supervisor_agrees_at_a_desk_and_the_machine_is_heard(hub):
    keys = KeyPair.make()
    zhao = seated(hub, "zhao", Role.SUPERVISOR)
    machine = Principal(name="desk-7", kind=PrincipalKind.DESK, public_key=keys.public)
    request = ask(hub, enrolment(machine))

    (shown,) = others(zhao)
    order(zhao, SteerAct.APPROVE, request_id=request.request_id)

    assert shown["content"] == {"kind": "desk", "name": "desk-7"}
    assert (shown["requester"], shown["subject"]) == ("root", keys.public)
    assert others(zhao) == []
    desk = DeskClient(hub.address, keys, desk="desk-7", timeout_s=1.0, give_up_s=10.0)
    try:
        assert desk.hello() is not None
    finally:
        desk.close()


def test_a_chief_neither_hears_of_it_nor_has_a_say(hub):
    chen, an = seated(hub, "chen", Role.CHIEF), seated(hub, "an", Role.AUDITOR)
    seated(hub, "zhao", Role.SUPERVISOR)
    request = ask(hub, new_password("chen", "h"))

    for act in (SteerAct.APPROVE, SteerAct.DECLINE):
        code = refusal(lambda act=act: order(chen, act, request_id=request.request_id))
        assert code is RefusalCode.SECOND_OFFICER
    assert others(chen) == []
    assert chen.oversee()["requests"] == []
    assert [one["act"] for one in others(an)] == ["password"]
    assert len(hub.records.requests()) == 1


def test_what_can_no_longer_be_done_is_said_and_nothing_changes(hub):
    zhao = seated(hub, "zhao", Role.SUPERVISOR)
    demoted = Officer(officer_id="root", name="Root", roles=frozenset({Role.AUDITOR}))
    request = ask(hub, appointment(demoted, "h"))

    code = refusal(lambda: order(zhao, SteerAct.APPROVE, request_id=request.request_id))

    assert code is RefusalCode.NOT_LAWFUL
    assert hub.records.officer("root")[0].roles == {Role.ADMIN}
    order(zhao, SteerAct.DECLINE, request_id=request.request_id)
    assert others(zhao) == []


def test_pictures_leave_when_another_officer_agrees_and_the_log_names_both(hub):
    desk, zhao = hub.seated("li", "desk-1"), seated(hub, "zhao", Role.SUPERVISOR)
    hub.send(hub.site(), "s1")
    decision = make_decision(desk.lease(), conclusion="inspect")
    desk.decide(decision)
    chen = seated(hub, "chen", Role.CHIEF)
    named = {"decision_id": decision["decision_id"]}
    file = {**named, "sha256": "0" * 64, "language": "en"}

    order(zhao, SteerAct.NOTE_EVIDENCE, **file)  # as a desk of before does
    asked = order(zhao, SteerAct.ASK_EXPORT, "for the court", **named)
    (shown,) = others(chen)
    order(chen, SteerAct.APPROVE, request_id=shown["request_id"])
    granted = order(zhao, SteerAct.ASK_EXPORT, "for the court", **named)
    order(zhao, SteerAct.NOTE_EVIDENCE, **file)

    assert asked == {"granted": False, "agreed_by": "", "asked_by": "zhao", "yours": True}
    assert shown["content"] == {"case_id": "site-a:s1"}
    assert shown["reason"] == "for the court"
    assert (granted["granted"], granted["agreed_by"]) == (True, "chen")
    assert [facts["agreed_by"] for facts in noted(hub, "export:evidence")] == ["", "chen"]
    code = refusal(lambda: order(zhao, SteerAct.ASK_EXPORT, decision_id="no-such"))
    assert code is RefusalCode.UNKNOWN


def test_a_site_that_offers_again_what_was_disposed_of_is_told_that_it_was_stored(hub, tmp_path):
    site, desk = hub.site(), hub.seated()
    case_id = hub.send(site, "s1")
    desk.decide(make_decision(desk.lease(), conclusion="rescan"))
    (decision,) = site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)
    site.acknowledge(decision.decision_id)
    zhao = seated(hub, "zhao", Role.SUPERVISOR)
    later = datetime.now(UTC) + timedelta(days=1)
    request = ask(hub, disposal(later, packages=1, size=6))
    order(zhao, SteerAct.APPROVE, request_id=request.request_id)
    Sweeper(hub.records, hub.blobs, is_storing=hub.hub.is_storing).tend()

    again = site.send_scan(
        tmp_path / "site-a-s1.out",
        scan_id="s1",
        sha256=sha256(b"pixels"),
        meta=make_meta("site-a", "s1"),
    )

    assert hub.blobs.size(sha256(b"pixels")) is None
    assert (again.case_id, again.before) == (case_id, True)
    assert hub.blobs.size(sha256(b"pixels")) is None
