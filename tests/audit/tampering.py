"""Ways to change what a room has written down, through the raw files, and what notices each.

``make tamper`` prints the table. Each way is what somebody can do who owns the hub's machine;
some of them have the hub's signing key as well.
"""

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from queue_client.keys import SigningKey
from queue_client.signing import sign
from tests.storage.scenes import MORNING, at, leased, make_decision, sha256, store_package, waiting
from workstation.audit.chain import GENESIS, canonical_json, link_hash
from workstation.audit.checkpoint import sign_checkpoint
from workstation.audit.merkle import Frontier, leaf_hash
from workstation.audit.witness import Witness
from workstation.domain.decision import Conclusion
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.records import open_records
from workstation.storage.verify import FolderReport, verify_folder

RECORDED = "scan:decision:recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A hub's data folder, an older backup of it, a site's witness and a site's orders."""

    folder: Path
    key: SigningKey

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def backup(self) -> Path:
        return self.folder / "backup"

    @property
    def witness(self) -> Path:
        return self.folder / "witness"

    @property
    def orders(self) -> Path:
        return self.folder / "orders"

    def copied(self, folder: Path) -> "Scene":
        shutil.copytree(self.folder, folder)
        return Scene(folder=folder, key=self.key)

    def verify(self, *, with_witness: bool = True) -> FolderReport:
        return verify_folder(
            self.data,
            contents=True,
            publics=[self.key.public],
            checkpoints=[self.witness] if with_witness else [],
            orders=[self.orders],
        )

    @contextmanager
    def unguarded(self) -> Iterator[sqlite3.Connection]:
        """Open the raw database without its triggers and foreign keys."""
        connection = sqlite3.connect(self.data / "hub.sqlite")
        try:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in connection.execute(triggers).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            with connection:
                yield connection
        finally:
            connection.close()

    def run(self, statement: str, *values: object) -> None:
        with self.unguarded() as connection:
            assert connection.execute(statement, values).rowcount > 0, statement

    def entries(self) -> list[str]:
        with self.unguarded() as connection:
            query = "SELECT entry FROM audit ORDER BY seq"
            return [text for (text,) in connection.execute(query)]

    def seq_of(self, tag: str, name: str = "") -> int:
        for seq, text in enumerate(self.entries(), 1):
            entry = json.loads(text)
            if entry["tag"] == tag and f"'{name}'" in str(entry["facts"]) + "''":
                return seq
        raise KeyError(tag, name)

    def rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        """Write the whole log anew, numbers and hashes as they must be."""
        texts = change(self.entries())
        before = GENESIS
        with self.unguarded() as connection:
            connection.execute("DELETE FROM audit")
            for seq, text in enumerate(texts, 1):
                numbered = canonical_json({**json.loads(text), "seq": seq})
                before = link_hash(before, numbered)
                connection.execute("INSERT INTO audit VALUES (?, ?, ?)", (seq, numbered, before))

    def sign_anew(self) -> None:
        """Throw the hub's checkpoints away and sign what is there now, with the real key."""
        shutil.rmtree(self.data / CHECKPOINTS)
        frontier = Frontier()
        for text in self.entries():
            frontier.add(leaf_hash(text.encode()))
        shelf = FolderCheckpoints(self.data / CHECKPOINTS)
        assert shelf.newest() == ""
        shelf.keep(sign_checkpoint(frontier.size, frontier.root(), self.key), frontier.size)


