"""Checking a hub's data folder: chain, checkpoints, and that the records agree with them."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from workstation.audit.checkpoint import Checkpoint, CheckpointInvalid, open_checkpoint
from workstation.audit.merkle import Frontier
from workstation.audit.verify import ChainBroken, RawLink, checked
from workstation.storage.agreement import Fault, faults_in, rows
from workstation.storage.checkpoints import CHECKPOINTS, notes_under
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.site_orders import order_faults
from workstation.storage.told import SHAPES, Told

CARD = "hub.card"
_TELL_EVERY = 5000
_ENTRIES = "SELECT seq, CAST(entry AS BLOB), hash FROM audit ORDER BY seq"


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

    def hold(self, frontier: Frontier) -> Iterator[Fault]:
        """Compare those of the frontier's size; call it at each of `sizes`."""
        at = bisect_left(self.found, frontier.size, key=lambda one: one[0].size)
        for checkpoint, path in self.found[at:]:
            if checkpoint.size != frontier.size:
                return
            if checkpoint.root != frontier.root():
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
    contents: bool = False,
    publics: Sequence[str] = (),
    checkpoints: Sequence[Path] = (),
    orders: Sequence[Path] = (),
    heard: Callable[[int], None] | None = None,
) -> FolderReport:
    """Check a hub's data folder; also while the hub is running.

    The chain is checked first, and at each checkpoint that it is what was signed; then that every
    decision, recall, announcement, case, machine and officer agrees with the entry that tells of
    it, and that every case's package is there. A record that no entry tells of is reported under
    the number after the last entry.

    Parameters
    ----------
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
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        # What was signed by now is in the log by the time that its snapshot is taken.
        signed.gather([*([own] if own.is_dir() else []), *checkpoints], publics)
        connection = session.connection()
        faults, whole = _read_log(connection, told, signed, heard)
        faults += [(told.unheard, fault) for fault in signed.faults]
        faults += told.desks.faults
        if whole:
            faults += signed.beyond(told.entries)
            faults += faults_in(connection, told, folder / "blobs", contents=contents)
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


def _read_log(
    connection: Connection, told: Told, signed: _Signed, heard: Callable[[int], None] | None = None
) -> tuple[list[Fault], bool]:
    """Read the log as far as it holds; returns its faults, and whether that was all of it."""
    frontier, sizes = Frontier(), signed.sizes
    faults = list(signed.hold(frontier))
    try:
        for entry in checked(_links(connection), frontier, SHAPES):
            told.hear(entry)
            if heard is not None and not told.entries % _TELL_EVERY:
                heard(told.entries)
            if entry.seq in sizes:
                faults += signed.hold(frontier)
    except ChainBroken as broken:
        return [*faults, (broken.seq, broken.reason)], False
    except msgspec.DecodeError:
        unfit = (told.entries, "it does not say what an entry of its tag must say")
        return [*faults, unfit], False
    return faults, True


def _links(connection: Connection) -> Iterator[RawLink]:
    return rows(connection, _ENTRIES)


def _open(note: str, publics: Sequence[str]) -> Checkpoint:
    if not publics:
        raise CheckpointInvalid("there is no key to check it with")
    for public in publics[:-1]:
        try:
            return open_checkpoint(note, public)
        except CheckpointInvalid:
            continue
    return open_checkpoint(note, publics[-1])
