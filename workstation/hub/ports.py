"""What the hub needs from whoever keeps the truth. One method is one act: one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from workstation.domain.case import Arrival, Case, Outgoing, RoomCounts, RoomStanding
from workstation.domain.comparison import Comparison
from workstation.domain.context import Earlier, Referral
from workstation.domain.decision import Decision
from workstation.domain.declaration import Declaration
from workstation.domain.directory_proof import DirectoryProof
from workstation.domain.four_eyes import Request
from workstation.domain.law import Stage
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.domain.principal import Principal
from workstation.hub.custody import CustodyRecords
from workstation.hub.results import ResultRecords

__all__ = [
    "Arrival",
    "Blobs",
    "Case",
    "ModelPackage",
    "ModelPackages",
    "Outgoing",
    "Records",
    "RoomCounts",
    "RoomStanding",
]


class Records(CustodyRecords, ResultRecords, Protocol):
    """Durable records. Every change writes its audit entry in the same transaction.

    All methods raise ``StorageUnavailable`` when the store cannot be used; then nothing of the
    act has happened. ``now`` is the wall clock, for records only; leases use a monotonic clock
    that the hub keeps.
    """

    def receive(
        self, arrival: Arrival, *, now: datetime, manifest: Mapping[str, object] | None = None
    ) -> Case:
        """Record an arrived scan; the same (site, scan_id, sha256) again returns the same case.

        ``manifest`` is what its site signed, for an entry ``scan:manifest:signed`` before it.
        A declaration already received without a scan (same site or none, same number or
        container) is joined. Raises ``ContentConflict`` when (site, scan_id) has another sha256.
        """

    def find_scan(self, site: str, scan_id: str) -> Case | None:
        """Return the case of a site's scan, or None."""

    def is_disposed(self, case_id: str) -> bool:
        """Tell whether a case's package is kept no longer, as two officers agreed."""

    def speaks_of(self, package_sha256: str) -> bool:
        """Tell whether any scan has a package."""

    def case(self, case_id: str) -> Case:
        """Return one case; raises ``KeyError`` when there is none."""

    def cases_at(self, stage: Stage) -> Sequence[Case]:
        """Return all cases at a stage, oldest first."""

    def sisters(self, case_id: str, *, limit: int = 16) -> Sequence[Case]:
        """Return the newest other cases of the same declaration number or lot, whatever stage.

        Raises ``KeyError`` when there is no such case.
        """

    def declare(self, site: str, declaration: Declaration, *, now: datetime) -> Case | None:
        """Record a declaration that came by itself; join its scan when that is there.

        Returns the case that has it, now or since before; None when it waits for its scan.
        Idempotent.
        """

    def compared(self, case_id: str, comparison: Comparison, *, now: datetime) -> Case:
        """Record the engine's answer and put the case in the queue (COMPARE, then QUEUE)."""

    def lease(self, case_id: str, *, officer: str, desk: str, now: datetime) -> Case:
        """Lease a waiting case; the token is greater than every token before.

        Raises ``StepRefused`` when the case is not waiting or the officer already decided it.
        """

    def lapse(self, case_id: str, token: int, *, now: datetime, park_after: int) -> Case | None:
        """Take back a lease (attempts + 1; parks at `park_after`); None when fenced already."""

    def skip(
        self, case_id: str, token: int, *, reason: str, now: datetime, minutes: int = 0
    ) -> Case:
        """Give a case back to the queue; raises ``LeaseFenced``.

        ``minutes`` is for the audit entry: for how long the hub will not offer it to the officer.
        """

    def break_lease(
        self, case_id: str, token: int, *, officer: str, reason: str, now: datetime
    ) -> Case:
        """Take a leased case from its desk; raises ``LeaseFenced`` when that lease is over."""

    def give_up(
        self, case_id: str, token: int, *, reason: str, now: datetime, park_after: int
    ) -> Case:
        """Take back a case that its desk could not show: attempts + 1, parked at `park_after`.

        Raises ``LeaseFenced`` when that lease is over.
        """

    def ask_unpark(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Request:
        """Ask that a parked case may wait again; what is open already is returned.

        Raises ``StepRefused`` when the case is not parked, ``KeyError`` when there is none.
        """

    def stuck(self) -> Sequence[Case]:
        """Return the cases that wait for a chief while every chief has read them already."""

    def set_aside(self, case_id: str, *, officer: str, reason: str, now: datetime) -> Case:
        """Take a chief's own earlier reading of a stuck case out of the way; once.

        Raises ``KeyError`` when there is no such case, ``StepRefused`` when it is not stuck.
        """

    def requests(self) -> Sequence[Request]:
        """Return what waits for a second officer, oldest first."""

    def approve(self, request_id: str, *, officer: str, now: datetime) -> Case | None:
        """Do what another officer asked for; the same again changes nothing.

        Returns the case that it was about, or None for what is about no case.

        Raises ``SecondOfficerNeeded`` for one's own request and for what the officer has no say
        in, ``StepRefused`` when the case is parked no longer, ``KeyError`` when there is no such
        request; for whom the hub trusts also ``ContentConflict`` and ``LastAdministrator``.
        """

    def decide(self, decision: Decision, *, readers: int = 1) -> Decision:
        """Record a decision: fencing, law, decision, audit and outbox in one transaction.

        The same decision_id again returns the recorded decision. With two ``readers`` the first
        one's conclusion is recorded, and the case waits for another officer; equal conclusions
        then settle it, unequal ones put it before a chief, as a `REFER` does. What does not
        settle its case never reaches the outbox. Raises ``LeaseFenced`` when the token is not
        the case's, ``NobodyAbove`` when a case before a chief is referred, ``StepRefused`` when
        the case or the officer is done with it, ``ContentConflict`` when sha256 differs or the
        decision_id names another decision.
        """

    def decided_since(self, case_id: str, officer: str, token: int) -> bool:
        """Tell whether an officer decided a case under a lease or later; taken back counts, too."""

    def leaving(self, site: str, outgoing: Sequence[Outgoing]) -> None:
        """Mark releases as having left for their site; durable before any of them goes.

        From then on `recall` refuses them, whatever the wall clock says.
        """

    def recall(self, decision_id: str, *, officer: str, reason: str, now: datetime) -> Case | None:
        """Take a decision back before it is final; None when it is too late.

        A reading that settled nothing can be taken back while nobody else has the case.
        """

    def earlier(self, case_id: str) -> Sequence[Earlier]:
        """Return other cases of the same container, declaration or lot, and consignee.

        Each once, by relation and newest first. Their conclusions are there once they are
        settled, never the reading of an officer whose case waits for another.
        """

    def referral(self, case_id: str) -> Referral | None:
        """Return who handed a case up to a chief and why; None for a case of the reviewers."""

    def due(self, site: str, *, after: int, now: datetime, limit: int) -> Sequence[Outgoing]:
        """Return final decisions that a site has not acknowledged, oldest first.

        An inspection that two readers agreed on has the marks of both.
        """

    def announced(self, site: str, decision_id: str, *, now: datetime) -> bool:
        """Record that a site applied a decision; False when it was recorded before."""

    def counts(self) -> RoomCounts:
        """Return how the room stands."""

    def principals(self) -> Sequence[Principal]:
        """Return every enrolled machine."""

    def enrol(self, principal: Principal, *, now: datetime) -> None:
        """Enrol a machine; a second key for the same name is allowed, for rotation."""

    def officer(self, officer_id: str) -> tuple[Officer, str] | None:
        """Return an officer and the argon2id hash of the password, or None.

        `OF_DIRECTORY` stands for the hash where the directory proves the password.
        """

    def add_officer(self, officer: Officer, password_hash: str, *, now: datetime) -> None:
        """Add an officer or replace one's name, roles and password."""

    def set_officer_state(
        self, officer_id: str, state: OfficerState, *, why: str, now: datetime
    ) -> None:
        """Lock, disable or let an officer in again.

        Raises ``KeyError`` when there is none, ``LastAdministrator`` when nobody would be left
        who may let others in.
        """

    def set_password_hash(self, officer_id: str, password_hash: str, *, now: datetime) -> None:
        """Keep a password under a new hash; raises ``KeyError`` when there is no such officer."""

    def last_noted_at(self) -> datetime | None:
        """Return when the newest audit entry was written; None for none that can be read."""

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record (log-in, refusal, start)."""


class Directory(Protocol):
    """The house's directory of people; every method may be called from any thread."""

    def prove(self, officer: str, password: str, roles: frozenset[Role]) -> DirectoryProof:
        """Ask whether a password is an officer's, and which roles are withheld; never raises."""

    def told(self) -> Mapping[str, object]:
        """Return by which rules it is asked, for the log: they change unseen."""

    def look(self) -> str:
        """Return why the directory does not answer; empty when it does."""

    def close(self) -> None:
        """Begin no further question."""


class Standing(Protocol):
    """How the records stand, for health and metrics."""

    def standing(self) -> RoomStanding:
        """Return counts and waiting times; may be called from any thread."""

    def probe(self) -> None:
        """Begin and end an act that changes nothing; raises ``StorageUnavailable``."""


class Blobs(Protocol):
    """Content-addressed files: the name of a blob is its SHA-256 in lower-case hex."""

    def part(self, upload: str) -> Path:
        """Return the path of an unfinished upload, inside the store's own partition."""

    def parts(self) -> Sequence[Path]:
        """Return the unfinished uploads that are there."""

    def commit(self, part: Path, sha256: str, *, hashed: str = "") -> Path:
        """Make a finished part durable under its hash: fsync, rename, fsync of the folder.

        ``hashed`` is the part's hash for whoever knows it from writing; else the part is read.
        Raises ``ContentConflict`` when the content has another hash (the part is removed) and
        ``StorageUnavailable`` when the disk fails.
        """

    def open(self, sha256: str) -> BinaryIO:
        """Open a blob for reading; raises ``KeyError`` when it is not there."""

    def path(self, sha256: str) -> Path:
        """Return a readable file that holds a blob; raises ``KeyError`` when it is not there."""

    def size(self, sha256: str) -> int | None:
        """Return the size of a blob [bytes], or None when it is not there."""

    def is_whole(self, sha256: str) -> bool:
        """Tell whether a blob is what it is called; one that is not is taken out of the store.

        May be called in any thread.
        """

    def seen_whole(self, sha256: str) -> bool:
        """Tell without reading it whether a blob was found whole and stands as it did then."""

    def remove(self, sha256: str) -> None:
        """Remove a blob that is to be kept no longer, if it is there."""

    def confirm(self, sha256: str) -> bool:
        """Make a blob durable that is there already; False when it is not whole."""

    def free_bytes(self) -> int:
        """Return how much room is left on the store's partition [bytes]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPackage:
    """A typical model's scan package, as a desk may fetch it beside a case."""

    model_id: str
    hs: str
    name: str
    name_zh: str = ""
    sha256: str
    size: int
    path: Path


class ModelPackages(Protocol):
    """Where the pictures of typical models are; assembly joins it to the library."""

    def packages(self, model_ids: Sequence[str]) -> Sequence[ModelPackage]:
        """Return the packages of models in the order asked; unknown models are left out."""


class EvidenceLog(Protocol):
    """The evidence log, entry by entry."""

    def entries(self, after: int, limit: int) -> Sequence[str]:
        """Return the canonical texts of the entries that follow a number, in their order."""

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record."""


class CheckpointShelf(Protocol):
    """Where signed checkpoints are kept, and the roots that save reading the log anew."""

    def newest(self) -> str:
        """Return the note kept last, or nothing."""

    def keep(self, note: str, size: int) -> None:
        """Keep a note durably; raises ``StorageUnavailable``."""

    def blocks(self) -> Sequence[bytes]:
        """Return the roots of whole blocks of 256 entries, as far as they were kept."""

    def keep_blocks(self, roots: Sequence[bytes], *, after: int) -> None:
        """Write the roots of blocks behind the first ``after``."""
