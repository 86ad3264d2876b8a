"""The desk's journal: marks, drafts and unsent decisions, on this disk before anything else.

One file of JSON lines; a line is on the disk (fsync) when `append` returns, so a crash or a power
cut loses at most the line being written. On opening, a torn last line is dropped and the file is
written anew with only what still matters. Everything here may wait for the disk: never call it
on the Qt thread.
"""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from workstation.domain.decision import Mark, mark_from_json, mark_to_json
from workstation.domain.errors import StorageUnavailable
from workstation.review.draft import CaseKey, Draft, InHand, draft_from_json, draft_to_json

__all__ = ["SCHEMA", "CaseKey", "Draft", "Journal", "Pending"]

SCHEMA: Final = "reviewroom.journal/1"
_FILE: Final = "desk.journal"
_MOST_DRAFTS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A decision without a receipt, and who took it: nobody else's session may send it."""

    officer: str
    decision: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class _Kept:
    """What the journal holds in memory; guarded by the journal's lock."""

    marks: dict[CaseKey, tuple[Mark, ...]] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    recalled: set[str] = field(default_factory=set)
    drafts: dict[CaseKey, Draft] = field(default_factory=dict)  # the newest last
    drawn_by: dict[CaseKey, str] = field(default_factory=dict)  # of marks; "" before it was kept

    def take(self, entry: Mapping[str, Any]) -> None:
        """Apply one line; raise ``KeyError``, ``TypeError`` or ``ValueError`` for a foreign one."""
        kind = entry["kind"]
        if kind == "marks":
            key = CaseKey(case_id=str(entry["case_id"]), sha256=str(entry["sha256"]))
            self.marks[key] = tuple(mark_from_json(mark) for mark in entry["marks"])
            self.drawn_by[key] = str(entry.get("officer", ""))
            if not self.marks[key]:
                del self.marks[key], self.drawn_by[key]
        elif kind == "draft":
            draft = draft_from_json(entry)
            self.drafts.pop(draft.key, None)
            self.drafts[draft.key] = draft
            while len(self.drafts) > _MOST_DRAFTS:
                del self.drafts[next(iter(self.drafts))]
        elif kind == "decision":
            decision = dict(entry["decision"])
            self.pending[str(decision["decision_id"])] = Pending(
                officer=str(entry["officer"]), decision=decision
            )
        elif kind == "sent":
            self.sent.add(str(entry["decision_id"]))
        elif kind == "recall":
            self.recalled.add(str(entry["decision_id"]))
        elif kind == "settled":
            decision_id = str(entry["decision_id"])
            self.sent.discard(decision_id)
            self.recalled.discard(decision_id)
            decided = self.pending.pop(decision_id, None)
            if decided is not None and entry["outcome"] == "recorded":
                self._forget(str(decided.decision["case_id"]))
        else:
            raise ValueError(f"unknown journal line {kind!r}")

    def _forget(self, case_id: str) -> None:
        for key in [key for key in self.marks if key.case_id == case_id]:
            del self.marks[key], self.drawn_by[key]
        for key in [key for key in self.drafts if key.case_id == case_id]:
            del self.drafts[key]

    def lines(self) -> list[dict[str, Any]]:
        """Return the fewest lines that say the same."""
        marks = [_marks_line(key, drawn, self.drawn_by[key]) for key, drawn in self.marks.items()]
        pending = [_decision_line(one.decision, one.officer) for one in self.pending.values()]
        sent = [{"kind": "sent", "decision_id": one} for one in self.sent & self.pending.keys()]
        recalled = [
            {"kind": "recall", "decision_id": one} for one in self.recalled & self.pending.keys()
        ]
        drafts = [_draft_line(draft) for draft in self.drafts.values()]
        return [*marks, *drafts, *pending, *sent, *recalled]


