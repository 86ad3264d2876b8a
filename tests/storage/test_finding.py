"""Searches find what was recorded, page by page, while more is recorded."""

import shutil
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.benchmarks.found_room import fill_index, rows
from tests.storage.scenes import at, leased, make_decision
from workstation.domain.decision import Conclusion
from workstation.domain.filter_fields import Field
from workstation.domain.filters import MOST_VALUES, ORDERS, Filter, Order, filter_from_json
from workstation.domain.found import COLUMNS, Extent
from workstation.storage import finding
from workstation.storage.finding import DecisionIndex, OtherEdition

CONCLUSIONS = (Conclusion.RELEASE, Conclusion.INSPECT, Conclusion.RELEASE, Conclusion.REFER)


@pytest.fixture
def index(tmp_path):
    index = DecisionIndex(tmp_path)
    yield index
    index.close()


def decide(records, number: int, *, note: str = "", dwell_s: float = 3.5) -> None:
    case = leased(records, f"s{number}", officer=f"officer-{number % 3}")
    decision = make_decision(
        case, f"d{number:02d}", conclusion=CONCLUSIONS[number % 4], now=at(60.0 * number)
    )
    records.decide(replace(decision, note=note, evidence={"dwell_s": dwell_s}))


def ids(rows) -> list[str]:
    return [row[0] for row in rows]


def _value(row, field: Field):
    value = row[COLUMNS.index(field.value)]
    return -1.0 if value is None else value


def every_id(index, wanted, extent, *, limit: int) -> list[str]:
    """Return the ids of all pages, one after another."""
    found, after = [], None
    while True:
        page = index.page(wanted, extent, after=after, limit=limit)
        found += ids(page.rows)
        after = page.after
        if after is None:
            return found


def where(*conditions, by: str = "decided_at", down: bool = True) -> Filter:
    return filter_from_json({"where": list(conditions), "order": {"by": by, "down": down}})


@pytest.mark.parametrize("by", ["decided_at", "dwell_s"])
def test_pages_follow_each_other_without_a_gap_while_decisions_are_added(records, index, by):
    for number in range(7):
        decide(records, number, dwell_s=float(number))
    extent, wanted = index.catch_up(), where(by=by, down=False)
    first = index.page(wanted, extent, limit=3)

    decide(records, 7, dwell_s=4.5)
    fresh = index.catch_up()
    second = index.page(wanted, extent, after=first.after, limit=9)

    assert ids(first.rows) + ids(second.rows) == [f"d{n:02d}" for n in range(7)]
    assert "d07" in ids(index.page(wanted, fresh).rows)


@pytest.mark.parametrize("window", [2, 250])
def test_every_order_shows_each_that_fits_once(records, index, monkeypatch, window):
    monkeypatch.setattr(finding, "_WINDOW", window)
    for number in range(9):
        decide(records, number, note="左侧" if number % 2 else "", dwell_s=float(number % 3))
    extent = index.catch_up()
    orders = [Order(by=by, down=down) for by in ORDERS for down in (True, False)]
    for order in orders:
        wanted = where({"field": "note", "any": ["左"]}, by=order.by.value, down=order.down)

        found = every_id(index, wanted, extent, limit=2)
        steps = index.steps(wanted, extent, each=2)

        rows = index.page(wanted, extent, limit=99).rows
        keys = [(_value(row, order.by), _value(row, Field.DECIDED_AT)) for row in rows]
        assert sorted(found) == ["d01", "d03", "d05", "d07"]
        assert keys == sorted(keys, reverse=order.down)
        assert (steps.matched, len(steps.keys), steps.rest) == (4, 2, 0)
        place = index.page(wanted, extent, after=steps.keys[0], limit=1)
        assert ids(place.rows) == found[2:3]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"field": "conclusion", "any": ["inspect"]}, {"d01", "d05"}),
        ({"field": "conclusion", "any": ["inspect", "refer"]}, {"d01", "d03", "d05"}),
        ({"field": "conclusion", "any": ["release"], "without": True}, {"d01", "d03", "d05"}),
        ({"field": "officer", "any": ["officer-2"]}, {"d02", "d05"}),
        ({"field": "scan", "any": ["s4*"]}, {"d04"}),
        ({"field": "dwell_s", "at_least": 4, "at_most": 5}, {"d04", "d05"}),
        ({"field": "decided_at", "from": "2026-03-02 16:04"}, {"d04", "d05"}),
        ({"field": "decided_at", "to": "2026-03-02 16:01"}, {"d00", "d01"}),
        ({"field": "received_at", "from": "2026-03-03"}, set()),
        ({"field": "state", "any": ["referred"]}, {"d03"}),
        ({"field": "p_value", "at_most": 1}, set()),
        ({"field": "marks", "at_least": 1}, {"d01", "d05"}),
        ({"field": "note", "any": ["%"]}, set()),
    ],
)
def test_a_condition_finds_what_fits_it_in_any_order(records, index, condition, found):
    for number in range(6):
        decide(records, number, dwell_s=float(number))
    extent = index.catch_up()

    for by in ("decided_at", "dwell_s"):
        page = index.page(where(condition, by=by), extent)
        assert set(ids(page.rows)) == found
        assert index.steps(where(condition, by=by), extent).matched == len(found)


