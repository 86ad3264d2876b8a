"""Short rounds with the real programs; ``make chaos`` runs them all, and for longer."""

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.disk import can_mount
from tests.chaos.room import Nursery

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
on_fuse = pytest.mark.skipif(not can_mount(), reason="AmnesiaFS needs FUSE")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    with Nursery() as nursery:
        yield Campaign(tmp_path_factory.mktemp("chaos"), nursery)


@pytest.mark.soak
def test_killing_every_program_again_and_again_costs_nothing(campaign):
    result = campaign.killing(scans=12, kills=8, seed=1)

    assert result.findings.faults == []
    assert result.findings.decided == 12
    assert sum(result.done.values()) == 8


@pytest.mark.soak
def test_a_desk_that_slept_beyond_its_lease_decides_nothing_twice(campaign):
    result = campaign.freezing(scans=10, freezes=8, seed=2)

    assert result.findings.faults == []
    assert result.done["freezes"] > 0


@pytest.mark.soak
def test_lines_that_break_and_lie_cost_nothing(campaign):
    result = campaign.lines(scans=10, faults=8, seed=3)

    assert result.findings.faults == []


@pytest.mark.soak
def test_large_packages_arrive_whole_over_lines_that_break_and_lie(campaign):
    result = campaign.large(scans=4, faults=16, kills=4, seed=10)

    assert result.findings.faults == []
    assert result.findings.decided == 4


@on_fuse
def test_a_power_cut_takes_nothing_that_was_acknowledged(campaign):
    result = campaign.power(scans=10, cuts=3, seed=4)

    assert result.findings.faults == []
    assert result.done["power cuts"] == 3


@pytest.mark.soak
@on_fuse
def test_commits_that_were_not_synchronised_are_missed_after_a_power_cut(campaign):
    result = campaign.power(scans=10, cuts=3, seed=4, mutant="commits-not-synced")

    assert result.findings.faults != []


@pytest.mark.soak
@on_fuse
def test_a_full_disk_and_a_failing_fsync_cost_nothing(campaign):
    result = campaign.disk(scans=10, faults=4, seed=5)

    assert result.findings.faults == []


@pytest.mark.soak
def test_the_name_of_another_scan_and_an_edited_log_are_noticed(campaign):
    result = campaign.renaming(scans=6, seed=6)

    assert result.findings.faults == []
    assert result.done["tamperings noticed"] == result.done["tamperings"] >= 10


@pytest.mark.soak
def test_a_site_whose_key_is_revoked_brings_nothing_until_it_has_it_back(campaign):
    result = campaign.revoking(scans=9, times=1, seed=7)

    assert result.findings.faults == []
    assert result.done["revocations"] == 1


@pytest.mark.soak
def test_a_restored_backup_brings_nothing_back_to_a_desk_that_a_site_has_applied(campaign):
    result = campaign.restoring(scans=12, times=1, seed=8)

    assert result.findings.faults == []
    assert result.done["restores"] == 1


@pytest.mark.soak
def test_programs_of_two_versions_work_in_one_room(campaign):
    result = campaign.upgrading(scans=12, changes=5, seed=9)

    assert result.findings.faults == []
    assert result.done["version changes"] == 5
