"""Desks are killed while a case is being looked at; what was in hand is in hand again elsewhere.

``python -m tests.chaos.drafting 100`` kills so many. Each time the officer signs in at another
desk, or at the same one whose disk is lost, so that only the hub can know what was marked. The
hub is killed, too, now and then. A draft's *age* is how long before the kill the first mark was
drawn that is missing afterwards; 0 when none is.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from queue_client.client import DeskClient
from queue_client.keys import HubAddress, KeyPair
from tests.chaos import scanner
from tests.chaos.room import PASSWORD, Kept, Nursery, Plan, free_port, prepare
from workstation.storage.readers import list_decisions

LONGEST_AGE_S: Final = 2.5
"""Two seconds, and what a busy machine needs to send it."""
_SHAPE: Final = ((120, 280),)
_PATIENCE_S: Final = 90.0
_IN_THE_ROOM: Final = 2
_MINE, _OTHER = "li", "wang"


@dataclass
class Drafting:
    """What a round found."""

    done: Counter[str] = field(default_factory=Counter)
    ages_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    double: int = 0

    def sentence(self) -> str:
        """Return one line for whoever watches."""
        ages = sorted(self.ages_s) or [0.0]
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.done.items()))
        return (
            f"drafts: {did}; age P50 {ages[len(ages) // 2]:.2f} s, longest {ages[-1]:.2f} s; "
            f"double {self.double}: {f'{len(self.faults)} FAULTS' if self.faults else 'whole'}"
        )


class MarkingDesk:
    """A desk in a process of its own, and what it has said."""

    def __init__(self, order: dict[str, Any], log: Path) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.chaos.marking_desk", json.dumps(order)],
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        self.said: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._listen, name="marking-desk")
        self._thread.start()

    def of(self, act: str) -> list[dict[str, Any]]:
        """Return what it said of one kind."""
        return [one for one in list(self.said) if one["act"] == act]

    def wait_for(self, act: str) -> dict[str, Any] | None:
        """Wait until it said something of a kind; None when it does not."""
        ends = time.monotonic() + _PATIENCE_S
        while time.monotonic() < ends and self._process.poll() is None:
            if found := self.of(act):
                return found[0]
            time.sleep(0.02)
        return None

    def kill(self) -> float:
        """Kill -9; returns when [s since 1970]."""
        at = time.time()
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._log.close()
        return at

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with suppress(ValueError):  # the last one may be cut short
                    self.said.append(json.loads(line))


class Round:
    """One hub, one officer, and desk after desk that is killed."""

    def __init__(self, base: Path, nursery: Nursery, *, seed: int, mutant: str = "") -> None:
        self._base, self._rng = base, Random(seed)  # noqa: S311 - a seed is the point
        self._template = base.parent / "template"
        self._plan = Plan(
            folder=base / "room", port=free_port(), sites=("yantian",), mutant=mutant,
            lease_ttl_s=10.0,
        )  # fmt: skip
        base.mkdir(parents=True)
        prepare(self._plan, self._template)
        self._programs = [self._kept(name, nursery) for name in ("hub", "yantian")]
        self._left: list[scanner.Drop] = []
        self._stage, self._desk, self._visits = base / "stage", "desk-1", 0
        self._marked: dict[str, list[dict[str, Any]]] = {}  # by case, of the officer
        self._decided: set[str] = set()
        self.result = Drafting()

    def run(self, kills: int) -> Drafting:
        """Kill so many desks, then count."""
        self._left = scanner.make_packages(
            self._stage, self._plan.sites, count=kills + _IN_THE_ROOM, seed=1, shapes=_SHAPE
        )
        try:
            self._tend()
            for _ in range(_IN_THE_ROOM):
                self._bring()
            open_case = ""
            for number in range(kills):
                open_case = self._visit(open_case, hub_too=number % 4 == 3)
                if number % 6 == 2:
                    self._let_another_look()
        finally:
            for program in self._programs:
                program.end()
        self._count()
        return self.result

    def _visit(self, before: str, *, hub_too: bool) -> str:
        """Sit down, mark for a while, be killed; returns the case that was open then."""
        self._visits += 1
        decides = self._visits % 5 == 0
        cache = self._base / f"cache-{self._visits}"
        order = self._order(cache, decides=decides)
        desk = MarkingDesk(order, self._plan.notes / "desk.log")
        try:
            opened = desk.wait_for("opened")
            if opened is None:
                self._fault(f"visit {self._visits}: no case opened")
            else:
                self._look_at(opened, before)
                time.sleep(self._rng.uniform(0.3, 5.0))
        finally:
            killed_at = desk.kill()
        self.result.done["desk kills"] += 1
        shutil.rmtree(cache, ignore_errors=True)
        case = self._take_down(desk, killed_at)
        if hub_too:
            self.result.done["hub kills"] += self._programs[0].kill()
            self._tend()  # it forgot who sat where: the officer comes back to the same desk
        else:
            self._desk = "desk-2" if self._desk == "desk-1" else "desk-1"
        return case

    def _take_down(self, desk: MarkingDesk, killed_at: float) -> str:
        """Note what a desk has drawn and decided; return the case that was open at its end."""
        for one in desk.of("marked"):
            drawn = self._marked.setdefault(one["case"], [])
            del drawn[int(one["mark"][1:]) :]  # what was lost is drawn again
            drawn.append({**one, "killed_at": killed_at})
        for one in desk.of("deciding"):
            self._decided.add(one["case"])
            self._bring()
        if desk.of("foreign"):
            self._fault("a draft came that is not the officer's own")
        opened = desk.of("opened")
        return opened[-1]["case"] if opened else ""

    def _look_at(self, opened: dict[str, Any], before: str) -> None:
        """Hold what a desk opened with against what was drawn before the kill."""
        case, drawn = opened["case"], self._marked.get(opened["case"], [])
        if before and before not in self._decided and case != before:
            self._fault(f"{case} opened instead of {before}")
        kept = opened["marks"]
        if kept != [f"m{number}" for number in range(len(kept))] or len(kept) > len(drawn):
            self._fault(f"{case} opened with {kept}")
            return
        if kept and opened["note"] not in {kept[-1], drawn[len(kept) - 2]["mark"]}:
            self._fault(f"{case} opened with the note {opened['note']!r} beside {kept[-1]}")
        missing = drawn[len(kept) :]
        age_s = missing[0]["killed_at"] - missing[0]["at"] if missing else 0.0
        if drawn:
            self.result.done["drafts restored"] += bool(kept)
            self.result.ages_s.append(age_s)
        if age_s > LONGEST_AGE_S:
            self._fault(f"{case}: the draft was {age_s:.2f} s old, {len(missing)} marks are gone")

    def _let_another_look(self) -> None:
        """Let another officer have every case once: none of them may come with a draft."""
        with self._client("desk-3", _MINE):
            pass  # what the dead desk held waits at once
        with self._client("desk-3", _OTHER) as other:
            for _ in range(_IN_THE_ROOM + 1):
                lease = other.lease()
                if lease is None:
                    break
                self.result.done["looks of another"] += 1
                if lease.draft or other.fetch_draft(lease) is not None:
                    self._fault(f"{lease.case_id} came to {_OTHER} with a draft")

    @contextmanager
    def _client(self, desk: str, officer: str) -> Iterator[DeskClient]:
        """Sit an officer down for a while."""
        card = json.loads((self._plan.notes / f"{desk}.card").read_text())
        address = HubAddress(endpoint=card["endpoint"], server_key=card["server_key"])
        keys = KeyPair.load(self._template / f"{desk}.key")
        client = DeskClient(address, keys, desk=desk, timeout_s=2.0, give_up_s=30.0)
        try:
            client.login(officer, PASSWORD)
            yield client
            client.logout()
        finally:
            client.close()

    def _order(self, cache: Path, *, decides: bool) -> dict[str, Any]:
        return {
            "desk": self._desk,
            "card": str(self._plan.notes / f"{self._desk}.card"),
            "keys": str(self._template / f"{self._desk}.key"),
            "cache": str(cache),
            "officer": _MINE,
            "password": PASSWORD,
            "decide_after_s": 1.5 if decides else 0.0,
        }

    def _bring(self) -> None:
        drop = self._left.pop(0)
        scanner.drop(self._stage / f"{drop.scan_id}.scan.tif", self._plan.inbox(drop.site))

    def _tend(self) -> None:
        for program in self._programs:
            program.tend()

    def _kept(self, name: str, nursery: Nursery) -> Kept:
        order = {
            "program": "hub" if name == "hub" else "site",
            "config": str(self._plan.notes / f"{name}.toml"),
            "log": str(self._plan.notes / f"{name}.log"),
            "mutant": self._plan.mutant,
        }
        return Kept(name=name, order=order, nursery=nursery)

    def _count(self) -> None:
        cases = Counter(one["case_id"] for one in list_decisions(self._plan.hub))
        self.result.double = sum(count - 1 for count in cases.values())
        self.result.done["decisions"] = cases.total()
        if self.result.double:
            self._fault(f"{self.result.double} cases were decided twice")

    def _fault(self, sentence: str) -> None:
        self.result.faults.append(sentence)


def main(kills: int, mutant: str = "") -> int:
    """Run one round; return 0 when nothing was lost."""
    base = Path(tempfile.mkdtemp(prefix="rr-drafts-"))
    with Nursery() as nursery:
        result = Round(base / "round", nursery, seed=kills, mutant=mutant).run(kills)
    sys.stdout.write("\n".join([result.sentence(), *(f"   {one}" for one in result.faults), ""]))
    shutil.rmtree(base, ignore_errors=True)
    return int(bool(result.faults))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
