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
    door, turns, answered, monkeypatch
):
    now = iter(range(100))
    monkeypatch.setattr(turns_room, "monotonic", lambda: next(now))  # each answer takes a second
    door.comes("evil", "e1", "e2", "e3")
    turns.listen(100)
    monkeypatch.setattr(turns_room, "_TURN_S", 1.5)
    turns.serve(answered.append)
    door.comes("desk", "d1")

    turns.listen(100)
    turns.serve(answered.append)

    assert door.waited == [100, 0]
    assert names(answered) == ["e1", "e2"]
    turns.serve(answered.append)
    assert names(answered)[-1] == "d1"


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
