"""What officers write down with a decision: the reason, the mark, and how they came to it."""

import random
from typing import Any, Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion, Mark, MarkShape
from workstation.domain.finding import Confidence, Finding, FindingKind, Told
from workstation.domain.readings import DEFAULT_TIERS
from workstation.simulation.year.containers import Container
from workstation.simulation.year.reading import Read

_GUESSES: Final = (
    FindingKind.GOODS_DIFFER,
    FindingKind.UNDECLARED_GOODS,
    FindingKind.DENSE_OBJECT,
    FindingKind.ORGANIC_MASS,
    FindingKind.UNEXPLAINED_SPACE,
    FindingKind.CIGARETTES_ALCOHOL,
    FindingKind.HIDDEN_SPACE,
    FindingKind.DRUGS,
    FindingKind.WASTE,
)
_PLACES: Final = (
    Told(en="1.2 m from the doors, bottom", zh="距箱门1.2米,下部"),
    Told(en="4.0 m from the doors, middle", zh="距箱门4.0米,中部"),
    Told(en="8.5 m from the doors, top", zh="距箱门8.5米,上部"),
    Told(en="at the front wall, bottom", zh="靠前壁,下部"),
)


def reason_of(read: Read, container: Container, comparison: Comparison | None) -> str:
    """Return the coded reason that goes with a conclusion, as `review.reasons` has them."""
    match read.conclusion:
        case Conclusion.RELEASE:
            return ""
        case Conclusion.RESCAN:
            return "poor_image"
        case Conclusion.REFER:
            return "second_opinion"
        case Conclusion.INSPECT:
            if container.declaration.risk_instruction:
                return "risk_instruction"
            unlike = comparison is not None and comparison.verdict is Verdict.INCONSISTENT
            return "unlike_declared" if unlike else "hidden_object"


def marks_of(read: Read, container: Container, rng: random.Random) -> tuple[Mark, ...]:
    """Return the mark that goes with an order to open the container."""
    if read.conclusion is not Conclusion.INSPECT:
        return ()
    right = container.find is not None and rng.random() < 0.7
    kind = container.find if right else rng.choice(_GUESSES)
    # Halved and moved, so that it lies within the smallest picture, that of 20 feet [px].
    row, column = 60.0 + rng.randrange(200, 900) // 2, 600.0 + rng.randrange(300, 3600) // 5
    height, width = rng.randrange(60, 300) / 2.0, rng.randrange(80, 500) / 2.0
    return (
        Mark(
            mark_id="m1",
            view="side",
            shape=MarkShape.BOX,
            points=((row, column), (row + height, column + width)),
            finding=Finding(kind=kind, confidence=rng.choice(tuple(Confidence))),
            place=rng.choice(_PLACES),
        ),
    )


def evidence_of(read: Read, tier: Tier, comparison: Comparison | None) -> dict[str, Any]:
    """Return what a desk would have kept of how the case was read."""
    verdict = None if comparison is None else comparison.verdict
    first = "suspicious" if read.first_suspicious else "clear"
    differed = None
    if verdict in {Verdict.CONSISTENT, Verdict.INCONSISTENT}:
        differed = read.first_suspicious != (verdict is Verdict.INCONSISTENT)
    judgement = {
        "schema": "reviewroom.judgement/1",
        "mode": DEFAULT_TIERS[tier].engine.value,
        "compared": True,
        "engine": None if verdict is None else verdict.value,
        "first": first,
        "first_s": round(0.7 * read.took_s, 3),
        "engine_shown": True,
        "engine_shown_s": 0.0 if tier is not Tier.HIGH else round(0.7 * read.took_s, 3),
        "asked_again": read.changed_mind,
        "differed": differed,
        "changed_mind": read.changed_mind,
    }
    return {"judgement": judgement, "engine_seen": True, "dwell_s": round(read.took_s, 3)}
