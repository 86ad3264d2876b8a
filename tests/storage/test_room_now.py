"""The figures of the room follow every act, and a scanner's charts its scans."""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.storage.scenes import MORNING, at, leased, make_arrival, make_comparison, make_decision
from workstation.domain import drift
from workstation.domain.alert import AlertKind, AlertState
from workstation.domain.comparison import ImageFigures, Match, Rectangle
from workstation.domain.decision import Conclusion
from workstation.domain.drift import BASELINE, Chart, Measure
from workstation.storage.readers import audit_entries
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_tables import ChartRow


@pytest.fixture
def reader(tmp_path, records):
    assert records, "the database is there"
    opened = RoomReader(tmp_path)
    yield opened
    opened.close()


def look(reader):
    return reader.read(at(7200), since=MORNING)


def stages(figures):
    (site,) = figures.sites
    return {stage: count for stage, count in site.by_stage.items() if count}


def test_counts_follow_a_case_from_stage_to_stage(records, reader):
    seen = []
    case = leased(records, "s1")
    seen.append(stages(look(reader)))
    records.skip(case.case_id, case.lease_token, reason="x", now=MORNING)
    seen.append(stages(look(reader)))
    oldest = look(reader).sites[0].oldest_waiting
    case = records.lease(case.case_id, officer="li", desk="desk-1", now=MORNING)
    records.decide(make_decision(case, now=at(600)))
    seen.append(stages(look(reader)))
    records.announced("yantian", "d1", now=at(601))
    seen.append(stages(look(reader)))

    assert seen == [{"leased": 1}, {"waiting": 1}, {"decided": 1}, {"announced": 1}]
    assert oldest == MORNING
    assert look(reader).sites[0].oldest_waiting is None


def test_a_case_that_moves_on_after_it_has_left_is_counted_once(records, reader, tmp_path):
    records.decide(make_decision(leased(records, "s1")))
    records.announced("yantian", "d1", now=at(1))
    with contextlib.closing(sqlite3.connect(tmp_path / "hub.sqlite")) as connection, connection:
        connection.execute("UPDATE scan_case SET stage = 'inspected'")

    (site,) = look(reader).sites

    assert {stage: count for stage, count in site.by_stage.items() if count} == {"inspected": 1}
    assert site.by_stage["announced"] == site.by_stage["waiting"] == 0


def test_a_day_counts_what_was_decided_since_it_began_and_not_what_was_taken_back(records, reader):
    for number, (conclusion, seconds) in enumerate(
        [(Conclusion.RELEASE, 60), (Conclusion.INSPECT, 600), (Conclusion.RELEASE, 3700)]
    ):
        case = leased(records, f"s{number}")
        records.decide(make_decision(case, f"d{number}", conclusion=conclusion, now=at(seconds)))
        before = look(reader).day
    records.recall("d2", officer="li", reason="x", now=at(3701))

    after = look(reader).day

    assert (before.decided, before.released, list(before.by_hour)) == (3, 2, [2, 1, 0])
    assert (after.decided, after.released, after.turnaround_s["p90"]) == (2, 1, 600.0)
    assert after.direct_release == 0.5
    assert (after.judged, after.silent, after.coverage) == (0, 3, 0.0)
    anew = RoomReader(reader._path.parent)  # noqa: SLF001 - one that has not followed
    assert anew.read(at(7200), since=MORNING).day == after
    assert reader.read(at(7200), since=MORNING + timedelta(hours=1)).day.decided == 0


def test_a_scan_like_prohibited_goods_raises_one_alert_until_it_is_closed(records, reader):
    box = Rectangle(row=0, column=0, height=9, width=9)
    like = Match(
        model="m7", hs="360490", name="fireworks", score=0.9, scan_area=box, model_area=box
    )
    case = records.receive(make_arrival("s1"), now=MORNING)
    records.compared(case.case_id, replace(make_comparison(), prohibited=(like,)), now=MORNING)
    (alert,) = reader.alerts(limit=5, before=None, with_closed=False)

    records.move_alert(alert.alert_id, AlertState.SEEN, officer="zhao", reason="", now=MORNING)
    counts = look(reader).alerts
    records.move_alert(alert.alert_id, AlertState.CLOSED, officer="zhao", reason="x", now=MORNING)
    back = records.move_alert(
        alert.alert_id, AlertState.SEEN, officer="zhao", reason="", now=MORNING
    )

    assert (alert.kind, alert.facts["models"][0]["name"]) == (AlertKind.PROHIBITED, "fireworks")
    assert counts == {(AlertKind.PROHIBITED, AlertState.SEEN): 1}
    assert look(reader).alerts == {}
    assert not back


def test_a_count_that_leaves_its_baseline_is_told_as_every_measure_is(
    records, tmp_path, monkeypatch
):
    monkeypatch.setattr(drift, "BASELINE", 4)
    sound = ImageFigures(noise=0.004, sharpness=0.1, dead=0, saturated=0.2)
    for number in range(8):
        case = records.receive(make_arrival(f"s{number}"), now=MORNING)
        image = sound if number < 4 else replace(sound, dead=7)
        records.compared(case.case_id, replace(make_comparison(), image=image), now=MORNING)

    (told,) = [one["facts"] for one in audit_entries(tmp_path) if one["tag"] == "alert:raised"]

    assert (told["measure"], repr(told["newest"])) == ("dead", "7.0")


def test_a_scanner_that_leaves_its_baseline_raises_one_alert(records, reader):
    chart = Chart(measure=Measure.NOISE)
    for number in range(BASELINE):
        chart = chart.take(0.004 + 0.0001 * (number % 5))
    with records._database.act() as session:  # noqa: SLF001 - three hundred scans take long
        session.add(
            ChartRow(
                site="yantian",
                scanner="H986",
                measure=Measure.NOISE,
                scans=chart.scans,
                mean=chart.mean,
                squares=chart.squares,
                average=0.0,
                newest=0.0,
                moved_at=MORNING,
            )
        )
    image = ImageFigures(noise=0.02, sharpness=0.1, dead=0, saturated=0.2)
    for number in range(20):
        case = records.receive(make_arrival(f"s{number}"), now=MORNING)
        records.compared(case.case_id, replace(make_comparison(), image=image), now=MORNING)

    found = look(reader)

    assert found.alerts == {(AlertKind.SCANNER_DRIFT, AlertState.ACTIVE): 1}
    (alert,) = reader.alerts(limit=5, before=None, with_closed=False)
    assert (alert.subject, alert.facts["measure"]) == ("yantian/H986/noise", "noise")
    outside = [one.measure for one in found.scanners if one.is_outside]
    assert outside == [Measure.NOISE]
