"""Who may speak to the hub and who works in the room."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal
from workstation.storage.database import Database
from workstation.storage.journal import append
from workstation.storage.tables import OfficerRow, PrincipalRow


class RegistryRecords:
    """The part of `SqlRecords` that keeps machines and officers, and notes other events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def principals(self) -> Sequence[Principal]:
        """Return every enrolled machine, by name."""
        with self._database.look() as session:
            rows = session.scalars(
                select(PrincipalRow).order_by(PrincipalRow.name, PrincipalRow.public_key)
            )
            return [
                Principal(
                    name=row.name, kind=row.kind, public_key=row.public_key, enabled=row.enabled
                )
                for row in rows
            ]

    def enrol(self, principal: Principal, *, now: datetime) -> None:
        """Enrol a machine, or enable or disable one of its keys.

        Raises `ContentConflict` when the key is another machine's: it would speak for both.
        """
        with self._database.act() as session:
            row = session.get(PrincipalRow, principal.public_key)
            if row is None:
                row = PrincipalRow(
                    public_key=principal.public_key, name=principal.name, kind=principal.kind
                )
                session.add(row)
            elif (row.kind, row.name) != (principal.kind, principal.name):
                raise ContentConflict(
                    f"key {principal.public_key[:8]}",
                    f"{row.kind} {row.name}",
                    f"{principal.kind} {principal.name}",
                )
            row.enabled = principal.enabled
            facts = {
                "name": principal.name,
                "kind": principal.kind.value,
                "public_key": principal.public_key,
                "enabled": principal.enabled,
            }
            append(session, Tag.PRINCIPAL_ENROLLED, facts, now=now)

    def officer(self, officer_id: str) -> tuple[Officer, str] | None:
        """Return an officer and the argon2id hash of the password, or None."""
        with self._database.look() as session:
            row = session.get(OfficerRow, officer_id)
            if row is None:
                return None
            roles = frozenset(Role(role) for role in row.roles)
            return Officer(officer_id=officer_id, name=row.name, roles=roles), row.password_hash

    def add_officer(self, officer: Officer, password_hash: str, *, now: datetime) -> None:
        """Add an officer or replace one's name, roles and password."""
        roles = sorted(role.value for role in officer.roles)
        with self._database.act() as session:
            known = session.get(OfficerRow, officer.officer_id) is not None
            session.merge(
                OfficerRow(
                    officer_id=officer.officer_id,
                    name=officer.name,
                    roles=roles,
                    password_hash=password_hash,
                )
            )
            # The hash of a password is nothing for a record that auditors read.
            facts = {"officer": officer.officer_id, "roles": roles, "replaced": known}
            append(session, Tag.OFFICER_RECORDED, facts, now=now)

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record.

        Raises ``ValueError`` for a tag that only an act of its own may write.
        """
        if tag in set(Tag):
            raise ValueError(f"{tag} tells of a change; it is written with that change only")
        with self._database.act() as session:
            append(session, tag, facts, now=now)
