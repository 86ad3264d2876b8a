"""The engine's answer about one scan, as it travels from hub to desk and into the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the engine says; an officer's conclusion is a decision, never a verdict."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A rectangle in array coordinates of the scan's first view [pixels]."""

    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A typical model that resembles the scan; score from 0 (unlike) to 1 (the same)."""

    model: str
    hs: str
    name: str
    score: float
    scan_area: Rectangle
    model_area: Rectangle
    prohibited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A region that does not fit the declared models or the rest of the load.

    ``why`` holds reason codes such as ``"density"``; the desk puts them into words.
    """

    area: Rectangle
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFacts:
    """How full the container is: ``"empty"``, ``"partial"`` or ``"full"``, and by how much."""

    fill: str
    fill_fraction: float
    mass_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The engine's whole answer for one scan, with the versions that gave it.

    ``reasons`` are codes with one sentence each (``"goods_not_learned"``, ``"no_container"``);
    ``p_value`` is None when the engine cannot calibrate one.
    """

    engine: str
    library: str
    verdict: Verdict
    p_value: float | None
    false_alarm_rate: float
    reasons: tuple[str, ...]
    matches: tuple[Match, ...]
    deviations: tuple[Deviation, ...]
    prohibited: tuple[Match, ...]
    load: LoadFacts | None
    elapsed_s: float


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain JSON values, schema ``reviewroom.comparison/1``."""
    load = comparison.load
    return {
        "schema": "reviewroom.comparison/1",
        "engine": comparison.engine,
        "library": comparison.library,
        "verdict": comparison.verdict.value,
        "p_value": comparison.p_value,
        "false_alarm_rate": comparison.false_alarm_rate,
        "reasons": list(comparison.reasons),
        "matches": [_match_to_json(match) for match in comparison.matches],
        "deviations": [
            {**_area_to_json(d.area), "score": d.score, "why": list(d.why)}
            for d in comparison.deviations
        ],
        "prohibited": [_match_to_json(match) for match in comparison.prohibited],
        "load": None
        if load is None
        else {"fill": load.fill, "fill_fraction": load.fill_fraction, "mass_kg": load.mass_kg},
        "elapsed_s": comparison.elapsed_s,
    }


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Read what `comparison_to_json` wrote; raise ``KeyError`` or ``ValueError`` otherwise."""
    load = data["load"]
    return Comparison(
        engine=data["engine"],
        library=data["library"],
        verdict=Verdict(data["verdict"]),
        p_value=data["p_value"],
        false_alarm_rate=data["false_alarm_rate"],
        reasons=tuple(data["reasons"]),
        matches=tuple(_match_from_json(match) for match in data["matches"]),
        deviations=tuple(
            Deviation(area=_area_from_json(d), score=d["score"], why=tuple(d["why"]))
            for d in data["deviations"]
        ),
        prohibited=tuple(_match_from_json(match) for match in data["prohibited"]),
        load=None if load is None else LoadFacts(**load),
        elapsed_s=data["elapsed_s"],
    )


def _area_to_json(area: Rectangle) -> dict[str, int]:
    return {
        "row": area.row,
        "column": area.column,
        "height": area.height,
        "width": area.width,
    }


def _area_from_json(data: Mapping[str, Any]) -> Rectangle:
    return Rectangle(
        row=data["row"], column=data["column"], height=data["height"], width=data["width"]
    )


def _match_to_json(match: Match) -> dict[str, Any]:
    return {
        "model": match.model,
        "hs": match.hs,
        "name": match.name,
        "score": match.score,
        "prohibited": match.prohibited,
        "scan_area": _area_to_json(match.scan_area),
        "model_area": _area_to_json(match.model_area),
    }


def _match_from_json(data: Mapping[str, Any]) -> Match:
    return Match(
        model=data["model"],
        hs=data["hs"],
        name=data["name"],
        score=data["score"],
        prohibited=data["prohibited"],
        scan_area=_area_from_json(data["scan_area"]),
        model_area=_area_from_json(data["model_area"]),
    )
