"""Figures are counted as they are said: shares, percentiles, hours of the room's own clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.reports.rows import TALE, Tale, settled
from workstation.domain.context import Tier
from workstation.domain.figures import MissEvidence, OpenedRow, Period, Rechecks
from workstation.domain.targets import Targets
from workstation.reports.figures import figures
from workstation.reports.figures_json import from_json, to_json
from workstation.reports.figures_paper import Stamp, figures_paper, turnaround_chart
from workstation.reports.intervals import d_a, wilson
from workstation.reports.miss_rate import miss_rate
from workstation.reports.paper import Table
from workstation.reports.words import Tongue


def test_direct_release_and_turnaround_are_of_the_settled_cases():
    rows = [settled("release", took_s=60 * minute) for minute in range(1, 10)]
    rows.append(settled("inspect", took_s=6000))

    found = figures(Tale(rows=rows), Period())

    assert (found.cases, found.direct_release_rate) == (10, 0.9)
    assert found.turnaround.p50 == pytest.approx(330)
    assert found.turnaround.p95 > found.turnaround.p90 > 540


def test_hours_and_days_are_those_of_the_rooms_clock_also_when_it_is_changed():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)  # 01:30, an hour before clocks are set on
    after = datetime(2025, 3, 30, 1, 30, tzinfo=UTC)  # 03:30
    rows = [settled("release", at=at) for at in (before, after)]

    found = figures(Tale(rows=rows), Period(), zone=berlin)

    assert [group.key for group in found.groups["hour"]] == ["01", "03"]
    assert [group.key for group in found.groups["day"]] == ["2025-03-30"]


def test_goods_are_told_by_chapter_and_reviewers_by_who_settled():
    rows = [settled("release", hs="85285200"), settled("inspect", hs="85167100", officer="r02")]

    found = figures(Tale(rows=rows), Period())

    assert [(one.key, one.cases) for one in found.groups["goods"]] == [("85", 2)]
    assert [one.key for one in found.groups["reviewer"]] == ["r01", "r02"]


def test_marks_are_right_where_the_crew_found_something():
    opened = [
        OpenedRow("inspection", "yantian", True, (("drugs", "confirmed"),)),
        OpenedRow("inspection", "yantian", False, (("drugs", "refuted"),)),
        OpenedRow("random", "yantian", True, ()),
    ]

    found = figures(Tale(rows=[settled("inspect")], openings=opened), Period())

    (drugs,) = found.marks
    assert (drugs.confirmed, drugs.refuted, drugs.share.value) == (1, 1, 0.5)
    assert (found.hits.hits, found.hits.of) == (1, 2)  # a random opening is no inspection


def test_figures_come_back_from_their_document_as_they_were():
    found = figures(TALE, Period(), targets=Targets(typical_s=300))

    assert from_json(to_json(found)) == found


def test_a_room_in_which_nothing_happened_has_figures_too():
    found = figures(Tale(), Period())

    assert (found.cases, found.direct_release_rate, found.miss_rate) == (0, None, None)
    assert found.turnaround.p50 is None


def test_wilson_intervals_are_those_of_the_textbook():
    share = wilson(10, 100)

    assert (share.low, share.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 10).low == 0.0
    assert wilson(10, 10).high == 1.0


def test_d_a_with_slope_one_is_d_prime():
    found = d_a(wilson(84, 100), wilson(16, 100), slope=1.0)

    assert found == pytest.approx(2 * 0.99446, abs=1e-3)


EVIDENCE = MissEvidence(
    released=50_000,
    found=900,
    openings=600,
    openings_found=2,
    rechecks={Tier.ORDINARY: Rechecks(done=1200, disagreed=80, missed=6, rate=0.02)},
    opened=4,
    opened_found=1,
    test_images=1000,
    test_hits=860,
)


def test_all_three_sources_together_tell_more_than_openings_alone():
    alone = miss_rate(MissEvidence(released=50_000, found=0, openings=600, openings_found=2))

    together = miss_rate(EVIDENCE)

    assert together.sources == ("openings", "rechecks", "test_images")
    assert together.high - together.low < alone.high - alone.low
    assert together.low < 0.0033 < together.high


def test_openings_alone_give_jeffreys_interval():
    stated = miss_rate(MissEvidence(released=9000, found=0, openings=1000, openings_found=10))

    assert (stated.low, stated.high) == pytest.approx((0.00518, 0.01767), rel=0.02)


def test_re_checks_that_opening_refuted_do_not_raise_what_was_missed():
    doubted = MissEvidence(
        released=EVIDENCE.released,
        found=0,
        rechecks={Tier.ORDINARY: Rechecks(done=1200, disagreed=80, missed=30, rate=0.02)},
        opened=20,
        opened_found=0,
    )
    believed = MissEvidence(
        released=EVIDENCE.released,
        found=0,
        rechecks=doubted.rechecks,
        opened=20,
        opened_found=20,
    )

    assert miss_rate(doubted).middle < miss_rate(believed).middle / 10


def test_a_target_is_for_the_same_share_of_cases_on_paper_and_in_a_document():
    found = figures(TALE, Period(), targets=Targets(typical_s=300, slowest_s=9720))
    stamp = Stamp(
        period=Period(), zone="UTC", version="1", made_at=datetime(2025, 5, 7, tzinfo=UTC)
    )

    paper = figures_paper(found, stamp, Tongue("en"))

    summary = next(one for one in paper.blocks if isinstance(one, Table) and len(one.header) == 3)
    held = {row[0].rpartition(": ")[2]: row[2] for row in summary.rows if "Turnaround" in row[0]}
    assert held == {"Half within": "5 min", "90 % within": "2.7 h", "95 % within": ""}
    aims = to_json(found)["targets"]
    assert (aims["best_s"], aims["best_for"]) == (300, "p50")
    assert (aims["turnaround_s"], aims["turnaround_for"]) == (9720, "p90")


def test_the_target_for_nine_of_ten_is_drawn_where_cases_come_near_it():
    quick = figures(Tale(rows=[settled("release", took_s=600)]), Period())
    slow = figures(Tale(rows=[settled("release", took_s=9000)]), Period())

    drawn = [
        len(turnaround_chart("site", one.groups["site"], one.targets, Tongue("en")).targets)
        for one in (quick, slow)
    ]

    assert drawn == [1, 2]
