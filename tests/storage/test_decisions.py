import dataclasses
import json
import sqlite3

import pytest

from tests.storage.scenes import at, leased, make_decision, waiting
from workstation.audit.chain import canonical_json
from workstation.domain.decision import Conclusion
from workstation.domain.errors import (
    ContentConflict,
    LeaseFenced,
    StepRefused,
    StorageUnavailable,
)
from workstation.domain.law import Stage
from workstation.storage.readers import audit_entries, list_decisions
from workstation.storage.rows import decision_facts, facts_of, row_from

SITE = "yantian"


def test_a_decision_is_kept_as_it_was_made(records):
    case = leased(records)
    decision = make_decision(case, conclusion=Conclusion.INSPECT)

    recorded = records.decide(decision)

    assert recorded == decision
    assert records.case(case.case_id).stage is Stage.DECIDED
    [outgoing] = records.due(SITE, after=0, now=at(0), limit=9)
    assert (outgoing.sequence, outgoing.decision) == (1, decision)


@pytest.mark.parametrize("text", ["", 'a "quoted"\\ word', "左侧\u2028\n\x00\x7f", "😀"])
def test_its_entry_says_it_in_canonical_words_whatever_they_are(records, text):
    case = leased(records)
    decision = dataclasses.replace(
        make_decision(case, conclusion=Conclusion.INSPECT),
        note=text,
        reason=text,
        evidence={"z": 1e22, "a": {text: [1.5, None, True]}},
        circumstances={"task": text},
    )

    records.decide(decision, readers=1)

    entry = records.entries(0, 99)[-1]
    told = json.loads(entry)
    assert entry == canonical_json(told)
    assert told["facts"] == {
        "case": case.case_id,
        "circumstances": {"task": text},
        "decision": facts_of(decision, slot=1),
        "declaration": None,
        "readers": 1,
        "stage": "decided",
        "step": "decide",
    }


def test_the_same_decision_again_returns_the_first(records):
    decision = make_decision(leased(records))
    first = records.decide(decision)

    later = dataclasses.replace(decision, decided_at=at(3), final_at=at(8))

    assert records.decide(later) == first
    assert len(records.due(SITE, after=0, now=at(60), limit=9)) == 1


def test_the_same_id_for_another_decision_is_refused(records):
    decision = make_decision(leased(records))
    records.decide(decision)

    with pytest.raises(ContentConflict):
        records.decide(dataclasses.replace(decision, conclusion=Conclusion.INSPECT))


def test_a_second_decision_under_the_same_lease_is_refused(records):
    case = leased(records)
    records.decide(make_decision(case))

    with pytest.raises(StepRefused):
        records.decide(make_decision(case, "d2", conclusion=Conclusion.INSPECT))


def test_a_decision_about_other_pixels_is_refused(records):
    case = leased(records)

    with pytest.raises(ContentConflict):
        records.decide(dataclasses.replace(make_decision(case), scan_sha256="f" * 64))

    assert records.case(case.case_id) == case


@pytest.mark.parametrize("case_id", ["yantian:s2", "yantian:s9"], ids=["another", "no such"])
def test_the_id_of_a_recorded_decision_is_refused_for_another_case(records, case_id):
    first, second = leased(records, "s1"), leased(records, "s2")
    records.decide(make_decision(first))

    with pytest.raises(ContentConflict):
        records.decide(dataclasses.replace(make_decision(second), case_id=case_id))

    assert records.case(second.case_id) == second


def test_only_the_officer_who_holds_the_lease_decides(records):
    case = leased(records, officer="li")

    with pytest.raises(LeaseFenced):
        records.decide(make_decision(case, officer="wang"))
    with pytest.raises(KeyError):
        records.decide(dataclasses.replace(make_decision(case), case_id="yantian:s9"))


def test_a_release_leaves_only_after_its_hold(records):
    records.decide(make_decision(leased(records)))

    assert records.due(SITE, after=0, now=at(4.9), limit=9) == []
    assert len(records.due(SITE, after=0, now=at(5), limit=9)) == 1
    assert records.due("nansha", after=0, now=at(9), limit=9) == []
    assert records.due(SITE, after=1, now=at(9), limit=9) == []


def test_an_announced_decision_is_not_due_again(records):
    case = leased(records)
    records.decide(make_decision(case))

    assert records.announced(SITE, "d1", now=at(6))

    assert not records.announced(SITE, "d1", now=at(7))
    assert records.due(SITE, after=0, now=at(9), limit=9) == []
    assert records.case(case.case_id).stage is Stage.ANNOUNCED


def test_a_site_that_acknowledges_what_is_not_its_own_changes_nothing_and_is_noted(
    records, tmp_path
):
    case = leased(records)
    records.decide(make_decision(case))

    assert not records.announced("nansha", "d1", now=at(6))
    assert not records.announced(SITE, "d9", now=at(6))

    assert records.case(case.case_id).stage is Stage.DECIDED
    tags = [entry["tag"] for entry in audit_entries(tmp_path)]
    assert tags[-2:] == ["scan:decision:unexpected"] * 2


def test_a_recalled_release_never_leaves_and_its_officer_may_decide_anew(records):
    case = leased(records)
    records.decide(make_decision(case))

    back = records.recall("d1", officer="li", reason="wrong key", now=at(3))
    again = records.lease(case.case_id, officer="li", desk="desk-1", now=at(4))
    records.decide(make_decision(again, "d2", conclusion=Conclusion.INSPECT, now=at(5)))

    assert back is not None
    assert back.stage is Stage.WAITING
    [outgoing] = records.due(SITE, after=0, now=at(60), limit=9)
    assert (outgoing.sequence, outgoing.decision.decision_id) == (2, "d2")


