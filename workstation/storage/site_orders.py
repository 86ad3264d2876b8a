"""Holding what sites acted on against the log: nothing was done that nobody decided."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from queue_client.errors import SignatureInvalid
from queue_client.signing import SignedDecision, verify
from workstation.storage.agreement import Fault, rows
from workstation.storage.told import Told


def order_faults(
    connection: Connection, told: Told, folders: Sequence[Path], publics: Sequence[str]
) -> Iterator[Fault]:
    """Yield each decision in sites' folders that is not signed, not in the log, or another."""
    if not folders:
        return
    query = "SELECT decision_id, case_id, scan_sha256, conclusion FROM decision"
    recorded = {str(row[0]): tuple(row[1:]) for row in rows(connection, query)}
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            signed = _signed(path, publics)
            if signed is None:
                yield told.unheard, f"{path.name} at the site is not a decision that was signed"
                continue
            name, record = signed.decision_id, signed.record
            seq = told.decisions.get(name, (told.unheard, b""))[0]
            case = f"{record['site']}:{record['scan_id']}"
            if recorded.get(name) != (case, record["sha256"], record["conclusion"]):
                yield seq, f"{path.name} at the site says otherwise than decision {name}"
            elif name in told.recalled:
                yield seq, f"{path.name} at the site is decision {name}, which was taken back"


def _signed(path: Path, publics: Sequence[str]) -> SignedDecision | None:
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        signed = SignedDecision(record=dict(kept["record"]), signature=str(kept["signature"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    for public in publics:
        try:
            verify(signed, public)
        except SignatureInvalid:
            continue
        return signed
    return None
