from dataclasses import replace
from datetime import datetime

import pytest

from tests.storage.scenes import (
    CONTAINER,
    MORNING,
    at,
    leased,
    make_arrival,
    make_comparison,
    make_decision,
    make_declaration,
    sha256,
    waiting,
)
from workstation.domain.decision import Conclusion
from workstation.domain.errors import ContentConflict, LeaseFenced, StepRefused
from workstation.domain.law import Stage


def test_an_arrived_scan_is_read_back_as_it_came(records):
    arrival = make_arrival(declaration=make_declaration(), container=CONTAINER)

    case = records.receive(arrival, now=MORNING)

    assert records.case("yantian:s1") == case == records.find_scan("yantian", "s1")
    assert (case.head, case.declaration) == (arrival.head, arrival.declaration)
    assert (case.package_sha256, case.package_size) == (sha256("s1"), arrival.package_size)
    assert (case.stage, case.received_at, case.attempts) == (Stage.RECEIVED, MORNING, 0)
    assert case.required_role == "reviewer"


def test_the_records_speak_of_a_package_from_when_its_scan_is_there(records):
    before = records.speaks_of(sha256("s1"))
    records.receive(make_arrival(), now=MORNING)

    assert not before
    assert records.speaks_of(sha256("s1"))


def test_the_same_scan_again_is_the_same_case(records):
    first = waiting(records)

    again = records.receive(make_arrival(), now=at(60))

    assert again == first
    assert records.counts().by_stage == {"waiting": 1}


def test_another_scan_under_the_same_id_is_refused(records):
    records.receive(make_arrival(), now=MORNING)

    with pytest.raises(ContentConflict):
        records.receive(replace(make_arrival(), package_sha256="f" * 64), now=at(1))

    assert records.case("yantian:s1").package_sha256 == sha256("s1")


def test_two_sites_may_use_the_same_scan_id(records):
    records.receive(make_arrival(site="yantian"), now=MORNING)
    records.receive(make_arrival(site="nansha"), now=MORNING)

    assert records.counts().by_stage == {"received": 2}


def test_what_is_not_there_is_said_so(records):
    assert records.find_scan("yantian", "s9") is None
    with pytest.raises(KeyError):
        records.case("yantian:s9")


def test_a_compared_case_waits_with_the_answer(records):
    records.receive(make_arrival(), now=MORNING)

    case = records.compared("yantian:s1", make_comparison(), now=at(1))

    assert (case.stage, case.comparison) == (Stage.WAITING, make_comparison())
    with pytest.raises(StepRefused):
        records.compared("yantian:s1", make_comparison(), now=at(2))


def test_cases_at_a_stage_come_oldest_first(records):
    records.receive(make_arrival("late"), now=at(9))
    records.receive(make_arrival("early"), now=at(1))

    assert [case.scan_id for case in records.cases_at(Stage.RECEIVED)] == ["early", "late"]
    assert records.cases_at(Stage.LEASED) == []


def test_tokens_grow_over_all_cases_and_restarts(open_hub):
    records = open_hub()
    tokens = [leased(records, scan_id).lease_token for scan_id in ("s1", "s2")]
    records.close()

    tokens.append(leased(open_hub(), "s3").lease_token)

    assert tokens == sorted(set(tokens))


def test_a_leased_case_is_nobody_elses(records):
    case = leased(records)

    with pytest.raises(StepRefused):
        records.lease(case.case_id, officer="wang", desk="desk-2", now=MORNING)

    assert records.case(case.case_id).lease_officer == "li"


def test_a_lapsed_lease_goes_to_the_next_desk_and_fences_the_first(records):
    first = leased(records)
    assert first.lease_token is not None

    back = records.lapse(first.case_id, first.lease_token, now=at(60), park_after=5)
    second = records.lease(first.case_id, officer="wang", desk="desk-2", now=at(61))

    assert back is not None
    assert (back.stage, back.attempts, back.lease_token) == (Stage.WAITING, 1, None)
    with pytest.raises(LeaseFenced):
        records.decide(make_decision(first))
    assert records.lapse(first.case_id, first.lease_token, now=at(62), park_after=5) is None
    assert records.case(first.case_id) == second


