"""Who may speak to the hub and who works in the room."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict, LastAdministrator
from workstation.domain.instants import from_text, to_text
from workstation.domain.networks import network_of
from workstation.domain.officer import OF_DIRECTORY, Officer, OfficerState, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.storage.console_tries import forget_day, forget_row
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.overtaken import Overtaken, close_of_key, close_of_officer
from workstation.storage.tables import CounterRow, OfficerRow, PrincipalRow

#: Asked four times a second while anybody speaks.
_PRINCIPALS = (
    "SELECT name, kind, public_key, enabled, not_after, allowed_ip FROM principal"
    " ORDER BY name, public_key"
)
_NEWEST = "SELECT entry FROM audit ORDER BY seq DESC LIMIT 1"
_SHUT_OUT = "shut_out_us:"


class RegistryRecords:
    """The part of `SqlRecords` that keeps machines and officers, and notes other events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def principals(self) -> Sequence[Principal]:
        """Return every enrolled machine, by name."""
        with self._database.plain_look() as cursor:
            rows = cursor.execute(_PRINCIPALS).fetchall()
        return [
            Principal(
                name=name,
                kind=PrincipalKind(kind),
                public_key=key,
                enabled=bool(enabled),
                not_after=None if not_after is None else from_text(not_after),
                allowed_ip=tuple(map(network_of, json.loads(allowed_ip or "[]"))),
            )
            for name, kind, key, enabled, not_after, allowed_ip in rows
        ]

    def enrol(self, principal: Principal, *, now: datetime) -> None:
        """Enrol a machine, or change how one of its keys is heard.

        Raises `ContentConflict` when the key is another machine's: it would speak for both.
        """
        with self._database.act() as session:
            enrolled(session, principal, by={}, now=now)

    def officer(self, officer_id: str) -> tuple[Officer, str] | None:
        """Return an officer and the argon2id hash of the password, or None.

        `OF_DIRECTORY` stands for the hash where the directory proves the password.
        """
        with self._database.look() as session:
            row = session.get(OfficerRow, officer_id)
            if row is None:
                return None
            roles = frozenset(Role(role) for role in row.roles)
            officer = Officer(
                officer_id=officer_id,
                name=row.name,
                roles=roles,
                state=OfficerState(row.state),
                let_in_at=row.let_in_at,
            )
            return officer, row.password_hash

    def officers(self) -> Sequence[Officer]:
        """Return every officer, by id."""
        with self._database.look() as session:
            ids = session.scalars(select(OfficerRow.officer_id).order_by(OfficerRow.officer_id))
            found = [self.officer(officer_id) for officer_id in ids.all()]
        return [one[0] for one in found if one is not None]

    def set_officer_state(
        self, officer_id: str, state: OfficerState, *, why: str, now: datetime
    ) -> None:
        """Lock, disable or let an officer in again.

        Raises ``KeyError`` when there is none, ``LastAdministrator`` when nobody would be left
        who may let others in.
        """
        with self._database.act() as session:
            put_in_state(session, officer_id, state, by={"why": why}, now=now)

    def set_password_hash(self, officer_id: str, password_hash: str, *, now: datetime) -> None:
        """Keep a password under a new hash; raises ``KeyError`` when there is no such officer.

        Raises `LastAdministrator` when it hands the only administrator's to the directory.
        """
        with self._database.act() as session:
            password_set(session, officer_id, password_hash, by={}, now=now)

    def add_officer(self, officer: Officer, password_hash: str, *, now: datetime) -> None:
        """Add an officer or replace one's name, roles and password.

        Raises `LastAdministrator` when it takes that role from the only one who has it, or hands
        that one's password to the directory.
        """
        with self._database.act() as session:
            appointed(session, officer, password_hash, by={}, now=now)

    def last_noted_at(self) -> datetime | None:
        """Return when the newest audit entry was written; None for none that can be read.

        Whether the log holds is for the verification to say.
        """
        with self._database.plain_look() as cursor:
            found = cursor.execute(_NEWEST).fetchone()
        try:
            return None if found is None else from_text(json.loads(found[0])["at"])
        except (ValueError, KeyError, TypeError):
            return None

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record.

        Raises ``ValueError`` for a tag that only an act of its own may write.
        """
        if tag in set(Tag):
            raise ValueError(f"{tag} tells of a change; it is written with that change only")
        with self._database.act() as session:
            append(session, tag, facts, now=now)


def enrolled(
    session: Session, principal: Principal, *, by: Mapping[str, object], now: datetime
) -> None:
    """Enrol a machine in the open transaction; ``by`` is what the entry says of who did it.

    Raises `ContentConflict` when the key is another machine's.
    """
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
    row.enabled, row.not_after = principal.enabled, principal.not_after
    networks = [str(network) for network in principal.allowed_ip]
    row.allowed_ip = networks or None
    facts: dict[str, object] = {
        "name": principal.name,
        "kind": principal.kind.value,
        "public_key": principal.public_key,
        "enabled": principal.enabled,
    }
    if principal.not_after is not None:
        facts["not_after"] = to_text(principal.not_after)
    if networks:
        facts["allowed_ip"] = networks
    append(session, Tag.PRINCIPAL_ENROLLED, {**facts, **by}, now=now)
    if not principal.enabled:
        close_of_key(session, principal.public_key, now=now)


def appointed(
    session: Session,
    officer: Officer,
    password_hash: str,
    *,
    by: Mapping[str, object],
    now: datetime,
) -> None:
    """Add an officer, or replace one, in the open transaction; raises `LastAdministrator`.

    So it does when the directory is to prove the password of the only administrator, or the first.
    """
    roles = sorted(role.value for role in officer.roles)
    row = session.get(OfficerRow, officer.officer_id)
    if row is not None and Role.ADMIN not in officer.roles:
        _keep_an_administrator(session, row)
    if Role.ADMIN in officer.roles and password_hash == OF_DIRECTORY:
        _need_another(session, officer.officer_id)
    session.merge(
        OfficerRow(
            officer_id=officer.officer_id,
            name=officer.name,
            roles=roles,
            password_hash=password_hash,
            state=OfficerState.ACTIVE.value,
        )
    )
    forget_row(session, officer.officer_id)
    # The hash of a password is nothing for a record that auditors read.
    facts = {"officer": officer.officer_id, "roles": roles, "replaced": row is not None}
    facts |= _proven_by(password_hash)
    append(session, Tag.OFFICER_RECORDED, {**facts, **by}, now=now)
    if Role.ADMIN not in officer.roles:
        close_of_officer(session, officer.officer_id, Overtaken.NO_ADMINISTRATOR, now=now)


def password_set(
    session: Session,
    officer_id: str,
    password_hash: str,
    *,
    by: Mapping[str, object],
    now: datetime,
) -> None:
    """Keep a password under a new hash; raises ``KeyError`` when there is no such officer.

    Raises `LastAdministrator` when the directory is to prove that of the only one.
    """
    row = officer_row(session, officer_id)
    if password_hash == OF_DIRECTORY:
        _keep_an_administrator(session, row)
    row.password_hash = password_hash
    forget_row(session, officer_id)
    facts = {"officer": officer_id, **_proven_by(password_hash)}
    append(session, Tag.OFFICER_PASSWORD, {**facts, **by}, now=now)


def put_in_state(
    session: Session,
    officer_id: str,
    state: OfficerState,
    *,
    by: Mapping[str, object],
    now: datetime,
) -> None:
    """Lock, disable or let an officer in again; raises ``KeyError``, `LastAdministrator`."""
    row = officer_row(session, officer_id)
    if state is not OfficerState.ACTIVE:
        _keep_an_administrator(session, row)
    else:
        row.let_in_at = now
        forget_day(session, officer_id)
    row.state = state.value
    facts = {"officer": officer_id, "state": state.value}
    append(session, Tag.OFFICER_STATE, {**facts, **by}, now=now)
    if state is OfficerState.DISABLED:
        since = CounterRow(name=f"{_SHUT_OUT}{officer_id}", value=round(now.timestamp() * 1e6))
        session.merge(since)
        close_of_officer(session, officer_id, Overtaken.SHUT_OUT, now=now)


def shut_out_at(session: Session, officer_id: str) -> datetime | None:
    """Return when somebody disabled an officer last; None where that was not kept."""
    row = session.get(CounterRow, f"{_SHUT_OUT}{officer_id}")
    return None if row is None else datetime.fromtimestamp(row.value / 1e6, UTC)


def officer_row(session: Session, officer_id: str) -> OfficerRow:
    """Return an officer's row; raises ``KeyError`` when there is none."""
    row = session.get(OfficerRow, officer_id)
    if row is None:
        raise KeyError(officer_id)
    return row


def _keep_an_administrator(session: Session, leaving: OfficerRow) -> None:
    """Raise `LastAdministrator` when nobody could let others in without this officer.

    One whose password a directory proves does not count: it may be silent when they are needed.
    """
    if Role.ADMIN in leaving.roles:
        _need_another(session, leaving.officer_id)


def _need_another(session: Session, officer_id: str) -> None:
    others = [
        one
        for one in session.scalars(select(OfficerRow)).all()
        if one.officer_id != officer_id
        and Role.ADMIN in one.roles
        and one.state == OfficerState.ACTIVE.value
        and one.password_hash != OF_DIRECTORY
    ]
    if not others:
        raise LastAdministrator(officer_id)


def _proven_by(password_hash: str) -> dict[str, str]:
    """Return what the log tells of a password that is not the hub's."""
    return {"proven_by": "directory"} if password_hash == OF_DIRECTORY else {}
