"""Figures as a JSON document, and back: what travels to the supervisor's room."""

from collections.abc import Mapping
from typing import Any

from workstation.domain.context import Tier
from workstation.domain.figures import MissEvidence, Rechecks
from workstation.domain.targets import Targets
from workstation.reports.figures import Figures, Group, MarkPrecision, Turnaround
from workstation.reports.intervals import Share, wilson
from workstation.reports.miss_rate import MissRate


def to_json(found: Figures) -> dict[str, Any]:
    """Return figures as plain JSON values."""
    rate = found.miss_rate
    return {
        "cases": found.cases,
        "direct_release_rate": found.direct_release_rate,
        "turnaround_s": _percentiles(found.turnaround),
        "miss_rate": None
        if rate is None
        else {
            "low": rate.low,
            "high": rate.high,
            "level": rate.level,
            "middle": rate.middle,
            "sources": list(rate.sources),
        },
        "decisions": dict(found.conclusions),
        "inspections": _share(found.hits),
        "marks": [
            {
                "kind": one.kind,
                "confirmed": one.confirmed,
                "refuted": one.refuted,
                "not_opened": one.not_opened,
                "precision": _share(one.share),
            }
            for one in found.marks
        ],
        "engine": {**found.engine, "coverage": found.coverage},
        "agreement": _share(found.agreement),
        "changed_mind": _share(found.changed_mind),
        "dwell_s": _percentiles(found.dwell),
        "random_openings": _share(wilson(found.evidence.openings_found, found.evidence.openings)),
        "rechecks": {
            tier.value: {
                "done": one.done,
                "disagreed": one.disagreed,
                "missed": one.missed,
                "rate": one.rate,
            }
            for tier, one in found.evidence.rechecks.items()
        },
        "test_images": {**_share(found.test_hits), "d_a": found.detection},
        "evidence": {
            "released": found.evidence.released,
            "found": found.evidence.found,
            "opened_after_recheck": found.evidence.opened,
            "opened_after_recheck_found": found.evidence.opened_found,
        },
        "targets": {
            "direct_release_rate": found.targets.direct_release,
            "turnaround_s": found.targets.slowest_s,
            "best_s": found.targets.typical_s,
            # Which percentile of the turnaround each of the two is for.
            "turnaround_for": "p90",
            "best_for": "p50",
        },
        "by": {name: [_group(one) for one in groups] for name, groups in found.groups.items()},
    }


def _percentiles(found: Turnaround) -> dict[str, float | None]:
    return {"p50": found.p50, "p90": found.p90, "p95": found.p95}


def _share(share: Share) -> dict[str, Any]:
    return {
        "hits": share.hits,
        "of": share.of,
        "share": share.value,
        "low": share.low,
        "high": share.high,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "cases": group.cases,
        "direct_release_rate": group.direct_release_rate,
        "turnaround_s": _percentiles(group.turnaround),
    }


def from_json(data: Mapping[str, Any]) -> Figures:
    """Read what `to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    rate, tests, aims = data["miss_rate"], data["test_images"], data["targets"]
    engine = dict(data["engine"])
    coverage = engine.pop("coverage")
    return Figures(
        cases=int(data["cases"]),
        direct_release_rate=data["direct_release_rate"],
        turnaround=_turnaround(data["turnaround_s"]),
        conclusions={str(name): int(count) for name, count in data["decisions"].items()},
        groups={
            name: [
                Group(
                    key=str(one["key"]),
                    cases=int(one["cases"]),
                    direct_release_rate=float(one["direct_release_rate"]),
                    turnaround=_turnaround(one["turnaround_s"]),
                )
                for one in groups
            ]
            for name, groups in data["by"].items()
        },
        hits=_counted(data["inspections"]),
        marks=[
            MarkPrecision(
                kind=str(one["kind"]),
                confirmed=int(one["confirmed"]),
                refuted=int(one["refuted"]),
                not_opened=int(one["not_opened"]),
                share=_counted(one["precision"]),
            )
            for one in data["marks"]
        ],
        engine={str(name): int(count) for name, count in engine.items()},
        coverage=coverage,
        agreement=_counted(data["agreement"]),
        changed_mind=_counted(data["changed_mind"]),
        dwell=_turnaround(data["dwell_s"]),
        evidence=_evidence(data),
        test_hits=_counted(tests),
        detection=tests["d_a"],
        miss_rate=None
        if rate is None
        else MissRate(
            low=float(rate["low"]),
            middle=float(rate["middle"]),
            high=float(rate["high"]),
            level=float(rate["level"]),
            sources=tuple(rate["sources"]),
        ),
        targets=Targets(
            direct_release=float(aims["direct_release_rate"]),
            slowest_s=float(aims["turnaround_s"]),
            typical_s=float(aims["best_s"]),
        ),
    )


def _evidence(data: Mapping[str, Any]) -> MissEvidence:
    told, openings, tests = data["evidence"], data["random_openings"], data["test_images"]
    return MissEvidence(
        released=int(told["released"]),
        found=int(told["found"]),
        openings=int(openings["of"]),
        openings_found=int(openings["hits"]),
        rechecks={
            Tier(tier): Rechecks(
                done=int(one["done"]),
                disagreed=int(one["disagreed"]),
                missed=int(one["missed"]),
                rate=float(one["rate"]),
            )
            for tier, one in data["rechecks"].items()
        },
        opened=int(told["opened_after_recheck"]),
        opened_found=int(told["opened_after_recheck_found"]),
        test_images=int(tests["of"]),
        test_hits=int(tests["hits"]),
    )


def _turnaround(data: Mapping[str, Any]) -> Turnaround:
    return Turnaround(p50=data["p50"], p90=data["p90"], p95=data["p95"])


def _counted(data: Mapping[str, Any]) -> Share:
    return Share(
        hits=int(data["hits"]),
        of=int(data["of"]),
        low=float(data["low"]),
        high=float(data["high"]),
    )
