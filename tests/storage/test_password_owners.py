"""Whose passwords the hub keeps, and that somebody can always let others in."""

from datetime import UTC, datetime

import pytest

from workstation.domain.errors import LastAdministrator, StorageUnavailable
from workstation.domain.officer import OF_DIRECTORY, Officer, OfficerState, Role
from workstation.storage.password_owners import password_owners

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def add(records, officer, role=Role.REVIEWER, *, kept="a hash"):
    person = Officer(officer_id=officer, name=officer, roles=frozenset({role}))
    records.add_officer(person, kept, now=NOW)


def test_officers_of_the_directory_are_told_from_those_of_the_hub(records, home):
    add(records, "root", Role.ADMIN)
    add(records, "li", kept=OF_DIRECTORY)
    add(records, "wu", Role.ADMIN, kept=OF_DIRECTORY)
    add(records, "old", Role.ADMIN)
    records.set_officer_state("old", OfficerState.DISABLED, why="left", now=NOW)

    owners = password_owners(home)

    assert owners.officers == 4
    assert owners.of_directory == ["li", "wu"]
    assert owners.own_administrators == ["root"]


def test_an_administrator_of_the_directory_is_not_the_one_who_is_left(records, home):
    add(records, "root", Role.ADMIN)
    add(records, "wu", Role.ADMIN, kept=OF_DIRECTORY)

    with pytest.raises(LastAdministrator):
        records.set_password_hash("root", OF_DIRECTORY, now=NOW)
    with pytest.raises(LastAdministrator):
        add(records, "root", Role.ADMIN, kept=OF_DIRECTORY)
    with pytest.raises(LastAdministrator):
        records.set_officer_state("root", OfficerState.LOCKED, why="x", now=NOW)
    records.set_officer_state("wu", OfficerState.DISABLED, why="left", now=NOW)

    assert password_owners(home).own_administrators == ["root"]


def test_a_folder_without_records_has_nobody_to_tell_of(tmp_path):
    with pytest.raises(StorageUnavailable):
        password_owners(tmp_path)
