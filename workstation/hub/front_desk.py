"""Where passwords are checked: sitting down at a desk, and coming back to a locked one."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.messages import DoneReply, Login, SessionReply, Unlock
from workstation.domain.errors import LastAdministrator
from workstation.domain.officer import Officer, OfficerState
from workstation.hub.clocks import monotonic, wall
from workstation.hub.ports import Records
from workstation.hub.replies import Reply, bad_news
from workstation.hub.safe_notes import note_session_ended
from workstation.hub.sessions import TOOK_ITS_PLACE, PasswordDesk, Seat, Sessions

# How soon an officer who is disabled, or is given other roles, leaves the desk [s].
_LOOK_EVERY_S: Final = 1.0
# A desk asks for its officer, and anew when the password was mistyped; others wait behind it.
_CHECKS_OF_DESK: Final = 2
_BUSY_RETRY_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Whose password is to be checked where; ``session`` is empty for a log-in."""

    desk: str
    officer: str
    session: str = field(default="", repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay:
    route: bytes
    ask: int
    asked: _Asked
    officer: Officer | None
    right: "Future[bool]"
    kept_hash: str = field(default="", repr=False)


class FrontDesk:
    """Checks passwords aside and answers when it knows; owned by the broker's thread.

    Parameters
    ----------
    send : callable
        Takes the way back to a peer and its reply.
    seated : callable
        Is told of a seat that was taken, and of the seats that this ended.
    expelled : callable
        Is told of a seat that ended because its officer may not work any more.
    recall_s : float
        How long a release is held; a desk is told so with its session [s].
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        records: Records,
        sessions: Sessions,
        passwords: PasswordDesk,
        *,
        send: Callable[[bytes, Reply], None],
        seated: Callable[[Seat, list[Seat]], None],
        recall_s: float,
        expelled: Callable[[Seat], None] = lambda _seat: None,
    ) -> None:
        self._records, self._sessions, self._passwords = records, sessions, passwords
        self._send, self._seated, self._recall_s = send, seated, recall_s
        self._expelled, self._look_at = expelled, 0.0
        self._kept_hashes: dict[str, str] = {}  # by officer, as they signed in
        self._let_in: dict[str, datetime | None] = {}  # by officer, as they were asked for last
        self._under_way: list[_UnderWay] = []

    @property
    def busy(self) -> bool:
        """Whether a password is being checked."""
        return bool(self._under_way)

    def login(self, desk: str, header: Login, route: bytes) -> None:
        """Begin to sit an officer down; the answer follows. Raises `Refused` and `HubBusy`."""
        asked = _Asked(desk=desk, officer=header.officer, password=header.password)
        self._check(asked, header.ask, route)

    def unlock(self, seat: Seat, header: Unlock, route: bytes) -> None:
        """Begin to see whether an officer is back; the answer follows."""
        asked = _Asked(
            desk=seat.desk,
            officer=seat.officer.officer_id,
            session=seat.token,
            password=header.password,
        )
        self._check(asked, header.ask, route)

    def finish(self) -> None:
        """Answer those whose passwords have been checked."""
        self._expel_unwanted()
        done = [one for one in self._under_way if one.right.done()]
        self._under_way = [one for one in self._under_way if not one.right.done()]
        for one in done:
            right = one.officer is not None and one.right.result()
            if not right:
                reply = self._wrong(one)
            elif one.asked.session:
                reply = self._back(one)
            else:
                reply = self._sit(one)
            self._send(one.route, reply)

    def _check(self, asked: _Asked, ask: int, route: bytes) -> None:
        found = self._records.officer(asked.officer)
        kept_hash = "" if found is None else found[1]
        if found is not None:
            self._forgive(found[0])
        self._sessions.check_throttle(asked.officer, asked.desk, monotonic(), kept_hash=kept_hash)
        for place, under_way in enumerate(self._under_way):
            if under_way.asked == asked:
                # The desk asks again because the check is slow: answer its newest question.
                self._under_way[place] = replace(under_way, route=route, ask=ask)
                return
        if sum(one.asked.desk == asked.desk for one in self._under_way) >= _CHECKS_OF_DESK:
            raise HubBusy("this desk's passwords are being checked", _BUSY_RETRY_S)
        self._under_way.append(
            _UnderWay(
                route=route,
                ask=ask,
                asked=asked,
                officer=None if found is None else found[0],
                kept_hash=kept_hash,
                right=self._passwords.check(None if found is None else found[1], asked.password),
            )
        )

    def _forgive(self, officer: Officer) -> None:
        """Let an officer wait no longer who was let in since they were asked for last."""
        last = self._let_in.get(officer.officer_id, officer.let_in_at)
        if last != officer.let_in_at:
            self._sessions.forgive(officer.officer_id)
        self._let_in[officer.officer_id] = officer.let_in_at

    def _wrong(self, one: _UnderWay) -> Reply:
        asked = one.asked
        count = self._sessions.fail(asked.officer, asked.desk, monotonic(), kept_hash=one.kept_hash)
        facts = {"officer": asked.officer, "desk": asked.desk, "in_a_row": count}
        tag = "desk:unlock:failed" if asked.session else "desk:login:failed"
        self._records.note(tag, facts, now=wall())
        if one.officer is not None and self._sessions.is_beyond_day(asked.officer, monotonic()):
            self._lock_out(one.officer)
        return bad_news(one.ask, Refused(RefusalCode.LOGIN_FAILED, "wrong officer or password"))

    def _lock_out(self, officer: Officer) -> None:
        """Shut an officer out until somebody lets them in; never the last administrator."""
        if officer.state is not OfficerState.ACTIVE:
            return
        try:
            self._records.set_officer_state(
                officer.officer_id, OfficerState.LOCKED, why="wrong passwords", now=wall()
            )
        except LastAdministrator:
            facts = {"officer": officer.officer_id}
            self._records.note("officer:lock:spared", facts, now=wall())
        self._sessions.forget_day(officer.officer_id)

    def _expel_unwanted(self) -> None:
        """End the sessions of officers who were disabled, locked out or recorded anew meanwhile.

        What an officer may do was looked at as they signed in, and so was their password.
        """
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + _LOOK_EVERY_S
        for seat in self._sessions.seats():
            found = self._records.officer(seat.officer.officer_id)
            if found is None or found[0].state is not OfficerState.ACTIVE:
                self._expel(seat, "this officer may not work here any more")
            elif (found[0].roles, found[1]) != (
                seat.officer.roles,
                self._kept_hashes.get(seat.officer.officer_id),
            ):
                self._expel(seat, "roles or password have changed: sign in again")

    def _expel(self, seat: Seat, reason: str) -> None:
        self._sessions.end(seat.token, reason)
        note_session_ended(self._records, seat, reason)
        self._expelled(seat)

    def _back(self, one: _UnderWay) -> Reply:
        try:
            was_locked = self._sessions.unlock(one.asked.session, one.asked.desk, monotonic())
        except Refused as error:  # it ended while the password was being checked
            return bad_news(one.ask, error)
        if was_locked:
            facts = {"officer": one.asked.officer, "desk": one.asked.desk}
            self._records.note("desk:unlocked", facts, now=wall())
        return Reply(DoneReply(ask=one.ask))

    def _sit(self, one: _UnderWay) -> Reply:
        officer = one.officer
        if officer is None or officer.state is OfficerState.DISABLED:
            return self._wrong(one)
        if officer.state is OfficerState.LOCKED:
            locked = Refused(RefusalCode.LOGIN_LOCKED, "locked: ask a supervisor")
            return bad_news(one.ask, locked)
        new_hash = self._passwords.renewed(one.kept_hash)
        if new_hash:
            self._records.set_password_hash(officer.officer_id, new_hash, now=wall())
        self._kept_hashes[officer.officer_id] = new_hash or one.kept_hash
        seat, ended = self._sessions.sit(officer, one.asked.desk, monotonic())
        for old in ended:
            note_session_ended(self._records, old, TOOK_ITS_PLACE)
        facts = {"officer": one.asked.officer, "desk": one.asked.desk}
        self._records.note("desk:login:accepted", facts, now=wall())
        self._seated(seat, ended)
        return Reply(
            SessionReply(
                ask=one.ask,
                session=seat.token,
                officer=officer.officer_id,
                name=officer.name,
                roles=tuple(sorted(role.value for role in officer.roles)),
                recall_s=self._recall_s,
            )
        )
