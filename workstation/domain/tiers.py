"""How a supervisor sets tiers and time limits while the room runs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from workstation.domain.context import EngineShown, Tier
from workstation.domain.readings import DEFAULT_TIERS, TierRule

_MINUTE: Final = 60.0
_LEAST_S, _MOST_S = 6.0, 7 * 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTable:
    """How cases of each tier are read, and within what time they are to be taken up [s]."""

    rules: Mapping[Tier, TierRule] = field(default_factory=lambda: DEFAULT_TIERS)
    limits: Mapping[Tier, float] = field(
        default_factory=lambda: {
            Tier.HIGH: 10 * _MINUTE,
            Tier.RAISED: 20 * _MINUTE,
            Tier.ORDINARY: 30 * _MINUTE,
        }
    )

    def with_rule(self, tier: Tier, rule: TierRule) -> "TierTable":
        """Return the table with another rule for a tier."""
        return replace(self, rules={**self.rules, tier: rule})

    def with_limit(self, tier: Tier, limit_s: float) -> "TierTable":
        """Return the table with another time limit for a tier [s]; see `limit_from_json`."""
        return replace(self, limits={**self.limits, tier: limit_s})


def tier_rule_to_json(rule: TierRule) -> dict[str, Any]:
    """Return a tier's rule as plain JSON values."""
    return {"readers": rule.readers, "engine": rule.engine.value}


def tier_rule_from_json(data: Mapping[str, Any]) -> TierRule:
    """Read what `tier_rule_to_json` wrote; ``KeyError`` or ``ValueError`` otherwise."""
    return TierRule(readers=int(data["readers"]), engine=EngineShown(data["engine"]))


def limit_from_json(data: Mapping[str, Any]) -> float:
    """Return a time limit ``limit_s`` [s]; ``ValueError`` when it is none of 6 s to 7 days."""
    limit_s = float(data["limit_s"])
    if not (math.isfinite(limit_s) and _LEAST_S <= limit_s <= _MOST_S):
        raise ValueError(f"a time limit is 6 s to 7 days, got {limit_s:g} s")
    return limit_s
