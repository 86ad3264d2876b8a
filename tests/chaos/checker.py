"""What a campaign cost, read from the hub's records, the sites' folders and the desks' lists.

In the manner of a total queue: whatever a scanner left durably must come out as exactly one
decision in force at its gate. Beside that the invariants of the specification, as far as they
can be seen from outside.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos.losses import Loss, excused, losses, reviewed_again
from tests.chaos.room import DESKS, Plan
from tests.chaos.scanner import Drop
from workstation.storage.blobs import FolderBlobs
from workstation.storage.readers import audit_entries, list_decisions
from workstation.storage.verify import verify_folder

_SECOND = ("second-decision", "gate-without-decision", "not-signed", "other-content")


@dataclass
class Findings:
    """Figures and, for each fault found, a sentence."""

    scans: int = 0
    decided: int = 0
    lost: int = 0
    duplicated: int = 0
    double_reviews: int = 0
    unexpected: int = 0
    unrecorded: int = 0
    fenced: int = 0
    lost_with_disk: int = 0
    audit_broken: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing at all was found."""
        return not self.faults

    def say(self, kind: str, sentence: str) -> None:
        """Count one fault and keep its sentence."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.faults.append(f"{kind}: {sentence}")


def in_force(plan: Plan, drops: Iterable[Drop]) -> int:
    """Return how many scans have their decision in force at their site."""
    return sum(_effect(plan, drop) is not None for drop in drops)


def check(plan: Plan, drops: list[Drop]) -> Findings:
    """Count a room whose programs have ended."""
    found = Findings(scans=len(drops))
    decisions = list(list_decisions(plan.hub))
    by_id = {one["decision_id"]: one for one in decisions}
    acts = {name: lines(plan.notes / f"{name}.acts") for name in (*plan.sites, *DESKS)}
    _check_scans(plan, drops, by_id, found)
    _check_effects(plan, drops, acts, found)
    _check_reviews(decisions, found)
    _check_desks(acts, by_id, losses(plan), found)
    for case in reviewed_again(plan, acts):
        found.say("double_reviews", f"{case} was decided, and reviewed again after a restore")
    _check_tokens(plan, found)
    report = verify_folder(plan.hub, contents=True)
    if report.first_bad is not None:
        found.say("audit_broken", f"audit entry {report.first_bad}: {report}")
    return found


def _check_scans(
    plan: Plan, drops: list[Drop], decisions: dict[str, dict[str, Any]], found: Findings
) -> None:
    """Each scan is in custody, decided, and its decision is in force as recorded."""
    blobs = FolderBlobs(plan.hub)
    for drop in drops:
        kept = _kept(plan, drop)
        if kept is None:
            found.say("lost", f"{drop.scan_id}: no decision came to {drop.site}")
            continue
        found.decided += 1
        record = kept["record"]
        known = decisions.get(record["decision_id"])
        if known is None:
            found.say("unexpected", f"{drop.scan_id}: the hub knows no {record['decision_id']}")
        elif known["recalled"] or known["conclusion"] != record["conclusion"]:
            found.say("unexpected", f"{drop.scan_id}: in force is not what stands: {known}")
        if blobs.size(record["sha256"]) is None:
            found.say("lost", f"{drop.scan_id}: its package is not in the store")
        if _effect(plan, drop) != record["conclusion"]:
            found.say("duplicated", f"{drop.scan_id}: the gate does not show its decision")


def _check_effects(
    plan: Plan, drops: list[Drop], acts: dict[str, list[dict[str, Any]]], found: Findings
) -> None:
    """Nothing happens at a gate twice, by two decisions, or after the end of its scan."""
    meant = {(drop.site, drop.scan_id) for drop in drops}
    for site in plan.sites:
        by_scan: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for act in acts[site]:
            by_scan[act["scan"]].append(act)
        for scan, its in by_scan.items():
            if (site, scan) not in meant:
                found.say("unexpected", f"{site}:{scan}: no scanner left it")
            done = next((n for n, act in enumerate(its) if act["act"] == "done"), len(its))
            ids = {act["decision"] for act in its if act["act"] != "done"}
            late = [act for act in its[done:] if act["act"] != "done"]
            if len(ids) > 1 or late:
                found.say("duplicated", f"{site}:{scan}: {len(ids)} decisions, {len(late)} late")
        for alarm in (plan.site(site) / "alarms").glob("*"):
            if alarm.name.startswith(_SECOND):
                found.say("duplicated", f"{site}: {alarm.read_text().strip()}")
            elif alarm.name.startswith(("dead-letter", "quarantined")) and "came before" not in (
                alarm.read_text()
            ):
                found.say("lost", f"{site}: {alarm.read_text().strip()}")


def _check_reviews(decisions: list[dict[str, Any]], found: Findings) -> None:
    """At most one settling decision stands for a case, and no officer has two."""
    standing = [one for one in decisions if not one["recalled"]]
    settled = Counter(
        one["case_id"] for one in standing if one["state"] not in {"read", "referred"}
    )
    officers = Counter((one["case_id"], one["officer"]) for one in standing)
    for case, count in settled.items():
        if count > 1:
            found.say("double_reviews", f"{case}: {count} settling decisions stand")
    for (case, officer), count in officers.items():
        if count > 1:
            found.say("double_reviews", f"{case}: {officer} decided it {count} times")


def _check_desks(
    acts: dict[str, list[dict[str, Any]]],
    decisions: dict[str, dict[str, Any]],
    gone: list[Loss],
    found: Findings,
) -> None:
    """What a desk was told is recorded is recorded, and what it took back has no effect."""
    meant = set()
    for desk in DESKS:
        lost = excused(acts[desk], gone)
        found.lost_with_disk += len(lost - decisions.keys())
        for decision_id in _forgotten(acts[desk]) - decisions.keys():
            found.say("unrecorded", f"{desk}: {decision_id} was in the journal, then forgotten")
        for act in acts[desk]:
            if act["act"] == "fenced":
                found.fenced += 1
            elif act["act"] == "meant":
                meant.add(act["decision"])
            elif act.get("decision") in lost:
                continue
            elif act["act"] == "acked" and act["decision"] not in decisions:
                found.say("unrecorded", f"{desk}: {act['case']} was acknowledged, then forgotten")
            elif act["act"] == "recalled" and not decisions[act["decision"]]["recalled"]:
                found.say("unrecorded", f"{desk}: {act['decision']} was taken back, then forgotten")
    for decision_id in decisions.keys() - meant:
        found.say("unexpected", f"no desk meant {decision_id}")


def _forgotten(acts: list[dict[str, Any]]) -> set[str]:
    """Return the decisions that had no answer when their desk went on with another case."""
    waiting: set[str] = set()
    forgotten: set[str] = set()
    for act in acts:
        if act["act"] == "meant":
            waiting.add(act["decision"])
        elif act["act"] in {"acked", "fenced", "refused"}:
            waiting.discard(act.get("decision", ""))
        elif act["act"] == "disk lost":
            waiting.clear()
        elif act["act"] == "leased":
            forgotten |= waiting
    return forgotten


def _check_tokens(plan: Plan, found: Findings) -> None:
    """Each lease has a greater token than every one before."""
    last = 0
    for entry in audit_entries(plan.hub):
        if entry["tag"] == "scan:lease:granted":
            token = int(entry["facts"]["token"])
            if token <= last:
                found.say("unexpected", f"lease token {token} follows {last}")
            last = token


def _kept(plan: Plan, drop: Drop) -> dict[str, Any] | None:
    path = plan.site(drop.site) / "decisions" / f"{drop.scan_id}.json"
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return kept


def _effect(plan: Plan, drop: Drop) -> str | None:
    """Return what stands at the gate for a scan; None for nothing or for more than one thing."""
    site = plan.site(drop.site)
    shown = [
        name
        for name, path in (
            ("release", site / "gate" / f"{drop.scan_id}.release"),
            ("inspect", site / "inspection" / drop.scan_id / "order.html"),
            ("rescan", site / "rescan" / f"{drop.scan_id}.rescan"),
        )
        if path.exists()
    ]
    return shown[0] if len(shown) == 1 else None


def lines(path: Path) -> list[dict[str, Any]]:
    """Read a list of acts; a line that a kill cut short was not said."""
    if not path.exists():
        return []
    whole = path.read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in whole]
