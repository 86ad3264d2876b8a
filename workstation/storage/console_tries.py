"""Passwords typed at the hub's own machine: each try is kept, so that the next command knows it.

A try counts as wrong from before the password is looked at until it was found right: whoever ends
the command meanwhile, or starts many at once, gains nothing.
"""

import math
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workstation.domain.errors import ReviewRoomError
from workstation.domain.instants import require_zone
from workstation.domain.password_tries import (
    DAY_S,
    LOCK_S,
    MOST_A_DAY,
    MOST_OF_PLACE,
    wait_after,
)
from workstation.storage.homes import Database
from workstation.storage.tables import HubBase

_DAY: Final = timedelta(seconds=DAY_S)


class ConsoleTryRow(HubBase):
    """A password that was typed and not found right; kept for a day.

    ``in_row`` until the officer types the right one, has another, or is let in again.
    """

    __tablename__ = "console_try"

    try_id: Mapped[str] = mapped_column(primary_key=True)
    officer: Mapped[str] = mapped_column(index=True)
    tried_at: Mapped[datetime]
    in_row: Mapped[bool]


class ConsoleLocked(ReviewRoomError):
    """Nobody may try a password yet: too many were wrong before."""

    advice = "Wait; 'reviewroom officers unlock' by another ends the wait of one officer."

    def __init__(self, officer: str, wait_s: float) -> None:
        super().__init__(f"after wrong passwords {officer} tries again in {math.ceil(wait_s)} s")
        self.officer, self.wait_s = officer, wait_s


class ConsoleTries:
    """The part of `SqlRecords` for passwords typed at the hub's machine."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_try(self, officer: str, *, now: datetime) -> str:
        """Note that an officer's password is about to be tried; returns the try.

        Raises `ConsoleLocked`, and notes nothing, while nobody may.
        """
        now, try_id = require_zone(now, "now"), uuid.uuid4().hex
        with self._database.act() as session:
            session.execute(delete(ConsoleTryRow).where(ConsoleTryRow.tried_at <= now - _DAY))
            # Where the clock was set back waits begin anew, and end.
            ahead = update(ConsoleTryRow).where(ConsoleTryRow.tried_at > now)
            session.execute(ahead.values(tried_at=now))
            wait_s = max(_wait_of_officer(session, officer, now), _wait_of_all(session, now))
            if wait_s <= 0:
                session.add(
                    ConsoleTryRow(try_id=try_id, officer=officer, tried_at=now, in_row=True)
                )
        if wait_s > 0:
            raise ConsoleLocked(officer, wait_s)
        return try_id

    def was_right(self, try_id: str) -> None:
        """Forget a try whose password was right, and that those before were wrong in a row."""
        with self._database.act() as session:
            row = session.get_one(ConsoleTryRow, try_id)
            forget_row(session, row.officer)
            session.delete(row)

    def wrong_tries(self, officer: str, *, now: datetime) -> tuple[int, bool]:
        """Return how many were wrong in a row, and whether they are too many for a day."""
        with self._database.look() as session:
            of_day = session.scalar(
                select(func.count()).where(
                    ConsoleTryRow.officer == officer, ConsoleTryRow.tried_at > now - _DAY
                )
            )
            return len(_in_row(session, officer)), (of_day or 0) >= MOST_A_DAY


def forget_row(session: Session, officer: str) -> None:
    """Let an officer begin anew, in the open transaction; what counts for the day stays."""
    session.execute(
        update(ConsoleTryRow).where(ConsoleTryRow.officer == officer).values(in_row=False)
    )


def forget_day(session: Session, officer: str) -> None:
    """Forget all wrong passwords of an officer whom somebody let in, in the open transaction."""
    session.execute(delete(ConsoleTryRow).where(ConsoleTryRow.officer == officer))


def _in_row(session: Session, officer: str) -> Sequence[datetime]:
    times = select(ConsoleTryRow.tried_at).where(
        ConsoleTryRow.officer == officer, ConsoleTryRow.in_row
    )
    return session.scalars(times.order_by(ConsoleTryRow.tried_at)).all()


def _wait_of_officer(session: Session, officer: str, now: datetime) -> float:
    times = _in_row(session, officer)
    return _left(times[-1], wait_after(len(times)), now) if times else 0.0


def _wait_of_all(session: Session, now: datetime) -> float:
    times = select(ConsoleTryRow.tried_at).order_by(ConsoleTryRow.tried_at.desc())
    newest = session.scalars(times.limit(MOST_OF_PLACE)).all()
    return _left(newest[-1], LOCK_S, now) if len(newest) == MOST_OF_PLACE else 0.0


def _left(since: datetime, wait_s: float, now: datetime) -> float:
    return wait_s - (now - since).total_seconds()
