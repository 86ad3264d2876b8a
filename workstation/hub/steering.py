"""Orders of those who steer the room: each durable with its reason before it is obeyed.

Owned by the broker's thread. Every order may come twice: it sets a state, and one that is set
already changes nothing.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec

from queue_client.errors import Fenced, RefusalCode, Refused, TooLate
from queue_client.oversight_messages import Approve, Break, Unpark
from queue_client.supervision_documents.steering import (
    AlertOrder,
    CaseOrder,
    ImportOrder,
    LeaseOrder,
    LimitOrder,
    ListOrder,
    PriorityOrder,
    RequestOrder,
    TargetOrder,
    TierOrder,
)
from queue_client.supervision_messages import Steer, SteerAct
from workstation.domain.alert import AlertState
from workstation.domain.context import Tier
from workstation.domain.errors import StepRefused
from workstation.domain.four_eyes import Act, Request, SecondOfficerNeeded
from workstation.domain.instants import from_text
from workstation.domain.priority import (
    Level,
    PriorityRule,
    Scope,
    rule_from_json,
    rule_to_json,
)
from workstation.domain.targets import targets_from_json, targets_to_json
from workstation.domain.tiers import limit_from_json, tier_rule_from_json
from workstation.domain.watch_list import (
    ListKind,
    WatchEntry,
    WatchList,
    content_hash,
    entry_from_json,
)
from workstation.hub.clocks import wall
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.ledger import Ledger
from workstation.hub.oversight import Oversight
from workstation.hub.ports import Records
from workstation.hub.sessions import Seat
from workstation.hub.watching import Watching

_LOG = logging.getLogger(__name__)
TARGETS: Final = "targets"
PRIORITY: Final = "priority"
TIER: Final = "tier"
LIMIT: Final = "limit"
#: How many imports may be half here at a time; older ones are forgotten.
_MOST_HALF: Final = 4

D = TypeVar("D")
Orders = Mapping[SteerAct, Callable[[Seat, Steer, dict[str, Any]], dict[str, Any]]]


class Rule(Protocol):
    """What has been set; see `workstation.storage.steering.KeptRule`."""

    @property
    def name(self) -> str:
        """Under which name."""

    @property
    def content(self) -> Mapping[str, Any]:
        """What, as plain JSON values."""


class OfDecision(Protocol):
    """The decision that settles a case; see `workstation.storage.steering.Settled`."""

    @property
    def decision_id(self) -> str:
        """Its id."""

    @property
    def final_at(self) -> datetime:
        """From when on it may have left."""


class SteeringStore(Protocol):
    """What is kept of orders; see `workstation.storage.steering` and `.watching`."""

    def rules(self) -> Sequence[Rule]:
        """Return what has been set."""

    def set_rule(
        self, name: str, content: Mapping[str, Any], *, officer: str, reason: str, now: datetime
    ) -> bool:
        """Set a rule; False when it says this already."""

    def drop_rule(self, name: str, *, officer: str, reason: str, now: datetime) -> bool:
        """Take a rule back; False when there is none."""

    def settled(self, case_id: str) -> OfDecision | None:
        """Return the decision that settles a case."""

    def ask_supersede(
        self, decision_id: str, *, officer: str, reason: str, now: datetime
    ) -> Request:
        """Ask that a decision be withdrawn."""

    def decline(self, request_id: str, *, officer: str, reason: str, now: datetime) -> str | None:
        """Close a request undone and return its subject."""

    def import_list(
        self, new: WatchList, *, source: str, officer: str, reason: str, now: datetime
    ) -> bool:
        """Put a list in force, whole; False when it is in force already."""

    def drop_list(self, name: str, *, officer: str, reason: str, now: datetime) -> bool:
        """Take a list out of force; False when there is none."""

    def move_alert(
        self, alert_id: int, to: AlertState, *, officer: str, reason: str, now: datetime
    ) -> bool:
        """Note that an alert was seen or is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringParts:
    """What orders work on; all of it belongs to the broker's thread."""

    records: Records
    ledger: Ledger
    waiting: WaitingRoom
    oversight: Oversight


