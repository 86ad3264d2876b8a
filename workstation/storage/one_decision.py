"""Everything that is kept about one decision, read aside while the hub works."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.audit.chain import canonical_json
from workstation.domain.instants import to_text
from workstation.storage.disposal_tables import DisposedRow
from workstation.storage.films import film_named, film_of
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.model_shelf import SHELF_DATABASE
from workstation.storage.records import HUB_DATABASE
from workstation.storage.rows import decision_facts
from workstation.storage.shelf_tables import ModelRow
from workstation.storage.stages import standing_of
from workstation.storage.tables import (
    AuditRow,
    CaseRow,
    DecisionRow,
    DeclarationRow,
    OfficerRow,
    OutboxRow,
    RecallRow,
)

# Entries of one instant may stand on both sides of it when clocks were set.
_AROUND: Final = 2000


class DecisionFiles:
    """Reads a hub's data folder and its library; from any thread, also from another process.

    Parameters
    ----------
    data : Path
        The hub's data folder.
    library : Path
        The folder of its typical models.
    """

    def __init__(self, data: Path, library: Path) -> None:
        self._data, self._library = data, library

    def decision(self, decision_id: str) -> dict[str, Any]:
        """Return a decision with all that surrounds it, as plain JSON values.

        Keys: ``decision`` (as `decision_facts`), ``state``, ``case``, ``declaration``,
        ``comparison``, ``models``, ``readings`` (of the case, this one too), ``film`` (named and
        kept), ``entry`` (of the audit trail) and ``officer_name``. The case has ``disposed_at``
        when its package is kept no longer. Among what is told of its state
        are the ``circumstances`` that the hub wrote down. Raises ``KeyError``.
        """
        with read_only(self._data / HUB_DATABASE, Branch.HUB) as session:
            row = session.get(DecisionRow, decision_id)
            if row is None:
                raise KeyError(decision_id)
            case = session.get_one(CaseRow, row.case_id)
            declared = None
            if case.declaration_id is not None:
                declared = session.get_one(DeclarationRow, case.declaration_id).content
            officer = session.get(OfficerRow, row.officer)
            film = film_of(session, decision_id)
            entry, circumstances = _entry(session, row)
            return {
                "decision": decision_facts(row),
                "state": {**_state(session, row), "circumstances": circumstances},
                "case": _case(case, session.get(DisposedRow, case.case_id)),
                "declaration": declared,
                "comparison": case.comparison,
                "models": self._models(_models_named(case.comparison, row.evidence)),
                "readings": _readings(session, row.case_id),
                "film": {
                    "named": film_named(row.evidence),
                    "kept_at": None if film is None else to_text(film.received_at),
                },
                "entry": entry,
                "officer_name": "" if officer is None else officer.name,
            }

    def film(self, decision_id: str) -> bytes | None:
        """Return the packed film of a decision; None when none is kept."""
        with read_only(self._data / HUB_DATABASE, Branch.HUB) as session:
            film = film_of(session, decision_id)
            return None if film is None else film.packed

    def package(self, sha256: str) -> Path | None:
        """Return where a scan's or a typical model's package lies; None for any other file."""
        with read_only(self._data / HUB_DATABASE, Branch.HUB) as session:
            scan = session.scalar(
                select(CaseRow.case_id).where(CaseRow.package_sha256 == sha256).limit(1)
            )
        if scan is not None:
            return _blob(self._data, sha256)
        if not (self._library / SHELF_DATABASE).is_file():
            return None
        with read_only(self._library / SHELF_DATABASE, Branch.LIBRARY) as session:
            model = session.scalar(
                select(ModelRow.model_id).where(ModelRow.package_sha256 == sha256).limit(1)
            )
        return None if model is None else _blob(self._library, sha256)

    def _models(self, named: Sequence[str]) -> list[dict[str, Any]]:
        """Return the models by these ids as the library has them, the retired ones too."""
        if not named or not (self._library / SHELF_DATABASE).is_file():
            return [_gone(model_id) for model_id in named]
        with read_only(self._library / SHELF_DATABASE, Branch.LIBRARY) as session:
            rows = {model_id: session.get(ModelRow, model_id) for model_id in named}
            return [
                _gone(model_id) if row is None else self._model(row)
                for model_id, row in rows.items()
            ]

    def _model(self, row: ModelRow) -> dict[str, Any]:
        path = _blob(self._library, row.package_sha256)
        return {
            "model": row.model_id,
            "hs": row.hs,
            "name": row.name,
            "name_zh": row.name_zh,
            "sha256": row.package_sha256,
            "size": 0 if path is None else path.stat().st_size,
            "state": row.state.value,
            "changed_at": to_text(row.changed_at),
        }


def _gone(model_id: str) -> dict[str, Any]:
    return {
        "model": model_id,
        "hs": "",
        "name": "",
        "name_zh": "",
        "sha256": "",
        "size": 0,
        "state": "gone",
        "changed_at": "",
    }


def _blob(folder: Path, sha256: str) -> Path | None:
    path = folder / "blobs" / sha256[:2] / sha256
    return path if path.is_file() else None


def _case(row: CaseRow, disposed: DisposedRow | None) -> dict[str, Any]:
    gone = {} if disposed is None else {"disposed_at": to_text(disposed.disposed_at)}
    return {
        "case_id": row.case_id,
        "site": row.site,
        "scan_id": row.scan_id,
        "sha256": row.package_sha256,
        "size": row.package_size,
        "head": row.head,
        "stage": row.stage.value,
        "received_at": to_text(row.received_at),
        **gone,
    }


def _models_named(
    comparison: Mapping[str, Any] | None, evidence: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return every model that was named or shown, once."""
    named: list[str] = []
    if comparison is not None:
        matches = (*comparison.get("matches", ()), *comparison.get("prohibited", ()))
        named += [match["model"] for match in matches]
        for region in comparison.get("deviations", ()):
            for side in ("supporting", "contradicting"):
                witness = region.get(side)
                if witness:
                    named.append(witness["model"])
    shown = evidence.get("model_shown")
    if isinstance(shown, str):
        named.append(shown)
    return tuple(dict.fromkeys(named))


