"""The index of a library on disk: columns of its models, and their vectors at each level.

Lies beside the library as ``index/f<features>-e<edition>-<random>/``, with one folder for each
level that was asked for, ``<level>-<metric>/``. Arrays are mapped, so that opening a million
models takes no memory to speak of. Nothing here is precious: see `sealed`.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching import search
from workstation.matching.description import FEATURE_VERSION, Evidence
from workstation.matching.fit import Fit
from workstation.matching.gallery import Gallery, Stock
from workstation.matching.level import (
    Fits,
    Level,
    fit_metric,
    metric_from_arrays,
    metric_id,
    metric_to_arrays,
    prior_id,
)
from workstation.matching.prior import Prior
from workstation.matching.rows import Columns, Texts
from workstation.matching.sealed import NotWhole, array_in, is_sealed, opened, sealing, throw_away

_SCHEMA: Final = "reviewroom.index/1"
_BLOCK: Final = 20_000
_TEXTS: Final = ("ids", "names", "codes")
_ARRAYS: Final = (
    "code_of",
    "prohibited",
    "is_empty",
    "is_loaded",
    "evidence",
    "hashes",
    "hashed",
)

KeepGoing = Callable[[], None]
"""Called between blocks of long work; raises to end it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A library as it was at one edition.

    Attributes
    ----------
    library : str
        The library's own name.
    edition : int
    columns : Columns
    unreadable : mapping of str to str
        Models that could not be read, with the reason word.
    folder : Path or None
        Where it lies; None when it is in memory only.
    """

    library: str
    edition: int
    columns: Columns
    unreadable: Mapping[str, str]
    folder: Path | None = None

    @classmethod
    def nothing(cls, columns: Columns, library: str = "") -> Self:
        """Return the state before anything was read."""
        return cls(library=library, edition=0, columns=columns, unreadable={})


def newest(index: Path, library: str, *, at_most: int) -> Snapshot | None:
    """Open the newest usable snapshot of a library; throw away what cannot be used.

    ``at_most`` is the library's own edition: a snapshot of a later one is of another history.
    """
    for folder in sorted(_folders(index), key=_edition_in, reverse=True):
        try:
            found = _open(folder)
        except NotWhole as error:
            throw_away(folder, str(error))
            continue
        if found.library == library and found.edition <= at_most:
            return found
        throw_away(folder, "it is the index of another library, or of another past of it")
    return None


def newest_edition(index: Path) -> int:
    """Return the edition that the newest snapshot claims; 0 when there is none."""
    return max((_edition_in(folder) for folder in _folders(index)), default=0)


def write_snapshot(
    index: Path,
    draft: Snapshot,
    fill: Mapping[Evidence, Iterator[NDArray[np.float16]]],
) -> Snapshot:
    """Write a snapshot, then throw older ones away.

    Parameters
    ----------
    index : Path
    draft : Snapshot
        With all columns but the signatures.
    fill : mapping of Evidence to iterator of ndarray
        The signatures of each level in blocks, in the order of the columns.

    Raises
    ------
    OSError
        If the disk cannot take it.
    """
    older = [path for path in index.glob("f*-e*-*") if path.is_dir()]
    name = f"{_prefix()}e{draft.edition}-{secrets.token_hex(4)}"
    facts = {
        "schema": _SCHEMA,
        "features": FEATURE_VERSION,
        "library": draft.library,
        "edition": draft.edition,
        "unreadable": dict(draft.unreadable),
    }
    with sealing(index / name, facts) as folder:
        for text in _TEXTS:
            kept: Texts = getattr(draft.columns, text)
            np.save(folder / f"{text}-starts.npy", kept.starts)
            np.save(folder / f"{text}-heap.npy", kept.heap)
        for array in _ARRAYS:
            np.save(folder / f"{array}.npy", getattr(draft.columns, array))
        for level, blocks in fill.items():
            rows = len(draft.columns.at_level(level))
            _write_blocks(folder / f"signatures-{level.name.lower()}.npy", rows, blocks)
    for folder in older:
        # Elsewhere it may still be mapped; it goes with the next one then.
        shutil.rmtree(folder, ignore_errors=True)
    return _open(index / name)


def level_of(snapshot: Snapshot, evidence: Evidence, prior: Prior) -> Level | None:
    """Return a level that was made before, for this prior; None when there is none."""
    if snapshot.folder is None:
        return None
    for folder in snapshot.folder.glob(f"{evidence.name.lower()}-*"):
        try:
            facts = opened(folder)
            if facts["prior"] != prior_id(prior):
                throw_away(folder, "what was known beforehand is another thing now")
                continue
            with np.load(folder / "metric.npz", allow_pickle=False) as stored:
                metric = metric_from_arrays(dict(stored))
            fits = {
                code: [Fit(float(value), bool(several)) for value, several in found]
                for code, found in facts["fits"].items()
            }
            vectors = array_in(folder, "vectors")
            leading = array_in(folder, "leading") if facts["leading"] else None
        except (NotWhole, OSError, KeyError, ValueError, TypeError) as error:
            throw_away(folder, str(error))
            continue
        level = Level.of(snapshot.columns, evidence, metric, vectors, leading)
        return replace(level, fits=fits or None)
    return None


def make_level(
    snapshot: Snapshot, evidence: Evidence, prior: Prior, keep_going: KeepGoing
) -> Level:
    """Fit a level's metric, project its models and calibrate it, on disk.

    Raises
    ------
    OSError
        If the disk cannot take it, or it has been made meanwhile.
    """
    if snapshot.folder is None:
        raise ValueError("the snapshot is in memory only")
    columns = snapshot.columns
    metric = fit_metric(columns, evidence, prior)
    signatures = columns.signatures.get(evidence, np.zeros((0, 0), np.float16))
    large = len(signatures) >= search.EXACT
    facts: dict[str, Any] = {"prior": prior_id(prior), "leading": large, "fits": {}}
    name = f"{evidence.name.lower()}-{metric_id(metric)}"
    if not is_sealed(snapshot.folder):
        raise OSError(f"{snapshot.folder} was taken away")
    with sealing(snapshot.folder / name, facts) as folder:
        np.savez(folder / "metric.npz", **metric_to_arrays(metric))  # type: ignore[arg-type] # a dict of arrays
        vectors = _projected(signatures, metric.project, keep_going)
        _write_blocks(folder / "vectors.npy", len(signatures), vectors)
        written = array_in(folder, "vectors")
        leading = None
        if large:
            leading = np.asfortranarray(written[:, : search.LEADING])
            np.save(folder / "leading.npy", leading)
            level = Level.of(columns, evidence, metric, written, leading)
            facts["fits"] = _as_json(_alone(columns, level).leave_one_out())
        del written
    made = level_of(snapshot, evidence, prior)
    if made is None:
        raise OSError(f"{snapshot.folder / name} was written and cannot be read")
    return made


def _alone(columns: Columns, level: Level) -> Gallery:
    nothing = np.zeros((0, level.vectors.shape[1]), np.float32)
    stock = Stock(
        columns=columns, level=level, dead=np.zeros(0, np.intp), fresh=(), vectors=nothing
    )
    return Gallery(stock, lambda _: None)


def _projected(
    signatures: NDArray[np.float16],
    project: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    keep_going: KeepGoing,
) -> Iterator[NDArray[np.float32]]:
    for first in range(0, len(signatures), _BLOCK):
        keep_going()
        yield project(signatures[first : first + _BLOCK].astype(np.float32))


def _write_blocks(path: Path, rows: int, blocks: Iterator[NDArray[Any]]) -> None:
    """Write blocks of rows one after the other as one array."""
    target: NDArray[Any] | None = None
    at = 0
    for block in blocks:
        if target is None:
            target = np.lib.format.open_memmap(
                path, mode="w+", dtype=block.dtype, shape=(rows, *block.shape[1:])
            )
        target[at : at + len(block)] = block
        at += len(block)
    if at != rows:
        raise ValueError(f"{path.name}: {at} rows came, {rows} were told")
    if target is None:
        np.save(path, np.zeros((0, 1), np.float32))


def _open(folder: Path) -> Snapshot:
    facts = opened(folder)
    try:
        if facts["schema"] != _SCHEMA or facts["features"] != FEATURE_VERSION:
            raise NotWhole("it was made by another version")
        texts = {
            name: Texts(array_in(folder, f"{name}-starts"), array_in(folder, f"{name}-heap"))
            for name in _TEXTS
        }
        signatures = {
            level: array_in(folder, f"signatures-{level.name.lower()}")
            for level in Evidence
            if (folder / f"signatures-{level.name.lower()}.npy").exists()
        }
        parts: dict[str, Any] = {**texts, **{name: array_in(folder, name) for name in _ARRAYS}}
        return Snapshot(
            library=str(facts["library"]),
            edition=int(facts["edition"]),
            columns=Columns(**parts, signatures=signatures),
            unreadable={str(key): str(value) for key, value in facts["unreadable"].items()},
            folder=folder,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotWhole(f"its seal tells something else ({error})") from error


def _prefix() -> str:
    return f"f{FEATURE_VERSION}-"


def _folders(index: Path) -> Iterator[Path]:
    """Yield the snapshots of this feature version; others may be another program's."""
    return (path for path in index.glob(f"{_prefix()}e*-*") if path.is_dir())


def _edition_in(folder: Path) -> int:
    number = folder.name.removeprefix(f"{_prefix()}e").partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _as_json(fits: Fits) -> dict[str, list[tuple[float, bool]]]:
    return {code: [(fit.value, fit.several) for fit in found] for code, found in fits.items()}
