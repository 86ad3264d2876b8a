"""The engine's answer about one scan, as it travels from hub to desk and into the record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
class PatchPair:
    """A patch of the scan and the patch of a typical model that agrees with it [pixels of each]."""

    scan_area: Rectangle
    model_area: Rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFigures:
    """What a scan tells of its scanner; see `workstation.imaging.quality_figures`.

    Attributes
    ----------
    noise : float
        Standard deviation of the noise, as a share of open air.
    sharpness : float
        The steepest edges, as a share of open air from pixel to pixel.
    dead : int
        Rows and columns that hold one value.
    saturated : float
        Share of the container's pixels at the largest value.
    """

    noise: float
    sharpness: float
    dead: int
    saturated: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A typical model that resembles the scan; score from 0 (unlike) to 1 (the same).

    ``mirrored`` tells that the model was laid over the scan with left and right exchanged: one
    passed with its doors first, the other with its doors last.
    """

    model: str
    hs: str
    name: str
    score: float
    scan_area: Rectangle
    model_area: Rectangle
    prohibited: bool = False
    mirrored: bool = False
    patches: tuple[PatchPair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A place in a typical model that speaks for or against a region; score as in `Match`."""

    model: str
    hs: str
    name: str
    area: Rectangle
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A region that does not fit the declared models or the rest of the load.

    ``why`` holds reason codes such as ``"density"``; the desk puts them into words.

    Attributes
    ----------
    supporting : Witness or None
        The place in a model of the declared goods that comes nearest to the region: what it
        would have to look like.
    contradicting : Witness or None
        The place in a model of other goods that comes nearest: what it rather looks like.
    excess_g_cm2 : float or None
        How much denser the region is than the load at its height [g/cm²]; None when the scan
        brings no step-wedge readings.
    """

    area: Rectangle
    score: float
    why: tuple[str, ...]
    supporting: Witness | None = None
    contradicting: Witness | None = None
    excess_g_cm2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFacts:
    """How full the container is: ``"empty"``, ``"partial"`` or ``"full"``, and by how much.

    Attributes
    ----------
    mass_kg : float or None
        Mass of the goods from their attenuation [kg]; None without step wedge or known size.
    profile : tuple of float
        Height of the load in equal stretches from left to right, as shares of the interior's
        height, 0 to 1; empty when unknown.
    period_mm : float or None
        How often things repeat along the container [mm]; None when nothing repeats.
    """

    fill: str
    fill_fraction: float
    mass_kg: float | None = None
    profile: tuple[float, ...] = ()
    period_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFinding:
    """What the engine says of containers of one declaration or lot.

    Attributes
    ----------
    sisters : int
        How many other containers of the lot it was compared with.
    odd : str or None
        The scan, of this one and its sisters, that is unlike the rest; None when none is.
    unlike : bool
        Whether this scan is the odd one.
    score : float
        How far the most unlike one stands apart from the others [robust standard deviations].
    """

    sisters: int
    odd: str | None
    unlike: bool
    score: float


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
    lot: LotFinding | None = None
    image: ImageFigures | None = None


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain JSON values, schema ``reviewroom.comparison/1``."""
    return {
        "schema": "reviewroom.comparison/1",
        "engine": comparison.engine,
        "library": comparison.library,
        "verdict": comparison.verdict.value,
        "p_value": comparison.p_value,
        "false_alarm_rate": comparison.false_alarm_rate,
        "reasons": list(comparison.reasons),
        "matches": [_match_to_json(match) for match in comparison.matches],
        "deviations": [_deviation_to_json(deviation) for deviation in comparison.deviations],
        "prohibited": [_match_to_json(match) for match in comparison.prohibited],
        "load": None if comparison.load is None else _load_to_json(comparison.load),
        "lot": None if comparison.lot is None else asdict(comparison.lot),
        "image": None if comparison.image is None else asdict(comparison.image),
        "elapsed_s": comparison.elapsed_s,
    }


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Read what `comparison_to_json` wrote, also before it told of lots and witnesses.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is something else.
    """
    load, lot, image = data["load"], data.get("lot"), data.get("image")
    return Comparison(
        engine=data["engine"],
        library=data["library"],
        verdict=Verdict(data["verdict"]),
        p_value=data["p_value"],
        false_alarm_rate=data["false_alarm_rate"],
        reasons=tuple(data["reasons"]),
        matches=tuple(_match_from_json(match) for match in data["matches"]),
        deviations=tuple(_deviation_from_json(d) for d in data["deviations"]),
        prohibited=tuple(_match_from_json(match) for match in data["prohibited"]),
        load=None if load is None else _load_from_json(load),
        lot=None if lot is None else LotFinding(**lot),
        image=None if image is None else ImageFigures(**image),
        elapsed_s=data["elapsed_s"],
    )


def _load_to_json(load: LoadFacts) -> dict[str, Any]:
    return {**asdict(load), "profile": list(load.profile)}


def _load_from_json(data: Mapping[str, Any]) -> LoadFacts:
    return LoadFacts(**{**data, "profile": tuple(data.get("profile", ()))})


def _deviation_to_json(deviation: Deviation) -> dict[str, Any]:
    return {
        **asdict(deviation.area),
        "score": deviation.score,
        "why": list(deviation.why),
        "supporting": _witness_to_json(deviation.supporting),
        "contradicting": _witness_to_json(deviation.contradicting),
        "excess_g_cm2": deviation.excess_g_cm2,
    }


def _deviation_from_json(data: Mapping[str, Any]) -> Deviation:
    return Deviation(
        area=_area_from_json(data),
        score=data["score"],
        why=tuple(data["why"]),
        supporting=_witness_from_json(data.get("supporting")),
        contradicting=_witness_from_json(data.get("contradicting")),
        excess_g_cm2=data.get("excess_g_cm2"),
    )


def _witness_to_json(witness: Witness | None) -> dict[str, Any] | None:
    return None if witness is None else asdict(witness)


def _witness_from_json(data: Mapping[str, Any] | None) -> Witness | None:
    if data is None:
        return None
    return Witness(**{**data, "area": _area_from_json(data["area"])})


def _area_from_json(data: Mapping[str, Any]) -> Rectangle:
    return Rectangle(
        row=data["row"], column=data["column"], height=data["height"], width=data["width"]
    )


def _match_to_json(match: Match) -> dict[str, Any]:
    return {**asdict(match), "patches": [asdict(pair) for pair in match.patches]}


def _match_from_json(data: Mapping[str, Any]) -> Match:
    return Match(
        model=data["model"],
        hs=data["hs"],
        name=data["name"],
        score=data["score"],
        prohibited=data["prohibited"],
        mirrored=data.get("mirrored", False),
        scan_area=_area_from_json(data["scan_area"]),
        model_area=_area_from_json(data["model_area"]),
        patches=tuple(
            PatchPair(
                scan_area=_area_from_json(pair["scan_area"]),
                model_area=_area_from_json(pair["model_area"]),
            )
            for pair in data.get("patches", ())
        ),
    )
