"""Holding the records against what the entries told: each fault with the number of its entry.

Reads plain rows, for a year of a busy room is to be checked in a minute.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from workstation.storage.agreement_disposal import DisposedCases
from workstation.storage.agreement_requests import REQUESTS, request_faults
from workstation.storage.agreement_results import RESULTS, result_faults
from workstation.storage.films import unpacked
from workstation.storage.told import Told
from workstation.storage.walking import walk

Fault = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What takes longest to find out of the records, and needs no entry to compare with.

    Attributes
    ----------
    digests : iterable of (str, bytes)
        Of each decision the hash of its canonical text, as `row_digests.digests` makes it.
    packages : iterable of (str, str)
        The cases whose package is not as it should be, and why.
    """

    digests: Iterable[tuple[str, bytes]]
    packages: Iterable[tuple[str, str]]


def faults_in(
    connection: Connection, told: Told, looked: Looked, *, contents: bool
) -> Iterator[Fault]:
    """Yield everything in which records and entries disagree, in no order.

    Parameters
    ----------
    contents : bool
        Whether films are unpacked and hashed, too.
    """
    yield from _decision_faults(looked.digests, told)
    gone = DisposedCases(connection)
    yield from gone.faults(told.disposed, told.unheard)
    yield from _package_faults(looked.packages, told, gone)
    yield from _recall_faults(connection, told)
    yield from _standing_faults(connection, told)
    yield from _outbox_faults(connection, told)
    yield from _case_faults(connection, told)
    yield from _film_faults(connection, told, contents=contents)
    yield from _registry_faults(connection, told)
    yield from result_faults(rows(connection, RESULTS), told)
    yield from request_faults(rows(connection, REQUESTS), told)


