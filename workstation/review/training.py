"""What a training case really held, and whether a decision about it was right. No screen here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion


class Outcome(StrEnum):
    """How a decision compares with the truth.

    Who refers a picture has doubted it: that counts as an inspection. A rescan is no judgement
    about the load, so it counts as nothing.
    """

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false_alarm"
    CORRECT_REJECTION = "correct_rejection"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenThing:
    """A hidden load: its code, its mass [kg] and where it lies in the picture [px]."""

    kind: str
    mass_kg: float
    areas: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTruth:
    """What a simulated container holds.

    Attributes
    ----------
    loaded, loaded_zh : str
        The goods that are really loaded.
    declared, declared_zh : str
        The goods that the declaration names.
    truly_declared : bool
    hidden : tuple of HiddenThing
    """

    loaded: str
    loaded_zh: str
    declared: str
    declared_zh: str
    truly_declared: bool
    hidden: tuple[HiddenThing, ...] = ()

    @property
    def is_suspicious(self) -> bool:
        """Whether the container should be opened."""
        return bool(self.hidden) or not self.truly_declared


def outcome_of(conclusion: Conclusion, truth: TrainingTruth) -> Outcome:
    """Return how a decision compares with the truth."""
    if conclusion is Conclusion.RESCAN:
        return Outcome.NOT_COUNTED
    doubted = conclusion in {Conclusion.INSPECT, Conclusion.REFER}
    if truth.is_suspicious:
        return Outcome.HIT if doubted else Outcome.MISS
    return Outcome.FALSE_ALARM if doubted else Outcome.CORRECT_REJECTION


def truth_from_json(data: Mapping[str, Any]) -> TrainingTruth:
    """Read the truth of a case; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    return TrainingTruth(
        loaded=str(data["loaded"]),
        loaded_zh=str(data["loaded_zh"]),
        declared=str(data["declared"]),
        declared_zh=str(data["declared_zh"]),
        truly_declared=bool(data["truly_declared"]),
        hidden=tuple(_hidden_from_json(one) for one in data["hidden"]),
    )


def _hidden_from_json(data: Mapping[str, Any]) -> HiddenThing:
    areas: Sequence[Mapping[str, int]] = data["areas"]
    return HiddenThing(
        kind=str(data["kind"]),
        mass_kg=float(data["mass_kg"]),
        areas=tuple(Rectangle(**area) for area in areas),
    )
