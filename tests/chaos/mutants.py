# ruff: noqa: SLF001 - a mutant reaches inside on purpose
"""Seeded faults: each takes one protection out of the programs, to show that its loss is noticed.

A mutant lives here only, as a change put over the programs while they run; nothing of it is in
the product. The simulation has to catch it or, where only lost writes tell, the power cut; what is
wrong with drafts, the round that kills desks at work.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from types import SimpleNamespace
from typing import Any

import workstation.review.journal
import workstation.site_agent.files
import workstation.site_agent.relay
import workstation.storage.cases
import workstation.storage.decisions
import workstation.storage.engines
from queue_client.errors import QueueError
from queue_client.messages import StoredReply
from queue_client.site_client import SiteClient
from tests.makers.memory_store import MemoryRecords
from workstation.domain.errors import ContentConflict
from workstation.domain.law import Stage
from workstation.hub.broker import Hub
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.draft_shelf import DraftShelf
from workstation.hub.drafts import Drafts
from workstation.hub.intake import Intake
from workstation.hub.ledger import Ledger
from workstation.hub.left_parts import part_name
from workstation.review.journal import Journal
from workstation.site_agent import effects
from workstation.site_agent.orders import read_order
from workstation.site_agent.outbox import Custody, Outbox
from workstation.site_agent.relay import Relay
from workstation.storage import blobs
from workstation.storage.blobs import FolderBlobs

Change = tuple[Any, str, Any]


class Hunter(Enum):
    """Who has to catch a mutant."""

    SIMULATION = "simulation"
    SIMULATION_ON_SQL = "simulation over the real store"
    POWER_CUT = "power cut"
    DRAFTS = "drafts"

    @property
    def simulates(self) -> bool:
        """Whether it needs no real programs."""
        return self in {Hunter.SIMULATION, Hunter.SIMULATION_ON_SQL}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One protection taken out: what is changed, and who is to notice."""

    name: str
    sentence: str
    changes: Callable[[], list[Change]]
    hunter: Hunter = Hunter.SIMULATION
    first_seed: int = 0

    def patch(self) -> None:
        """Change this process for good."""
        for owner, name, value in self.changes():
            setattr(owner, name, value)

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """Change this process for a while."""
        changes = self.changes()
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
        try:
            for owner, name, value in changes:
                setattr(owner, name, value)
            yield
        finally:
            for owner, name, value in before:
                setattr(owner, name, value)


def find(name: str) -> Mutant:
    """Return a mutant by its name."""
    return next(mutant for mutant in MUTANTS if mutant.name == name)


def _ack_before_commit() -> list[Change]:
    """The receipt goes out at once; the record is made when the next message comes."""
    record, late = Intake._record, list[tuple[Any, Any]]()

    def hasty(self: Any, ask: int, arrival: Any, signed: Any) -> Any:
        before, late[:] = [one for one in late if one[0] is self], [(self, (arrival, signed))]
        for _, earlier in before:
            record(self, ask, *earlier)
        case_id = f"{arrival.site}:{arrival.scan_id}"
        receipt = StoredReply(ask=ask, case_id=case_id, sha256=arrival.package_sha256, before=False)
        return receipt, None

    return [(Intake, "_record", hasty)]


def _no_fencing() -> list[Change]:
    record = workstation.storage.decisions.record
    lease = "UPDATE scan_case SET lease_token = ?, lease_officer = ? WHERE case_id = ?"

    def anybody(cursor: Any, decision: Any, *, readers: int) -> None:
        with contextlib.suppress(sqlite3.IntegrityError):  # nobody holds it any more
            cursor.execute(lease, (decision.lease_token, decision.officer, decision.case_id))
        record(cursor, decision, readers=readers)

    return [(workstation.storage.decisions, "record", anybody)]


def _no_dedupe_at_site() -> list[Change]:
    apply = Relay.apply

    def again(self: Any, signed: Any) -> bool:
        order = read_order(signed)
        manifest = self._outbox.get(order.scan_id)
        if manifest is not None and manifest.state is Custody.DONE:
            effects.rescan(self._settings, order, None)
        return apply(self, signed)

    return [(Relay, "apply", again)]


