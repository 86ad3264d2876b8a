"""How looking again stands, from counts: the documents of two of the supervisor's pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from workstation.domain.agreement import detectability, kappa, share_of, share_to_json
from workstation.domain.context import Tier
from workstation.domain.recheck import EVENTS_BEFORE_NAMES, Outcome, Verdict
from workstation.reports.look_tallies import TASK_MIN, Counts


def overview_of(rechecks: Counts, pairs: Counts, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of re-checks; ``now`` is what was found beside the counts.

    It is that of `workstation.storage.recheck_figures.RecheckReader.overview`.
    """
    of = rechecks.of

    def agreed(tiers: Iterable[str]) -> dict[str, Any]:
        agree = sum(of["said", tier, Verdict.AGREE.value] for tier in tiers)
        other = sum(of["said", tier, Verdict.DISAGREE.value] for tier in tiers)
        return share_to_json(share_of(agree, agree + other))

    tiers = [tier.value for tier in Tier]
    both = {name[1:]: count for name, count in pairs.of.items()}
    same = sum(count for (one, two), count in both.items() if one == two)
    names = sorted({name[1] for name in of if name[0] == "author"})
    told = ((name, (of["author", name, one.value] for one in Verdict)) for name in names)
    return {
        "sampling": now["sampling"],
        "to_do": {
            "drawn": of["drawn",],
            "open": of["open",],
            "third": of["third",],
            "lessons_unread": of["unread",],
            "missed": of["missed",],
            "oldest": now["oldest"],
        },
        "agreement": {"all": agreed(tiers), **{tier: agreed([tier]) for tier in tiers}},
        "severities": [of["severity", severity] for severity in range(5)],
        "readers_apart": {
            "share": share_to_json(share_of(same, sum(both.values()))),
            "kappa": kappa(both),
        },
        "officers": [
            {"officer": name, **share_to_json(share_of(agree, agree + other))}
            for name, (agree, other) in told
            if agree + other >= EVENTS_BEFORE_NAMES
        ],
        "recent": now["recent"],
    }


def images_of(tests: Counts, first: Counts, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of test images, that of ``RecheckReader.images``."""
    of, conclusions = tests.of, {name[1]: count for name, count in first.of.items()}
    outcomes = {outcome.value: of["outcome", outcome.value] for outcome in Outcome}
    hits = share_of(outcomes[Outcome.HIT], sum(outcomes.values()))
    false_alarms = share_of(conclusions.get("inspect", 0), sum(conclusions.values()))

    def share(kind: str, name: object) -> dict[str, Any]:
        hit = of[kind, name, True]
        return share_to_json(share_of(hit, hit + of[kind, name, False]))

    def names(kind: str) -> list[str]:
        return sorted({name[1] for name in of if name[0] == kind})

    return {
        "sampling": now["sampling"],
        "placed": sum(outcomes.values()) + now["waiting"],
        "outcomes": outcomes,
        "hit_rate": share_to_json(hits),
        "false_alarm_rate": share_to_json(false_alarms),
        "d_a": detectability(hits, false_alarms),
        "time_on_task": [
            {
                "from_min": start,
                "to_min": TASK_MIN[place + 1] if place + 1 < len(TASK_MIN) else None,
                **share("task", place),
            }
            for place, start in enumerate(TASK_MIN)
        ],
        "objects": [{"object": name, **share("object", name)} for name in names("object")],
        "officers": [
            {"officer": name, **share("officer", name)}
            for name in names("officer")
            if of["officer", name, True] + of["officer", name, False] >= EVENTS_BEFORE_NAMES
        ],
        "recent": now["recent"],
    }