class Journal:
    """Marks, drafts and unsent decisions of one desk; safe to use from several threads.

    Parameters
    ----------
    folder : Path
        Belongs to this desk alone; made when it is missing.

    Raises
    ------
    StorageUnavailable
        Here and in every method that writes, when the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._lock = threading.Lock()
        self._kept = _Kept()
        self.unreadable_lines = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._read()
            self._rewrite()
            self._file = self._path.open("ab")
        except OSError as error:
            raise StorageUnavailable(folder.name, error.strerror or str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def marks(self, key: CaseKey, *, officer: str) -> tuple[Mark, ...]:
        """Return the marks that an officer journaled last for this case and picture.

        Who reads a case second at the same desk gets none of the first reader's. A line of a former
        version does not say whose it is; its draft does.
        """
        with self._lock:
            draft = self._kept.drafts.get(key)
            drawn_by = self._kept.drawn_by.get(key) or (draft.officer if draft else officer)
            return self._kept.marks.get(key, ()) if drawn_by == officer else ()

    def keep_marks(self, key: CaseKey, marks: tuple[Mark, ...], *, officer: str) -> None:
        """Journal all marks of a case; the newest line counts."""
        self._append(_marks_line(key, marks, officer))

    def take_over(self, in_hand: InHand) -> bool:
        """Journal what its officer left elsewhere, unless this journal's own is as new or newer.

        A lease is of one desk. So what was journaled under the same lease is never older than what
        was sent from here, and under another the greater token is the newer.
        """
        draft = in_hand.draft
        own = self.drafts().get(draft.key)
        if own is not None and own.officer == draft.officer and own.token >= draft.token:
            return False
        self.keep_marks(draft.key, in_hand.marks, officer=draft.officer)
        self.keep_draft(draft)
        return True

    def keep_draft(self, draft: Draft) -> None:
        """Journal what an officer has in hand; the newest draft tells which case is open."""
        self._append(_draft_line(draft))

    def drafts(self) -> Mapping[CaseKey, Draft]:
        """Return what officers had in hand about undecided cases, the newest last."""
        with self._lock:
            return dict(self._kept.drafts)

    def keep_decision(self, decision: Mapping[str, Any], *, officer: str) -> None:
        """Journal a decision before it is sent for the first time."""
        self._append(_decision_line(decision, officer))

    def note_sent(self, decision_id: str) -> None:
        """Journal that a decision is about to leave: from here on the hub may have it."""
        self._append({"kind": "sent", "decision_id": decision_id})

    def note_recall(self, decision_id: str) -> None:
        """Journal that a decision which may have left is to be taken back at the hub."""
        self._append({"kind": "recall", "decision_id": decision_id})

    def settle(self, decision_id: str, outcome: str) -> None:
        """Journal how a decision ended: ``recorded``, ``refused`` or ``withdrawn``."""
        self._append({"kind": "settled", "decision_id": decision_id, "outcome": outcome})

    def pending(self) -> tuple[Pending, ...]:
        """Return decisions without a receipt, in the order in which they were taken."""
        with self._lock:
            return tuple(self._kept.pending.values())

    def was_sent(self, decision_id: str) -> bool:
        """Tell whether a pending decision may have reached the hub."""
        with self._lock:
            return decision_id in self._kept.sent

    def was_recalled(self, decision_id: str) -> bool:
        """Tell whether a pending decision is to be taken back as soon as the hub has it."""
        with self._lock:
            return decision_id in self._kept.recalled

    def close(self) -> None:
        """Close the file; what was appended is on the disk already."""
        with self._lock:
            self._file.close()

    def _append(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            try:
                self._file.write(line)
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise StorageUnavailable(_FILE, error.strerror or str(error)) from error
            self._kept.take(entry)

    def _read(self) -> None:
        if not self._path.exists():
            return
        for line in self._path.read_bytes().splitlines():
            try:
                self._kept.take(json.loads(line))
            except (ValueError, KeyError, TypeError):
                self.unreadable_lines += 1

    def _rewrite(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as file:
            for entry in self._kept.lines():
                file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        _sync_folder(self._path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable: what is appended later is lost with it else; not on Windows."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _marks_line(key: CaseKey, marks: tuple[Mark, ...], officer: str) -> dict[str, Any]:
    return {
        "kind": "marks",
        "schema": SCHEMA,
        "case_id": key.case_id,
        "sha256": key.sha256,
        "officer": officer,
        "marks": [mark_to_json(mark) for mark in marks],
    }


def _draft_line(draft: Draft) -> dict[str, Any]:
    return {"kind": "draft", **draft_to_json(draft)}


def _decision_line(decision: Mapping[str, Any], officer: str) -> dict[str, Any]:
    return {"kind": "decision", "officer": officer, "decision": dict(decision)}