def _fire_and_forget() -> list[Change]:
    send = SiteClient.send_scan

    def hoping(self: Any, *arguments: Any, **options: Any) -> Any:
        with contextlib.suppress(QueueError):
            return send(self, *arguments, **options)

    return [(SiteClient, "send_scan", hoping)]


def _no_dedupe_of_decisions() -> list[Change]:
    decide = MemoryRecords.decide

    def forgetful(self: Any, decision: Any, *, readers: int = 1) -> Any:
        known = self.decisions.get(decision.decision_id)
        if known is not None:
            self._fenced(decision.case_id, decision.lease_token)
        return decide(self, decision, readers=readers)

    return [(MemoryRecords, "decide", forgetful)]


def _lease_never_lapses() -> list[Change]:
    return [(Ledger, "overdue", lambda *_: []), (Ledger, "stale", lambda *_: [])]


def _release_without_hold() -> list[Change]:
    return [(Ledger, "may_leave", lambda *_, **__: True)]


def _recall_after_leaving() -> list[Change]:
    recall = MemoryRecords.recall

    def whenever(self: Any, decision_id: str, **options: Any) -> Any:
        decision = self.decisions[decision_id]
        if decision_id in self.acknowledged:
            self.acknowledged.remove(decision_id)
            case = self.case(decision.case_id)
            self.cases[decision.case_id] = replace(case, stage=Stage.DECIDED)
        return recall(self, decision_id, **{**options, "now": decision.decided_at})

    return [
        (Ledger, "may_recall", lambda *_: True),
        (MemoryRecords, "leaving", lambda *_: None),
        (MemoryRecords, "recall", whenever),
    ]


def _hash_not_checked() -> list[Change]:
    return [(FolderBlobs, "_sync_if_it_is", lambda *_: None)]


def _damaged_part_kept() -> list[Change]:
    """A part whose hash is wrong stays, and the next offer goes on from its end."""
    commit = FolderBlobs.commit

    def keeping(self: Any, part: Any, sha256: str, **options: Any) -> Any:
        content = part.read_bytes()
        try:
            return commit(self, part, sha256, **options)
        except ContentConflict as error:
            part.with_name(f"{part.name}.kept").write_bytes(content)
            raise error from None

    def kept(self: Any, arrival: Any, signed: Any) -> Any:
        name = part_name(arrival.site, arrival.scan_id, arrival.package_sha256)
        part = self._blobs.part(name)
        old = part.with_name(f"{part.name}.kept")
        if old.exists():
            part.write_bytes(old.read_bytes())
        return begin(self, arrival, signed)

    begin = Intake._begin
    return [(FolderBlobs, "commit", keeping), (Intake, "_begin", kept)]


def _scan_taken_in_twice() -> list[Change]:
    """The site does not know a file again that it has taken in before."""
    return [(Outbox, "from_source", lambda *_: None)]


def _desk_forgets() -> list[Change]:
    return [(Journal, "pending", lambda _: ())]


def _signature_not_checked() -> list[Change]:
    return [(workstation.site_agent.relay, "verify", lambda *_: None)]


def _officer_reads_twice() -> list[Change]:
    candidate = WaitingRoom.candidate

    def unread(self: Any, case: Any) -> Any:
        return candidate(self, replace(case, read_by=()))

    return [
        (WaitingRoom, "candidate", unread),
        (workstation.storage.cases, "_has_decided", lambda *_: False),
    ]


def _token_used_again() -> list[Change]:
    return [(workstation.storage.cases, "next_number", lambda *_: 1)]


def _effect_without_record() -> list[Change]:
    return [(Relay, "_write_down", lambda *_: None)]


def _acknowledged_before_applied() -> list[Change]:
    def hasty(self: Any, line: Any) -> int:
        applied = 0
        for signed in line.ping(last_sequence=0, spool_depth=0, free_bytes=0):
            line.acknowledge(signed.decision_id)
            applied += self.apply(signed)
        return applied

    return [(Relay, "tick", hasty)]


def _hub_starts_empty() -> list[Change]:
    return [(Hub, "_resume", lambda *_: None)]