def make_scene(folder: Path) -> Scene:
    """Return an honest room: five cases, two officers, two machines, a witness at a site."""
    scene = Scene(folder=folder, key=SigningKey.make())
    scene.data.mkdir(parents=True)
    records = open_records(scene.data / "hub.sqlite")
    shelf = FolderCheckpoints(scene.data / CHECKPOINTS)
    keeper = CheckpointKeeper(records, shelf, scene.key)
    for name, enabled in (("yantian", True), ("lost-desk", False)):
        kind = PrincipalKind.SITE if enabled else PrincipalKind.DESK
        machine = Principal(name=name, kind=kind, public_key=name * 5, enabled=enabled)
        records.enrol(machine, now=MORNING)
    for officer in ("li", "wang"):
        person = Officer(officer_id=officer, name=officer, roles=frozenset({Role.REVIEWER}))
        records.add_officer(person, "hash", now=MORNING)
    for scan_id in ("s1", "s2", "s3", "s4", "s5"):
        store_package(scene.data, scan_id)
    records.decide(make_decision(leased(records), "d1"))
    records.announced("yantian", "d1", now=at(6))
    keeper.finish()
    records.decide(make_decision(leased(records, "s2"), "d2", now=at(7)))
    records.recall("d2", officer="li", reason="slip", now=at(8))
    keeper.finish()
    inspect = Conclusion.INSPECT
    records.decide(make_decision(leased(records, "s3"), "d3", conclusion=inspect, now=at(9)))
    records.close()
    shutil.copytree(scene.data, scene.backup)
    records = open_records(scene.data / "hub.sqlite")
    keeper = CheckpointKeeper(records, shelf, scene.key)
    records.decide(make_decision(leased(records, "s4"), "d4", conclusion=inspect, now=at(20)))
    waiting(records, "s5")
    keeper.finish()
    note = shelf.newest()
    assert Witness(scene.witness, scene.key.public, print).take(note, [])
    for minute in range(3):
        facts = {"officer": "li", "desk": "desk-1", "in_a_row": minute}
        records.note("desk:login:failed", facts, now=MORNING + timedelta(minutes=minute))
    keeper.finish()
    records.close()
    scene.orders.mkdir()
    write_order(scene, "release")
    return scene


def write_order(scene: Scene, conclusion: str, *, key: SigningKey | None = None) -> None:
    """Write down at the site what it acted on for the first scan."""
    record = {
        "decision_id": "d1",
        "site": "yantian",
        "scan_id": "s1",
        "sha256": sha256("s1"),
        "conclusion": conclusion,
        "reason": "",
        "note": "",
        "marks": [],
        "officer": "li",
        "decided_at": "2026-03-02T08:00:00Z",
        "sequence": 1,
    }
    signed = sign(record, key or scene.key)
    content = {"record": record, "signature": signed.signature}
    (scene.orders / "s1.json").write_text(json.dumps(content), encoding="utf-8")


def _entry_edited(scene: Scene) -> None:
    scene.run(
        "UPDATE audit SET entry = replace(entry, '\"li\"', '\"wu\"') WHERE seq = ?",
        scene.seq_of(RECORDED, "d1"),
    )


def _entry_edited_tail_hashed(scene: Scene) -> None:
    first = scene.seq_of("scan:lease:granted")
    scene.rewrite(
        lambda texts: [
            text.replace('"desk-1"', '"desk-9"') if seq == first else text
            for seq, text in enumerate(texts, 1)
        ]
    )


def _entry_removed(scene: Scene) -> None:
    scene.run("DELETE FROM audit WHERE seq = ?", scene.seq_of("scan:lease:granted"))


def _entry_removed_tail_hashed(scene: Scene) -> None:
    gone = scene.seq_of("scan:lease:granted")
    scene.rewrite(lambda texts: [*texts[: gone - 1], *texts[gone:]])


def _tail_cut(scene: Scene) -> None:
    scene.run("DELETE FROM audit WHERE seq >= ?", scene.seq_of(RECORDED, "d4"))


def _tail_of_log_ins_cut(scene: Scene) -> None:
    scene.run("DELETE FROM audit WHERE seq >= ?", scene.seq_of("desk:login:failed"))


def _entries_swapped(scene: Scene) -> None:
    scene.rewrite(lambda texts: [texts[1], texts[0], *texts[2:]])


def _entry_inserted(scene: Scene) -> None:
    extra = '{"at":"2026-03-02T08:00:00Z","facts":{},"seq":1,"tag":"hub:started"}'
    scene.rewrite(lambda texts: [*texts[:5], extra, *texts[5:]])


