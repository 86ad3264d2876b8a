"""Lines of the engine's table: what was reached, beside the baseline and the bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from tests.benchmarks.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What was asked for: a least value, a greatest, or both."""

    least: float | None = None
    most: float | None = None

    def keeps(self, value: float) -> bool:
        """Tell whether a value is within the bar; what could not be measured is not."""
        return bool(
            np.isfinite(value)
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )

    def text(self) -> str:
        """Return the bar as it is printed."""
        if self.least is not None and self.most is not None:
            return f"{self.least:g} to {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes
    ----------
    baseline : float or None
        What the peer reached in the same run; ``against`` says who.
    note : str
        The unit, or a word about how it was measured.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    against: str = ""
    bar: Bar | None = None
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the bar is kept; None where none was set."""
        return None if self.bar is None else self.bar.keeps(self.value)

    def text(self, width: int) -> str:
        """Return the line as it is printed."""
        interval = "" if self.low is None else f"[{_short(self.low)}, {_short(self.high)}]"
        peer = "" if self.baseline is None else f"{self.against} {_short(self.baseline)}"
        bar = "" if self.bar is None else f"{self.bar.text()} {'kept' if self.kept else 'MISSED'}"
        parts = f"{self.name:{width}} {_short(self.value):>7} {interval:16} {peer:24} {bar:20}"
        return f"{parts} {self.note}".rstrip()


def line(  # noqa: PLR0913 - one line of a table has as many columns
    name: str,
    figure: Figure | float,
    *,
    baseline: float | None = None,
    against: str = "",
    bar: Bar | None = None,
    note: str = "",
) -> Line:
    """Return a line of a figure or of a bare number."""
    if not isinstance(figure, Figure):
        return Line(
            name=name, value=float(figure), baseline=baseline, against=against, bar=bar, note=note
        )
    return Line(
        name=name,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        baseline=baseline,
        against=against,
        bar=bar,
        note=note,
    )


def least(value: float) -> Bar:
    """Return a bar to be reached or passed."""
    return Bar(least=value)


def most(value: float) -> Bar:
    """Return a bar to stay under."""
    return Bar(most=value)


def to_json(lines: Sequence[Line]) -> str:
    """Return the table as one line of JSON; what could not be measured is null."""
    return json.dumps([_plain(one) for one in lines], ensure_ascii=False)


def say(text: str) -> None:
    """Print at once: a run takes minutes, and somebody watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def show(lines: Sequence[Line]) -> None:
    """Print lines under each other."""
    width = max((len(one.name) for one in lines), default=0)
    for one in lines:
        say(one.text(width))


def _plain(one: Line) -> dict[str, object]:
    plain = {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in asdict(one).items()
    }
    return {**plain, "kept": one.kept}


def _short(value: float | None) -> str:
    if value is None or not np.isfinite(value):
        return "n/a"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"
