"""Checking a hub's data folder: chain, checkpoints, and that the records agree with them."""

import contextlib
import itertools
import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from workstation.audit.checkpoint import Checkpoint, CheckpointInvalid, open_checkpoint
from workstation.storage.agreement import Fault, Looked, faults_in, rows
from workstation.storage.agreement_disposal import DisposedCases
from workstation.storage.checkpoints import CHECKPOINTS, notes_under
from workstation.storage.helpers import (
    Crew,
    OfDecisions,
    OfLog,
    OfPackages,
    Task,
    count_cores,
)
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.row_digests import DECISIONS, PACKAGES, digests, package_faults
from workstation.storage.site_orders import order_faults
from workstation.storage.stretches import STRETCH, Links, Stretch, check, join, part_of, parts_of
from workstation.storage.told import Told

CARD = "hub.card"
#: From so many entries on, starting helpers takes less time than they save.
WORTH_HELP = 40_000
_MOST_HELPERS = 8
#: Rows whose numbers are further apart are looked at without helpers.
_MOST_GAPS = 8

Heard = Callable[[int], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """What checking a data folder found.

    Attributes
    ----------
    entries : int
        How many entries hold together, from the first on.
    first_bad : int or None
        The number of the first entry that does not hold, or that a record contradicts.
    proven : int
        Up to which entry a signed checkpoint says that nothing was changed, added or left out.
    checkpoints : int
        How many signed checkpoints were held against the log.
    """

    entries: int
    first_bad: int | None = None
    reason: str = ""
    proven: int = 0
    checkpoints: int = 0

    @property
    def verified(self) -> bool:
        """Whether everything holds."""
        return self.first_bad is None


class _Signed:
    """The checkpoints that the log is held against while it is read."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.found: list[tuple[Checkpoint, Path]] = []
        self.proven = 0

    def gather(self, places: Sequence[Path], publics: Sequence[str]) -> None:
        """Take in every note at some places; those that no key signed are faults."""
        for place in places:
            for path, note in notes_under(place):
                try:
                    self.found.append((_open(note, publics), path))
                except CheckpointInvalid as error:
                    self.faults.append(f"{path.name}: {error}")
        self.found.sort(key=lambda one: one[0].size)

    def hold(self, size: int, root: bytes) -> Iterator[Fault]:
        """Compare those of a size with the root of that many entries; call it at each `sizes`."""
        at = bisect_left(self.found, size, key=lambda one: one[0].size)
        for checkpoint, path in self.found[at:]:
            if checkpoint.size != size:
                return
            if checkpoint.root != root:
                first = self.proven + 1
                which = f"entries {first} to {checkpoint.size}"
                yield first, f"{which} are not those that were signed ({path.name})"
                return
            self.proven = checkpoint.size

    @property
    def sizes(self) -> frozenset[int]:
        return frozenset(checkpoint.size for checkpoint, _ in self.found)

    def beyond(self, entries: int) -> Iterator[Fault]:
        """Yield that the log once was longer than it is."""
        for checkpoint, path in self.found[::-1]:
            if checkpoint.size > entries:
                reason = f"it is missing; {checkpoint.size} entries were signed ({path.name})"
                yield entries + 1, reason
                return


def verify_folder(  # noqa: PLR0913 - what to check, against what, and who hears of it
    folder: Path,
    *,
    home: Path | None = None,
    contents: bool = False,
    publics: Sequence[str] = (),
    checkpoints: Sequence[Path] = (),
    orders: Sequence[Path] = (),
    heard: Heard = None,
) -> FolderReport:
    """Check a hub's data folder; also while the hub is running.

    The chain is checked first, and at each checkpoint that it is what was signed; then that every
    decision, recall, announcement, case, machine and officer agrees with the entry that tells of
    it, and that every case's package is there. A record that no entry tells of is reported under
    the number after the last entry.

    Parameters
    ----------
    home : Path, optional
        The folder that has the records, or names who keeps them, when it is another one: packages
        and checkpoints are held against records that are on their way.
    contents : bool
        Hash every package, too; reads all of the store.
    publics : sequence of str
        The hub's public signing keys (hex), the present one and earlier ones; `own_keys` when
        none is named.
    checkpoints : sequence of Path
        Files or folders of checkpoints from elsewhere, beside those in the folder itself.
    orders : sequence of Path
        Folders in which sites wrote down the decisions that they applied.
    heard : callable, optional
        Is told now and then how many entries have been read.

    Raises
    ------
    StorageUnavailable
        If there is no database, or something cannot be read.
    """
    own = folder / CHECKPOINTS
    publics = publics or own_keys(folder)
    signed = _Signed()
    told = Told()
    # What was signed by now is in the log by the time that it is opened, which is its moment.
    signed.gather([*([own] if own.is_dir() else []), *checkpoints], publics)
    database = (home or folder) / HUB_DATABASE
    with read_only(database, Branch.HUB) as session:
        connection = session.connection()
        task = Task(
            database=str(database),
            blobs=str(folder / "blobs"),
            sizes=signed.sizes,
            contents=contents,
        )
        with _looking(connection, task, heard) as looking:
            faults, whole = join(looking.log(), told, signed.hold, heard)
            faults += [(told.unheard, fault) for fault in signed.faults]
            faults += told.desks.faults
            if whole:
                faults += signed.beyond(told.entries)
                packages = _but_gone_since(database, looking.packages())
                looked = Looked(digests=looking.digests(), packages=packages)
                faults += faults_in(connection, told, looked, contents=contents)
                faults += order_faults(connection, told, orders, publics)
    report = FolderReport(entries=told.entries, proven=signed.proven, checkpoints=len(signed.found))
    if not faults:
        return report
    first_bad, reason = min(faults)
    return replace(report, first_bad=first_bad, reason=reason)


def own_keys(folder: Path) -> tuple[str, ...]:
    """Return the public key in the folder's own card; convinces nobody who doubts the folder."""
    try:
        key = str(json.loads((folder / CARD).read_bytes())["signing_key"])
        return (key,) if len(bytes.fromhex(key)) == 32 else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _but_gone_since(database: Path, faults: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the faults of packages but of those that were disposed of since all this began.

    The records are those of one moment, the store is not: a file may go while it is looked at.
    """
    found = list(faults)
    if not found:
        return
    with read_only(database, Branch.HUB) as session:
        gone = DisposedCases(session.connection()).cases
    yield from (one for one in found if one[0] not in gone)


class _Alone:
    """Looks at everything in this process, in the moment of its own connection."""

    def __init__(self, connection: Connection, task: Task, heard: Heard) -> None:
        self._connection, self._task, self._heard = connection, task, heard
        #: The last entry of that moment; what comes later is not held against these records. One
        #: whose number is beyond their count shows by the gap before it.
        last, count = self._numbers("SELECT max(seq), count(*) FROM audit")
        self.entries = min(last, count)

    def log(self) -> Iterator[Stretch]:
        """Yield the stretches of the log, in their order."""
        return map(self.stretch, parts_of(self.entries))

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield of each decision the hash of its canonical text."""
        return digests(rows(self._connection, DECISIONS))

    def packages(self) -> Iterator[tuple[str, str]]:
        """Yield the cases whose package is not as it should be, and why."""
        found = rows(self._connection, PACKAGES)
        return package_faults(found, Path(self._task.blobs), contents=self._task.contents)

    def stretch(self, part: tuple[int, int]) -> Stretch:
        """Check one stretch."""
        with contextlib.closing(self._connection.connection.cursor()) as cursor:
            extract = part_of(cursor, *part)
            links = Links(cursor, extract)
            return check(links, extract, self._task.sizes, self._heard)

    def _numbers(self, query: str) -> tuple[int, ...]:
        return tuple(int(number or 0) for number in next(rows(self._connection, query)))


class _Helped(_Alone):
    """The same by several processes; what one of them cannot do is done here."""

    def __init__(self, connection: Connection, task: Task, heard: Heard, crew: Crew) -> None:
        super().__init__(connection, task, heard)
        self._parts = parts_of(self.entries)
        self._log = crew.ask([OfLog(*part) for part in self._parts])
        decisions, cases = self._parts_by_rowid("decision"), self._parts_by_rowid("scan_case")
        self._digests = crew.ask([OfDecisions(*part) for part in decisions])
        self._packages = crew.ask([OfPackages(*part) for part in cases])

    def log(self) -> Iterator[Stretch]:
        """Yield the stretches of the log, in their order."""
        for part, answer in zip(self._parts, self._log, strict=True):
            found = answer.result()
            yield self.stretch(part) if found is None else found

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield of each decision the hash of its canonical text."""
        answers = [answer.result() for answer in self._digests]
        if not answers or None in answers:
            return super().digests()
        return itertools.chain.from_iterable(answers)

    def packages(self) -> Iterator[tuple[str, str]]:
        """Yield the cases whose package is not as it should be, and why."""
        answers = [answer.result() for answer in self._packages]
        if not answers or None in answers:
            return super().packages()
        return itertools.chain.from_iterable(answers)

    def _parts_by_rowid(self, table: str) -> list[tuple[int, int]]:
        """Return stretches that have every row of a table; nothing where no few of them can.

        No database of ours has such numbers, but whoever owns its file may write what they want.
        """
        query = f"SELECT min(rowid), max(rowid), count(*) FROM {table}"  # noqa: S608 - our own names
        first, last, count = self._numbers(query)
        numbered = first >= min(1, count) and last <= _MOST_GAPS * (count + STRETCH)
        return parts_of(last) if numbered else []


@contextlib.contextmanager
def _looking(connection: Connection, task: Task, heard: Heard) -> Iterator[_Alone]:
    """Look alone, or with helpers where there are cores for them and enough to look at."""
    alone = _Alone(connection, task, heard)
    cores = min(count_cores(), _MOST_HELPERS)
    if alone.entries < WORTH_HELP or cores < 2 or connection.dialect.name != "sqlite":
        yield alone
        return
    try:
        crew = Crew(task, cores)
    except OSError:  # no more processes for us
        yield alone
        return
    with contextlib.closing(crew):
        yield _Helped(connection, task, heard, crew)


def _open(note: str, publics: Sequence[str]) -> Checkpoint:
    if not publics:
        raise CheckpointInvalid("there is no key to check it with")
    for public in publics[:-1]:
        try:
            return open_checkpoint(note, public)
        except CheckpointInvalid:
            continue
    return open_checkpoint(note, publics[-1])
