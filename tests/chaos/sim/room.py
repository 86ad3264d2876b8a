"""One seed: a hub, two sites and three desks; faults for a while, then peace, then the count."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from queue_client.client import DeskClient
from queue_client.keys import HubAddress, KeyPair, SigningKey
from queue_client.site_client import SiteClient
from tests.chaos.reviewer import Habits
from tests.chaos.reviewer import Officer as Reviewer
from tests.chaos.sim.net import Net
from tests.chaos.sim.stage import set_up
from tests.chaos.sim.witness import Broken, Watched, Witness
from tests.chaos.sim.world import Event, Node, World
from tests.makers.memory_store import MemoryRecords
from tests.makers.running_hub import Models
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.broker import Hub
from workstation.hub.options import HubKeys, HubSettings
from workstation.review.journal import Journal
from workstation.site_agent.agent import SiteAgent
from workstation.site_agent.settings import SiteSettings
from workstation.storage.blobs import FolderBlobs
from workstation.storage.records import SqlRecords, open_records
from workstation.storage.verify import verify_folder

SITES: Final = ("yantian", "nansha")
DESKS: Final = {
    "desk-1": ("li", Role.REVIEWER),
    "desk-2": ("wang", Role.REVIEWER),
    "desk-3": ("chen", Role.CHIEF),
}
_RECALL_S: Final = 2.0
_FAULTS_S: Final = 30.0
_LIMIT_S: Final = 300.0
_PASSWORD: Final = "a long password"  # noqa: S105 - opens nothing but a test


@dataclass
class Outcome:
    """What one seed did and whether it ended whole."""

    seed: int
    scans: int = 0
    crashes: int = 0
    simulated_s: float = 0.0
    fenced: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Which faults a seed meets; odds are per message or per step."""

    loss: float = 0.05
    doubling: float = 0.05
    forgery: float = 0.05
    slowest_s: float = 0.4
    crash_odds: float = 0.004
    kills: int = 5
    freezes: int = 4
    cuts: int = 2
    clock_steps: int = 2
    scans: int = 6
    steps_s: tuple[float, ...] = field(default=(-3600.0, -30.0, 30.0, 3600.0, 86400.0))


@cache
def _keys() -> dict[str, KeyPair]:
    return {name: KeyPair.make() for name in ("hub", *SITES, *DESKS)}


@cache
def _signing() -> SigningKey:
    return SigningKey.make()


@cache
def _template() -> Path:
    """Return a database that is migrated already; copying it costs a millisecond."""
    folder = Path(tempfile.mkdtemp(prefix="rr-sim-", dir=memory_folder()))
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=10)  # in workers, too
    open_records(folder / "hub.sqlite").close()
    return folder / "hub.sqlite"


def memory_folder() -> str | None:
    """Return a folder in memory where there is one; nothing here must outlive the process."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a fresh folder is made in it


def run_seed(seed: int, *, mix: Mix | None = None, sql: bool = False) -> Outcome:
    """Run one seed; the outcome's ``fault`` is empty when every invariant held."""
    with tempfile.TemporaryDirectory(prefix="rr-sim-", dir=memory_folder()) as folder:
        room = SimRoom(seed, Path(folder), mix or Mix(), sql=sql)
        try:
            room.run()
        except Broken as broken:
            room.outcome.fault = str(broken)
        except Exception as error:  # noqa: BLE001 - a bug in a program is a finding like any other
            room.outcome.fault = f"{type(error).__name__}: {error}"
        finally:
            room.close()
        return room.outcome