def _recalled_still_leaves() -> list[Change]:
    """A decision that was taken back stays in the row of those that leave."""

    def due(self: Any, site: str, *, after: int, now: Any, limit: int) -> Any:
        kept, self.recalled = self.recalled, set()
        try:
            return real(self, site, after=after, now=now, limit=limit)
        finally:
            self.recalled = kept

    real = MemoryRecords.due
    return [(MemoryRecords, "due", due), (Ledger, "note_recalled", lambda *_: None)]


def _no_fsync_in(module: Any) -> list[Change]:
    quiet = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    quiet.fsync = lambda _: None
    return [(module, "os", quiet)]


def _commits_not_synchronised() -> list[Change]:
    writer = {**workstation.storage.engines._WRITER, "synchronous": 1}
    return [(workstation.storage.engines, "_WRITER", writer)]


def _not_synchronised_in(*modules: Any) -> list[Change]:
    return [
        (module, name, lambda *_: None)
        for module in modules
        for name in ("sync_handle", "sync_folder")
        if hasattr(module, name)
    ]


def _draft_for_anybody() -> list[Change]:
    """Whoever has a case gets what somebody left of it."""

    def of(self: Any, shown: Any, _officer: str) -> Any:
        return next((one for one in self._shelf.all() if one.case_id == shown.case_id), None)

    return [(Drafts, "_of", of)]


def _drafts_lie_in_memory() -> list[Change]:
    """What a hub has taken is gone with its process."""

    def opens(self: Any) -> None:
        for path in self._folder.glob("*"):
            path.unlink()
        opening(self)

    opening = DraftShelf.open
    return [(DraftShelf, "open", opens)]


_SQL, _POWER = Hunter.SIMULATION_ON_SQL, Hunter.POWER_CUT
MUTANTS = (
    Mutant("ack-before-commit", "STORED is sent before the record is made", _ack_before_commit),
    Mutant("no-fencing", "any token decides a case", _no_fencing, _SQL, first_seed=60),
    Mutant("no-dedupe-at-site", "a repeated decision acts again", _no_dedupe_at_site),
    Mutant("fire-and-forget", "a scan counts as stored without receipt", _fire_and_forget),
    Mutant("no-dedupe-of-decisions", "a repeat is a stranger", _no_dedupe_of_decisions),
    Mutant("lease-never-lapses", "a silent desk keeps its cases", _lease_never_lapses),
    Mutant("release-without-hold", "a release leaves at once", _release_without_hold),
    Mutant("recall-after-leaving", "what has left is taken back", _recall_after_leaving),
    Mutant("recalled-still-leaves", "what was taken back leaves", _recalled_still_leaves),
    Mutant("hash-not-checked", "any bytes are the package", _hash_not_checked, first_seed=4),
    Mutant("damaged-part-kept", "a damaged part is gone on with", _damaged_part_kept, first_seed=3),
    Mutant("scan-taken-in-twice", "a known file is a new scan", _scan_taken_in_twice),
    Mutant("desk-forgets", "a pending decision is not sent again", _desk_forgets),
    Mutant("signature-not-checked", "a site believes everybody", _signature_not_checked),
    Mutant("officer-reads-twice", "the second reader is the first", _officer_reads_twice, _SQL),
    Mutant("token-used-again", "two leases have one token", _token_used_again, _SQL),
    Mutant("effect-without-record", "the gate opens unrecorded", _effect_without_record),
    Mutant("ack-before-apply", "a site acknowledges, then acts", _acknowledged_before_applied),
    Mutant("hub-starts-empty", "a restart forgets who waits", _hub_starts_empty),
    Mutant("commits-not-synced", "commits lie in memory", _commits_not_synchronised, _POWER),
    Mutant(
        "blobs-not-synced", "packages lie in memory", lambda: _not_synchronised_in(blobs), _POWER
    ),
    Mutant(
        "outbox-not-synced",
        "a site's files lie in memory",
        lambda: _not_synchronised_in(workstation.site_agent.files, effects),
        _POWER,
    ),
    Mutant(
        "journal-not-synced",
        "a desk's journal lies in memory",
        lambda: _no_fsync_in(workstation.review.journal),
        _POWER,
    ),
    Mutant("draft-for-anybody", "a draft goes with its case", _draft_for_anybody, Hunter.DRAFTS),
    Mutant("drafts-in-memory", "a restart forgets drafts", _drafts_lie_in_memory, Hunter.DRAFTS),
)
