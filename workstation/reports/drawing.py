"""A chart as strokes, rectangles and words, so that every form of a paper draws the same chart.

Coordinates are (x, y) from the upper left corner, in points, as SVG has them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workstation.reports.paper import Chart, ChartKind

#: Colours that stay apart for all kinds of colour vision (Okabe and Ito, 2008).
COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """The colours of a chart: on white paper unless others are given."""

    text: str = "#1d2a33"
    faint: str = "#d5dce0"
    target: str = "#b00020"
    series: Sequence[str] = COLOURS


ON_PAPER: Final = Inks()
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 10.0, 36.0, 20.0
#: Widths of bars: at most, and from which on their numbers stand above them.
_WIDEST_BAR, _NUMBERED_BAR = 34.0, 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stroke."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str
    thick: float = 0.6
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A filled rectangle; ``title`` is told where somebody points."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text on one line; ``align`` is 0 for left, 1 for the middle, 2 for right."""

    x: float
    y: float
    text: str
    size: float = 7.0
    align: int = 0
    colour: str = ON_PAPER.text


Stroke = Line | Rect | Words


def draw_chart(
    chart: Chart, width: float, height: float, *, inks: Inks = ON_PAPER, letters: float = 1.0
) -> Iterator[Stroke]:
    """Yield what a chart consists of, in the order in which it is painted.

    Parameters
    ----------
    width, height : float
        Room for it, in points.
    letters : float
        How much larger its letters are than on paper.
    """
    for mark in _draw(chart, width / letters, height / letters, inks):
        yield mark if letters == 1.0 else _larger(mark, letters)


def _draw(chart: Chart, width: float, height: float, inks: Inks) -> Iterator[Stroke]:
    plot = _Plot(chart=chart, width=width, height=height, top=_top_of(chart), inks=inks)
    yield Words(x=0, y=9, text=chart.title, size=9, colour=inks.text)
    yield from plot.legend()
    yield from plot.grid()
    for number, series in enumerate(chart.series):
        colour = inks.series[number % len(inks.series)]
        if chart.kind is ChartKind.BARS:
            yield from plot.bars(series.values, number, colour)
        else:
            yield from plot.line(series.values, colour)
    right = width - _RIGHT
    named = max((_width_of(target.name) for target in chart.targets), default=0.0)
    # Beside the title where the names of the series need their line for themselves.
    is_beside = plot.legend_end > right - named
    lifted = 0.0 if not is_beside else 12.0 if len(chart.targets) == 1 else 8.0
    for number, target in enumerate(chart.targets):
        y = plot.y(target.value)
        yield Line(x0=_LEFT, y0=y, x1=right, y1=y, colour=inks.target, thick=0.9, dashed=True)
        # Above the plot, where no bar runs through it.
        name, above = target.name, 23 - lifted - 8 * number
        yield Words(x=right, y=above, text=name, size=6.5, align=2, colour=inks.target)


def _larger(mark: Stroke, by: float) -> Stroke:
    match mark:
        case Line():
            ends = {name: getattr(mark, name) * by for name in ("x0", "y0", "x1", "y1")}
            return replace(mark, **ends)
        case Rect():
            sides = {name: getattr(mark, name) * by for name in ("x", "y", "width", "height")}
            return replace(mark, **sides)
        case Words():
            return replace(mark, x=mark.x * by, y=mark.y * by, size=mark.size * by)


def nice_top(value: float) -> float:
    """Return the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not smaller."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if value <= step * power * (1 + 1e-9))


def number_text(value: float) -> str:
    """Return a number as short as it can be read."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def _width_of(text: str) -> float:
    """Estimate how wide the small letters of a text run [points]."""
    return 6.5 * sum(1.0 if ord(sign) > 0x2E80 else 0.62 for sign in text)


def _top_of(chart: Chart) -> float:
    values = [value for one in chart.series for value in one.values if value is not None]
    values += [target.value for target in chart.targets]
    return nice_top(max(values, default=1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    chart: Chart
    width: float
    height: float
    top: float
    inks: Inks

    @property
    def _wide(self) -> float:
        return self.width - _LEFT - _RIGHT

    @property
    def _high(self) -> float:
        return self.height - _TOP - _BOTTOM

    def y(self, value: float) -> float:
        return _TOP + self._high * (1 - min(max(value, 0.0), self.top) / self.top)

    def _step(self) -> float:
        return self._wide / max(len(self.chart.labels), 1)

    @property
    def legend_end(self) -> float:
        """Where the names of the series end [points]; 0 without any."""
        names = [series.name for series in self.chart.series]
        return _LEFT + sum(18 + _width_of(name) for name in names) if len(names) > 1 else 0.0

    def legend(self) -> Iterator[Stroke]:
        yield Words(x=0, y=_TOP - 5, text=self.chart.unit, size=6.5, colour=self.inks.text)
        if len(self.chart.series) < 2:
            return
        x = _LEFT
        for number, series in enumerate(self.chart.series):
            yield Rect(
                x=x,
                y=18,
                width=7,
                height=5,
                colour=self.inks.series[number % len(self.inks.series)],
            )
            yield Words(x=x + 10, y=23, text=series.name, size=6.5, colour=self.inks.text)
            x += 18 + _width_of(series.name)

    def grid(self) -> Iterator[Stroke]:
        for part in range(5):
            value = self.top * part / 4
            y = self.y(value)
            yield Line(x0=_LEFT, y0=y, x1=self.width - _RIGHT, y1=y, colour=self.inks.faint)
            yield Words(
                x=_LEFT - 4,
                y=y + 2.3,
                text=number_text(value),
                size=6.5,
                align=2,
                colour=self.inks.text,
            )
        step = self._step()
        room = max((_width_of(label) for label in self.chart.labels), default=5.0) + 4
        every = max(1, math.ceil(room / step))
        for number, label in enumerate(self.chart.labels):
            if number % every == 0:
                x = _LEFT + (number + 0.5) * step
                yield Words(
                    x=x,
                    y=self.height - _BOTTOM + 10,
                    text=label,
                    size=6.5,
                    align=1,
                    colour=self.inks.text,
                )

    def bars(self, values: Sequence[float | None], number: int, colour: str) -> Iterator[Stroke]:
        step, beside = self._step(), len(self.chart.series)
        wide = min(step * 0.76 / beside, _WIDEST_BAR)
        first = (step - wide * beside) / 2
        for place, value in enumerate(values):
            if value is None:
                continue
            y = self.y(value)
            label = self.chart.labels[place]
            x = _LEFT + place * step + first + number * wide
            yield Rect(
                x=x,
                y=y,
                width=max(wide - 0.4, 0.3),
                height=_TOP + self._high - y,
                colour=colour,
                title=f"{label}: {number_text(value)}",
            )
            if wide >= _NUMBERED_BAR:
                told = number_text(value)
                yield Words(
                    x=x + wide / 2, y=y - 2.5, text=told, size=6, align=1, colour=self.inks.text
                )

    def line(self, values: Sequence[float | None], colour: str) -> Iterator[Stroke]:
        step = self._step()
        before: tuple[float, float] | None = None
        for place, value in enumerate(values):
            if value is None:
                before = None
                continue
            here = (_LEFT + (place + 0.5) * step, self.y(value))
            if before is not None:
                yield Line(
                    x0=before[0], y0=before[1], x1=here[0], y1=here[1], colour=colour, thick=1.1
                )
            before = here
