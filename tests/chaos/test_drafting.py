"""Desks that are killed at work, in short; ``make chaos`` kills more of them."""

import pytest

from tests.chaos.drafting import Round
from tests.chaos.mutants import MUTANTS, Hunter
from tests.chaos.room import Nursery

pytestmark = [pytest.mark.journey, pytest.mark.soak, pytest.mark.timeout(240)]
_MUTANTS = [one.name for one in MUTANTS if one.hunter is Hunter.DRAFTS]


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as running:
        yield running


def test_what_was_marked_at_a_desk_that_was_killed_is_there_at_another(nursery, tmp_path):
    result = Round(tmp_path / "round", nursery, seed=1).run(3)

    assert result.faults == []
    assert result.done["desk kills"] == 3
    assert result.done["drafts restored"] == 2
    assert result.done["looks of another"] > 0


@pytest.mark.parametrize("mutant", _MUTANTS)
def test_a_hub_that_mishandles_drafts_is_noticed(nursery, tmp_path, mutant):
    result = Round(tmp_path / "round", nursery, seed=2, mutant=mutant).run(6)

    assert result.faults != []