def rows(connection: Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query as the driver gives them."""
    return walk(connection, query)


def _decision_faults(digests: Iterable[tuple[str, bytes]], told: Told) -> Iterator[Fault]:
    missing = dict(told.decisions)
    nothing = (told.unheard, b"")
    for decision_id, found in digests:
        seq, digest = missing.pop(decision_id, nothing)
        if found != digest:
            yield seq, f"decision {decision_id} is not what its entry says"
    for decision_id, (seq, _) in missing.items():
        yield seq, f"decision {decision_id} is not in the records"


def _recall_faults(connection: Connection, told: Told) -> Iterator[Fault]:
    missing = dict(told.recalled)
    for decision_id, officer, reason in rows(
        connection, "SELECT decision_id, officer, reason FROM recall"
    ):
        seq, why = missing.pop(decision_id, (told.unheard, None))
        if why != (officer, reason):
            yield seq, f"recall of {decision_id} disagrees"
    for decision_id, (seq, _) in missing.items():
        yield seq, f"recall of {decision_id} disagrees"


def _standing_faults(connection: Connection, told: Told) -> Iterator[Fault]:
    query = (
        "SELECT standing.decision_id, standing.settles, standing.case_id = decision.case_id"
        " AND standing.slot = decision.slot AND standing.officer = decision.officer FROM standing"
        " LEFT JOIN decision ON decision.decision_id = standing.decision_id"
    )
    settles: dict[str, bool] = {}
    for decision_id, ends, as_decided in rows(connection, query):
        if not as_decided or decision_id in settles:
            seq = told.decisions.get(decision_id, (told.unheard, b""))[0]
            yield seq, f"decision {decision_id} stands otherwise than it was taken"
        settles[decision_id] = bool(ends)
    for decision_id in settles.keys() ^ (told.decisions.keys() - told.recalled.keys()):
        seq = told.decisions.get(decision_id, (told.unheard, b""))[0]
        yield seq, f"decision {decision_id} does not stand as its entries say"
    for decision_id, ends in settles.items():
        if ends != (decision_id in told.settled):
            seq = told.decisions.get(decision_id, (told.unheard, b""))[0]
            yield seq, f"decision {decision_id} settles its case otherwise than its entry says"


def _outbox_faults(connection: Connection, told: Told) -> Iterator[Fault]:
    missing, unheard = set(told.settled), (told.unheard, b"")
    query = (
        "SELECT outbox.decision_id, outbox.site, outbox.sequence, scan_case.site,"
        " outbox.final_at = decision.final_at, outbox.announced_at IS NOT NULL,"
        " outbox.withdrawn_at IS NOT NULL FROM outbox"
        " LEFT JOIN decision ON decision.decision_id = outbox.decision_id"
        " LEFT JOIN scan_case ON scan_case.case_id = decision.case_id"
    )
    for decision_id, site, sequence, own_site, same_end, announced, withdrawn in rows(
        connection, query
    ):
        seq = told.decisions.get(decision_id, unheard)[0]
        if decision_id not in missing:
            yield seq, f"decision {decision_id} is on its way to a site, but settled nothing"
        missing.discard(decision_id)
        if site != own_site or not same_end:
            yield seq, f"decision {decision_id} is on its way to the wrong site or at a wrong time"
        told_of = told.announced.get(decision_id)
        if bool(announced) != (told_of is not None):
            yield seq, f"announcement of {decision_id} disagrees"
        elif told_of is not None and told_of[1] != (site, sequence):
            yield told_of[0], f"announcement of {decision_id} disagrees"
        if bool(withdrawn) != (decision_id in told.recalled):
            yield seq, f"decision {decision_id} is on its way though it was taken back, or was not"
    for decision_id in missing:
        seq = told.decisions[decision_id][0]
        yield seq, f"decision {decision_id} settled its case, but is not on its way to the site"


def _case_faults(connection: Connection, told: Told) -> Iterator[Fault]:
    missing = dict(told.received)
    unheard = (told.unheard, "")
    query = "SELECT case_id, stage, package_sha256 FROM scan_case"
    for case_id, stage, sha256 in rows(connection, query):
        seq, told_stage = told.stages.get(case_id, unheard)
        if stage != told_stage:
            yield seq, f"case {case_id} is {stage}, not {told_stage or 'known'} as told"
        seq, told_sha256 = missing.pop(case_id, unheard)
        if sha256 != told_sha256:
            yield seq, f"case {case_id} has another package than was received"
    for case_id, (seq, _) in missing.items():
        yield seq, f"case {case_id} is not in the records"


def _package_faults(
    packages: Iterable[tuple[str, str]], told: Told, gone: DisposedCases
) -> Iterator[Fault]:
    for case_id, fault in packages:
        if case_id in gone.cases:
            continue
        seq = told.received.get(case_id, (told.unheard, ""))[0]
        yield seq, f"the package of case {case_id} {fault}"


def _film_faults(connection: Connection, told: Told, *, contents: bool) -> Iterator[Fault]:
    missing = dict(told.films)
    packed = "film.packed" if contents else "NULL"
    query = (
        f"SELECT film.decision_id, film.sha256, {packed}, decision.evidence FROM film"  # noqa: S608 - one of two fixed columns
        " LEFT JOIN decision ON decision.decision_id = film.decision_id"
    )
    for decision_id, sha256, content, evidence in rows(connection, query):
        seq, as_told = missing.pop(decision_id, (told.unheard, ""))
        if sha256 != as_told or f'"sha256":"{sha256}"' not in (evidence or ""):
            yield seq, f"the film of decision {decision_id} is not the one that was kept"
        elif contents and hashlib.sha256(unpacked(content) or b"").hexdigest() != sha256:
            yield seq, f"the film of decision {decision_id} has been changed"
    for decision_id, (seq, _) in missing.items():
        yield seq, f"the film of decision {decision_id} is not in the records"


def _registry_faults(connection: Connection, told: Told) -> Iterator[Fault]:
    machines = dict(told.machines)
    query = "SELECT public_key, name, kind, enabled, not_after, allowed_ip FROM principal"
    for public_key, name, kind, enabled, not_after, networks in rows(connection, query):
        seq, as_told = machines.pop(public_key, (told.unheard, None))
        if as_told != (name, kind, bool(enabled), not_after, tuple(_texts(networks or "[]"))):
            yield seq, f"the key of {name} is not what its entry says"
    officers = dict(told.officers)
    query = "SELECT officer_id, roles, state FROM officer"
    for officer_id, roles, state in rows(connection, query):
        seq, as_told_roles = officers.pop(officer_id, (told.unheard, None))
        if as_told_roles is None or _texts(roles) != as_told_roles:
            yield seq, f"officer {officer_id} has other roles than the entry says"
        seq, as_told_state = told.officer_states.get(officer_id, (told.unheard, ""))
        if state != as_told_state:
            yield seq, f"officer {officer_id} is {state} otherwise than the entry says"
    for name, (seq, _) in {**machines, **officers}.items():
        yield seq, f"{name[:16]} is not in the records"


def _texts(text: str) -> list[str]:
    try:
        return msgspec.json.decode(text, type=list[str])
    except (msgspec.DecodeError, TypeError):
        return []