def test_what_became_of_a_decision_is_seen_by_the_next_search(records, index):
    decide(records, 0)
    decide(records, 1)
    index.catch_up()
    records.recall("d00", officer="officer-0", reason="slip", now=at(1))
    records.announced("yantian", "d01", now=at(99))

    extent = index.catch_up()

    taken_back = index.page(where({"field": "state", "any": ["recalled"]}), extent)
    announced = index.page(where({"field": "state", "any": ["announced"]}), extent)
    assert (ids(taken_back.rows), ids(announced.rows)) == (["d00"], ["d01"])


def test_what_a_second_look_said_is_found_by_the_next_search(records, index, tmp_path):
    decide(records, 0)
    decide(records, 2)
    connection = sqlite3.connect(tmp_path / "hub.sqlite")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS recheck (recheck_id TEXT, case_id TEXT, decision_id TEXT,"
        " drawn_at TEXT, rate REAL, tier TEXT, officer TEXT, verdict TEXT, severity INTEGER,"
        " decided_at TEXT, arbiter TEXT, arbiter_verdict TEXT)"
    )
    connection.close()
    index.catch_up()

    with sqlite3.connect(tmp_path / "hub.sqlite") as connection:
        connection.execute(
            "INSERT INTO recheck (recheck_id, case_id, decision_id, drawn_at, rate, tier, officer,"
            " verdict, severity, decided_at) VALUES ('r', 'yantian:s2', 'd02', '2026-03-03', 0.02,"
            " 'ordinary', 'zhao', 'disagree', 3, '2026-03-03')"
        )
    connection.close()
    facts = {"recheck": "r", "decision": "d02", "verdict": "disagree"}
    records.note("recheck:answered", facts, now=at(999))

    found = index.page(where({"field": "recheck", "any": ["disagree"]}), index.catch_up())
    assert ids(found.rows) == ["d02"]


def test_an_index_that_lags_says_by_how_much(records, index, monkeypatch):
    monkeypatch.setattr(finding, "_BATCH", 2)
    for number in range(5):
        decide(records, number)

    first, second = index.catch_up(most=2), index.catch_up()

    assert (first.top, first.behind) == (2, 3)
    assert (second.top, second.behind) == (5, 0)


def test_a_damaged_index_is_made_anew_and_its_old_pages_are_refused(records, index, tmp_path):
    decide(records, 0)
    old = index.catch_up()
    index.close()
    (tmp_path / finding.INDEX).write_bytes(b"SQLite format 3\0" + b"x" * 8192)

    fresh = index.catch_up()

    assert ids(index.page(where(), fresh).rows) == ["d00"]
    with pytest.raises(OtherEdition):
        index.page(where(), old)


def test_records_that_were_put_back_to_an_earlier_time_are_searched_anew(open_hub, index, tmp_path):
    home, kept = tmp_path / "hub.sqlite", tmp_path / "kept.sqlite"
    records = open_hub()
    decide(records, 0)
    records.close()
    shutil.copyfile(home, kept)
    records = open_hub()
    decide(records, 1)
    decide(records, 2)
    old = index.catch_up()
    records.close()

    kept.replace(home)
    decide(open_hub(), 3)
    fresh = index.catch_up()

    assert ids(index.page(where(), fresh).rows) == ["d03", "d00"]
    with pytest.raises(OtherEdition):
        index.page(where(), old)


