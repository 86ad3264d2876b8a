"""Officers at desks: log-in with argon2id, one session each, ended by idleness or time.

Sessions live only in memory. After a restart of the hub a desk sits down again by itself.
"""

import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_client.errors import RefusalCode, Refused
from workstation.domain.officer import REVIEWING, Officer
from workstation.domain.password_tries import (
    DAY_S,
    LOCK_S,
    MOST_A_DAY,
    MOST_OF_PLACE,
    wait_after,
)

# 64 MiB, 3 passes, 4 lanes: the specification's choice; OWASP's floor is 19 MiB and 2 passes.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# The hash of a random text that was thrown away: an unknown officer costs as much time as a known.
_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$77dJGhdiLrmQ+o+QUUQYPg$MSw0U35xPn/NQKxb5UsBwGyzYmhiIyMKf83OiJvMpD4"
)
SHORTEST_PASSWORD: Final = 12
_FEWEST_SIGNS: Final = 5
TOOK_ITS_PLACE: Final = "another log-in took its place"
# What is guessed first; longer than a password must be, or made longer in the usual ways.
_GUESSED: Final = (
    "123456789012",
    "password",
    "qwertyuiop",
    "administrator",
    "letmein",
    "welcome",
    "reviewroom",
    "customs",
    "iloveyou",
    "woaini",
    "haiguan",
)
_ENDED_REMEMBERED: Final = 1000
#: A password takes a third of a second to be found wrong: these are an hour's at least.
_FAILURES_REMEMBERED: Final = 10_000


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its parameters and a fresh salt."""
    return _HASHER.hash(password)


def needs_new_hash(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    try:
        return _HASHER.check_needs_rehash(password_hash)
    except InvalidHashError:
        return False


def fault_in_password(password: str, *, officer: str) -> str | None:
    """Return what is wrong with a new password, or None.

    It is long and is none of those that are guessed first, with digits and signs hung on; there
    are no rules of composition, and it does not grow old (NIST SP 800-63B, 5.1.1.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"a password has {SHORTEST_PASSWORD} characters at least"
    plain = password.lower()
    core = plain.strip("0123456789!?.,-_*#@$ ")
    if len(set(plain)) < _FEWEST_SIGNS or not core:
        return "a password of so few different signs is guessed"
    if any(core in (word, word * 2) for word in (*_GUESSED, officer.lower())):
        return "this password is one of the first to be guessed"
    return None


def password_holds(password_hash: str, password: str) -> bool:
    """Tell whether a password fits a hash; takes about 0.3 s by design."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_password(kept_hash: str | None, password: str) -> bool:
    """Tell whether a password is an officer's; for nobody it takes as long, and is not."""
    return password_holds(kept_hash or _NOBODY, password) and kept_hash is not None


class PasswordDesk:
    """Checks passwords two at a time, so that a flood of log-ins cannot take the machine."""

    def __init__(
        self, *, holds: Callable[[str, str], bool] = password_holds, renew: bool = True
    ) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub-password")
        self._holds, self._renew = holds, renew
        self._renewed: dict[str, str] = {}

    def check(self, password_hash: str | None, password: str) -> "Future[bool]":
        """Start a check; the future tells whether the password is right."""
        return self._pool.submit(self._check, password_hash, password)

    def hash(self, password: str) -> "Future[str]":
        """Start to hash a password; that takes as long as a check."""
        return self._pool.submit(hash_password, password)

    def renewed(self, password_hash: str) -> str | None:
        """Return the hash that is to take an old one's place; once, after it was found right."""
        return self._renewed.pop(password_hash, None)

    def close(self) -> None:
        """Wait for checks under way and end the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _check(self, password_hash: str | None, password: str) -> bool:
        right = self._holds(password_hash or _NOBODY, password)
        if right and self._renew and password_hash and needs_new_hash(password_hash):
            self._renewed[password_hash] = hash_password(password)
        return right and password_hash is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An officer's session at a desk; instants are monotonic [s].

    While it is ``locked`` its officer is away, and nothing new is given to the desk. ``software``
    is what the desk's program calls itself. ``proof_hash`` is the hash of a password that the
    directory proved when the session began: it is kept nowhere else, and ends with it.
    """

    token: str = field(repr=False)
    officer: Officer
    desk: str
    began: float
    used: float
    locked: bool = False
    software: str = ""
    proof_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failures:
    """Wrong passwords in a row, and the hash that they were held against."""

    count: int
    locked_until: float
    kept_hash: str


class Sessions:
    """Who sits where. Every method is given a monotonic instant."""

    def __init__(self, *, idle_s: float, longest_s: float) -> None:
        self._idle_s, self._longest_s = idle_s, longest_s
        self._seats: dict[str, Seat] = {}
        self._ended: dict[str, str] = {}
        self._failures: dict[tuple[str, str], _Failures] = {}
        self.software: dict[str, str] = {}  # by desk, as each said hello
        self._of_day: dict[str, deque[float]] = {}
        self._of_desk: dict[str, deque[float]] = {}

    def check_throttle(self, officer: str, desk: str, now: float, *, kept_hash: str = "") -> None:
        """Raise `Refused` while an officer, or the whole desk, is locked after many failures.

        An officer's failures with a password that has been replaced since do not count.
        """
        failures = self._failures_with(officer, desk, kept_hash)
        locked_until = 0.0 if failures is None else failures.locked_until
        of_desk = self._of_desk.get(desk)
        if of_desk is not None and len(of_desk) == MOST_OF_PLACE:
            locked_until = max(locked_until, of_desk[0] + LOCK_S)
        if now < locked_until:
            raise Refused(RefusalCode.LOGIN_LOCKED, f"locked for {locked_until - now:.0f} s")

    def _failures_with(self, officer: str, desk: str, kept_hash: str) -> _Failures | None:
        failures = self._failures.get((officer, desk))
        return failures if failures is not None and failures.kept_hash == kept_hash else None

    def fail(self, officer: str, desk: str, now: float, *, kept_hash: str = "") -> int:
        """Note a failed log-in; returns how many there were in a row with the same password."""
        before = self._failures_with(officer, desk, kept_hash)
        count = 1 if before is None else before.count + 1
        self._failures.pop((officer, desk), None)
        self._failures[officer, desk] = _Failures(
            count=count, locked_until=now + wait_after(count), kept_hash=kept_hash
        )
        self._of_desk.setdefault(desk, deque(maxlen=MOST_OF_PLACE)).append(now)
        of_day = self._of_day.pop(officer, None) or deque(maxlen=MOST_A_DAY)
        of_day.append(now)
        self._of_day[officer] = of_day
        self._forget_some(now)
        return count

    def _forget_some(self, now: float) -> None:
        """Keep names that somebody invents from filling the memory; the oldest failures go first.

        What still locks somebody out goes last.
        """
        if len(self._failures) > _FAILURES_REMEMBERED:
            over = (key for key, one in self._failures.items() if one.locked_until <= now)
            del self._failures[next(over, next(iter(self._failures)))]
        if len(self._of_day) > _FAILURES_REMEMBERED:
            few = (name for name, times in self._of_day.items() if len(times) < MOST_A_DAY)
            del self._of_day[next(few, next(iter(self._of_day)))]

    def is_beyond_day(self, officer: str, now: float) -> bool:
        """Tell whether an officer's password was wrong so often today that they are locked out."""
        failures = self._of_day.get(officer)
        return bool(failures and len(failures) == MOST_A_DAY and failures[0] + DAY_S > now)

    def forgive(self, officer: str) -> None:
        """Forget all wrong passwords of an officer, at every desk: somebody let them in again."""
        for key in [one for one in self._failures if one[0] == officer]:
            del self._failures[key]
        self.forget_day(officer)

    def forget_day(self, officer: str) -> None:
        """Forget the wrong passwords of an officer who was let in again."""
        self._of_day.pop(officer, None)

    def seats(self) -> list[Seat]:
        """Return who sits where."""
        return list(self._seats.values())

    def at_work(self) -> list[Seat]:
        """Return the seats whose officer is given cases; whoever only looks on is left out."""
        return [
            seat for seat in self._seats.values() if not seat.officer.roles.isdisjoint(REVIEWING)
        ]

    def sit(
        self, officer: Officer, desk: str, now: float, *, proof_hash: str = ""
    ) -> tuple[Seat, list[Seat]]:
        """Open a session; returns it and the seats it ended (same officer, or same desk)."""
        self._failures.pop((officer.officer_id, desk), None)
        ended = [
            seat
            for seat in self._seats.values()
            if seat.officer.officer_id == officer.officer_id or seat.desk == desk
        ]
        for seat in ended:
            self.end(seat.token, TOOK_ITS_PLACE)
        seat = Seat(
            token=secrets.token_hex(32),
            officer=officer,
            desk=desk,
            began=now,
            used=now,
            software=self.software.get(desk, ""),
            proof_hash=proof_hash,
        )
        self._seats[seat.token] = seat
        return seat, ended

    def seat(self, token: str, desk: str, now: float) -> Seat:
        """Return the session of a token at a desk and note that it was used.

        Raises
        ------
        Refused
            `SESSION_ENDED` with the reason when it is over; `NO_SESSION` when it is not known,
            or was opened at another desk.
        """
        seat = self._seats.get(token)
        if seat is None or seat.desk != desk:
            if token in self._ended:
                raise Refused(RefusalCode.SESSION_ENDED, self._ended[token])
            raise Refused(RefusalCode.NO_SESSION, "no such session at this desk")
        seat = self._seats[token] = replace(seat, used=now)
        return seat

    def lock(self, token: str, desk: str, now: float) -> bool:
        """Lock a session; False when it was locked before. Raises `Refused` like `seat`."""
        seat = self.seat(token, desk, now)
        self._seats[token] = replace(seat, locked=True)
        return not seat.locked

    def unlock(self, token: str, desk: str, now: float) -> bool:
        """Unlock a session; False when it was not locked. Raises `Refused` like `seat`."""
        seat = self.seat(token, desk, now)
        self._failures.pop((seat.officer.officer_id, desk), None)
        self._seats[token] = replace(seat, locked=False)
        return seat.locked

    def expired(self, now: float) -> list[Seat]:
        """Return the sessions that were idle or open for too long."""
        return [
            seat
            for seat in self._seats.values()
            if seat.used + self._idle_s <= now or seat.began + self._longest_s <= now
        ]

    def end(self, token: str, reason: str) -> Seat | None:
        """End a session; None when there is none."""
        seat = self._seats.pop(token, None)
        if seat is not None:
            self._ended[token] = reason
            while len(self._ended) > _ENDED_REMEMBERED:
                del self._ended[next(iter(self._ended))]
        return seat

    def officers(self) -> list[str]:
        """Return the ids of the officers who sit at a desk."""
        return sorted(seat.officer.officer_id for seat in self._seats.values())
