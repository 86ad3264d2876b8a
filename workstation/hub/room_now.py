"""Answers about the room now, its steering, its lists and its alerts, in the thread of questions.

What only the broker's thread knows, who sits where and holds what, it publishes once a second as
a frozen view; everything else is read from the records.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_documents.steering import AlertQuestion, RoomQuestion, WatchQuestion
from queue_client.supervision_messages import Topic
from workstation.domain.four_eyes import OF_CASES, Act, may_see
from workstation.domain.instants import from_text, to_text
from workstation.domain.room_now import AlertNow, RoomFigures
from workstation.domain.targets import Targets, targets_from_json
from workstation.domain.tiers import TierTable, limit_from_json, tier_rule_from_json
from workstation.hub.blindness import Blindness
from workstation.hub.clocks import monotonic, wall
from workstation.hub.ledger import Ledger
from workstation.hub.sessions import Seat, Sessions
from workstation.hub.steering import LIMIT, TARGETS, TIER

_EVERY_S: Final = 1.0
_MOST_LISTED: Final = 200
_MOST_ALERTS: Final = 60
_MOST_HITS: Final = 100
_MOST_ENTRIES: Final = 200
_OLDEST_DAYS: Final = 2

D = TypeVar("D")
Answers = Mapping[Topic, Callable[[Seat, dict[str, Any]], dict[str, Any]]]


class Figures(Protocol):
    """Reads how the room stands; see `workstation.storage.room_now.RoomReader`."""

    def read(self, now: datetime, *, since: datetime) -> RoomFigures:
        """Return how the room stands."""

    def alerts(self, *, limit: int, before: int | None, with_closed: bool) -> list[AlertNow]:
        """Return alerts, newest first."""

    def rule(self, name: str) -> dict[str, Any] | None:
        """Return what has been set under a name."""

    def close(self) -> None:
        """Let go of the database."""


class Listings(Protocol):
    """Reads what is worked on; see `workstation.storage.steering_now.SteeringReader`."""

    def parked(self, limit: int) -> list[dict[str, Any]]:
        """Return parked cases."""

    def requests(self, limit: int) -> list[dict[str, Any]]:
        """Return open requests."""

    def rules(self) -> list[dict[str, Any]]:
        """Return what has been set."""

    def on_their_way(self, limit: int) -> list[dict[str, Any]]:
        """Return decisions that no site has acknowledged."""

    def lists(self) -> list[dict[str, Any]]:
        """Return the lists in force."""

    def entries(self, name: str, *, first: int, limit: int) -> list[dict[str, Any]]:
        """Return some entries of a list."""

    def hits(self, *, before: datetime | None, limit: int) -> list[dict[str, Any]]:
        """Return hits, newest first."""

    def close(self) -> None:
        """Let go of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNow:
    """A desk whose officer is given cases; times are seconds until now."""

    desk: str
    officer: str
    roles: tuple[str, ...]
    sits_s: float
    idle_s: float
    locked: bool
    holds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseNow:
    """A case that a desk holds; ``left_s`` until others may have it."""

    case_id: str
    token: int
    officer: str
    desk: str
    left_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsNow:
    """Who sits where and holds what, as the broker's thread last saw it."""

    desks: tuple[DeskNow, ...] = ()
    leases: tuple[LeaseNow, ...] = ()


class SeatsWatch:
    """Publishes who sits where; ``newest`` may be read from any thread."""

    def __init__(self, sessions: Sessions, ledger: Ledger) -> None:
        self._sessions, self._ledger = sessions, ledger
        self.newest = SeatsNow()
        self._at = float("-inf")

    def tend(self) -> None:
        """Look anew when a second is over."""
        now = monotonic()
        if now - self._at < _EVERY_S:
            return
        self._at = now
        leases = tuple(
            LeaseNow(
                case_id=one.case_id,
                token=one.token,
                officer=one.officer,
                desk=one.desk,
                left_s=round(max(0.0, one.ends - now), 1),
            )
            for one in self._ledger.all()[:_MOST_LISTED]
        )
        desks = tuple(
            DeskNow(
                desk=seat.desk,
                officer=seat.officer.officer_id,
                roles=tuple(sorted(role.value for role in seat.officer.roles)),
                sits_s=round(now - seat.began),
                idle_s=round(now - seat.used),
                locked=seat.locked,
                holds=sum(lease.desk == seat.desk for lease in leases),
            )
            for seat in self._sessions.at_work()[:_MOST_LISTED]
        )
        self.newest = SeatsNow(desks=desks, leases=leases)


