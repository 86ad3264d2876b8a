"""Things that happen once: a clock is set, a key revoked, a desk's disk lost, a log edited."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from tests.chaos.room import DESKS, Plan, Room
from tests.chaos.rounds import Nemesis
from tests.chaos.scanner import Drop, drop
from workstation.assembly.hub import open_hub_records
from workstation.domain.instants import from_text, to_text
from workstation.hub.clocks import wall
from workstation.storage.verify import verify_folder

#: A revocation bites when the hub looks at its list again, within a second.
_BITES_S: Final = 1.5
_CLOCKS: Final = ("-3600", "+3600", "+86400", "-30", "+0")
LIBFAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


def faketime_environment(clock: Path) -> dict[str, str]:
    """Return what makes a nursery's programs read their wall clock's offset from a file."""
    clock.write_text("+0")
    return {
        "LD_PRELOAD": str(LIBFAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def set_clocks(clock: Path, rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Set the wall clock of all programs by an hour or a day (F8)."""
    due = rng.uniform(*every_s)

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        del room
        nonlocal due
        if now >= due and done["clock steps"] < most:
            fresh = clock.with_suffix(".new")
            fresh.write_text(rng.choice(_CLOCKS))
            fresh.replace(clock)
            done["clock steps"] += 1
            due = now + rng.uniform(*every_s)

    return nemesis


def lose_desk_disks(rng: Random, *, every_s: tuple[float, float], most: int) -> Nemesis:
    """Kill a desk and take its disk away: journal, drafts, all (F16)."""
    due = rng.uniform(*every_s)

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        nonlocal due
        if now < due or done["desk disks lost"] >= most:
            return
        name = rng.choice(list(DESKS))
        if not room.plan.desk(name).exists():
            return  # it has not come back yet since it lost its disk
        room.programs[name].kill()
        shutil.rmtree(room.plan.desk(name))
        with (room.plan.notes / f"{name}.acts").open("a") as acts:
            acts.write('{"act": "disk lost"}\n')
        done["desk disks lost"] += 1
        due = now + rng.uniform(*every_s)

    return nemesis


@dataclass
class Revocations:
    """Revokes sites' keys while they work, gives them back, and remembers when (F19)."""

    rng: Random
    most: int
    spans: list[tuple[str, str, str]]
    _due: float = 1.5
    _open: tuple[str, str, float] | None = None

    def __call__(self, room: Room, now: float, done: Counter[str]) -> None:
        if self._open is not None and now >= self._open[2]:
            site, began, _ = self._open
            self.spans.append((site, began, to_text(wall())))
            self._enable(room.plan, site, enabled=True)
            self._open, self._due = None, now + 1.0
        elif self._open is None and now >= self._due and done["revocations"] < self.most:
            site = self.rng.choice(room.plan.sites)
            self._enable(room.plan, site, enabled=False)
            self._open = (site, to_text(wall()), now + _BITES_S + 2.0)
            done["revocations"] += 1

    def stored_meanwhile(self, plan: Plan) -> list[str]:
        """Return which scans the hub took from a revoked site once the revocation had to bite."""
        found = []
        for line in (plan.notes / "hub.log").read_text().splitlines():
            entry = json.loads(line) if line.startswith("{") else {}
            if entry.get("text") == "scan stored":
                at = from_text(entry["time"])
                for site, began, ended in self.spans:
                    late = (at - from_text(began)).total_seconds() > _BITES_S
                    if late and at < from_text(ended) and entry["case"].startswith(f"{site}:"):
                        found.append(entry["case"])
        return found

    def _enable(self, plan: Plan, site: str, *, enabled: bool) -> None:
        records = open_hub_records(plan.hub)
        try:
            own = next(one for one in records.principals() if one.name == site)
            records.enrol(replace(own, enabled=enabled), now=wall())
        finally:
            records.close()


def same_name_other_content(plan: Plan, first: Drop, other: Path, *, most: int) -> Nemesis:
    """Leave another picture under the name of a scan that its site has sent already (F13)."""

    def nemesis(room: Room, now: float, done: Counter[str]) -> None:
        del room, now
        sent = (plan.site(first.site) / "archive" / f"{first.scan_id}.scan.tif").exists()
        if sent and done["same name"] < most:
            drop(other, plan.inbox(first.site))
            done["same name"] += 1

    return nemesis


