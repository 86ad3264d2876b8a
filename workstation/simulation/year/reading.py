"""How officers read: signal and noise, habits and tiredness, and what they have heard before.

An officer sees a value on a line: noise, of which a part is the picture's own and the same for
everybody, and what the find adds. Beyond the officer's own bound the container is opened.
"""

import random
from dataclasses import dataclass
from typing import Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.decision import Conclusion
from workstation.domain.recheck import Look
from workstation.domain.recheck import Verdict as Second
from workstation.simulation.year.containers import Container
from workstation.simulation.year.world import Reader

BOUND: Final = 1.14
_OWN_NOISE: Final = 0.76
_ENGINE_HEARD: Final = {
    Verdict.INCONSISTENT: 0.75,
    Verdict.CONSISTENT: -0.12,
    Verdict.CANNOT_JUDGE: 0.0,
}
_UNSURE: Final = 0.05
#: Test images are made to look real, and are a little easier than what is really hidden.
_TEST_IMAGE: Final = 2.45 + 0.3
_TEST_SPREAD: Final = 0.6
#: Who looks again takes more time and knows that something may have been missed.
_SECOND_CARE: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an officer concludes, and how."""

    conclusion: Conclusion
    took_s: float
    first_suspicious: bool
    changed_mind: bool


def read_case(
    container: Container,
    comparison: Comparison,
    reader: Reader,
    *,
    hours_at_desk: float,
    engine_first: bool,
    rng: random.Random,
) -> Read:
    """Return what an officer concludes of a case."""
    took_s = _time(reader, rng, hard=container.goods.clutter)
    if container.poor and rng.random() < 0.82:
        conclusion = Conclusion.RESCAN
        return Read(conclusion=conclusion, took_s=took_s, first_suspicious=True, changed_mind=False)
    seen = _seen(container, reader, hours_at_desk, rng)
    moved = _ENGINE_HEARD[comparison.verdict] * reader.leans
    bound = BOUND - reader.caution
    first = seen + (moved if engine_first else 0.0) > bound
    last = seen + moved > bound
    margin = seen + moved - bound
    if abs(margin) < _UNSURE and not reader.is_chief:
        conclusion = Conclusion.REFER
    else:
        conclusion = Conclusion.INSPECT if last else Conclusion.RELEASE
    if conclusion is Conclusion.INSPECT:
        took_s += rng.uniform(20, 70)
    return Read(
        conclusion=conclusion, took_s=took_s, first_suspicious=first, changed_mind=first != last
    )


def meet_test_image(
    reader: Reader, *, hours_at_desk: float, rng: random.Random
) -> tuple[bool, float]:
    """Return whether an officer marks the object of a test image, and how long it took [s]."""
    noise = rng.gauss(0.0, 1.0)
    skill = reader.skill - reader.tires * hours_at_desk
    seen = _TEST_IMAGE + rng.gauss(0.0, _TEST_SPREAD) + skill + noise
    return seen > BOUND - reader.caution, _time(reader, rng, hard=0.5)


def look_again(container: Container, *, skill: float, rng: random.Random) -> Look:
    """Return what somebody says on looking again, without engine and author."""
    seen = container.look + rng.gauss(0.0, _OWN_NOISE)
    if container.find is not None:
        seen += container.signal + skill
    over = seen - BOUND - _SECOND_CARE
    if over <= 0:
        return Look(verdict=Second.AGREE, severity=0)
    severity = 1 + sum(over > step for step in (0.45, 1.0, 1.7))
    return Look(verdict=Second.DISAGREE, severity=severity)


def _seen(container: Container, reader: Reader, hours_at_desk: float, rng: random.Random) -> float:
    seen = container.look + rng.gauss(0.0, _OWN_NOISE)
    if container.find is not None:
        seen += container.signal + reader.skill - reader.tires * hours_at_desk
    return seen


def _time(reader: Reader, rng: random.Random, *, hard: float) -> float:
    return reader.pace_s * rng.lognormvariate(0.0, 0.45) * (1 + 0.12 * max(hard, 0.0))