def test_a_recalled_decision_sent_again_does_not_look_as_if_it_stood(records):
    decision = make_decision(leased(records))
    records.decide(decision)
    records.recall("d1", officer="li", reason="", now=at(1))

    with pytest.raises(StepRefused):
        records.decide(decision)


def test_it_is_too_late_to_recall_what_is_final_or_left(records):
    records.decide(make_decision(leased(records)))
    records.decide(make_decision(leased(records, "s2"), "d2", conclusion=Conclusion.INSPECT))

    assert records.recall("d1", officer="li", reason="", now=at(5)) is None
    assert records.recall("d2", officer="li", reason="", now=at(0)) is None
    assert records.case("yantian:s1").stage is Stage.DECIDED


def test_a_clock_that_was_set_back_gives_no_more_time_for_a_recall(records):
    records.decide(make_decision(leased(records), now=at(0)))

    assert records.recall("d1", officer="li", reason="", now=at(-3600)) is None
    assert records.case("yantian:s1").stage is Stage.DECIDED


def test_a_recall_that_is_repeated_is_harmless(records):
    records.decide(make_decision(leased(records)))
    first = records.recall("d1", officer="li", reason="", now=at(1))

    assert records.recall("d1", officer="li", reason="", now=at(60)) == first


def test_only_its_own_officer_recalls_a_decision(records):
    records.decide(make_decision(leased(records)))

    with pytest.raises(StepRefused):
        records.recall("d1", officer="wang", reason="", now=at(1))
    with pytest.raises(KeyError):
        records.recall("d9", officer="li", reason="", now=at(1))


def test_a_referred_case_waits_for_a_chief_and_never_leaves(records, tmp_path):
    case = leased(records)

    records.decide(make_decision(case, conclusion=Conclusion.REFER))

    back = records.case(case.case_id)
    assert (back.stage, back.required_role) == (Stage.WAITING, "chief")
    assert records.due(SITE, after=0, now=at(99), limit=9) == []
    assert records.recall("d1", officer="li", reason="", now=at(0)) is None
    with pytest.raises(StepRefused):
        records.lease(case.case_id, officer="li", desk="desk-1", now=at(1))

    chief = records.lease(case.case_id, officer="chen", desk="desk-2", now=at(2))
    records.decide(make_decision(chief, "d2", now=at(3)))

    assert [(d["conclusion"], d["state"]) for d in list_decisions(tmp_path)] == [
        ("refer", "referred"),
        ("release", "decided"),
    ]


def test_each_site_has_a_row_of_its_own(records):
    for number, (site, scan_id) in enumerate([("a", "s1"), ("b", "s1"), ("a", "s2")]):
        case = waiting(records, scan_id, site=site)
        case = records.lease(case.case_id, officer="li", desk="desk-1", now=at(0))
        records.decide(make_decision(case, f"d{number}", conclusion=Conclusion.INSPECT))

    assert [o.sequence for o in records.due("a", after=0, now=at(0), limit=9)] == [1, 2]
    assert [o.sequence for o in records.due("b", after=0, now=at(0), limit=9)] == [1]
    assert len(records.due("a", after=0, now=at(0), limit=1)) == 1


def test_a_decision_and_its_entry_happen_together_or_not_at_all(records, monkeypatch):
    case = leased(records)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise sqlite3.OperationalError("the pen broke")

    with monkeypatch.context() as broken:
        broken.setattr("workstation.storage.deciding.append_written", fail)
        with pytest.raises(StorageUnavailable, match="the pen broke"):
            records.decide(make_decision(case))

    assert records.case(case.case_id) == case
    assert records.due(SITE, after=0, now=at(60), limit=9) == []
    records.decide(make_decision(case))
    assert len(records.due(SITE, after=0, now=at(60), limit=9)) == 1


def test_a_list_line_says_all_that_a_reader_needs(records, tmp_path):
    records.decide(make_decision(leased(records), conclusion=Conclusion.INSPECT))
    records.announced(SITE, "d1", now=at(6))
    records.decide(make_decision(leased(records, "s2"), "d2", now=at(7)))
    records.recall("d2", officer="li", reason="", now=at(8))

    first, second = list_decisions(tmp_path)

    assert (first["case_id"], first["site"], first["scan_id"]) == ("yantian:s1", SITE, "s1")
    assert (first["state"], first["recalled"], first["officer"]) == ("announced", False, "li")
    assert first["marks"][0]["points"] == [[1.0, 2.0], [30.0, 40.5]]
    assert (second["state"], second["recalled"]) == ("recalled", True)


def test_the_entry_of_a_decision_says_what_its_row_says(records):
    decision = make_decision(leased(records), conclusion=Conclusion.INSPECT)

    assert facts_of(decision, slot=1) == decision_facts(row_from(decision, slot=1))
    assert records.decide(decision) == records.decide(decision) == decision


def test_who_decided_since_a_lease_is_remembered_also_when_it_was_taken_back(records):
    case = leased(records)
    decision = make_decision(case)
    token, officer = decision.lease_token, decision.officer

    before = records.decided_since(case.case_id, officer, token)
    records.decide(decision)
    records.recall(decision.decision_id, officer=officer, reason="slip", now=at(0))

    assert not before
    assert records.decided_since(case.case_id, officer, token - 1)
    assert records.decided_since(case.case_id, officer, token)
    assert not records.decided_since(case.case_id, officer, token + 1)
    assert not records.decided_since(case.case_id, "somebody else", token)
    assert not records.decided_since("other:case", officer, token)
