"""Changes of whom the hub trusts: one officer asks, another agrees, and only then they are made.

Where nobody else in the room could agree they are made at once, and the entry says that whoever
made them was alone.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict
from workstation.domain.four_eyes import (
    OF_TRUST,
    SHUT_OUT_COUNTS,
    Act,
    AdministratorNeeded,
    AskedOtherwise,
    Request,
    RequestSpent,
    SecondOfficerNeeded,
    may_agree,
)
from workstation.domain.instants import from_text, require_zone
from workstation.domain.officer import OF_DIRECTORY, OfficerState, Role
from workstation.domain.trust import TrustChange, officer_of, principal_of
from workstation.storage.disposal import dispose
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.oversight_tables import RequestRow
from workstation.storage.overtaken import Overtaken, close
from workstation.storage.registry import (
    appointed,
    enrolled,
    officer_row,
    password_set,
    put_in_state,
    shut_out_at,
)
from workstation.storage.tables import OfficerRow, PrincipalRow

_ACTIVE: Final = OfficerState.ACTIVE.value


class TrustRecords:
    """The part of `SqlRecords` for administrators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change_trust(
        self, change: TrustChange, *, officer: str | None, reason: str, now: datetime
    ) -> Request | None:
        """Make a change of trust, or ask for it; None when it was made.

        What is open already in the same words is returned.

        Parameters
        ----------
        officer : str or None
            Who acts, whose password was found right; None in a room without administrators.

        Raises
        ------
        AdministratorNeeded
            If there is an administrator, and ``officer`` is none.
        AskedOtherwise
            If the same subject waits for another change of the kind.
        KeyError
            If an officer who is to be changed is not known.
        ContentConflict, LastAdministrator
            As the change itself, where it is made at once.
        """
        with self._database.act() as session:
            _require_right(session, change, officer)
            if change.act in (Act.PASSWORD, Act.REINSTATE):
                officer_row(session, change.subject)
            by: dict[str, object] = (
                {"reason": reason} if officer is None else {"asked_by": officer, "reason": reason}
            )
            if officer is not None and _is_ones_own(session, change, officer):
                _make(session, change, by=by, now=now)
                return None
            change = _with_what_is(session, change)
            row = _open(session, change)
            if officer is None or not others_agree(
                session, change.act, but=(officer, change.subject), now=now
            ):
                if row is not None:
                    close(session, row, Overtaken.MADE_ALONE, officer=officer or "", now=now)
                _make(session, change, by={"alone": True, **by}, now=now)
                return None
            if row is not None and request_from(row).has_lapsed(now):
                close(session, row, Overtaken.LAPSED, officer=officer, now=now)
                row = None
            if row is None:
                row = _ask(session, change, officer=officer, reason=reason, now=now)
            elif (row.content, row.requester) != (dict(change.content), officer):
                raise AskedOtherwise(row.request_id, row.requester)
            elif change.secret is not None:
                row.secret = change.secret  # the password that was typed last
            return request_from(row)


def agree(session: Session, row: RequestRow, *, officer: str, now: datetime) -> None:
    """Make the change that a request asks for, and close it, in the open transaction.

    Raises
    ------
    SecondOfficerNeeded
        If the officer may not agree to it: for want of a role, or because it is about themselves.
    RequestSpent
        If it was asked for too long ago, or by somebody who may ask for it no longer.
    KeyError, ContentConflict, LastAdministrator
        If it cannot be made any more; it stays open, to be declined.
    """
    require_voice(session, row, officer)
    if row.subject == officer:
        raise SecondOfficerNeeded(row.request_id, officer, "who is its subject")
    require_fresh(row, now)
    _require_asker(session, row)
    change = TrustChange(act=row.act, subject=row.subject, content=row.content, secret=row.secret)
    _require_as_was(session, change)
    by = {
        "asked_by": row.requester,
        "agreed_by": officer,
        "request": row.request_id,
        "reason": row.reason,
    }
    row.approver, row.closed_at, row.secret = officer, require_zone(now, "now"), None
    _make(session, change, by=by, now=now)


def require_voice(session: Session, row: RequestRow, officer: str) -> None:
    """Raise `SecondOfficerNeeded` for an officer who has no say in what is asked for."""
    who = session.get(OfficerRow, officer)
    if who is None or who.state != _ACTIVE or not may_agree(_roles(who), row.act):
        raise SecondOfficerNeeded(row.request_id, officer, "whose roles do not decide on it")


def require_fresh(row: RequestRow, now: datetime) -> None:
    """Raise `RequestSpent` for a request that waited too long."""
    if request_from(row).has_lapsed(now):
        raise RequestSpent(row.request_id, f"has waited since {row.requested_at:%Y-%m-%d}")


def others_agree(session: Session, act: Act, *, but: Collection[str], now: datetime) -> bool:
    """Tell whether anybody in the room could agree to an act, but for some officers.

    Whom wrong passwords locked out counts: one lets them in again, and twenty wrong passwords
    must not make whoever typed them the only officer. So does, for some days, whom somebody
    disabled: one alone may do that.
    """
    there = session.scalars(select(OfficerRow)).all()
    return any(
        may_agree(_roles(one), act) and _counts(session, one, now)
        for one in there
        if one.officer_id not in but
    )


def _counts(session: Session, officer: OfficerRow, now: datetime) -> bool:
    if officer.state != OfficerState.DISABLED.value:
        return True
    since = shut_out_at(session, officer.officer_id)
    return since is not None and now - since < SHUT_OUT_COUNTS