class RoomNow:
    """Answers questions; owned by the thread that asks it.

    Parameters
    ----------
    configured : TierTable
        What counts where nobody has set anything.
    seats : callable
        Returns the newest view of who sits where.
    blindness : Blindness
        Which case somebody looks at again: its decision is not listed for them.
    """

    def __init__(
        self,
        figures: Figures,
        listings: Listings,
        configured: TierTable,
        seats: Callable[[], SeatsNow],
        blindness: Blindness,
    ) -> None:
        self._blindness = blindness
        self._figures, self._listings = figures, listings
        self._configured, self._seats = configured, seats

    def answers(self) -> Answers:
        """Return who answers which topic."""
        return {
            Topic.ROOM_NOW: self.room_now,
            Topic.STEERING: self.steering,
            Topic.WATCH_LISTS: self.watch_lists,
            Topic.ALERTS: self.alerts,
        }

    def room_now(self, _seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return how the room stands since the asker's midnight."""
        since, now = _instant(_read(question, RoomQuestion).since), wall()
        if not 0 <= (now - since).total_seconds() <= _OLDEST_DAYS * 86400:
            says = "the day that is counted begins within the last two days"
            raise Refused(RefusalCode.NOT_LAWFUL, says)
        figures, seats = self._figures.read(now, since=since), self._seats()
        newest = self._figures.alerts(limit=_MOST_ALERTS, before=None, with_closed=False)
        return {
            **figures_to_json(figures, self.targets()),
            "desks": [asdict(desk) for desk in seats.desks],
            "alerts": [alert_to_json(alert) for alert in newest],
        }

    def steering(self, seat: Seat, _question: dict[str, Any]) -> dict[str, Any]:
        """Return what those who steer work on, and what is in force."""
        rules = self._listings.rules()
        on_their_way = self._listings.on_their_way(_MOST_LISTED)
        hidden = self._blindness.case_of(seat.officer.officer_id)
        # What somebody wants to withdraw, and why, tells as much as the decision itself.
        secret = self._blindness.decision_of(seat.officer.officer_id)
        requests = [
            one
            for one in self._listings.requests(_MOST_LISTED)
            if one["subject"] != secret and may_see(seat.officer.roles, Act(one["act"]))
        ]
        return {
            "leases": [asdict(lease) for lease in self._seats().leases],
            "parked": self._listings.parked(_MOST_LISTED),
            "requests": [one for one in requests if one["act"] in OF_CASES],
            "other_requests": [one for one in requests if one["act"] not in OF_CASES],
            "decisions": [one for one in on_their_way if one["case_id"] != hidden],
            "rules": rules,
            "tiers": self._tiers(rules),
            "targets": asdict(self.targets()),
        }

    def watch_lists(self, _seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return the lists in force, a page of hits, and some entries of one list."""
        asked = _read(question, WatchQuestion)
        before = None if asked.before is None else _instant(asked.before)
        entries = []
        if asked.list is not None:
            first = asked.first
            entries = self._listings.entries(asked.list, first=first, limit=_MOST_ENTRIES)
        return {
            "lists": self._listings.lists(),
            "hits": self._listings.hits(before=before, limit=_MOST_HITS),
            "entries": entries,
        }

    def alerts(self, _seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return a page of alerts, newest first."""
        asked = _read(question, AlertQuestion)
        found = self._figures.alerts(
            limit=_MOST_ALERTS, before=asked.before, with_closed=asked.closed
        )
        return {"alerts": [alert_to_json(alert) for alert in found]}

    def targets(self) -> Targets:
        """Return the targets in force."""
        kept = self._figures.rule(TARGETS)
        return Targets() if kept is None else targets_from_json(kept)

    def close(self) -> None:
        """Let go of the database."""
        self._figures.close()
        self._listings.close()

    def _tiers(self, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        kept = {rule["name"]: rule["content"] for rule in rules}
        found = []
        for tier, configured in self._configured.rules.items():
            own, limit = kept.get(f"{TIER}:{tier}"), kept.get(f"{LIMIT}:{tier}")
            rule = configured if own is None else tier_rule_from_json(own)
            found.append(
                {
                    "tier": tier.value,
                    "readers": rule.readers,
                    "engine": rule.engine.value,
                    "limit_s": self._configured.limits[tier]
                    if limit is None
                    else limit_from_json(limit),
                    "rule_is_set": own is not None,
                    "limit_is_set": limit is not None,
                }
            )
        return found


def figures_to_json(figures: RoomFigures, targets: Targets) -> dict[str, Any]:
    """Return how the room stands as plain JSON values."""
    day = figures.day
    return {
        "at": to_text(figures.at),
        "sites": [
            {
                "site": one.site,
                "by_stage": dict(one.by_stage),
                "oldest_waiting": None
                if one.oldest_waiting is None
                else to_text(one.oldest_waiting),
            }
            for one in figures.sites
        ],
        "day": {
            "since": to_text(day.since),
            "decided": day.decided,
            "released": day.released,
            "direct_release": day.direct_release,
            "turnaround_s": {name.value: took for name, took in day.turnaround_s.items()},
            "by_hour": list(day.by_hour),
            "judged": day.judged,
            "silent": day.silent,
            "coverage": day.coverage,
        },
        "targets": asdict(targets),
        "scanners": [{**asdict(one), "measure": one.measure.value} for one in figures.scanners],
        "alert_counts": [
            {"kind": kind.value, "state": state.value, "count": count}
            for (kind, state), count in figures.alerts.items()
        ],
    }


def alert_to_json(alert: AlertNow) -> dict[str, Any]:
    """Return an alert as plain JSON values."""
    return {
        "alert_id": alert.alert_id,
        "kind": alert.kind.value,
        "subject": alert.subject,
        "site": alert.site,
        "state": alert.state.value,
        "at": to_text(alert.raised_at),
        "facts": dict(alert.facts),
        "moved_by": alert.moved_by,
        "moved_at": None if alert.moved_at is None else to_text(alert.moved_at),
    }


def _read(document: dict[str, Any], kind: type[D]) -> D:
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise Refused(RefusalCode.MALFORMED, str(error)) from error


def _instant(text: str) -> datetime:
    try:
        return from_text(text)
    except ValueError as error:
        raise Refused(RefusalCode.NOT_LAWFUL, str(error)) from error
