"""What is found out of rows alone before they are held against the log: hashes, missing packages.

Like `workstation.storage.stretches` it knows no more of a database than the driver.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Any, Final

from workstation.storage.blobs import hash_of

#: The columns stand in the order of the keys of `rows.decision_facts`.
DECISIONS: Final = (
    "SELECT decision_id, case_id, conclusion, decided_at, desk, evidence, final_at, marks, note,"
    " officer, reason, scan_sha256, slot, lease_token FROM decision"
)
PACKAGES: Final = "SELECT case_id, package_sha256, package_size FROM scan_case"
#: Narrows either to some rows, for a helper.
SOME: Final = " WHERE rowid BETWEEN ? AND ?"


def digests(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, bytes]]:
    """Yield of each decision, as `DECISIONS` gives them, the hash of its canonical text."""
    sha256 = hashlib.sha256
    for row in found:
        yield row[0], sha256(decision_text(row)).digest()


def package_faults(
    found: Iterable[tuple[str, str, int]], blobs: Path, *, contents: bool
) -> Iterator[tuple[str, str]]:
    """Yield each case, of those that `PACKAGES` gives, whose package is not as it should be.

    Parameters
    ----------
    contents : bool
        Hash every package, too; reads all of the store.
    """
    for case_id, sha256, size in found:
        fault = _package_fault(blobs, sha256, size, contents=contents)
        if fault:
            yield case_id, fault


def decision_text(row: tuple[Any, ...]) -> bytes:
    """Return the canonical text of a decision's row in UTF-8; b"" for what cannot be one."""
    try:
        return decision_json(row).encode()
    except (TypeError, UnicodeEncodeError):
        return b""


def decision_json(row: tuple[Any, ...]) -> str:
    """Return the canonical text of what `rows.decision_facts` says of a decision.

    ``row`` has the columns in the order of that text's keys, which is that of `DECISIONS`; marks
    and evidence are canonical text. Raises ``TypeError`` for what cannot be one.
    """
    name, case, conclusion, decided_at, desk, evidence, final_at, marks, *rest = row
    note, officer, reason, sha256, slot, token = rest
    return (
        f'{{"case":{quoted(case)},"conclusion":{quoted(conclusion)}'
        f',"decided_at":{quoted(decided_at)},"decision_id":{quoted(name)}'
        f',"desk":{quoted(desk)},"evidence":{evidence},"final_at":{quoted(final_at)}'
        f',"marks":{marks},"note":{quoted(note)},"officer":{quoted(officer)}'
        f',"reason":{quoted(reason)},"sha256":{quoted(sha256)}'
        f',"slot":{slot},"token":{token}}}'
    )


def _package_fault(blobs: Path, sha256: str, size: int, *, contents: bool) -> str:
    blob = f"{blobs}/{sha256[:2]}/{sha256}"
    try:
        if os.stat(blob).st_size == size and (not contents or hash_of(Path(blob)) == sha256):  # noqa: PTH116 - a Path for each of a million files takes longer than the question
            return ""
    except OSError:
        return "is not in the store"
    return "has been changed"
