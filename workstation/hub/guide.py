"""What those who steer have set, as dispatch and reading ask for it; owned by the broker's thread.

It is filled from the records at the start and at each order; the configuration counts where
nobody has set anything.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from workstation.domain.case import Case
from workstation.domain.context import Instruction, Reading, Tier
from workstation.domain.priority import PriorityRule, steered
from workstation.domain.readings import reading_of, tier_of
from workstation.domain.tiers import TierTable
from workstation.domain.watch_list import Effect, Hit

#: A case that risk control wants opened goes with those of a risk instruction.
_DEMANDED: Final = 10
_BEFORE_OTHERS: Final = 1
_TIER_OF_EFFECT: Final = {
    Effect.MUST_INSPECT: Tier.HIGH,
    Effect.TWO_READERS: Tier.HIGH,
    Effect.LOOK_AT: Tier.RAISED,
}
_RISING: Final = list(Tier)


class Guide:
    """How each case is to be taken up and read.

    Parameters
    ----------
    table : TierTable
        What the configuration says.
    """

    def __init__(self, table: TierTable | None = None) -> None:
        self.configured = TierTable() if table is None else table
        self.table = self.configured
        self.rules: tuple[PriorityRule, ...] = ()
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self.came_back: list[str] = []  # cases to be held against the lists anew

    def meant(self, case_id: str, hits: Sequence[Hit]) -> bool:
        """Take what means a case; tells whether that is news.

        It is kept when the case is decided: its decision may be taken back.
        """
        before = self._hits.get(case_id, ())
        if hits:
            self._hits[case_id] = tuple(hits)
        else:
            self._hits.pop(case_id, None)
        return tuple(hits) != before

    def tier(self, case: Case) -> Tier:
        """Return how risky a case is held to be, with what risk control asks."""
        found = [tier_of(case.declaration, case.comparison)]
        found += [_TIER_OF_EFFECT[hit.effect] for hit in self._hits.get(case.case_id, ())]
        return max(found, key=_RISING.index)

    def limit_s(self, tier: Tier) -> float:
        """Return within what time of its arrival a case of a tier is to be taken up [s]."""
        return self.table.limits[tier]

    def priority(self, case_id: str, own: int, hs: Sequence[str]) -> int:
        """Return a case's place among others, with lists and rules on top of its own."""
        for hit in self._hits.get(case_id, ()):
            asked = _BEFORE_OTHERS if hit.effect is Effect.LOOK_AT else _DEMANDED
            own = max(own, asked)
        return steered(own, case_id, hs, self.rules)

    def reading(self, case: Case) -> Reading:
        """Return how the next officer is to read a case, or the one who holds it reads it."""
        tier, rules = self.tier(case), self.table.rules
        if any(hit.effect is Effect.TWO_READERS for hit in self._hits.get(case.case_id, ())):
            rules = {**rules, tier: replace(rules[tier], readers=2)}
        return reading_of(
            tier, rules, read_before=len(case.read_by), required_role=case.required_role
        )

    def instructions(self, case_id: str) -> tuple[Instruction, ...]:
        """Return what the officer of a case is told of the lists."""
        return tuple(
            Instruction(
                list_name=hit.list_name,
                kind=hit.kind.value,
                effect=hit.effect.value,
                text=hit.instruction,
            )
            for hit in self._hits.get(case_id, ())
        )

    def demands_inspection(self, case_id: str) -> Instruction | None:
        """Return the instruction that forbids to release a case, or None."""
        told = self.instructions(case_id)
        return next((one for one in told if one.effect == Effect.MUST_INSPECT), None)

    def expire(self, now: datetime) -> bool:
        """Drop the rules that count no longer; tells whether there were any."""
        left = tuple(rule for rule in self.rules if rule.counts_at(now))
        changed, self.rules = len(left) != len(self.rules), left
        return changed
