"""What a paper consists of, whatever it is written as: lines, tables, charts, pictures.

Much of what stands in it was written by strangers. Each form writes a paper that was `made_safe`,
and escapes what has a meaning of its own there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from workstation.domain.foreign_text import lines, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of a part; ``level`` counts from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Some sentences; small ones are remarks."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as text, in rows under a header; a table with no header has an empty one.

    Attributes
    ----------
    widths : sequence of float
        Parts of the page's width, one a column; equal when empty.
    numbers : frozenset of int
        Columns that stand at the right edge, counted from 0.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    numbers: frozenset[int] = frozenset()


class ChartKind(Enum):
    """How a chart draws its numbers."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers with a name, one for each label of their chart; None leaves a gap."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A line across a chart: what is aimed at."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart; ``unit`` stands at its axis."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    kind: ChartKind = ChartKind.BARS
    targets: Sequence[Target] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polyline:
    """A line over a picture, drawn as strokes and not as pixels.

    Attributes
    ----------
    points : sequence of tuple of float
        (x, y) from the picture's upper left corner [pixels of the picture].
    label : str
        What stands beside its first point.
    """

    points: Sequence[tuple[float, float]]
    colour: str
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its caption.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        Greys, or red, green and blue.
    lines : sequence of Polyline
        What is drawn over it; forms that cannot draw leave it out.
    """

    pixels: NDArray[np.uint8]
    caption: str = ""
    lines: Sequence[Polyline] = ()


class Break(Enum):
    """What follows begins on a new page."""

    PAGE = "page"


Block = Heading | Paragraph | Table | Chart | Picture | Break


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper; ``footer`` stands on every page beside the page's number."""

    title: str
    blocks: Sequence[Block]
    footer: str = ""
    language: str = "en"

    def made_safe(self) -> "Paper":
        """Return the same paper with nothing in its texts that steers a page or cannot be seen.

        A paragraph keeps its lines; all other texts are one line.
        """
        return replace(
            self,
            title=shown(self.title),
            footer=shown(self.footer),
            blocks=tuple(map(_safe, self.blocks)),
        )

    def texts(self) -> str:
        """Return everything that is written in it, one after the other."""
        parts = [self.title, self.footer]
        for block in self.blocks:
            parts += _texts_of(block)
        return "\n".join(parts)


def _safe(block: Block) -> Block:
    match block:
        case Heading():
            return replace(block, text=shown(block.text))
        case Paragraph():
            return replace(block, text=lines(block.text))
        case Table():
            rows = [_all_shown(row) for row in block.rows]
            return replace(block, header=_all_shown(block.header), rows=rows)
        case Chart():
            return replace(
                block,
                title=shown(block.title),
                unit=shown(block.unit),
                labels=_all_shown(block.labels),
                series=[replace(one, name=shown(one.name)) for one in block.series],
                targets=[replace(one, name=shown(one.name)) for one in block.targets],
            )
        case Picture():
            drawn = [replace(line, label=shown(line.label)) for line in block.lines]
            return replace(block, caption=shown(block.caption), lines=drawn)
        case Break():
            return block


def _all_shown(texts: Sequence[str]) -> list[str]:
    return [shown(text) for text in texts]


def _texts_of(block: Block) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Table():
            return [*block.header, *(cell for row in block.rows for cell in row)]
        case Chart():
            names = [one.name for one in block.series] + [one.name for one in block.targets]
            return [block.title, block.unit, *block.labels, *names]
        case Picture():
            return [block.caption, *(line.label for line in block.lines)]
        case Break():
            return []
