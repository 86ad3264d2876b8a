"""Audit messages say what PS3.15 asks for, in lines as RFC 5424 has them."""

import base64
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from workstation.audit.atna import framed, message_of
from workstation.audit.chain import extend

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BOM = b"\xef\xbb\xbf"


def told(tag: str, **facts: object) -> ET.Element | None:
    made = message_of(extend(None, tag=tag, facts=facts, at=AT).text, source="hub.customs")
    if made is None:
        return None
    head, _, xml = made[1].partition(BOM)
    level, _, rest = head.partition(b">1 ")
    assert level in {b"<85", b"<84"}
    assert rest == b"2026-03-02T08:00:00.000Z hub.customs review-room.hub - DICOM+RFC3881 - "
    return ET.fromstring(xml.decode())  # noqa: S314 - our own text


def code(message: ET.Element, path: str) -> str:
    found = message.find(path)
    assert found is not None, path
    assert found.get("codeSystemName")
    assert found.get("originalText")
    return str(found.get("csd-code"))


@pytest.mark.parametrize(
    ("tag", "event", "kind", "outcome"),
    [
        ("hub:started", "110100", "110120", "0"),
        ("hub:stopped", "110100", "110121", "0"),
        ("desk:login:accepted", "110114", "110122", "0"),
        ("desk:login:failed", "110114", "110122", "8"),
        ("desk:session:ended", "110114", "110123", "0"),
        ("scan:lease:granted", "110103", None, "0"),
        ("audit:decisions:searched", "110112", None, "0"),
        ("audit:proof:given", "110106", None, "0"),
        ("figures:exported", "110106", None, "0"),
        ("audit:log:verified", "110101", None, "0"),
        ("hub:log:contradicted", "110113", "110135", "8"),
        ("officer:recorded", "110113", "110136", "0"),
    ],
)
def test_each_kind_of_event_has_its_code_and_who_where_and_when(tag, event, kind, outcome):
    message = told(tag, officer="li", desk="desk-1", case="yantian:s1")

    head = message.find("EventIdentification")
    assert code(message, "EventIdentification/EventID") == event
    assert (kind is None) or code(message, "EventIdentification/EventTypeCode") == kind
    assert head.get("EventOutcomeIndicator") == outcome
    assert head.get("EventActionCode") in set("CRUDE")
    assert datetime.fromisoformat(head.get("EventDateTime")) == AT
    who = message.find("ActiveParticipant")
    assert (who.get("UserID"), who.get("UserIsRequestor")) == ("li", "true")
    assert who.get("NetworkAccessPointID") == "desk-1"
    assert message.find("AuditSourceIdentification").get("AuditSourceID") == "hub.customs"


def test_a_search_carries_its_filter_and_a_decision_its_conclusion():
    wanted = {"where": [{"field": "note", "any": ["左侧"]}]}
    search = told("audit:decisions:searched", officer="wu", desk="d", filter=wanted)
    decision = {"decision_id": "d1", "case": "a:s1", "conclusion": "release", "officer": "li"}
    decided = told("scan:decision:recorded", case="a:s1", decision=decision)

    query = search.find("ParticipantObjectIdentification/ParticipantObjectQuery")
    details = decided.findall("ParticipantObjectIdentification/ParticipantObjectDetail")
    assert json.loads(base64.b64decode(query.text)) == wanted
    assert [base64.b64decode(one.get("value")) for one in details] == [b"release", b"d1"]
    assert decided.find("ActiveParticipant").get("UserID") == "li"


def test_the_name_of_a_goods_owner_does_not_leave_with_a_search():
    wanted = {"where": [{"field": "consignee", "any": ["Li & Sons"]}]}

    message = told("audit:decisions:searched", officer="wu", desk="d", filter=wanted)

    query = message.find("ParticipantObjectIdentification/ParticipantObjectQuery")
    assert b"Sons" not in base64.b64decode(query.text)


def test_what_is_no_event_for_the_house_or_no_entry_at_all_sends_nothing():
    assert told("scan:compared", case="a:s1") is None
    assert message_of("{}", source="hub") is None
    assert message_of('{"at":"x","facts":{},"tag":"hub:started"}', source="hub") is None


def test_a_line_that_is_framed_says_its_length_in_octets():
    assert framed("疑".encode()) == b"3 \xe7\x96\x91"


def test_names_from_outside_cannot_break_out_of_the_message():
    message = told("desk:login:failed", officer='li"><x/>&', desk="a\nb")

    assert message.find("ActiveParticipant").get("UserID") == 'li"><x/>&'
    assert message.find("x") is None