class Steering:
    """Carries out orders, and knows after a restart what has been ordered."""

    def __init__(self, store: SteeringStore, parts: SteeringParts, watching: Watching) -> None:
        self._store, self._parts, self._watching = store, parts, watching
        self._began_at = wall()
        self._half: dict[tuple[str, str], list[WatchEntry]] = {}

    def orders(self) -> Orders:
        """Return who carries out which act."""
        return {
            SteerAct.SET_TARGET: self.set_target,
            SteerAct.SET_PRIORITY: self.set_priority,
            SteerAct.SET_TIER: self.set_tier,
            SteerAct.SET_LIMIT: self.set_limit,
            SteerAct.SUPERSEDE: self.supersede,
            SteerAct.APPROVE: self.approve,
            SteerAct.DECLINE: self.decline,
            SteerAct.BREAK_LEASE: self.break_lease,
            SteerAct.UNPARK: self.unpark,
            SteerAct.IMPORT_LIST: self.import_list,
            SteerAct.DROP_LIST: self.drop_list,
            SteerAct.MOVE_ALERT: self.move_alert,
        }

    def begin(self) -> None:
        """Obey what has been ordered before; nothing leaves whose withdrawal is asked for."""
        self._obey()
        for request in self._parts.records.requests():
            if request.act is Act.SUPERSEDE:
                self._parts.ledger.stay(request.subject)

    def tend(self) -> None:
        """Let rules end whose time is over."""
        if self._parts.waiting.guide.expire(wall()):
            self._parts.waiting.rearrange()

    def set_target(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Set what the figures are held against."""
        order = _read(document, TargetOrder)
        targets = _lawful(targets_from_json, msgspec.to_builtins(order))
        self._set(seat, header, TARGETS, targets_to_json(targets))
        return {}

    def set_priority(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Put a case, a site or goods before or behind others; or no longer."""
        order = _read(document, PriorityOrder)
        if order.level is None:
            self._drop(seat, header, f"{PRIORITY}:{order.scope}:{order.subject}")
            return {}
        rule = _lawful(_priority_rule, order)
        if not rule.counts_at(wall()):
            raise Refused(RefusalCode.NOT_LAWFUL, "this time is over")
        self._set(seat, header, f"{PRIORITY}:{rule.name}", rule_to_json(rule))
        return {}

    def set_tier(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Set how many officers read cases of a tier, and when they see the engine's verdict."""
        order = _read(document, TierOrder)
        name = f"{TIER}:{_lawful(Tier, order.tier)}"
        if order.readers is None:
            self._drop(seat, header, name)
        else:
            content = {"readers": order.readers, "engine": order.engine}
            _lawful(tier_rule_from_json, content)
            self._set(seat, header, name, content)
        return {}

    def set_limit(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Set within what time of its arrival a case of a tier is to be taken up."""
        order = _read(document, LimitOrder)
        name = f"{LIMIT}:{_lawful(Tier, order.tier)}"
        if order.limit_s is None:
            self._drop(seat, header, name)
        else:
            content = {"limit_s": order.limit_s}
            _lawful(limit_from_json, content)
            self._set(seat, header, name, content)
        return {}

    def supersede(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Ask that a case's decision be withdrawn; until somebody agrees or not, it stays here.

        Raises
        ------
        TooLate
            When the decision has left, or may have before the hub was restarted.
        """
        order = _read(document, CaseOrder)
        found = self._store.settled(order.case_id)
        if found is None:
            raise Refused(RefusalCode.NOT_LAWFUL, "no decision settles this case")
        # What was final before this start may have left then; only its site knows.
        left = not self._parts.ledger.may_recall(found.decision_id)
        if left or found.final_at <= self._began_at:
            raise TooLate(found.decision_id)
        try:
            request = self._store.ask_supersede(
                found.decision_id,
                officer=seat.officer.officer_id,
                reason=_reason(header),
                now=wall(),
            )
        except (KeyError, StepRefused) as error:
            raise TooLate(found.decision_id) from error
        self._parts.ledger.stay(found.decision_id)
        return {"request_id": request.request_id}

    def approve(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Agree to what another officer asked for; it is done at once."""
        order = _read(document, RequestOrder)
        asked = Approve(ask=header.ask, session=header.session, request_id=order.request_id)
        self._parts.oversight.answer(seat, asked)
        self._watching.lists_changed()  # what waits again was forgotten when it was decided
        return {}

    def decline(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Close a request undone; a decision that was kept back goes on its way."""
        order = _read(document, RequestOrder)
        try:
            subject = self._store.decline(
                order.request_id,
                officer=seat.officer.officer_id,
                reason=_reason(header),
                now=wall(),
            )
        except KeyError:
            raise Refused(RefusalCode.NOT_LAWFUL, "there is no such request") from None
        except SecondOfficerNeeded as error:
            raise Refused(RefusalCode.SECOND_OFFICER, str(error)) from error
        if subject is not None:
            self._parts.ledger.let_go(subject)
        return {}

    def break_lease(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Take a case from the desk that holds it."""
        order = _read(document, LeaseOrder)
        try:
            self._parts.oversight.answer(
                seat,
                Break(
                    ask=header.ask,
                    session=header.session,
                    case_id=order.case_id,
                    token=order.token,
                    reason=header.reason,
                ),
            )
        except Fenced:
            raise Refused(RefusalCode.NOT_LAWFUL, "this desk holds the case no longer") from None
        return {}

    def unpark(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Ask that a parked case may wait again."""
        order = _read(document, CaseOrder)
        self._parts.oversight.answer(
            seat,
            Unpark(
                ask=header.ask,
                session=header.session,
                case_id=order.case_id,
                reason=header.reason,
            ),
        )
        return {}

    def import_list(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Take some entries of a list; with the last it is in force, whole."""
        order = _read(document, ImportOrder)
        kind, reason = _lawful(ListKind, order.kind), _reason(header)
        place = (seat.officer.officer_id, order.sha256)
        got = [] if order.first == 0 else self._half.pop(place, [])
        if len(got) < order.first:
            raise Refused(RefusalCode.NOT_LAWFUL, "begin again: a part of the list is missing")
        got = [*got[: order.first], *(_lawful(entry_from_json, one) for one in order.entries)]
        if len(got) < order.total:
            self._half[place] = got
            while len(self._half) > _MOST_HALF:
                del self._half[next(iter(self._half))]
            return {"whole": False, "new": False}
        if len(got) != order.total or content_hash(got) != order.sha256:
            raise Refused(RefusalCode.HASH_MISMATCH, "the list did not come whole")
        new = self._store.import_list(
            WatchList(name=order.name, kind=kind, entries=tuple(got)),
            source=order.source,
            officer=seat.officer.officer_id,
            reason=reason,
            now=wall(),
        )
        self._watching.lists_changed()  # also again: what failed after the act is made good
        if new:
            _LOG.warning("a list is in force", extra={"list": order.name, "entries": len(got)})
        return {"whole": True, "new": new}

    def drop_list(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Take a list out of force."""
        order = _read(document, ListOrder)
        self._store.drop_list(
            order.name, officer=seat.officer.officer_id, reason=_reason(header), now=wall()
        )
        self._watching.lists_changed()
        return {}

    def move_alert(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Note that an alert was seen, or close it with a reason."""
        order = _read(document, AlertOrder)
        to = _lawful(AlertState, order.state)
        reason = _reason(header) if to is AlertState.CLOSED else header.reason.strip()
        try:
            self._store.move_alert(
                order.alert_id, to, officer=seat.officer.officer_id, reason=reason, now=wall()
            )
        except KeyError:
            raise Refused(RefusalCode.NOT_LAWFUL, "there is no such alert") from None
        return {}

    def _set(self, seat: Seat, header: Steer, name: str, content: Mapping[str, Any]) -> None:
        officer, reason = seat.officer.officer_id, _reason(header)
        self._store.set_rule(name, content, officer=officer, reason=reason, now=wall())
        self._obey()  # also what was set before: a store that failed then may not have told it

    def _drop(self, seat: Seat, header: Steer, name: str) -> None:
        officer, reason = seat.officer.officer_id, _reason(header)
        self._store.drop_rule(name, officer=officer, reason=reason, now=wall())
        self._obey()

    def _obey(self) -> None:
        guide = self._parts.waiting.guide
        table, rules = guide.configured, list[PriorityRule]()
        for rule in self._store.rules():
            kind, _, rest = rule.name.partition(":")
            if kind == PRIORITY:
                rules.append(rule_from_json(rule.content))
            elif kind == TIER:
                table = table.with_rule(Tier(rest), tier_rule_from_json(rule.content))
            elif kind == LIMIT:
                table = table.with_limit(Tier(rest), limit_from_json(rule.content))
        guide.table, guide.rules = table, tuple(rules)
        guide.expire(wall())
        self._parts.waiting.rearrange()


def _priority_rule(order: PriorityOrder) -> PriorityRule:
    return PriorityRule(
        scope=Scope(order.scope),
        subject=order.subject,
        level=Level(order.level or ""),
        until=None if order.until is None else from_text(order.until),
    )


def _read(document: dict[str, Any], kind: type[D]) -> D:
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise Refused(RefusalCode.MALFORMED, str(error)) from error


def _lawful(read: Callable[[Any], D], value: object) -> D:
    try:
        return read(value)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(RefusalCode.NOT_LAWFUL, str(error)) from error


def _reason(header: Steer) -> str:
    reason = header.reason.strip()
    if not reason:
        raise Refused(RefusalCode.NOT_LAWFUL, "a reason is needed")
    return reason