def _log_rewritten(scene: Scene) -> None:
    """Another officer decided: log, records and all, consistently; no key, so no checkpoints."""
    scene.rewrite(lambda texts: [text.replace('"wang"', '"chen"') for text in texts])
    scene.run("UPDATE officer SET officer_id = 'chen' WHERE officer_id = 'wang'")
    shutil.rmtree(scene.data / CHECKPOINTS)


def _log_rewritten_and_signed(scene: Scene) -> None:
    _log_rewritten(scene)
    (scene.data / CHECKPOINTS).mkdir()
    scene.sign_anew()


def _decision_edited(scene: Scene) -> None:
    scene.run("UPDATE decision SET conclusion = 'release' WHERE decision_id = 'd3'")


def _evidence_edited(scene: Scene) -> None:
    scene.run("UPDATE decision SET evidence = '{\"dwell_s\":9.5}' WHERE decision_id = 'd1'")


def _decision_deleted(scene: Scene) -> None:
    scene.run("DELETE FROM decision WHERE decision_id = 'd3'")


def _decision_added(scene: Scene) -> None:
    scene.run(
        "INSERT INTO decision SELECT 'd9', case_id, 2, scan_sha256, conclusion, reason, note,"
        " marks, officer, desk, decided_at, final_at, 99, evidence FROM decision"
        " WHERE decision_id = 'd1'"
    )


def _decision_unsettled(scene: Scene) -> None:
    scene.run("UPDATE standing SET settles = 0 WHERE decision_id = 'd3'")


def _decision_stands_twice(scene: Scene) -> None:
    """A release counts as the second reading of another case as well."""
    scene.run(
        "INSERT INTO standing SELECT decision_id, 'yantian:s2', slot, officer, settles"
        " FROM standing WHERE decision_id = 'd1'"
    )


def _decision_for_another(scene: Scene) -> None:
    """Who took it could read the same case once more."""
    scene.run("UPDATE standing SET officer = 'wang' WHERE decision_id = 'd3'")


def _outbox_redirected(scene: Scene) -> None:
    scene.run("UPDATE outbox SET site = 'nansha' WHERE decision_id = 'd3'")


def _outbox_other_decision(scene: Scene) -> None:
    """What is on its way to the site is a release that somebody took back."""
    scene.run("DELETE FROM outbox WHERE decision_id = 'd3'")
    scene.run("UPDATE outbox SET withdrawn_at = NULL WHERE decision_id = 'd2'")


def _outbox_dropped(scene: Scene) -> None:
    scene.run("DELETE FROM outbox WHERE decision_id = 'd3'")


def _package_swapped(scene: Scene) -> None:
    name = sha256("s3")
    blob = scene.data / "blobs" / name[:2] / name
    content = blob.read_bytes()
    blob.chmod(0o640)
    blob.write_bytes(content[::-1])


def _package_hash_changed(scene: Scene) -> None:
    scene.run("UPDATE scan_case SET package_sha256 = ? WHERE scan_id = 's3'", sha256("s1"))


def _recall_forged(scene: Scene) -> None:
    scene.run("INSERT INTO recall VALUES ('d3', 'li', '', '2026-03-02T08:00:10Z')")


def _recall_undone(scene: Scene) -> None:
    scene.run("DELETE FROM recall WHERE decision_id = 'd2'")


def _announcement_undone(scene: Scene) -> None:
    scene.run("UPDATE outbox SET announced_at = NULL WHERE decision_id = 'd1'")


def _checkpoint_forged(scene: Scene) -> None:
    path = scene.witness / "hub.checkpoint"
    origin, _, rest = path.read_text(encoding="utf-8").split("\n", 2)
    path.write_text(f"{origin}\n5\n{rest}", encoding="utf-8")


def _checkpoint_of_another_log(scene: Scene) -> None:
    note = sign_checkpoint(3, bytes(32), SigningKey.make())
    (scene.witness / "hub.checkpoint").write_text(note, encoding="utf-8")


def _two_truths_signed(scene: Scene) -> None:
    """The hub signed another log of the same length, for other eyes."""
    note = sign_checkpoint(3, bytes(32), scene.key)
    (scene.witness / "other.checkpoint").write_text(note, encoding="utf-8")


