"""Whose passwords the hub keeps itself, and whose a directory proves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from workstation.domain.officer import OF_DIRECTORY, OfficerState, Role
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.tables import OfficerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordOwners:
    """How many officers there are, whom the directory proves, which administrators it does not."""

    officers: int
    of_directory: Sequence[str]
    own_administrators: Sequence[str]


def password_owners(data: Path) -> PasswordOwners:
    """Return whose passwords a hub of this folder keeps; changes nothing, from any process.

    Raises
    ------
    StorageUnavailable
        If there are no records, or they cannot be read as they are.
    """
    with read_only(data / HUB_DATABASE, Branch.HUB) as session:
        rows = session.scalars(select(OfficerRow).order_by(OfficerRow.officer_id)).all()
        theirs = [row.officer_id for row in rows if row.password_hash == OF_DIRECTORY]
        own = [
            row.officer_id
            for row in rows
            if Role.ADMIN in row.roles
            and row.state == OfficerState.ACTIVE.value
            and row.password_hash != OF_DIRECTORY
        ]
        return PasswordOwners(officers=len(rows), of_directory=theirs, own_administrators=own)