class SimRoom:
    """Everything of one seed."""

    def __init__(self, seed: int, folder: Path, mix: Mix, *, sql: bool) -> None:
        self.outcome = Outcome(seed=seed)
        self._folder, self._mix = folder, mix
        self.world = World(seed)
        self.records = self._make_records(sql=sql)
        self._blobs = FolderBlobs(folder / "hub")
        self.witness = Witness(self.world, self.records, self._blobs, recall_s=_RECALL_S)
        self.net = Net(self.world, lambda name: _keys()[name].public)
        self._watched = Watched(self.records, self.witness, self.world)
        self._journals: list[Journal] = []  # of all lives: a killed desk closes nothing
        self._scans: dict[tuple[str, str], bytes] = {}
        self._enrol()

    def _make_records(self, *, sql: bool) -> Any:
        if not sql:
            return MemoryRecords()
        (self._folder / "hub").mkdir()
        shutil.copyfile(_template(), self._folder / "hub" / "hub.sqlite")
        return open_records(self._folder / "hub" / "hub.sqlite")

    def close(self) -> None:
        """End what hangs, and the database."""
        self.world.bury()
        for journal in self._journals:
            journal.close()
        if isinstance(self.records, SqlRecords):
            self.records.close()

    def run(self) -> None:
        """Live through the faults, then through peace until everything is done."""
        world, mix = self.world, self._mix
        with set_up(world, self.net, self.witness, _keys()["hub"].public):
            try:
                self._open()
                self._plan_faults()
                world.run(lambda: False, limit=world.now + _FAULTS_S)
                self._make_peace()
                done = world.run(self._is_done, limit=world.now + _LIMIT_S)
            finally:
                world.bury()
        self.outcome.scans = mix.scans
        self.outcome.crashes = sum(world.crashes.values())
        self.outcome.simulated_s = world.now - 100.0
        self._count(done=done)

    def _open(self) -> None:
        hub = Node("hub", self._be_hub)
        hub.on_crash = self._hub_died
        self.world.add(hub)
        for name in SITES:
            self.world.add(Node(name, self._be_site))
        for name in DESKS:
            self.world.add(Node(name, self._be_desk))

    def _plan_faults(self) -> None:
        world, mix, rng = self.world, self._mix, self.world.rng
        self.net.loss, self.net.doubling = mix.loss, mix.doubling
        self.net.forgery = mix.forgery
        self.net.slowest_s = rng.choice((0.02, mix.slowest_s, 3 * mix.slowest_s))
        world.crash_odds = mix.crash_odds
        names = list(world.nodes)
        end = world.now + _FAULTS_S
        for number in range(mix.scans):
            self._plan_scan(number, world.now + rng.uniform(0.0, _FAULTS_S / 2))
        for _ in range(rng.randint(0, mix.kills)):
            victim = world.nodes[rng.choice(names)]
            world.at(rng.uniform(world.now, end), self._killing(victim, rng.uniform(0.1, 4.0)))
        for _ in range(rng.randint(0, mix.freezes)):
            # Desks above all, and until another has the case but has not decided it yet.
            victim = world.nodes[rng.choice([*DESKS, *DESKS, *names])]
            began = rng.uniform(world.now, end)
            world.at(began, self._freezing(victim, began + rng.uniform(5.0, 11.0)))
        for _ in range(rng.randint(0, mix.cuts)):
            name, began = rng.choice(names[1:]), rng.uniform(world.now, end)
            world.at(began, self._cutting(name, cut=True))
            world.at(began + rng.uniform(0.5, 12.0), self._cutting(name, cut=False))
        for _ in range(rng.randint(0, mix.clock_steps)):
            world.at(rng.uniform(world.now, end), self._setting_clock(rng.choice(mix.steps_s)))

    def _make_peace(self) -> None:
        self.net.loss = self.net.doubling = self.net.forgery = self.world.crash_odds = 0.0
        self.net.slowest_s = 0.02
        self.net.cut.clear()

    def _plan_scan(self, number: int, when: float) -> None:
        rng = self.world.rng
        site, scan_id = SITES[number % len(SITES)], f"S{number}"
        content = rng.randbytes(rng.randint(10, 6 * 64))
        self._scans[site, scan_id] = content
        urgent = rng.random() < 0.25
        inbox = self._folder / "sites" / site / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)

        def leave(name: str) -> Callable[[], None]:
            return lambda: _leave(inbox, name, content)

        if urgent:
            self.world.at(when - 0.5, lambda: _leave_papers(inbox, scan_id))
        self.world.at(when, leave(f"{scan_id}.scan.tif"))
        if rng.random() < 0.2:  # the scanner sends the very file once more
            self.world.at(when + rng.uniform(2.0, 20.0), leave(f"{scan_id}~2.scan.tif"))

    def _is_done(self) -> bool:
        witness = self.witness
        return self._scans.keys() <= witness.announced and witness.meant.keys() <= witness.answered

    def _count(self, *, done: bool) -> None:
        witness = self.witness
        if not done:
            missing = sorted(self._scans.keys() - witness.announced)
            unanswered = sorted(witness.meant.keys() - witness.answered)
            raise Broken(f"lost: no decision in force for {missing}, no answer to {unanswered}")
        unknown = (witness.announced | witness.effects.keys()) - self._scans.keys()
        if unknown:
            raise Broken(f"unexpected: {unknown} in force, and no scanner left it")
        for site, scan_id in self._scans:
            kept = self._folder / "sites" / site / "decisions" / f"{scan_id}.json"
            if not kept.exists() or not witness.effects[site, scan_id]:
                raise Broken(f"lost: {scan_id} was acknowledged by {site} and is not in force")
        for decision_id in witness.promised - witness.recalled:
            self.records.decide(witness.decisions[decision_id])  # raises when it is gone
        self._look_for_alarms()
        if isinstance(self.records, SqlRecords):
            report = verify_folder(self._folder / "hub")
            if report.first_bad is not None:
                raise Broken(f"I9: audit entry {report.first_bad}: {report.reason}")

    def _look_for_alarms(self) -> None:
        expected = ("trouble", "not-signed") if self.net.forged else ("trouble",)
        for site in SITES:
            for alarm in (self._folder / "sites" / site / "alarms").glob("*"):
                if not alarm.name.startswith(expected):
                    raise Broken(f"alarm at {site}: {alarm.read_text().strip()}")

    # Faults ----------------------------------------------------------------------------------

    def _killing(self, node: Node, down_s: float) -> Callable[[], None]:
        return lambda: self.world.crash(node, down_s=down_s)

    def _freezing(self, node: Node, until: float) -> Callable[[], None]:
        def freeze() -> None:
            node.frozen_until = max(node.frozen_until, until)

        return freeze

    def _cutting(self, name: str, *, cut: bool) -> Callable[[], None]:
        return lambda: self.net.cut.add(name) if cut else self.net.cut.discard(name)

    def _setting_clock(self, by_s: float) -> Callable[[], None]:
        def step() -> None:
            self.world.wall_offset_s += by_s

        return step

    def _hub_died(self) -> None:
        """Close the door, and tear what was not synchronised: the parts of uploads."""
        self.net.door = None
        rng = self.world.rng
        for part in (self._folder / "hub" / "parts").glob("*"):
            if rng.random() < 0.7:
                size = part.stat().st_size
                kept = rng.randint(0, size)
                part.write_bytes(part.read_bytes()[:kept] + bytes(rng.choice((0, size - kept))))

    # Programs ----------------------------------------------------------------------------------

    def _be_hub(self, _node: Node) -> None:
        settings = HubSettings(
            data_dir=self._folder / "hub",
            lease_ttl_s=6.0,
            lease_grace_s=6.0,
            recall_s=_RECALL_S,
            park_after=1000,
            reserve_bytes=0,
        )
        keys = HubKeys(curve=_keys()["hub"], signing=_signing())
        Hub(self._watched, self._blobs, Models(), settings, keys).run(Event(self.world))

    def _be_site(self, node: Node) -> None:
        folder = self._folder / "sites" / node.name
        settings = SiteSettings(
            site=node.name,
            folder=folder,
            inbox=folder / "inbox",
            poll_s=0.7,
            settle_s=0.3,
            join_wait_s=1.0,
            ping_s=0.7,
        )
        agent = SiteAgent(
            settings,
            lambda: SiteClient(_address(), _keys()[node.name], site=node.name, timeout_s=1.0),
            signing_key=_signing().public,
        )
        agent.run(Event(self.world))

    def _be_desk(self, node: Node) -> None:
        officer, role = DESKS[node.name]
        folder = self._folder / "desks" / node.name
        client = DeskClient(
            _address(), _keys()[node.name], desk=node.name, timeout_s=1.0, give_up_s=3.0
        )
        journal = Journal(folder)
        self._journals.append(journal)
        refers = 0.1 if role is Role.REVIEWER else 0.0
        Reviewer(
            client,
            journal,
            folder,
            SimpleNamespace(note=self.witness.heard),
            officer=officer,
            password=_PASSWORD,
            habits=Habits(
                think_s=3.0, idle_s=1.0, recalls=0.3, recall_after_s=3.2, skips=0.05, refers=refers
            ),
            rng=self.world.rng,
        ).work()

    def _enrol(self) -> None:
        now = self.world.wall()
        for names, kind in ((SITES, PrincipalKind.SITE), (DESKS, PrincipalKind.DESK)):
            for name in names:
                key = _keys()[name].public
                self.records.enrol(Principal(name=name, kind=kind, public_key=key), now=now)
        for officer, role in DESKS.values():
            person = Officer(officer_id=officer, name=officer.title(), roles=frozenset({role}))
            self.records.add_officer(person, "hash", now=now)


def _address() -> HubAddress:
    return HubAddress(endpoint="tcp://hub:1", server_key=_keys()["hub"].public)


def _leave(inbox: Path, name: str, content: bytes) -> None:
    part = inbox / f".{name}.part"
    part.write_bytes(content)
    part.rename(inbox / name)


def _leave_papers(inbox: Path, scan_id: str) -> None:
    papers = Declaration(
        number=f"D-{scan_id}",
        container=None,
        goods=(GoodsLine(hs="080810", name="apples"),),
        risk_instruction="look closely",
    )
    text = json.dumps(declaration_to_json(papers))
    _leave(inbox, f"{scan_id}.declaration.json", text.encode())
