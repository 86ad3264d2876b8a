"""How often a case is read, and what follows from what its readers say. Pure rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.context import EngineShown, Reading, Tier
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.declaration import Declaration
from workstation.domain.law import Step
from workstation.domain.mark_limits import fault_in
from workstation.domain.officer import Role

#: The reason of a referral that no officer wrote: two readings of the case differ.
READINGS_DIFFER: Final = "readings_differ"

_MOST_NOTE: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRule:
    """How cases of one tier are read: by one officer or by two apart, and when the engine speaks.

    Raises
    ------
    ValueError
        If ``readers`` is neither 1 nor 2.
    """

    readers: int
    engine: EngineShown

    def __post_init__(self) -> None:
        if self.readers not in {1, 2}:
            raise ValueError(f"readers must be 1 or 2, got {self.readers}")


DEFAULT_TIERS: Final[Mapping[Tier, TierRule]] = {
    Tier.ORDINARY: TierRule(readers=1, engine=EngineShown.BEFORE),
    Tier.RAISED: TierRule(readers=1, engine=EngineShown.AFTER),
    Tier.HIGH: TierRule(readers=2, engine=EngineShown.AFTER),
}


def tier_of(declaration: Declaration | None, comparison: Comparison | None) -> Tier:
    """Return how risky a case is held to be, from its facts alone.

    A risk instruction makes it `HIGH`. A scan that resembles prohibited goods, or is unlike the
    declared ones, is `RAISED`. Everything else, also what the engine cannot judge, is `ORDINARY`.
    """
    if declaration is not None and declaration.risk_instruction:
        return Tier.HIGH
    if comparison is None:
        return Tier.ORDINARY
    suspicious = comparison.prohibited or comparison.verdict is Verdict.INCONSISTENT
    return Tier.RAISED if suspicious else Tier.ORDINARY


def reading_of(
    tier: Tier, rules: Mapping[Tier, TierRule], *, read_before: int, required_role: str
) -> Reading:
    """Return how the next officer is to read a case.

    Parameters
    ----------
    read_before : int
        How many officers' readings of the case stand.
    required_role : str
        A chief decides alone: whoever read before has handed the case up.
    """
    rule = rules[tier]
    if required_role == Role.CHIEF:
        return Reading(tier=tier, readers=1, slot=1, engine=rule.engine)
    # What began as a second reading stays one, also if the tier was lowered in between.
    readers = max(rule.readers, read_before + 1)
    return Reading(tier=tier, readers=readers, slot=read_before + 1, engine=rule.engine)


def step_for(before: Sequence[Conclusion], now: Conclusion, *, readers: int, role: str) -> Step:
    """Return what a reviewer's or chief's conclusion does to its case.

    Parameters
    ----------
    before : sequence of Conclusion
        What stands of earlier readers.
    readers : int
        How many readers the case's tier asks for. It counts for the first reading only: once
        there is one, the next is held against it.
    role : str
        The role that the case waits for. A chief's word is the last, whatever stands.
    """
    if now is Conclusion.REFER:
        return Step.REFER
    if role == Role.CHIEF:
        return Step.DECIDE
    if not before:
        return Step.DECIDE if readers <= 1 else Step.READ
    return Step.DECIDE if set(before) == {now} else Step.DIFFER


def role_for(standing: Sequence[Conclusion]) -> Role:
    """Return who has to decide a case of which these conclusions stand, none of them the last."""
    handed_up = Conclusion.REFER in standing or len(set(standing)) > 1
    return Role.CHIEF if handed_up else Role.REVIEWER


def announced(own: Decision, others: Sequence[Decision]) -> Decision:
    """Return a decision as its site hears it: an inspection that readers agreed on has all marks.

    The marks of the officer whose decision settled the case come first and are never left out.
    Of the others' there are as many as `mark_limits` allows in one decision; their notes follow.
    """
    agreed = own.conclusion is Conclusion.INSPECT and all(
        other.conclusion is Conclusion.INSPECT for other in others
    )
    if not agreed:
        return own
    marks, known = list(own.marks), {mark.mark_id for mark in own.marks}
    for number, other in enumerate(others, start=2):
        for mark in other.marks:
            name = f"{mark.mark_id}-{number}" if mark.mark_id in known else mark.mark_id
            if fault_in([*marks, mark]) is None:
                marks.append(replace(mark, mark_id=name))
                known.add(name)
    notes = dict.fromkeys(note for note in (own.note, *(one.note for one in others)) if note)
    return replace(own, marks=tuple(marks), note="\n".join(notes)[:_MOST_NOTE])
