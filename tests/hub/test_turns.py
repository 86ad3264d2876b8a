"""One machine's flood does not keep another's message waiting."""

import pytest

from queue_client.door import Incoming
from workstation.hub import turns as turns_room
from workstation.hub.turns import Turns


class ScriptedDoor:
    """Gives what a test puts in, and remembers how long it was waited at."""

    def __init__(self):
        self.waiting, self.waited = [], []

    def poll(self, timeout_ms):
        self.waited.append(timeout_ms)
        given, self.waiting = self.waiting, []
        return given

    def comes(self, key, *names, lines=1):
        self.waiting += [
            Incoming(key=key, route=b"%d" % (at % lines), frames=[name.encode()])
            for at, name in enumerate(names)
        ]


@pytest.fixture
def door():
    return ScriptedDoor()


class Clock:
    """Tells a time that passes only while messages are answered, so long for each machine's."""

    def __init__(self):
        self.now, self.costs = 0.0, {}

    def answering(self, answered):
        def answer(incoming):
            self.now += self.costs.get(incoming.key, 0.0)
            answered.append(incoming)

        return answer


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(turns_room, "monotonic", lambda: clock.now)
    return clock


@pytest.fixture
def turns(door):
    return Turns(door, most_waiting=4)


@pytest.fixture
def answered():
    return []


def names(answered):
    return [incoming.frames[0].decode() for incoming in answered]


def test_machines_take_turns_whatever_lines_they_have(door, turns, answered):
    door.comes("evil", "e1", "e2", "e3", lines=3)
    door.comes("desk", "d1")
    door.comes("site", "s1", "s2")

    turns.listen(100)
    turns.serve(answered.append)

    assert names(answered) == ["e1", "d1", "s1", "e2", "s2", "e3"]


def test_while_something_waits_the_door_is_listened_at_and_not_waited_at(
    door, turns, answered, clock, monkeypatch
):
    monkeypatch.setattr(turns_room, "_TURN_S", 1.5)
    clock.costs = {"evil": 1.0}
    door.comes("evil", "e1", "e2", "e3")
    turns.listen(100)
    turns.serve(clock.answering(answered))
    door.comes("desk", "d1")

    turns.listen(100)
    turns.serve(clock.answering(answered))

    assert door.waited == [100, 0, 0]
    assert names(answered) == ["e1", "e2", "d1", "e3"]


def test_who_comes_while_others_are_answered_waits_for_one_answer(
    door, turns, answered, clock, monkeypatch
):
    monkeypatch.setattr(turns_room, "_TURN_S", 10.0)
    clock.costs = {f"evil {number}": 0.1 for number in range(5)}
    for key in clock.costs:
        door.comes(key, "e", "e", "e")
    turns.listen(100)

    def answer(incoming):
        clock.answering(answered)(incoming)
        if len(answered) == 7:
            door.comes("quiet", "q1", "q2")

    turns.serve(answer)

    assert "".join(names(answered)) == "e" * 7 + "q1q2" + "e" * 8


def test_who_costs_much_is_answered_as_much_seldomer(door, turns, answered, clock):
    clock.costs = {"dear": 0.003, "cheap": 0.001}
    turns = Turns(door, most_waiting=100)
    door.comes("dear", *["d"] * 20)
    door.comes("cheap", *["c"] * 60)
    turns.listen(100)

    turns.serve(clock.answering(answered))

    assert "".join(names(answered)).count("d") in {3, 4}
    assert "".join(names(answered)).count("c") in {9, 10, 11}


def test_a_machine_with_four_shares_may_cost_four_times_as_much(door, answered, clock):
    turns = Turns(door, most_waiting=100, share_of={"desk": 4.0, "site": 1.0}.get)
    clock.costs = {"desk": 0.001, "site": 0.001}
    door.comes("site", *["s"] * 50)
    door.comes("desk", *["d"] * 50)
    turns.listen(100)

    turns.serve(clock.answering(answered))

    assert 15 <= names(answered).count("d") <= 17
    assert 3 <= names(answered).count("s") <= 5


def test_what_follows_later_takes_its_turn_and_counts(door, turns, answered, clock):
    clock.costs = {"evil": 0.004, "site": 0.001}

    def costly():
        clock.now += 0.004
        answered.append(Incoming(key="evil", route=b"", frames=[b"later"]))

    for _ in range(3):
        turns.hand_in("evil", costly)
    door.comes("site", "s1", "s2", "s3")
    turns.listen(100)
    turns.serve(clock.answering(answered))

    assert names(answered) == ["later", "s1", "s2", "s3", "later", "later"]


def test_what_one_machine_sends_beyond_measure_is_thrown_away_and_told_once(
    door, turns, answered, caplog
):
    door.comes("evil", *(f"e{number}" for number in range(9)))
    door.comes("desk", "d1")

    turns.listen(100)
    turns.serve(answered.append)

    assert names(answered) == ["e0", "d1", "e1", "e2", "e3"]
    assert [line.getMessage() for line in caplog.records] == [
        "a machine sends more than is answered"
    ]


def test_nothing_to_answer_is_told(turns, answered):
    turns.listen(100)

    assert not turns.serve(answered.append)
