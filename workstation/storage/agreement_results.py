"""Holding inspection results against what the entries told of them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from workstation.audit.chain import canonical_json
from workstation.storage.told import Told

_NAMES: Final = (
    *("result_id", "case", "decision_id", "occasion", "opened_at"),
    *("kind", "goods", "note", "rate", "marks"),
)
#: The rows to hold against the entries, in the order of `_NAMES`.
RESULTS: Final = (
    "SELECT result_id, case_id, decision_id, occasion, opened_at, kind, goods, note, rate, marks"
    " FROM inspection_result"
)


def result_faults(found: Iterable[tuple[Any, ...]], told: Told) -> Iterator[tuple[int, str]]:
    """Yield each result that is not what its entry says, or that no entry tells of.

    ``found`` are the rows of `RESULTS`.
    """
    missing = dict(told.results)
    nothing = (told.unheard, b"")
    for row in found:
        seq, digest = missing.pop(row[0], nothing)
        if _digest(row) != digest:
            yield seq, f"inspection result {row[0]} is not what its entry says"
    for result_id, (seq, _) in missing.items():
        yield seq, f"inspection result {result_id} is not in the records"


def _digest(row: tuple[object, ...]) -> bytes:
    said = dict(zip(_NAMES, row, strict=True))
    try:
        said["marks"] = json.loads(str(said["marks"]))
        return hashlib.sha256(canonical_json(said).encode()).digest()
    except (ValueError, TypeError):
        return b"?"