def tamper(hub: Path, scratch: Path) -> dict[str, bool]:
    """Edit copies of a hub's folder behind its back; tell which editing was noticed (F18)."""
    noticed = {}
    for name, sql in TAMPERINGS.items():
        copy = scratch / name.replace(" ", "-")
        shutil.copytree(hub, copy)
        with sqlite3.connect(copy / "hub.sqlite") as database:
            triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (trigger,) in triggers.fetchall():
                database.execute(f'DROP TRIGGER "{trigger}"')
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute("PRAGMA ignore_check_constraints = ON")
            changed = database.execute(sql).rowcount
        database.close()
        noticed[name] = changed > 0 and verify_folder(copy).first_bad is not None
        shutil.rmtree(copy)
    noticed["a package removed"] = _after(hub, scratch, lambda copy: _a_package(copy).unlink())
    noticed["a package swapped"] = _after(hub, scratch, lambda copy: _reverse(_a_package(copy)))
    return noticed


def _after(hub: Path, scratch: Path, act: Callable[[Path], None]) -> bool:
    copy = scratch / "copy"
    shutil.copytree(hub, copy)
    act(copy)
    noticed = verify_folder(copy, contents=True).first_bad is not None
    shutil.rmtree(copy)
    return noticed


def _a_package(hub: Path) -> Path:
    return next(path for path in sorted((hub / "blobs").rglob("*")) if path.is_file())


def _reverse(file: Path) -> None:
    content = file.read_bytes()
    file.chmod(0o640)
    file.write_bytes(content[::-1])


TAMPERINGS: Final = {
    "an entry edited": "UPDATE audit SET entry = replace(entry, 'release', 'inspect') "
    "WHERE seq = (SELECT max(seq) FROM audit WHERE entry LIKE '%release%')",
    "an entry removed": "DELETE FROM audit WHERE seq = (SELECT max(seq) / 2 FROM audit)",
    "a decision turned": "UPDATE decision SET conclusion = 'release' WHERE conclusion = 'inspect'",
    "a decision removed": "DELETE FROM decision WHERE decision_id IN "
    "(SELECT decision_id FROM decision LIMIT 1)",
    "an officer renamed": "UPDATE decision SET officer = 'nobody'",
    "a case moved": "UPDATE scan_case SET stage = 'waiting' WHERE stage = 'announced'",
    "an entry said twice": "UPDATE audit SET entry = (SELECT entry FROM audit AS other "
    "WHERE other.seq = audit.seq + 1) WHERE seq = (SELECT max(seq) / 2 FROM audit)",
    "the end of the log cut off": "DELETE FROM audit WHERE seq > (SELECT max(seq) / 2 FROM audit)",
    "a decision taken back behind the log": "INSERT INTO recall SELECT decision_id, officer, '', "
    "decided_at FROM decision WHERE conclusion = 'inspect' LIMIT 1",
    "an announcement sent elsewhere": "UPDATE outbox SET site = 'elsewhere', "
    "sequence = 9999 WHERE decision_id IN (SELECT decision_id FROM outbox LIMIT 1)",
    "an announcement dropped": "DELETE FROM outbox WHERE decision_id IN "
    "(SELECT decision_id FROM outbox LIMIT 1)",
    "an announcement undone": "UPDATE outbox SET announced_at = NULL",
    "a case given another package": "UPDATE scan_case SET package_sha256 = "
    "(SELECT max(package_sha256) FROM scan_case) WHERE case_id = "
    "(SELECT case_id FROM scan_case ORDER BY package_sha256 LIMIT 1)",
    "a machine's key exchanged": "UPDATE principal SET public_key = "
    "'exchanged' || substr(public_key, 10) WHERE name = 'nansha'",
    "an officer given a role": 'UPDATE officer SET roles = \'["admin","reviewer"]\' '
    "WHERE officer_id = 'li'",
}
