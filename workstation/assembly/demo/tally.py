"""What a demo ended with, counted from what the sites and the hub hold, not from what was meant."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from workstation.assembly.demo.plan import DemoPlan
from workstation.assembly.demo.scanners import Drop, dropped
from workstation.storage.readers import list_decisions
from workstation.storage.verify import verify_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTally:
    """The figures of a demo; the keys of ``reviewroom demo --json``."""

    sites: int
    scans: int
    compared: int
    decided: int
    released: int
    inspected: int
    announced: int
    lost: int
    duplicated: int
    audit_verified: bool
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return the tally as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What became of every drop, as its site's folder shows it.

    ``on_the_way`` still lie in an inbox or wait in an outbox; ``missing`` are nowhere.
    """

    applied: int
    quarantined: int
    on_the_way: int
    missing: int


def arrivals(plan: DemoPlan) -> Arrivals:
    """Look up, for everything the scanners dropped, the decision in its site's folder."""
    sources = {name: _sources(plan.site(name)) for name in plan.site_names()}
    fates = Counter(_fate(plan.site(drop.site), drop, sources[drop.site]) for drop in dropped(plan))
    return Arrivals(
        applied=fates["applied"],
        quarantined=fates["quarantined"],
        on_the_way=fates["on the way"],
        missing=fates["missing"],
    )


def count(
    plan: DemoPlan, by_stage: dict[str, int], *, to_the_end: bool, seconds: float
) -> DemoTally:
    """Count a demo that has ended.

    A scan is *lost* when a scanner dropped it and its site holds nothing of it any more; in a
    demo that ran `to_the_end`, also when its decision never came. It is *duplicated* when two
    decisions stand for it at the hub, or when its site acted on more than one.
    """
    found = arrivals(plan)
    standing = [d for d in list_decisions(plan.hub) if not d["recalled"]]
    final = [d for d in standing if d["conclusion"] != "refer"]
    twice = sum(n - 1 for n in Counter(d["case_id"] for d in final).values())
    twice += sum(_acted_twice(plan.site(name)) for name in plan.site_names())
    by_conclusion = Counter(str(d["conclusion"]) for d in final)
    return DemoTally(
        sites=plan.sites,
        scans=len(dropped(plan)),
        compared=sum(n for stage, n in by_stage.items() if stage != "received"),
        decided=len(final),
        released=by_conclusion["release"],
        inspected=by_conclusion["inspect"],
        announced=found.applied,
        lost=found.missing + (found.on_the_way if to_the_end else 0),
        duplicated=twice,
        audit_verified=verify_folder(plan.hub).first_bad is None,
        seconds=round(seconds, 2),
    )


def _fate(site: Path, drop: Drop, sources: dict[str, str]) -> str:
    scan_id = drop.scan_id or sources.get(drop.files[0])
    if scan_id is not None and (site / "decisions" / f"{scan_id}.json").exists():
        return "applied"
    if any((site / "quarantine" / f"{name}.why.txt").exists() for name in drop.files):
        return "quarantined"
    in_inbox = any((site / "inbox" / name).exists() for name in drop.files)
    if in_inbox or (scan_id is not None and (site / "outbox" / scan_id).exists()):
        return "on the way"
    return "missing"


def _sources(site: Path) -> dict[str, str]:
    """Return which scan each source file of a site became, from the outbox's manifests."""
    found = {}
    for manifest in (site / "outbox").glob("[!.]*/manifest.json"):  # drafts begin with a dot
        record = json.loads(manifest.read_text(encoding="utf-8"))
        for name in record["sources"]:
            found[str(name)] = str(record["scan_id"])
    return found


def _acted_twice(site: Path) -> int:
    """Return how many scans of a site have two effects, or raised an alarm for a second one."""
    released = {p.name.removesuffix(".release") for p in (site / "gate").glob("*.release")}
    inspected = {p.name for p in (site / "inspection").glob("*") if p.is_dir()}
    alarms = sum("second" in p.name for p in (site / "alarms").glob("*"))
    return len(released & inspected) + alarms
