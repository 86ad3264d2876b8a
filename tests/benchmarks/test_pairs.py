"""Ratios are taken round by round, and told with how far they lie apart."""

from tests.benchmarks import pairs
from tests.benchmarks.pairs import Cost, Turn, paired, take_pairs


def _costs(*walls_ms):
    return [Cost(wall_ms=wall, cpu_ms=wall / 2) for wall in walls_ms]


def test_a_machine_that_slows_down_both_changes_no_ratio():
    line = paired("send", _costs(10, 20, 400, 40, 50), "disk", _costs(5, 10, 200, 20, 25), bar=0.4)

    assert (line.low, line.ratio, line.high) == (0.5, 0.5, 0.5)
    assert (line.ours_ms, line.against_ms) == (40, 20)
    assert (line.ours_cpu_ms, line.against_cpu_ms) == (20, 10)
    assert "kept" in line.text()


def test_a_ratio_that_swings_shows_it_and_misses_its_bar_by_its_median():
    line = paired("send", _costs(10, 10, 10, 10, 10), "disk", _costs(2, 4, 5, 9, 20), bar=0.6)

    assert (line.low, line.ratio, line.high) == (0.4, 0.5, 0.9)
    assert "[0.40, 0.90]" in line.text()
    assert "MISSED" in line.text()


def test_turns_are_taken_in_rounds_and_the_first_rounds_left_out():
    seen = []
    turns = {
        name: Turn(
            before=lambda number, name=name: seen.append(("before", name, number)),
            do=lambda number, name=name: seen.append((name, number)),
            after=lambda number, name=name: seen.append(("after", name, number)),
        )
        for name in ("ours", "disk")
    }

    costs = take_pairs(turns, rounds=2, warm=1)

    assert {name: len(taken) for name, taken in costs.items()} == {"ours": 2, "disk": 2}
    assert seen[:3] == [("before", "ours", 0), ("ours", 0), ("after", "ours", 0)]
    assert [one for one in seen if len(one) == 2] == [
        (name, number) for number in range(3) for name in ("ours", "disk")
    ]


def test_every_turn_finds_memory_that_is_there(monkeypatch):
    seen = []
    monkeypatch.setattr(pairs, "_touch", seen.append)
    turns = {
        name: Turn(
            before=lambda _number: seen.append("before"),
            do=lambda _number, name=name: seen.append(name),
        )
        for name in ("ours", "disk")
    }

    take_pairs(turns, rounds=1, warm=0, memory_bytes=8)

    assert seen == ["before", 8, "ours", "before", 8, "disk"]


def test_memory_that_is_no_whole_number_of_pages_can_be_touched():
    touched = take_pairs({"ours": Turn(do=lambda _n: None)}, rounds=1, warm=0, memory_bytes=10_001)

    assert len(touched["ours"]) == 1
