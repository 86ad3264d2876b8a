"""What changed in a library since its snapshot, and the next snapshot made of both."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.matching.description import DescriptionOutdated, DescriptionUnreadable, Evidence
from workstation.matching.ports import Changes, ModelRecord, ModelSource
from workstation.matching.rows import Lists, Row
from workstation.matching.snapshot import KeepGoing, Snapshot, write_snapshot

_log = logging.getLogger(__name__)

OUTDATED: Final = "outdated"
DAMAGED: Final = "damaged"
_BLOCK: Final = 20_000


class Delta:
    """Models that came, changed or went since a snapshot. Not for several threads at once.

    Attributes
    ----------
    fresh : dict of str to Row
        Models that came or changed, by id, in the order of their change.
    dead : set of int
        Places in the snapshot's columns that hold no longer.
    unreadable : dict of str to str
        Models that cannot be compared with, and why: `OUTDATED` or `DAMAGED`.
    edition : int
        Up to which edition of the library this tells everything.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.fresh: dict[str, Row] = {}
        self.dead: set[int] = set()
        self.unreadable = dict(snapshot.unreadable)
        self.edition = snapshot.edition
        self._lengths = {
            level: kept.shape[1] for level, kept in snapshot.columns.signatures.items()
        }

    def copy(self) -> "Delta":
        """Return a copy that may be changed without this one."""
        other = Delta(self.snapshot)
        other.fresh, other.dead = dict(self.fresh), set(self.dead)
        other.unreadable, other.edition = dict(self.unreadable), self.edition
        other._lengths = dict(self._lengths)
        return other

    def size(self) -> int:
        """Return how many models changed."""
        return max(len(self.fresh), len(self.dead))

    def models(self) -> int:
        """Return how many models can be compared with or are empty."""
        return len(self.snapshot.columns) - len(self.dead) + len(self.fresh)

    def alive(self) -> NDArray[np.intp]:
        """Return the places in the snapshot's columns that still hold, rising."""
        dead = np.fromiter(self.dead, np.intp, len(self.dead))
        return np.setdiff1d(np.arange(len(self.snapshot.columns)), dead)

    def take(self, changes: Changes, source: ModelSource) -> list[str]:
        """Follow what changed; return the ids whose descriptions are other ones now."""
        outdated = 0
        for record in changes.came:
            self._forget(record.model_id)
            try:
                self.fresh[record.model_id] = self._row(record, source)
            except DescriptionOutdated:
                self.unreadable[record.model_id] = OUTDATED
                outdated += 1
            except (DescriptionUnreadable, KeyError) as error:
                self.unreadable[record.model_id] = DAMAGED
                _log.warning("model %s is left out: %s", record.model_id, error)
        for model_id in changes.gone:
            self._forget(model_id)
        if outdated:
            _log.warning("%d models are of another feature version and left out", outdated)
        self.edition = changes.edition
        return [*(record.model_id for record in changes.came), *changes.gone]

    def spill(self, folder: Path, number: int) -> None:
        """Move the signatures that are in memory to files, when there are many."""
        rows = [row for row in self.fresh.values() if _in_memory(row)]
        if len(rows) < _BLOCK:
            return
        kept: dict[str, dict[Evidence, NDArray[np.float16]]] = {}
        for level in Evidence:
            able = [row for row in rows if level in row.signatures]
            if not able:
                continue
            path = folder / f"spilt-{number}-{level.name.lower()}.npy"
            np.save(path, np.stack([row.signatures[level] for row in able]))
            mapped = np.load(path, mmap_mode="r", allow_pickle=False)
            for row, signature in zip(able, mapped, strict=True):
                kept.setdefault(row.record.model_id, {})[level] = signature
        for model_id, signatures in kept.items():
            self.fresh[model_id] = replace(self.fresh[model_id], signatures=signatures)

    def _row(self, record: ModelRecord, source: ModelSource) -> Row:
        row = Row.of(record, source.description(record.model_id))
        for level, signature in row.signatures.items():
            if self._lengths.setdefault(level, signature.size) != signature.size:
                raise DescriptionUnreadable("the signature is longer or shorter than all others")
        return row

    def _forget(self, model_id: str) -> None:
        self.fresh.pop(model_id, None)
        self.unreadable.pop(model_id, None)
        place = self.snapshot.columns.find(model_id)
        if place is not None:
            self.dead.add(place)


def merged(delta: Delta, index: Path | None, keep_going: KeepGoing) -> Snapshot:
    """Make the next snapshot of an old one and what changed since, on disk or in memory.

    Raises
    ------
    OSError
        If the disk cannot take it.
    """
    old = delta.snapshot.columns
    alive = delta.alive()
    fresh = list(delta.fresh.values())
    ids, names, codes = (list(text.all()) for text in (old.ids, old.names, old.codes))
    code_of = np.asarray(old.code_of)[alive].tolist()
    keys = [(codes[code], ids[place]) for code, place in zip(code_of, alive.tolist(), strict=True)]
    keys += [(row.record.hs, row.record.model_id) for row in fresh]
    order = np.asarray(sorted(range(len(keys)), key=keys.__getitem__), np.intp)
    every_name = [names[place] for place in alive.tolist()] + [row.record.name for row in fresh]
    keep_going()
    columns = Lists(
        ids=[keys[at][1] for at in order],
        hs=[keys[at][0] for at in order],
        names=[every_name[at] for at in order],
        prohibited=_joined(old.prohibited, alive, [row.record.prohibited for row in fresh])[order],
        is_empty=_joined(old.is_empty, alive, [row.is_empty for row in fresh])[order],
        is_loaded=_joined(old.is_loaded, alive, [row.is_loaded for row in fresh])[order],
        evidence=_joined(old.evidence, alive, [row.evidence for row in fresh])[order],
    ).columns({})
    draft = Snapshot(
        library=delta.snapshot.library,
        edition=delta.edition,
        columns=columns,
        unreadable=delta.unreadable,
    )
    fill = {}
    for level in Evidence:
        chosen = order[columns.at_level(level)]
        if chosen.size:
            fill[level] = _signatures(delta, level, chosen, keep_going)
    if index is not None:
        return write_snapshot(index, draft, fill)
    signatures = {level: np.concatenate(list(blocks)) for level, blocks in fill.items()}
    return replace(draft, columns=replace(columns, signatures=signatures))


def _joined(old: NDArray[Any], alive: NDArray[np.intp], fresh: Sequence[int]) -> NDArray[Any]:
    return np.concatenate([np.asarray(old, np.int8)[alive], np.asarray(fresh, np.int8)])


def _signatures(
    delta: Delta,
    level: Evidence,
    chosen: NDArray[np.intp],
    keep_going: KeepGoing,
) -> Iterator[NDArray[np.float16]]:
    """Yield the signatures of chosen models, numbered through the alive old, then the fresh."""
    old, alive, fresh = delta.snapshot.columns, delta.alive(), list(delta.fresh.values())
    kept = old.signatures.get(level)
    there = old.at_level(level)
    for first in range(0, chosen.size, _BLOCK):
        keep_going()
        part = chosen[first : first + _BLOCK]
        is_old = part < alive.size
        news = [fresh[at - alive.size].signatures[level] for at in part[~is_old].tolist()]
        length = news[0].size if kept is None else kept.shape[1]
        block = np.empty((part.size, length), np.float16)
        if kept is not None and is_old.any():
            block[is_old] = kept[np.searchsorted(there, alive[part[is_old]])]
        if news:
            block[~is_old] = np.stack(news)
        yield block


def _in_memory(row: Row) -> bool:
    return any(not isinstance(one, np.memmap) for one in row.signatures.values())
