"""Where a mark is, in words that somebody standing before the container can use."""

from dataclasses import dataclass

from workstation.domain.decision import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What positions are told against: the container in the picture, or the picture itself [px].

    ``pitch_mm`` is (row, column) [mm]; None when the scanner did not tell.
    """

    row: float
    column: float
    height: float
    width: float
    is_container: bool
    pitch_mm: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The same place in both languages; ``along`` from the left, ``up`` from below, 0 to 1."""

    along: float
    up: float
    en: str
    zh: str


def locate(mark: Mark, frame: Frame) -> Position:
    """Return where the middle of a mark (the tip of an arrow) is within the frame."""
    row, column = _aim(mark)
    along = _clip((column - frame.column) / frame.width)
    up = _clip(1 - (row - frame.row) / frame.height)
    whole = ("container", "箱体") if frame.is_container else ("picture", "图像")
    en = f"{along:.0%} of the {whole[0]}'s length from its left end{{}}, {up:.0%} of its height{{}}"
    zh = f"距{whole[1]}左端{along:.0%}处{{}},高度{up:.0%}处{{}}"
    if frame.pitch_mm is None:
        return Position(along=along, up=up, en=en.format("", ""), zh=zh.format("", ""))
    metres = (
        f"{along * frame.width * frame.pitch_mm[1] / 1000:.1f}",
        f"{up * frame.height * frame.pitch_mm[0] / 1000:.1f}",
    )
    return Position(
        along=along,
        up=up,
        en=en.format(*(f" ({value} m)" for value in metres)),
        zh=zh.format(*(f"({value} 米)" for value in metres)),
    )


def _aim(mark: Mark) -> tuple[float, float]:
    if mark.shape.value == "arrow":
        return mark.points[-1]
    rows = [row for row, _ in mark.points]
    columns = [column for _, column in mark.points]
    return (min(rows) + max(rows)) / 2, (min(columns) + max(columns)) / 2


def _clip(fraction: float) -> float:
    return round(min(1.0, max(0.0, fraction)), 3)