def _state(session: Session, row: DecisionRow) -> dict[str, Any]:
    outgoing = session.scalar(select(OutboxRow).where(OutboxRow.decision_id == row.decision_id))
    recall = session.get(RecallRow, row.decision_id)
    standing = standing_of(session, row)
    announced = None if outgoing is None else outgoing.announced_at
    return {
        "stands": standing is not None,
        "settles": standing is not None and standing.settles,
        "announced_at": None if announced is None else to_text(announced),
        "recalled_at": None if recall is None else to_text(recall.recalled_at),
        "recall_reason": "" if recall is None else recall.reason,
    }


def _readings(session: Session, case_id: str) -> list[dict[str, Any]]:
    query = select(DecisionRow).where(DecisionRow.case_id == case_id)
    return [
        {
            "decision_id": row.decision_id,
            "slot": row.slot,
            "officer": row.officer,
            "conclusion": row.conclusion.value,
            "decided_at": to_text(row.decided_at),
        }
        for row in session.scalars(query.order_by(DecisionRow.decided_at))
    ]


def _entry(session: Session, row: DecisionRow) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return number, time and hash of the entry that records a decision, and its circumstances.

    Entries stand in the order of their times, but for clocks that were set: a few around the
    place are looked through, and the whole trail never is.
    """
    last = session.scalar(select(func.max(AuditRow.seq))) or 0
    low, high, wanted = 1, last, to_text(row.decided_at)
    while low < high:
        middle = (low + high) // 2
        found = session.get(AuditRow, middle)
        if found is not None and json.loads(found.entry)["at"] < wanted:
            low = middle + 1
        else:
            high = middle
    query = (
        select(AuditRow)
        .where(AuditRow.seq.between(low - _AROUND, low + _AROUND))
        .where(AuditRow.entry.contains(canonical_json(row.decision_id), autoescape=True))
        .order_by(AuditRow.seq)
    )
    for one in session.scalars(query):
        entry = json.loads(one.entry)
        told = entry["facts"].get("decision")
        if isinstance(told, dict) and told.get("decision_id") == row.decision_id:
            told_entry = {"seq": one.seq, "at": entry["at"], "hash": one.hash.hex()}
            return told_entry, entry["facts"].get("circumstances") or {}
    return None, {}