def test_a_case_that_lapses_too_often_is_parked_until_two_officers_let_it_wait(records):
    case = waiting(records)
    for _ in range(3):
        case = records.lease(case.case_id, officer="li", desk="desk-1", now=MORNING)
        case = records.lapse(case.case_id, case.lease_token, now=at(60), park_after=3)

    assert (case.stage, case.attempts) == (Stage.PARKED, 3)
    with pytest.raises(StepRefused):
        records.lease(case.case_id, officer="li", desk="desk-1", now=at(61))

    asked = records.ask_unpark(case.case_id, officer="zhao", reason="calibrated", now=at(70))
    case = records.approve(asked.request_id, officer="qian", now=at(71))

    assert (case.stage, case.attempts) == (Stage.WAITING, 0)


def test_a_skipped_case_waits_again_and_only_its_holder_may_skip_it(records):
    case = leased(records)
    assert case.lease_token is not None

    with pytest.raises(LeaseFenced):
        records.skip(case.case_id, case.lease_token + 1, reason="", now=at(1))
    back = records.skip(case.case_id, case.lease_token, reason="handed over", now=at(1))

    assert (back.stage, back.attempts) == (Stage.WAITING, 0)
    with pytest.raises(LeaseFenced):
        records.skip(case.case_id, case.lease_token, reason="", now=at(2))


def test_a_declaration_finds_its_scan_by_container(records):
    records.receive(make_arrival(container=CONTAINER), now=MORNING)

    joined = records.declare("yantian", make_declaration(), now=at(1))

    assert joined
    assert records.case("yantian:s1").declaration == make_declaration()


def test_a_declaration_that_comes_after_the_comparison_sends_its_case_back_to_the_engine(records):
    received = records.receive(make_arrival(container=CONTAINER), now=MORNING)
    case = records.compared(received.case_id, make_comparison(), now=at(1))

    joined = records.declare("yantian", make_declaration(risk="开箱查验"), now=at(5))
    again = records.declare("yantian", make_declaration(risk="开箱查验"), now=at(6))
    records.compared(received.case_id, make_comparison(), now=at(6))
    now_leased = records.lease(case.case_id, officer="li", desk="desk-1", now=at(7))

    assert joined == again
    assert (joined.case_id, joined.stage, joined.priority) == (case.case_id, Stage.RECEIVED, 10)
    assert now_leased.declaration == make_declaration(risk="开箱查验")


def test_a_scan_finds_the_declaration_that_waits_for_it_by_number(records):
    assert not records.declare("yantian", make_declaration("D7", None), now=MORNING)
    assert records.counts().declarations_without_scan == 1

    case = records.receive(make_arrival(declared_as="D7"), now=at(1))

    assert case.declaration == make_declaration("D7", None)
    assert records.counts().declarations_without_scan == 0


def test_a_declaration_of_no_site_finds_its_scan_anywhere(records):
    records.receive(make_arrival(container=CONTAINER, site="nansha"), now=MORNING)

    assert records.declare("", make_declaration(), now=at(1))


def test_a_declaration_of_another_site_or_container_is_not_joined(records):
    records.receive(make_arrival(container=CONTAINER, declared_as="D1"), now=MORNING)

    assert not records.declare("nansha", make_declaration(), now=at(1))
    assert not records.declare("yantian", make_declaration("D1", "TGHU9999990"), now=at(1))
    assert records.case("yantian:s1").declaration is None
    assert records.counts().scans_without_declaration == 1


def test_one_number_over_two_containers_gives_each_scan_its_own(records):
    records.declare("yantian", make_declaration("D1", "TGHU9999990"), now=MORNING)
    records.declare("yantian", make_declaration("D1", CONTAINER), now=at(1))

    other = records.receive(
        make_arrival("s2", container="TGHU9999990", declared_as="D1"), now=at(2)
    )
    mine = records.receive(make_arrival(container=CONTAINER, declared_as="D1"), now=at(3))

    assert other.declaration == make_declaration("D1", "TGHU9999990")
    assert mine.declaration == make_declaration("D1", CONTAINER)


def test_declaring_twice_is_harmless(records):
    assert not records.declare("yantian", make_declaration(), now=MORNING)
    assert not records.declare("yantian", make_declaration(), now=at(1))
    records.receive(make_arrival(container=CONTAINER), now=at(2))

    assert records.declare("yantian", make_declaration(), now=at(3))
    assert records.counts().declarations_without_scan == 0


