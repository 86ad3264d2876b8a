"""The hub's disk is lost and a backup put in its place while sites and desks go on (F15).

Backup and restore are the real commands, the backup taken while the hub works. What the hub was
told between the two is gone from its disk; sites bring it back. A decision that no site has
applied by then is lost with the disk, and its case is reviewed again: that alone is excused.
"""

import contextlib
import json
import os
import select
import sqlite3
import time
from collections import Counter
from dataclasses import asdict
from enum import Enum, auto
from pathlib import Path
from random import Random
from typing import Final

from tests.chaos.losses import LOSSES, Loss
from tests.chaos.room import Plan, Room

_BOX: Final = "keys.box"


class _Step(Enum):
    WORK = auto()
    BACK_UP = auto()
    WORK_ON = auto()
    RESTORE = auto()


class Restoring:
    """Backs the hub up, lets the room work on, takes the hub's disk away and restores it.

    Parameters
    ----------
    work_s : tuple of float
        For how long the room works before a backup, and again before the loss [s].
    """

    def __init__(self, rng: Random, *, work_s: tuple[float, float], most: int) -> None:
        self._rng, self._work_s, self._most = rng, work_s, most
        self._step, self._due = _Step.WORK, rng.uniform(*work_s)
        self._watch, self._kept_at = -1, 0.0
        self._losses: list[Loss] = []
        self._hub: Path | None = None

    @property
    def has_more(self) -> bool:
        """Whether a disk is still to be lost or restored, or a site has yet to bring what was."""
        unfinished = len(self._losses) < self._most or self._step is _Step.RESTORE
        return unfinished or (self._hub is not None and _owed(self._hub))

    def __call__(self, room: Room, now: float, done: Counter[str]) -> None:
        self._hub = room.plan.hub
        running = self._watch >= 0
        if running and not select.select([self._watch], [], [], 0)[0]:
            return
        if running:
            os.close(self._watch)
            self._watch = -1
        elif now < self._due or done["restores"] >= self._most:
            return
        match self._step:
            case _Step.WORK:
                if _all_at_work(room.plan):
                    self._back_up(room)
            case _Step.BACK_UP:
                self._step, self._due = _Step.WORK_ON, now + self._rng.uniform(*self._work_s)
            case _Step.WORK_ON:
                self._restore(room)
            case _Step.RESTORE:
                assert (room.plan.hub / "hub.sqlite").exists(), "the restore failed: see its log"
                room.programs["hub"].wanted = True
                done["restores"] += 1
                self._step, self._due = _Step.WORK, now + self._rng.uniform(*self._work_s)

    def _back_up(self, room: Room) -> None:
        (room.plan.notes / _BOX).unlink(missing_ok=True)
        (room.plan.notes / "pass").write_text("a long passphrase\n")
        self._kept_at = time.time()
        self._run(room, ["backup", "--data", str(room.plan.hub), "-o", str(_backups(room.plan))])
        self._step = _Step.BACK_UP

    def _restore(self, room: Room) -> None:
        assert list(_backups(room.plan).glob("*/backup.json")), "the backup failed: see its log"
        hub = room.programs["hub"]
        hub.wanted = False
        hub.kill()
        self._losses.append(Loss(kept_at=self._kept_at, lost_at=time.time()))
        (room.plan.notes / LOSSES).write_text(json.dumps([asdict(one) for one in self._losses]))
        room.plan.hub.rename(room.plan.notes / f"lost-{len(self._losses)}")
        self._run(room, ["restore", str(_backups(room.plan)), "--data", str(room.plan.hub)])
        self._step = _Step.RESTORE

    def _run(self, room: Room, words: list[str]) -> None:
        """Start a command of the program; nobody waits for it here."""
        notes = room.plan.notes
        box = ["--keys", str(notes / _BOX), "--passphrase-file", str(notes / "pass")]
        hub = room.programs["hub"]
        order = {"program": "command", "arguments": [*words, *box], "mutant": room.plan.mutant}
        pid = hub.nursery.start({**order, "log": str(notes / f"{words[0]}.log")})
        with contextlib.suppress(ProcessLookupError):
            self._watch = os.pidfd_open(pid)


def _backups(plan: Plan) -> Path:
    return plan.notes / "backups"


def _all_at_work(plan: Plan) -> bool:
    """Tell whether every site has applied a decision, so that more than a start is lost."""
    acts = (plan.notes / f"{site}.acts" for site in plan.sites)
    return all(path.exists() and path.stat().st_size > 0 for path in acts)


def _owed(hub: Path) -> bool:
    """Tell whether a restored hub still waits for the report of a site, or for a reported scan."""
    uri = f"file:{hub / 'hub.sqlite'}?mode=ro"
    queries = (
        "SELECT count(*) FROM counter WHERE name LIKE 'owes:%' AND value > 0",
        (
            "SELECT count(*) FROM returned LEFT JOIN scan_case USING (site, scan_id)"
            " WHERE case_id IS NULL"
        ),
    )
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
        return any(database.execute(query).fetchone()[0] for query in queries)
