"""The coded reasons that go with a conclusion, and which one the desk proposes."""

from collections.abc import Mapping
from enum import StrEnum

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.decision import Conclusion


class Reason(StrEnum):
    """Why an officer wants a container opened, scanned again or seen by a chief."""

    UNLIKE_DECLARED = "unlike_declared"
    HIDDEN_OBJECT = "hidden_object"
    PROHIBITED_GOODS = "prohibited_goods"
    MASS_DIFFERS = "mass_differs"
    NOT_EMPTY = "not_empty"
    RISK_INSTRUCTION = "risk_instruction"
    TOO_DENSE = "too_dense"
    POOR_IMAGE = "poor_image"
    CUT_OFF = "cut_off"
    WRONG_CONTAINER = "wrong_container"
    UNKNOWN_GOODS = "unknown_goods"
    SECOND_OPINION = "second_opinion"


REASONS: Mapping[Conclusion, tuple[Reason, ...]] = {
    Conclusion.RELEASE: (),
    Conclusion.INSPECT: (
        Reason.UNLIKE_DECLARED,
        Reason.HIDDEN_OBJECT,
        Reason.PROHIBITED_GOODS,
        Reason.MASS_DIFFERS,
        Reason.NOT_EMPTY,
        Reason.RISK_INSTRUCTION,
        Reason.TOO_DENSE,
    ),
    Conclusion.RESCAN: (Reason.POOR_IMAGE, Reason.CUT_OFF, Reason.WRONG_CONTAINER),
    Conclusion.REFER: (Reason.SECOND_OPINION, Reason.UNKNOWN_GOODS, Reason.TOO_DENSE),
}


def in_order(
    conclusion: Conclusion, comparison: Comparison | None, *, marked: bool
) -> tuple[Reason, ...]:
    """Return the reasons of a conclusion, the proposed one first and the others as they always are.

    The number of a reason is not its place in this row but `number_of`, which never changes: a
    hand learns numbers.
    """
    first = proposed(conclusion, comparison, marked=marked)
    return tuple(sorted(REASONS[conclusion], key=lambda reason: reason is not first))


def number_of(conclusion: Conclusion, reason: Reason) -> int:
    """Return the number key of a reason, from 1."""
    return REASONS[conclusion].index(reason) + 1


def reason_at(conclusion: Conclusion, number: int) -> Reason | None:
    """Return the reason on a number key from 1 to 9, or None when there is none on it."""
    offered = REASONS[conclusion]
    return offered[number - 1] if 1 <= number <= len(offered) else None


def proposed(
    conclusion: Conclusion, comparison: Comparison | None, *, marked: bool, demanded: bool = False
) -> Reason | None:
    """Return the reason that the desk preselects; the officer may always take another.

    A mark speaks for something that an officer saw, so it outweighs what the engine thinks. That
    a list of risk control demanded it is the reason where nobody found one.
    """
    offered = REASONS[conclusion]
    if not offered:
        return None
    if conclusion is Conclusion.INSPECT:
        if comparison is not None and comparison.prohibited:
            return Reason.PROHIBITED_GOODS
        if marked:
            return Reason.HIDDEN_OBJECT
        if comparison is not None and comparison.verdict is Verdict.INCONSISTENT:
            return Reason.UNLIKE_DECLARED
        if demanded:
            return Reason.RISK_INSTRUCTION
    return offered[0]
