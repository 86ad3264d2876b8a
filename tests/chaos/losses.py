"""What a lost disk of the hub excuses, and what it does not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.chaos.room import DESKS, Plan

LOSSES: Final = "losses.json"
_EFFECTS: Final = frozenset({"release", "inspect", "rescan"})
Acts = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A disk that was lost: what came after ``kept_at`` is not in the backup [s since 1970]."""

    kept_at: float
    lost_at: float

    def took(self, at: float) -> bool:
        """Tell whether what was recorded at an instant may be gone."""
        return self.kept_at <= at <= self.lost_at


def losses(plan: Plan) -> list[Loss]:
    """Return the disks that a room's hub has lost."""
    try:
        noted = json.loads((plan.notes / LOSSES).read_text())
    except FileNotFoundError:
        return []
    return [Loss(**one) for one in noted]


def excused(acts: Acts, gone: Sequence[Loss]) -> set[str]:
    """Return the decisions of a desk that were answered after a backup which then was needed."""
    return {
        act["decision"]
        for act in acts
        if act["act"] in {"acked", "recalled"} and any(loss.took(act["at"]) for loss in gone)
    }


def reviewed_again(plan: Plan, acts: Mapping[str, Acts]) -> list[str]:
    """Return the cases that a site had applied when a disk was lost, and a desk got afterwards."""
    again = []
    for loss in losses(plan):
        applied = {
            f"{site}:{act['scan']}"
            for site in plan.sites
            for act in acts[site]
            if act["act"] in _EFFECTS and act["at"] < loss.lost_at
        }
        again += [
            act["case"]
            for desk in DESKS
            for act in acts[desk]
            if act["act"] == "leased" and act["at"] > loss.lost_at and act["case"] in applied
        ]
    return again
