"""Joins what auditors ask to a hub: searches, kept filters, proofs, the verification."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from workstation.hub.blindness import Blindness
from workstation.hub.clocks import wall
from workstation.hub.finding import Finding
from workstation.hub.supervision import Contribution
from workstation.hub.verifying import Verifying
from workstation.settings import HubConfig
from workstation.storage.filter_reader import saved_filters
from workstation.storage.finding import DecisionIndex
from workstation.storage.proving import NotProvable, prove_decision
from workstation.storage.records import SqlRecords
from workstation.storage.verify import own_keys

VERIFY_JOB = "workstation.assembly.verify_job:verify_hub"
Witnesses = Mapping[str, tuple[int, datetime]]


def auditing(
    config: HubConfig,
    records: SqlRecords,
    witnesses: Callable[[], Witnesses] = dict,
    blindness: Blindness | None = None,
) -> Sequence[Contribution]:
    """Return what the auditors' subjects bring to a hub.

    Parameters
    ----------
    witnesses : callable
        Returns up to which entry each site and desk keeps a checkpoint, and since when.
    blindness : Blindness
        Which case somebody looks at again.
    """

    def note(tag: str, facts: Mapping[str, object]) -> None:
        records.note(tag, facts, now=wall())

    finding = Finding(
        DecisionIndex(config.data),
        records,
        filters=partial(saved_filters, config.data),
        prove=partial(_prove, config),
        note=note,
    )
    if blindness is not None:
        finding.blindness = blindness
    verifying = Verifying(VERIFY_JOB, {"data": str(config.data)}, witnesses=witnesses, note=note)
    return finding.contribution(), verifying.contribution()


def _prove(config: HubConfig, decision_id: str) -> str:
    """Return a decision's proof; raise `ReviewRoomError` when there is none."""
    keys = own_keys(config.data)
    if not keys:
        raise NotProvable(decision_id, "the hub has no card yet")
    return prove_decision(config.data, decision_id, keys[0])