def _rolled_back(scene: Scene) -> None:
    shutil.rmtree(scene.data)
    shutil.copytree(scene.backup, scene.data)


def _machine_let_in(scene: Scene) -> None:
    scene.run("UPDATE principal SET enabled = 1 WHERE name = 'lost-desk'")


def _officer_promoted(scene: Scene) -> None:
    scene.run("""UPDATE officer SET roles = '["chief","reviewer"]' WHERE officer_id = 'wang'""")


def _order_forged(scene: Scene) -> None:
    write_order(scene, "release", key=SigningKey.make())


def _order_nobody_decided(scene: Scene) -> None:
    write_order(scene, "rescan")


#: The texts of the page of them all in Chinese, and what each of `KINDS` is called there.
IN_CHINESE = Path(__file__).with_name("tampering_zh.toml")
#: What somebody does -> (how, a word of the reason by which it is noticed).
KINDS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "an entry edited": (_entry_edited, "hash"),
    "an entry edited, the tail hashed anew": (_entry_edited_tail_hashed, "not those that"),
    "an entry removed": (_entry_removed, "missing"),
    "an entry removed, the tail hashed anew": (_entry_removed_tail_hashed, "not those that"),
    "the tail of the log cut off": (_tail_cut, "as told"),
    "log-ins cut off the end of the log": (_tail_of_log_ins_cut, "entries were signed"),
    "two entries swapped, all hashed anew": (_entries_swapped, "not those that"),
    "an entry inserted, the tail hashed anew": (_entry_inserted, "not those that"),
    "log and records rewritten": (_log_rewritten, "hub.checkpoint"),
    "log rewritten and signed with the key": (_log_rewritten_and_signed, "hub.checkpoint"),
    "a decision edited": (_decision_edited, "d3"),
    "a decision's evidence edited": (_evidence_edited, "d1"),
    "a decision deleted": (_decision_deleted, "d3"),
    "a decision added": (_decision_added, "d9"),
    "a decision that no longer settles": (_decision_unsettled, "settles its case otherwise"),
    "a decision that stands twice": (_decision_stands_twice, "d1 stands otherwise"),
    "a decision that stands for another officer": (_decision_for_another, "d3 stands otherwise"),
    "an announcement sent to another site": (_outbox_redirected, "wrong site"),
    "a recalled decision sent instead": (_outbox_other_decision, "taken back"),
    "an announcement dropped": (_outbox_dropped, "not on its way"),
    "a scan package swapped": (_package_swapped, "package"),
    "a case given another package": (_package_hash_changed, "another package"),
    "a recall forged": (_recall_forged, "recall of d3"),
    "a recall undone": (_recall_undone, "recall of d2"),
    "an announcement undone": (_announcement_undone, "announcement of d1"),
    "a witness's checkpoint forged": (_checkpoint_forged, "not signed"),
    "a checkpoint of another log": (_checkpoint_of_another_log, "not of this hub"),
    "two truths signed": (_two_truths_signed, "other.checkpoint"),
    "an older backup put back": (_rolled_back, "entries were signed"),
    "a revoked machine let in again": (_machine_let_in, "lost-desk"),
    "an officer given a role": (_officer_promoted, "roles"),
    "an order forged at a site": (_order_forged, "signed"),
    "an order that nobody decided": (_order_nobody_decided, "otherwise"),
}


def main() -> int:
    """Print each kind, whether it was noticed, and how; 1 when one was not."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        honest = make_scene(Path(folder) / "honest")
        assert honest.verify().verified, honest.verify()
        for number, (name, (act, _)) in enumerate(KINDS.items()):
            scene = honest.copied(Path(folder) / str(number))
            act(scene)
            report = scene.verify()
            unnoticed += report.verified
            how = "NOT NOTICED" if report.verified else f"entry {report.first_bad}: {report.reason}"
            sys.stdout.write(f"{name:42} {how}; proven up to {report.proven}\n")
    sys.stdout.write(f"{len(KINDS) - unnoticed} of {len(KINDS)} noticed\n")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
