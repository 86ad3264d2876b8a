"""Who may not know how test images were met learns nothing of it by searching."""

import pytest

from queue_client.errors import RefusalCode, Refused
from workstation.domain.filter_fields import Field
from workstation.domain.found import COLUMNS, Extent, FoundPage
from workstation.domain.officer import Officer, Role
from workstation.hub.finding import Finding
from workstation.hub.sessions import Seat

TEST = COLUMNS.index(Field.TEST.value)
ASKED = {"filter": {"where": [{"field": "test", "any": ["miss"]}]}}


class OneRow:
    """An index of one decision whose officer missed a test image."""

    def catch_up(self):
        return Extent(edition="one", top=1)

    def is_quick(self, _wanted):
        return True

    def page(self, _wanted, _extent, *, after, limit):
        del after, limit
        return FoundPage(
            rows=(tuple("miss" if at == TEST else "" for at in range(len(COLUMNS))),), after=None
        )


def seat(role: Role) -> Seat:
    officer = Officer(officer_id="s01", name="Han", roles=frozenset({role}))
    return Seat(token="t", officer=officer, desk="desk-1", began=0.0, used=0.0)  # noqa: S106


@pytest.fixture
def finding():
    nothing = {"filters": lambda _who: [], "prove": lambda _id: "", "note": lambda *_: None}
    return Finding(OneRow(), None, **nothing)


@pytest.mark.parametrize("role", [Role.CHIEF, Role.AUDITOR])
def test_a_search_by_test_images_is_refused_to_who_does_not_set_them(finding, role):
    with pytest.raises(Refused) as refused:
        finding.find(seat(role), ASKED)

    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_rows_tell_of_test_images_only_those_who_set_them(finding):
    told = [
        finding.find(seat(role), {"filter": {"where": []}})["rows"][0][TEST]
        for role in (Role.SUPERVISOR, Role.CHIEF)
    ]

    assert told == ["miss", None]