def test_a_search_goes_along_an_index_and_sorts_nothing(records, index, tmp_path):
    decide(records, 0)
    extent = index.catch_up()
    plans = []
    connection = sqlite3.connect(tmp_path / finding.INDEX)
    by_officer = {"field": "officer", "any": ["officer-0"]}
    for wanted in (where(), where(by_officer), where(by_officer, by="dwell_s")):
        way = finding.way_of(wanted, extent.top)
        query, values = way.select(COLUMNS, (0,) * way.width, None, 9)
        plans += connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
    connection.close()

    said = " ".join(str(plan[-1]) for plan in plans)
    assert "SCAN" not in said
    assert "TEMP B-TREE" not in said


@dataclass
class MadeUp:
    """An index of made-up decisions, and its rows."""

    index: DecisionIndex
    extent: Extent
    rows: list[tuple[Any, ...]] = field(repr=False)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    folder = fill_index(tmp_path_factory.mktemp("made-up"), 300).parent
    index = DecisionIndex(folder)
    yield MadeUp(index, Extent(edition="bench-300", top=300), list(rows(300, 1)))
    index.close()


def fits(row, one: dict) -> bool:
    """Tell whether a row fits a condition, as plainly as it can be said."""
    value = row[COLUMNS.index(one["field"])]
    if "any" not in one:
        return one.get("at_least", 0) <= value <= one.get("at_most", float("inf"))
    if one["field"] == "hs":
        found = any(code.startswith(said) for code in value.split() for said in one["any"])
    elif one["field"] in {"note", "goods"}:
        found = any(said in value for said in one["any"])
    elif one["field"] == "finding":
        found = bool(set(value.split()) & set(one["any"]))
    else:
        found = value in one["any"]
    return found != one.get("without", False)


some = st.sampled_from


def any_of(values):
    """Draw as many values as one condition may name."""
    return st.lists(some(values), min_size=1, max_size=MOST_VALUES)


conditions = st.one_of(
    st.fixed_dictionaries(
        {
            "field": some(["officer"]),
            "any": any_of([f"officer-{n:02d}" for n in range(9)]),
        },
        optional={"without": st.booleans()},
    ),
    st.fixed_dictionaries(
        {"field": some(["hs"]), "any": any_of(["24", "0805", "22", "8528"])},
        optional={"without": st.booleans()},
    ),
    st.fixed_dictionaries({"field": some(["note"]), "any": any_of(["夹", "week"])}),
    st.fixed_dictionaries({"field": some(["finding"]), "any": some([["drugs"], ["dense_object"]])}),
    st.fixed_dictionaries(
        {"field": some(["site"]), "any": some([["yantian"], ["nansha", "dachan"]])}
    ),
    st.fixed_dictionaries({"field": some(["verdict"]), "any": some([["inconsistent"]])}),
    st.fixed_dictionaries({"field": some(["p_value"]), "at_most": st.floats(0, 1)}),
    st.fixed_dictionaries({"field": some(["dwell_s"]), "at_least": st.floats(0, 120)}),
)


@example(
    said=[{"field": "finding", "any": ["dense_object"]}], by=Field.DECIDED_AT, down=True, limit=9
)
@given(
    said=st.lists(conditions, max_size=4, unique_by=lambda one: one["field"]),
    by=st.sampled_from(ORDERS),
    down=st.booleans(),
    limit=st.integers(1, 100),
)
def test_whatever_is_asked_the_pages_hold_what_a_plain_look_at_every_row_finds(
    made_up, said, by, down, limit
):
    index, extent, every = made_up.index, made_up.extent, made_up.rows
    wanted = where(*said, by=by.value, down=down)
    plain = [row for row in every if all(fits(row, one) for one in said)]
    key = COLUMNS.index(by.value), COLUMNS.index("decided_at")

    found = every_id(index, wanted, extent, limit=limit)
    steps = index.steps(wanted, extent, each=limit)

    plain.sort(key=lambda row: tuple(row[place] for place in key), reverse=down)
    assert found == [row[0] for row in plain]
    assert (steps.matched, len(steps.keys)) == (len(plain), len(plain) // limit)
