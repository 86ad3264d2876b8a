"""The law of the room over PostgreSQL: no scan lost, none decided twice."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.postgres.conftest import forget_all
from tests.storage.small_room import Happening, SmallRoom
from tests.storage.test_law import happenings
from workstation.domain.decision import Conclusion
from workstation.storage.homes import RECORDS_FILE

ARRIVES = Happening(what="arrive", which=0, officer="li", conclusion=Conclusion.RELEASE, seconds=1)


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(day=st.lists(happenings, min_size=40, max_size=60))
def test_no_scan_is_lost_or_decided_twice_in_any_order_of_events(home, empty_home, day):
    room = SmallRoom(home / RECORDS_FILE)
    try:
        for event in (ARRIVES, *day):
            room.happens(event)
        room.the_books_agree()
    finally:
        room.close()
        forget_all(empty_home)
