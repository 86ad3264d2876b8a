"""The law of the room, in any order of events: no scan lost, none decided twice."""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.storage.busy_room import BusyRoom
from tests.storage.small_room import Happening, SmallRoom
from workstation.domain.decision import Conclusion

# What happens often in a room happens often here, so that the rest meets cases in every state.
OFTEN = Counter(
    {
        "take": 6,
        "decide": 6,
        "wait": 2,
        "announce": 2,
        "arrive": 2,
        "repeat": 2,
        "recall": 4,
        "lapse": 2,
        "acknowledge": 3,
        "send again": 1,
        "skip": 1,
        "break": 1,
        "give up": 1,
        "unpark": 1,
        "restart": 1,
    }
)

happenings = st.builds(
    Happening,
    what=st.sampled_from(sorted(OFTEN.elements())),
    which=st.integers(0, 7),
    officer=st.sampled_from(("li", "wang", "chen")),
    conclusion=st.sampled_from([Conclusion.RELEASE] * 4 + list(Conclusion)),
    seconds=st.sampled_from((1.0, 3.0, 6.0)),
)


# No shrinking: a failing day replayed some hundred times would outlast the time limit, and the
# first one found is short enough to read.
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(day=st.lists(happenings, min_size=40, max_size=60))
def test_no_scan_is_lost_or_decided_twice_in_any_order_of_events(empty_database, day):
    room = SmallRoom(empty_database)
    try:
        room.happens(
            Happening(
                what="arrive", which=0, officer="li", conclusion=Conclusion.RELEASE, seconds=1
            )
        )
        for event in day:
            room.happens(event)
        room.the_books_agree()
    finally:
        room.close()


STEERED = Counter(
    {
        **OFTEN,
        "ask to withdraw": 4,
        "approve": 4,
        "decline": 1,
        "test image": 2,
        "decide the image": 1,
        "draw": 2,
        "look again": 3,
        "say": 3,
        "forget": 2,
        "back up": 1,
        "lose the disk": 1,
        "report": 4,
    }
)
steered = st.builds(
    Happening,
    what=st.sampled_from(sorted(STEERED.elements())),
    which=st.integers(0, 7),
    officer=st.sampled_from(("li", "wang", "chen")),
    conclusion=st.sampled_from([Conclusion.RELEASE] * 4 + list(Conclusion)),
    seconds=st.sampled_from((1.0, 3.0, 6.0)),
)


@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(day=st.lists(steered, min_size=40, max_size=60))
def test_nor_when_supervisors_steer_cases_are_looked_at_again_and_a_disk_is_lost(
    empty_database, day
):
    room = BusyRoom(empty_database)
    try:
        for what in ("arrive", "take", "decide", "draw", "arrive"):  # a release to look at again
            room.happens(
                Happening(
                    what=what, which=0, officer="li", conclusion=Conclusion.RELEASE, seconds=1
                )
            )
        for event in day:
            room.happens(event)
        room.the_books_agree()
    finally:
        room.close()
