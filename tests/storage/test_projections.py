"""No order of acts, lawful or not, lets a test image into the decisions or out to a site."""

import sqlite3
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from tests.storage.scenes import at, make_comparison, make_decision, store_package, waiting
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion
from workstation.domain.errors import ReviewRoomError
from workstation.domain.law import Stage
from workstation.domain.projected import ImageAnswer, ImagePlan
from workstation.domain.recheck import Outcome
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

IMAGE = "ab" * 32


def make_plan(case_id, *, sha256=IMAGE):
    return ImagePlan(
        image_id="t1",
        case_id=case_id,
        object="packets",
        sha256=sha256,
        size=10,
        area=Rectangle(row=1, column=2, height=3, width=4),
        comparison=make_comparison(),
    )


def answer_of(outcome=Outcome.HIT, now=1.0):
    return ImageAnswer(
        image_id="t1", outcome=outcome, marks=(), time_on_task_s=60.0, shown_ms=900, at=at(now)
    )


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["lease", "show", "answer", "decide", "decide_image", "recall", "skip"]),
        st.sampled_from(list(Conclusion)),
    ),
    min_size=2,
    max_size=10,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_no_order_of_acts_lets_a_test_image_reach_a_site(acts, tmp_path_factory, empty_database):
    folder = tmp_path_factory.mktemp("room")
    (folder / "hub.sqlite").write_bytes(empty_database.read_bytes())
    records = open_records(folder / "hub.sqlite")
    try:
        case = waiting(records)
        records.place_image(make_plan(case.case_id), now=at(0))
        for number, (act, conclusion) in enumerate(acts):
            now = at(number)
            try:
                case = do(records, act, case.case_id, conclusion, number, now)
            except (ReviewRoomError, IntegrityError, sqlite3.IntegrityError, KeyError):
                case = records.case(case.case_id)
        rows = sqlite3.connect(folder / "hub.sqlite")
        decided = {sha256 for (sha256,) in rows.execute("SELECT scan_sha256 FROM decision")}
        rows.close()
    finally:
        records.close()

    assert IMAGE not in decided
    assert decided <= {case.package_sha256}


def do(records, act, case_id, conclusion, number, now):  # noqa: PLR0913, PLR0917 - one act of many
    case = records.case(case_id)
    officer = f"officer-{number % 3}"
    match act:
        case "lease":
            return records.lease(case_id, officer=officer, desk="desk-1", now=now)
        case "show":
            records.show_image(
                "t1",
                officer=case.lease_officer or "li",
                desk="desk-1",
                token=case.lease_token or 0,
                now=now,
            )
        case "answer":
            return records.answer_image(answer_of(now=number), desk="desk-1")
        case "decide" | "decide_image":
            decision = make_decision(case, f"d{number}", conclusion=conclusion, now=now)
            if act == "decide_image":
                decision = replace(decision, scan_sha256=IMAGE)
            records.decide(decision)
        case "recall":
            records.recall(f"d{number - 1}", officer=officer, reason="", now=now)
        case "skip":
            return records.skip(case_id, case.lease_token or 0, reason="", now=now)
    return records.case(case_id)


def test_an_answered_test_image_leaves_its_case_waiting_and_the_log_agrees(records, tmp_path):
    case = waiting(records)
    store_package(tmp_path, "s1")
    records.place_image(make_plan(case.case_id), now=at(0))
    leased = records.lease(case.case_id, officer="li", desk="desk-1", now=at(1))
    token = leased.lease_token
    records.show_image("t1", officer="li", desk="desk-1", token=token, now=at(1))

    after = records.answer_image(answer_of(), desk="desk-1")

    assert after.stage is Stage.WAITING
    assert after.attempts == 0
    assert records.open_images() == []
    assert records.image_of(IMAGE).outcome is Outcome.HIT
    assert verify_folder(tmp_path).verified


def test_a_case_is_a_test_image_once_only(records):
    case = waiting(records)

    assert records.place_image(make_plan(case.case_id), now=at(0))
    assert not records.place_image(make_plan(case.case_id, sha256="cd" * 32), now=at(1))


def test_a_picture_that_is_there_already_is_no_test_image_of_another_case(open_hub):
    records = open_hub()
    first, second = waiting(records, "s1"), waiting(records, "s2")

    told = [
        records.place_image(make_plan(first.case_id), now=at(0)),
        records.place_image(replace(make_plan(second.case_id), image_id="t2"), now=at(0)),
        records.place_image(make_plan(second.case_id, sha256=second.package_sha256), now=at(0)),
    ]

    assert told == [True, False, False]
