"""What somebody has to look at: raised once, seen, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class AlertKind(StrEnum):
    """What an alert is about."""

    WATCH_HIT = "watch_hit"
    PROHIBITED = "prohibited"
    BRAND = "brand"
    SCANNER_DRIFT = "scanner_drift"
    MISSED = "missed"


class AlertState(StrEnum):
    """Where an alert stands; a closed one never opens again, the same event raises a new one."""

    ACTIVE = "active"
    SEEN = "seen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What an alert is raised for; ``subject`` is a case or a scanner, ``facts`` plain JSON."""

    kind: AlertKind
    subject: str
    site: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def may_move(state: AlertState, to: AlertState) -> bool:
    """Tell whether an alert may be moved from one state to another."""
    order = list(AlertState)
    return order.index(to) > order.index(state)
