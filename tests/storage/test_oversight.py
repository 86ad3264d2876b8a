from datetime import UTC, datetime

import pytest
from sqlalchemy import exc, text

from tests.storage.scenes import leased
from workstation.domain.errors import LeaseFenced, StepRefused
from workstation.domain.fencing import COUNTER_BITS, LAST_EPOCH, epoch_of, first_of_next_epoch
from workstation.domain.four_eyes import SecondOfficerNeeded
from workstation.domain.law import Stage
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def records(tmp_path):
    opened = open_records(tmp_path / "hub.sqlite")
    yield opened
    opened.close()


def parked(records):
    case = leased(records)
    return records.give_up(
        case.case_id, case.lease_token, reason="cannot be shown", now=NOW, park_after=1
    )


def entries(records, tag):
    with records._database.look() as session:  # noqa: SLF001 - what the books say
        rows = session.execute(text("SELECT entry FROM audit ORDER BY seq")).scalars()
        return [entry for entry in rows if f'"tag":"{tag}"' in entry]


def test_a_broken_lease_is_over_and_in_the_books_with_its_reason(records):
    case = leased(records)

    broken = records.break_lease(
        case.case_id, case.lease_token, officer="zhao", reason="fell ill", now=NOW
    )

    assert (broken.stage, broken.lease_token, broken.attempts) == (Stage.WAITING, None, 0)
    (entry,) = entries(records, "scan:lease:broken")
    assert '"officer":"zhao"' in entry
    assert '"reason":"fell ill"' in entry
    with pytest.raises(LeaseFenced):
        records.break_lease(case.case_id, case.lease_token, officer="zhao", reason="again", now=NOW)


def test_a_case_that_cannot_be_shown_is_tried_again_until_it_is_parked(records):
    case = leased(records)
    once = records.give_up(case.case_id, case.lease_token, reason="x", now=NOW, park_after=2)
    again = records.lease(case.case_id, officer="wang", desk="desk-2", now=NOW)

    twice = records.give_up(case.case_id, again.lease_token, reason="x", now=NOW, park_after=2)

    assert (once.stage, once.attempts) == (Stage.WAITING, 1)
    assert (twice.stage, twice.attempts) == (Stage.PARKED, 2)
    with pytest.raises(LeaseFenced):
        records.give_up(case.case_id, again.lease_token, reason="x", now=NOW, park_after=2)


def test_two_officers_let_a_parked_case_go_and_neither_alone(records):
    case = parked(records)
    asked = records.ask_unpark(case.case_id, officer="zhao", reason="calibrated", now=NOW)

    with pytest.raises(SecondOfficerNeeded):
        records.approve(asked.request_id, officer="zhao", now=NOW)
    let_go = records.approve(asked.request_id, officer="qian", now=NOW)

    assert (let_go.stage, let_go.attempts) == (Stage.WAITING, 0)
    assert records.requests() == []
    assert records.approve(asked.request_id, officer="qian", now=NOW).stage is Stage.WAITING
    (entry,) = entries(records, "scan:unparked")
    assert '"requester":"zhao"' in entry
    assert '"officer":"qian"' in entry


def test_the_books_agree_after_a_break_a_park_and_an_unpark(records, tmp_path):
    case = parked(records)
    asked = records.ask_unpark(case.case_id, officer="zhao", reason="calibrated", now=NOW)
    records.approve(asked.request_id, officer="qian", now=NOW)
    again = records.lease(case.case_id, officer="wang", desk="desk-2", now=NOW)
    records.break_lease(case.case_id, again.lease_token, officer="zhao", reason="x", now=NOW)

    reason = verify_folder(tmp_path).reason

    # The scene has no package in the store; nothing else may be wrong.
    assert reason in {"", f"the package of case {case.case_id} is not in the store"}


def test_the_database_itself_refuses_whoever_approves_their_own_request(records):
    case = parked(records)
    records.ask_unpark(case.case_id, officer="zhao", reason="calibrated", now=NOW)

    with pytest.raises(exc.IntegrityError), records._database.act() as session:  # noqa: SLF001
        session.execute(text("UPDATE request SET approver = 'zhao', closed_at = '2026'"))


def test_what_is_asked_twice_is_one_request_and_only_for_what_is_parked(records):
    case = leased(records)
    with pytest.raises(StepRefused):
        records.ask_unpark(case.case_id, officer="zhao", reason="x", now=NOW)
    records.give_up(case.case_id, case.lease_token, reason="x", now=NOW, park_after=1)

    first = records.ask_unpark(case.case_id, officer="zhao", reason="x", now=NOW)
    second = records.ask_unpark(case.case_id, officer="qian", reason="y", now=NOW)

    assert second == first
    assert [one.request_id for one in records.requests()] == [first.request_id]


def test_a_token_of_a_later_epoch_is_greater_than_every_one_before():
    last = (3 << COUNTER_BITS) + 12345

    first = first_of_next_epoch(last) + 1

    assert first > last
    assert epoch_of(first) == epoch_of(last) + 1 == 4
    assert (LAST_EPOCH << COUNTER_BITS) + 2**COUNTER_BITS - 1 < 2**53
    with pytest.raises(OverflowError, match="used up"):
        first_of_next_epoch(LAST_EPOCH << COUNTER_BITS)
