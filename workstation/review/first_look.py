"""Own judgement first: when the engine's verdict is shown, and what a reviewer made of it.

A reviewer who is told the verdict before looking tends to follow it, also where it is wrong. So
the hub may say for a case that the verdict comes after a first judgement of the reviewer's own,
or only where the two differ. This is the rule, free of screens and clocks: a state that each act
turns into the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.context import EngineShown
from workstation.domain.decision import Conclusion

CONFIRM_AFTER_S: Final = 0.8
"""A key that is asked for again counts from here on: sooner it is the bounce of the first press.

Twice the 400 ms within which Qt takes two clicks for one double click.
"""


class Judgement(StrEnum):
    """What somebody, officer or engine, thinks of a load at first."""

    CLEAR = "clear"
    SUSPICIOUS = "suspicious"


class Passage(StrEnum):
    """What becomes of a decision key: it decides, or it is asked for again."""

    DECIDES = "decides"
    ASKS_AGAIN = "asks_again"


_MEANS: Final = {
    Conclusion.RELEASE: Judgement.CLEAR,
    Conclusion.INSPECT: Judgement.SUSPICIOUS,
}
"""A rescan says nothing about the load, and who refers a case has not judged it."""


def engine_judges(comparison: Comparison | None, *, scan_id: str) -> Judgement | None:
    """Return what the engine thinks of a load; None when it cannot judge or did not compare.

    Likeness to prohibited goods and an odd one out of its lot are suspicious whatever the verdict
    about the declared goods.
    """
    if comparison is None:
        return None
    lot = comparison.lot
    is_odd = lot is not None and (lot.unlike or lot.odd == scan_id)
    if comparison.prohibited or is_odd or comparison.verdict is Verdict.INCONSISTENT:
        return Judgement.SUSPICIOUS
    return Judgement.CLEAR if comparison.verdict is Verdict.CONSISTENT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """How far a reviewer has come with a case; seconds count from when it was opened.

    Attributes
    ----------
    mode : EngineShown
        How the case is to be read.
    compared : bool
        Whether there is an answer of the engine at all: else nothing is withheld.
    engine : Judgement or None
        What that answer comes to; None when the engine cannot judge.
    own : Judgement or None
        The reviewer's first judgement.
    own_s : float or None
        When it was told [s].
    shown_s : float or None
        When the engine's answer was shown [s]; None as long as it is withheld.
    asked_s : float or None
        When a decision key was asked for again, because the engine sees it otherwise [s].
    conclusion : Conclusion or None
        What the reviewer decided in the end.
    """

    mode: EngineShown = EngineShown.BEFORE
    compared: bool = False
    engine: Judgement | None = None
    own: Judgement | None = None
    own_s: float | None = None
    shown_s: float | None = None
    asked_s: float | None = None
    conclusion: Conclusion | None = None

    @classmethod
    def of(cls, mode: EngineShown, comparison: Comparison | None, *, scan_id: str) -> "FirstLook":
        """Return where a case begins."""
        open_from_start = mode is EngineShown.BEFORE or comparison is None
        return cls(
            mode=mode,
            compared=comparison is not None,
            engine=engine_judges(comparison, scan_id=scan_id),
            shown_s=0.0 if open_from_start else None,
        )

    @property
    def is_shown(self) -> bool:
        """Whether the engine's answer may be on the screen."""
        return self.shown_s is not None

    @property
    def waits(self) -> bool:
        """Whether a first judgement is wanted."""
        return not self.is_shown and self.own is None

    @property
    def differs(self) -> bool:
        """Whether reviewer and engine both judge, and not alike."""
        return None not in (self.own, self.engine) and self.own is not self.engine

    def judged(self, own: Judgement, at_s: float) -> "FirstLook":
        """Take a first judgement; only the first one counts, and only while it is wanted."""
        if not self.waits:
            return self
        told = replace(self, own=own, own_s=at_s)
        shows = self.mode is EngineShown.AFTER or told.differs
        return replace(told, shown_s=at_s) if shows else told

    def decide(self, conclusion: Conclusion, at_s: float) -> "tuple[FirstLook, Passage]":
        """Take a decision key that nothing else forbids.

        While a first judgement is wanted, a release or an inspection is one. When the engine then
        sees it otherwise, the key is asked for again, once; so nobody decides in the moment in
        which the verdict appears.
        """
        means = _MEANS.get(conclusion)
        if self.waits and means is not None:
            told = self.judged(means, at_s)
            if told.differs:
                return replace(told, asked_s=at_s), Passage.ASKS_AGAIN
            return replace(told, conclusion=conclusion), Passage.DECIDES
        if self.asked_s is not None and at_s - self.asked_s < CONFIRM_AFTER_S:
            return self, Passage.ASKS_AGAIN
        return replace(self, conclusion=conclusion), Passage.DECIDES

    @property
    def changed_mind(self) -> bool:
        """Whether the decision is the opposite of the first judgement, the answer having been seen.

        Referring a case is not: the decision itself tells that.
        """
        means = None if self.conclusion is None else _MEANS.get(self.conclusion)
        return self.is_shown and None not in (self.own, means) and means is not self.own

    @property
    def told_s(self) -> float:
        """When the newest of all this happened [s]; 0 when nothing has."""
        return max(0.0, *(at_s or 0.0 for at_s in (self.own_s, self.shown_s, self.asked_s)))

    def kept(self) -> dict[str, Any]:
        """Return what a draft keeps of it against a crash, as plain JSON values."""
        if self.own is None:
            return {}
        return {
            "mode": self.mode.value,
            "engine": None if self.engine is None else self.engine.value,
            "own": self.own.value,
            "own_s": self.own_s,
            "shown_s": self.shown_s,
            "asked_s": self.asked_s,
        }

    def again(self, kept: Mapping[str, Any]) -> "FirstLook":
        """Return this beginning with what was kept of it before a crash.

        What was told about another answer, or under another rule, does not count here, nor does
        what cannot be read.
        """
        told = None if self.engine is None else self.engine.value
        if not kept or kept.get("mode") != self.mode.value or kept.get("engine") != told:
            return self
        try:
            own, own_s = Judgement(kept["own"]), float(kept["own_s"])
            shown_s, asked_s = _seconds(kept["shown_s"]), _seconds(kept["asked_s"])
        except (KeyError, TypeError, ValueError):
            return self
        return replace(self, own=own, own_s=own_s, shown_s=shown_s, asked_s=asked_s)

    def to_json(self) -> dict[str, Any]:
        """Return what a decision's evidence keeps of it, as plain JSON values."""
        return {
            "schema": "reviewroom.judgement/1",
            "mode": self.mode.value,
            "compared": self.compared,
            "engine": None if self.engine is None else self.engine.value,
            "first": None if self.own is None else self.own.value,
            "first_s": _rounded(self.own_s),
            "engine_shown": self.compared and self.is_shown,
            "engine_shown_s": _rounded(self.shown_s) if self.compared else None,
            "asked_again": self.asked_s is not None,
            "differed": self.differs,
            "changed_mind": self.changed_mind,
        }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _seconds(value: float | None) -> float | None:
    return None if value is None else float(value)
