"""Where passwords are checked: sitting down at a desk, and coming back to a locked one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.messages import DoneReply, Login, SessionReply, Unlock
from workstation.domain.errors import LastAdministrator
from workstation.domain.officer import OF_DIRECTORY, Officer, OfficerState, Role
from workstation.hub.clocks import monotonic, wall
from workstation.hub.directory_desk import DirectoryDesk
from workstation.hub.password_proofs import (
    DirectoryLogin,
    DirectoryUnlock,
    Found,
    HubProof,
    Proof,
    ProvenBy,
)
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
    """Whose password is to be checked where; ``session`` is empty for a log-in.

    ``proof_hash`` is that of the session's beginning; see `workstation.hub.sessions.Seat`.
    """

    desk: str
    officer: str
    session: str = field(default="", repr=False)
    password: str = field(repr=False)
    proof_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay:
    route: bytes
    ask: int
    asked: _Asked
    officer: Officer | None
    proof: Proof
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
    directory : DirectoryDesk or None
        Who proves the passwords of officers whom the hub keeps no hash for; without it nobody.
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
        directory: DirectoryDesk | None = None,
    ) -> None:
        self._records, self._sessions, self._passwords = records, sessions, passwords
        self._send, self._seated, self._recall_s = send, seated, recall_s
        self._expelled, self._look_at = expelled, 0.0
        self._directory = directory
        # Roles and hash by officer, as they were recorded when they signed in.
        self._recorded: dict[str, tuple[frozenset[Role], str]] = {}
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
            proof_hash=seat.proof_hash,
        )
        self._check(asked, header.ask, route)

    def finish(self) -> None:
        """Answer those whose passwords have been checked."""
        self._expel_unwanted()
        done, still = list[_UnderWay](), list[_UnderWay]()
        for one in self._under_way:
            (done if one.proof.advance() else still).append(one)
        self._under_way = still
        for one in done:
            self._send(one.route, self._answer(one, one.proof.found()))

    def _answer(self, one: _UnderWay, found: Found) -> Reply:
        if found.silent:
            return self._unproven(one, found)
        if one.officer is None or not found.right:
            return self._wrong(one, found)
        return self._back(one, found) if one.asked.session else self._sit(one, found)

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
                proof=self._prove(asked, found),
            )
        )

    def _forgive(self, officer: Officer) -> None:
        """Let an officer wait no longer who was let in since they were asked for last."""
        last = self._let_in.get(officer.officer_id, officer.let_in_at)
        if last != officer.let_in_at:
            self._sessions.forgive(officer.officer_id)
        self._let_in[officer.officer_id] = officer.let_in_at

    def _prove(self, asked: _Asked, found: tuple[Officer, str] | None) -> Proof:
        """Begin a proof; whoever is unknown, or may not work, is held against a stranger's hash."""
        if found is None or found[1] != OF_DIRECTORY:
            return HubProof(self._passwords, None if found is None else found[1], asked.password)
        officer = found[0]
        if self._directory is None or officer.state is OfficerState.DISABLED:
            return HubProof(self._passwords, None, asked.password)
        if asked.session:
            return DirectoryUnlock(
                self._directory,
                self._passwords,
                officer,
                asked.password,
                session_hash=asked.proof_hash,
            )
        return DirectoryLogin(self._directory, self._passwords, officer, asked.password)

    def _unproven(self, one: _UnderWay, found: Found) -> Reply:
        """Let nobody in whom nobody can tell; it is no failure of theirs, and counts as none."""
        tag = "desk:unlock:unproven" if one.asked.session else "desk:login:unproven"
        if self._directory is not None:
            facts = {**_facts(one, found), "reason": found.reason}
            self._directory.note_unproven(tag, facts, desk=one.asked.desk)
        silent = Refused(RefusalCode.DIRECTORY_SILENT, "the directory does not answer")
        return bad_news(one.ask, silent)

    def _wrong(self, one: _UnderWay, found: Found) -> Reply:
        asked = one.asked
        count = self._sessions.fail(asked.officer, asked.desk, monotonic(), kept_hash=one.kept_hash)
        facts = {**_facts(one, found), "in_a_row": count}
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
            elif (found[0].roles, found[1]) != self._recorded.get(seat.officer.officer_id):
                self._expel(seat, "roles or password have changed: sign in again")

    def _expel(self, seat: Seat, reason: str) -> None:
        self._sessions.end(seat.token, reason)
        note_session_ended(self._records, seat, reason)
        self._expelled(seat)

    def _back(self, one: _UnderWay, found: Found) -> Reply:
        try:
            was_locked = self._sessions.unlock(one.asked.session, one.asked.desk, monotonic())
        except Refused as error:  # it ended while the password was being checked
            return bad_news(one.ask, error)
        if was_locked:
            self._records.note("desk:unlocked", _facts(one, found), now=wall())
        return Reply(DoneReply(ask=one.ask))

    def _sit(self, one: _UnderWay, found: Found) -> Reply:
        officer = one.officer
        if officer is None or officer.state is OfficerState.DISABLED:
            return self._wrong(one, found)
        if officer.state is OfficerState.LOCKED:
            locked = Refused(RefusalCode.LOGIN_LOCKED, "locked: ask a supervisor")
            return bad_news(one.ask, locked)
        new_hash = self._passwords.renewed(one.kept_hash)
        if new_hash:
            self._records.set_password_hash(officer.officer_id, new_hash, now=wall())
        recorded = (officer.roles, new_hash or one.kept_hash)
        facts = _facts(one, found)
        if found.withheld:
            facts["withheld"] = sorted(role.value for role in found.withheld)
            officer = replace(officer, roles=officer.roles - found.withheld)
        if found.withheld and not officer.roles:
            self._records.note("desk:login:withheld", facts, now=wall())
            nothing = Refused(RefusalCode.NO_ROLE, "the directory's groups leave no role")
            return bad_news(one.ask, nothing)
        self._recorded[officer.officer_id] = recorded
        seat, ended = self._sessions.sit(
            officer, one.asked.desk, monotonic(), proof_hash=found.session_hash
        )
        for old in ended:
            note_session_ended(self._records, old, TOOK_ITS_PLACE)
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


def _facts(one: _UnderWay, found: Found) -> dict[str, object]:
    """Return who was where, for the log; ``auth`` says what proved it, where that was no hash."""
    facts: dict[str, object] = {"officer": one.asked.officer, "desk": one.asked.desk}
    if found.by is not ProvenBy.HUB:
        facts["auth"] = found.by.value
    return facts