def test_a_corrected_declaration_replaces_one_that_waits_but_not_one_that_was_shown(records):
    records.declare("yantian", make_declaration(), now=MORNING)
    records.declare("yantian", make_declaration(risk="开箱查验"), now=at(1))

    case = records.receive(make_arrival(container=CONTAINER), now=at(2))
    records.declare("yantian", make_declaration(), now=at(3))

    assert case.declaration == make_declaration(risk="开箱查验")
    assert records.case(case.case_id).declaration == case.declaration


def test_a_decided_scan_takes_no_declaration_of_a_later_journey(records):
    records.receive(make_arrival(container=CONTAINER), now=MORNING)
    records.compared("yantian:s1", make_comparison(), now=MORNING)
    case = records.lease("yantian:s1", officer="li", desk="desk-1", now=MORNING)
    records.decide(make_decision(case, conclusion=Conclusion.INSPECT))

    assert not records.declare("yantian", make_declaration(), now=at(9))


def test_a_risk_instruction_puts_a_case_before_others(records):
    ordinary = records.receive(make_arrival(), now=MORNING)
    instructed = records.receive(
        make_arrival("s2", declaration=make_declaration(risk="开箱查验")), now=at(1)
    )

    assert instructed.priority > ordinary.priority


def test_the_room_is_counted(records):
    waiting(records, "s1")
    records.receive(make_arrival("s2"), now=at(5))
    leased(records, "s3")

    counts = records.counts()

    assert counts.by_stage == {"waiting": 1, "received": 1, "leased": 1}
    assert counts.scans_without_declaration == 3
    assert counts.oldest_waiting == MORNING


def test_an_instant_without_a_zone_is_refused_and_nothing_happens(records):
    with pytest.raises(ValueError, match="time zone"):
        records.receive(make_arrival(), now=datetime(2026, 3, 2))  # noqa: DTZ001

    assert records.find_scan("yantian", "s1") is None


def receive_with(records, scan_id: str, declaration, second: int = 0):
    return records.receive(make_arrival(scan_id, declaration=declaration), now=at(second))


def test_sisters_are_the_other_scans_of_the_declaration_or_the_lot(records):
    own = receive_with(records, "s1", make_declaration("D1", "A", lot="L1"))
    receive_with(records, "s2", make_declaration("D1", "B"), 1)
    receive_with(records, "s3", make_declaration("D2", "C", lot="L1"), 2)
    receive_with(records, "s4", make_declaration("D3", "D"), 3)
    receive_with(records, "s5", None, 4)

    sisters = records.sisters(own.case_id)

    assert [case.scan_id for case in sisters] == ["s3", "s2"]
    assert [case.scan_id for case in records.sisters("yantian:s2")] == ["s1"]
    assert records.sisters("yantian:s4") == []
    assert records.sisters("yantian:s5") == []


def test_of_many_sisters_the_newest_are_told(records):
    for number in range(6):
        receive_with(records, f"s{number}", make_declaration("D1", f"C{number}"), number)

    sisters = records.sisters("yantian:s0", limit=2)

    assert [case.scan_id for case in sisters] == ["s5", "s4"]


def test_a_corrected_declaration_brings_its_lot_along(records):
    records.declare("yantian", make_declaration("D1", "A"), now=MORNING)
    records.declare("yantian", make_declaration("D1", "A", lot="L9"), now=at(1))
    receive_with(records, "s1", make_declaration("D1", "A", lot="L9"), 2)
    receive_with(records, "s2", make_declaration("D7", "B", lot="L9"), 3)

    assert [case.scan_id for case in records.sisters("yantian:s1")] == ["s2"]


def test_an_unknown_case_has_no_sisters(records):
    with pytest.raises(KeyError):
        records.sisters("yantian:none")


def test_the_records_tell_when_their_newest_entry_was_written(records):
    records.note("hub:started", {}, now=at(30))
    by_note = records.last_noted_at()
    records.receive(make_arrival(), now=at(60))

    assert by_note == at(30)
    assert records.last_noted_at() == at(60)
