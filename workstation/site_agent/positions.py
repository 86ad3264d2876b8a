"""Where a mark is, in words that somebody standing before the container can use."""

from dataclasses import dataclass

from workstation.domain.decision import Mark
from workstation.domain.places import words_of
from workstation.domain.position import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The same place in both languages; ``along`` from the left, ``up`` from below, 0 to 1."""

    along: float
    up: float
    en: str
    zh: str


def locate(mark: Mark, frame: Frame) -> Position:
    """Return where the middle of a mark (the tip of an arrow) is within the frame.

    The words are those that the officer read, where the order brings them: the room knows more,
    such as the rows in which packages stand. Else they are made here from the picture alone.
    """
    row, column = _aim(mark)
    box = frame.box
    told = mark.place or words_of(mark, frame)
    return Position(
        along=_clip((column - box.column) / box.width),
        up=_clip(1 - (row - box.row) / box.height),
        en=told.en,
        zh=told.zh,
    )


def _aim(mark: Mark) -> tuple[float, float]:
    if mark.shape.value == "arrow":
        return mark.points[-1]
    rows = [row for row, _ in mark.points]
    columns = [column for _, column in mark.points]
    return (min(rows) + max(rows)) / 2, (min(columns) + max(columns)) / 2


def _clip(fraction: float) -> float:
    return round(min(1.0, max(0.0, fraction)), 3)
