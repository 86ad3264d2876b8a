"""U+0000, which not every database keeps, is recorded in no text."""

import pytest

from queue_client.codec import canonical, has_nul, without_nul
from queue_client.errors import RefusalCode, Refused
from tests.makers.running_hub import RunningHub, make_decision, make_meta
from workstation.domain.declaration import declaration_to_json
from workstation.domain.inspection import result_from_json


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("a\0b", "a\ufffdb"),
        ("\0\0", "\ufffd\ufffd"),
        ("\\\0", "\\\ufffd"),
        ("\\\\\0", "\\\\\ufffd"),
        ("\\u0000", None),
        ("\\\\u0000", None),
        ("u0000 \x01", None),
    ],
)
def test_the_sign_is_found_wherever_it_is_and_nothing_else_is_taken_for_it(text, instead):
    document = canonical({"note": text})

    assert has_nul(document) is (instead is not None)
    assert without_nul(document) == canonical({"note": text if instead is None else instead})


def test_what_a_site_tells_is_taken_in_with_another_sign_in_its_place(hub):
    meta = make_meta("site-a", "s1")
    meta["head"] |= {"container": "MSKU\0", "scanner": "scanner\0", "declaration": "D\0-s1"}
    meta["declaration"] |= {"number": "D\0-s1", "consignee": "a\0b"}
    meta["declaration"]["goods"][0]["name"] = "app\0les"

    case_id = hub.send(hub.site(), "s1", meta=meta)

    case = hub.records.cases[case_id]
    kept = canonical(declaration_to_json(case.declaration))
    assert (case.head.container, case.head.scanner) == ("MSKU\ufffd", "scanner\ufffd")
    assert case.head.declaration == "D\ufffd-s1"
    assert not has_nul(kept)
    assert "app\ufffdles".encode() in kept


def test_what_a_crew_found_is_taken_in_likewise():
    told = {
        "result_id": "r1",
        "case": "site-a:s1",
        "decision_id": "d1",
        "occasion": "inspection",
        "opened_at": "2026-05-01T12:00:00Z",
        "kind": None,
        "goods": "app\0les",
        "note": "\0",
        "rate": None,
        "marks": {},
    }

    result = result_from_json(told)

    assert (result.goods, result.note) == ("app\ufffdles", "\ufffd")


def test_a_note_that_was_pasted_with_it_is_recorded_and_signed_without(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    desk.hello()
    case = desk.lease()

    receipt = desk.decide(make_decision(case, note="a\0b", evidence={"typed": ["\0"]}))

    recorded = hub.records.decisions[receipt.decision_id]
    assert recorded.note == "a\ufffdb"
    assert recorded.evidence == {"typed": ["\ufffd"]}
    assert "desk_signature" in recorded.circumstances


def test_a_decision_of_an_older_desk_is_refused_for_it_in_words(hub, monkeypatch):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()
    with monkeypatch.context() as older:
        older.setattr("queue_client.client.without_nul", lambda document: document)
        with pytest.raises(Refused, match=r"U\+0000, which no record keeps") as caught:
            desk.decide(make_decision(case, note="a\0b"))

    desk.decide(make_decision(case, note="ab"))

    assert caught.value.code is RefusalCode.MALFORMED
    assert [one.note for one in hub.records.decisions.values()] == ["ab"]


def test_a_reason_in_a_header_is_refused_for_it_too(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    with pytest.raises(Refused, match=r"U\+0000"):
        desk.skip(case, "a\0b")

    desk.skip(case, "ab")