def _with_what_is(session: Session, change: TrustChange) -> TrustChange:
    """Return a change with what it replaces, for a second officer has to know that."""
    before = _what_is(session, change)
    return change if not before else replace(change, content={**change.content, "before": before})


def _what_is(session: Session, change: TrustChange) -> dict[str, Any]:
    """Return what a change replaces as far as it gives rights; nothing for what is new."""
    if change.act is Act.OFFICER:
        who = session.get(OfficerRow, change.subject)
        if who is None:
            return {}
        # Whom wrong passwords locked out one lets in again: that is no right of theirs.
        shut_out = who.state == OfficerState.DISABLED.value
        return {"roles": sorted(who.roles), "state": who.state if shut_out else _ACTIVE}
    if change.act is Act.ENROL:
        key = session.get(PrincipalRow, change.subject)
        return {} if key is None else {"enabled": key.enabled}
    return {}


def _require_as_was(session: Session, change: TrustChange) -> None:
    """Raise `ContentConflict` where a change replaces something else than it did when asked for.

    What was asked for in an earlier version does not tell.
    """
    told, found = change.content.get("before"), _what_is(session, change)
    if told is not None and told != found:
        raise ContentConflict(f"{change.act.value} {change.subject[:16]}", str(found), str(told))


def _require_asker(session: Session, row: RequestRow) -> None:
    """Raise `RequestSpent` where whoever asked may ask for it no longer.

    What shuts them out closes what they asked for; this is for what was open before it did so.
    """
    who = session.get(OfficerRow, row.requester)
    own = row.act is Act.PASSWORD and row.subject == row.requester
    if (
        who is None
        or who.state == OfficerState.DISABLED.value
        or not (own or Role.ADMIN in _roles(who))
    ):
        raise RequestSpent(row.request_id, f"was made by {row.requester}, who may no longer")


def request_from(row: RequestRow) -> Request:
    """Return a request as others see it: without its secret."""
    return Request(
        request_id=row.request_id,
        act=row.act,
        subject=row.subject,
        reason=row.reason,
        requester=row.requester,
        requested_at=row.requested_at,
        content=row.content,
    )


def _require_right(session: Session, change: TrustChange, officer: str | None) -> None:
    active = session.scalars(select(OfficerRow).where(OfficerRow.state == _ACTIVE)).all()
    if officer is None:
        if any(Role.ADMIN in one.roles for one in active):
            raise AdministratorNeeded(officer)
        return
    who = next((one for one in active if one.officer_id == officer), None)
    own = change.act is Act.PASSWORD and change.subject == officer
    if who is None or not (own or Role.ADMIN in who.roles):
        raise AdministratorNeeded(officer)


def _is_ones_own(session: Session, change: TrustChange, officer: str) -> bool:
    """Tell whether a change gives nobody what they did not have.

    One's own password was proven by the old one, unless the directory is to prove it from now on;
    whom wrong passwords locked out is let in again without more rights.
    """
    if change.act is Act.PASSWORD:
        return change.subject == officer and change.secret != OF_DIRECTORY
    if change.act is Act.REINSTATE:
        return officer_row(session, change.subject).state != OfficerState.DISABLED.value
    return False


def _open(session: Session, change: TrustChange) -> RequestRow | None:
    return session.scalar(
        select(RequestRow).where(
            RequestRow.act == change.act,
            RequestRow.subject == change.subject,
            RequestRow.closed_at.is_(None),
        )
    )


def _ask(
    session: Session, change: TrustChange, *, officer: str, reason: str, now: datetime
) -> RequestRow:
    row = RequestRow(
        request_id=uuid.uuid4().hex,
        act=change.act,
        subject=change.subject,
        reason=reason,
        requester=officer,
        requested_at=require_zone(now, "now"),
        content=dict(change.content),
        secret=change.secret,
    )
    session.add(row)
    note_request(session, row, now=now)
    return row


def note_request(session: Session, row: RequestRow, *, now: datetime) -> None:
    """Write down that something was asked for."""
    facts = {
        "request": row.request_id,
        "act": row.act.value,
        "subject": row.subject,
        "content": row.content,
        "officer": row.requester,
        "reason": row.reason,
    }
    row.entry = append(session, Tag.REQUEST_MADE, facts, now=now)


def _make(
    session: Session, change: TrustChange, *, by: Mapping[str, object], now: datetime
) -> None:
    match change.act:
        case Act.ENROL:
            enrolled(session, principal_of(change), by=by, now=now)
        case Act.OFFICER:
            appointed(session, officer_of(change), _secret(change), by=by, now=now)
        case Act.PASSWORD:
            password_set(session, change.subject, _secret(change), by=by, now=now)
        case Act.REINSTATE:
            put_in_state(session, change.subject, OfficerState.ACTIVE, by=by, now=now)
        case Act.DISPOSE:
            most = int(change.content["packages"])
            dispose(session, from_text(change.subject), most=most, by=by, now=now)
        case _:
            raise ValueError(f"{change.act} is none of {sorted(OF_TRUST)}")


def _secret(change: TrustChange) -> str:
    if change.secret is None:
        raise ValueError(f"{change.act} of {change.subject} has no password")
    return change.secret


def _roles(row: OfficerRow) -> frozenset[Role]:
    return frozenset(Role(role) for role in row.roles)
