"""How fast a whole evidence log is checked, and what a checkpoint costs the hub.

Run ``python -m tests.benchmarks.bench_audit [--cases N] [--json FILE]``. The log is that of a
room in which every case is received, compared, queued, leased, decided and announced: six entries
a case, with evidence as long as a desk's. It is checked as ``reviewroom audit verify`` checks it:
chain, root at each of its checkpoints, and every record against its entry, by as many processes
as there are cores. That row is wall time, with the processor time of all processes told beside it,
because the machine may be busy with something else; all other rows are processor time. The bar is
100 000 entries a second. A second log has each decision signed by its desk, as a real one has.
"""

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from queue_client.desk_signatures import document_of, sign_decision
from queue_client.keys import SigningKey
from tests.benchmarks.rows import Row, row
from workstation.audit.chain import GENESIS, canonical_json, link_hash
from workstation.audit.checkpoint import sign_checkpoint
from workstation.audit.merkle import Frontier, leaf_hash
from workstation.audit.verify import checked
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.storage.blobs import FolderBlobs, hash_of
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.helpers import count_cores
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

BAR = 100_000
_AT = "2026-03-02T08:00:00Z"
_EVIDENCE = canonical_json(
    {
        "dwell_s": 14.25,
        "view_state": {"window": 40000, "level": 20000, "zoom": 1.25, "filters": ["sharpen"]},
        "coverage": {"near": 0.93, "rows": [0.1 * step for step in range(40)]},
        "acts": [{"at_s": 0.5 * step, "command": "pane.zoom_in"} for step in range(12)],
    }
)


def main() -> int:
    """Make a log, check it, print the lines; 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(Path(folder), options.cases)
    for line in lines:
        sys.stdout.write(f"{line.text()}\n")
    if options.json is not None:
        rows = [asdict(line) for line in lines]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, cases: int) -> list[Row]:
    """Return the lines; times are for 100 000 entries, but for the checkpoint's [ms]."""
    key = SigningKey.make()
    links = make_log(folder, cases, key)
    count = len(links)

    def chain() -> None:
        for _ in checked(links):
            pass

    def root() -> bytes:
        frontier = Frontier()
        for _, text, _ in links:
            frontier.add(leaf_hash(text))
        return frontier.root()

    def verify() -> None:
        report = verify_folder(folder, publics=[key.public])
        if not report.verified or report.proven != count:
            raise AssertionError(report)

    per = BAR / count
    wanted = f"{BAR // 1000}k entries/s"
    return [
        row("audit_verify", _both_ms("audit_verify", verify, count), wanted, 1000.0, bar=1.0),
        _signed(folder / "signed", cases // 5, key),
        row("audit_chain", _cpu_ms(chain) * per, wanted, 1000.0, bar=1.0),
        row("audit_root", _cpu_ms(root) * per, wanted, 1000.0),
        _checkpoint(folder, links, key),
    ]


def _signed(folder: Path, cases: int, key: SigningKey) -> Row:
    """Return the row of a log in which each decision has its desk's signature."""
    desk = SigningKey.make()
    count = len(make_log(folder, cases, key, desk))

    def verify() -> None:
        report = verify_folder(folder, publics=[key.public])
        if not report.verified or report.proven != count:
            raise AssertionError(report)

    took = _both_ms("audit_verify_signed", verify, count)
    return row("audit_verify_signed", took, f"{BAR // 1000}k entries/s", 1000.0)


def _both_ms(name: str, work: Callable[[], object], count: int) -> float:
    """Return the wall time for 100 000 entries [ms]; say it with the processor time of all."""
    walls, cpus = [], []
    for _ in range(3):
        began, spent = time.perf_counter(), _spent_s()
        work()
        walls.append(time.perf_counter() - began)
        cpus.append(_spent_s() - spent)
    per = BAR / count * 1e3
    wall, cpu = min(walls) * per, min(cpus) * per
    cores = count_cores()
    sys.stdout.write(
        f"  {name}: {wall:.0f} ms wall, {cpu:.0f} ms of processors on {cores} cores,"
        f" for 100 000 of {count} entries\n"
    )
    return wall


def _spent_s() -> float:
    """Return the processor time of this process and of those that it has waited for [s]."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _checkpoint(folder: Path, links: list[tuple[int, bytes, bytes]], key: SigningKey) -> Row:
    """Return what the next checkpoint costs against making the whole root anew."""
    texts = [text.decode() for _, text, _ in links]

    class Log:
        def entries(self, after: int, limit: int) -> list[str]:
            return texts[after : after + limit]

        def note(self, *_: Any, **__: Any) -> None:
            raise AssertionError("nothing is to be told")

    keeper = CheckpointKeeper(Log(), FolderCheckpoints(folder / "other"), key, every=1)
    whole = _cpu_ms(keeper.finish, times=1)
    took = []
    for turn in range(20):
        texts += texts[:256]
        began = time.process_time()
        keeper.tend(10.0 * turn)
        took.append((time.process_time() - began) * 1e3)
    return row("audit_checkpoint", sorted(took)[10], "from the first entry", whole)


def _cpu_ms(work: Callable[[], object], times: int = 3) -> float:
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1e3)
    return min(took)


def make_log(
    folder: Path, cases: int, key: SigningKey, desk: SigningKey | None = None
) -> list[tuple[int, bytes, bytes]]:
    """Write a data folder of so many cases, all announced, with a checkpoint every 256 entries.

    With a key for ``desk`` each decision is signed.
    """
    blobs = FolderBlobs(folder)
    part = blobs.part("one")
    part.write_bytes(b"one package for all")
    sha256 = hash_of(part)
    size = part.stat().st_size
    blobs.commit(part, sha256)
    open_records(folder / "hub.sqlite").close()
    links: list[tuple[int, bytes, bytes]] = []
    before = GENESIS
    for seq, (tag, facts) in enumerate(_events(cases, sha256, desk), 1):
        text = canonical_json({"seq": seq, "at": _AT, "tag": tag, "facts": facts})
        before = link_hash(before, text)
        links.append((seq, text.encode(), before))
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        connection.executemany(
            "INSERT INTO audit (seq, entry, hash) VALUES (?, ?, ?)",
            ((seq, text.decode(), digest) for seq, text, digest in links),
        )
        _insert_records(connection, cases, sha256, size)
    connection.close()
    _sign(folder, links, key)
    return links


def _events(
    cases: int, sha256: str, desk: SigningKey | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    evidence = json.loads(_EVIDENCE)
    if desk is not None:
        yield "desk:decision_key:pinned", {"desk": "desk-1", "decision_key": desk.public}
    for number in range(cases):
        case = f"yantian:s{number}"
        yield (
            "scan:received",
            {"case": case, "stage": "received", "sha256": sha256, "size": 19, "container": None},
        )
        yield "scan:compared", {"case": case, "stage": "compared", "verdict": "consistent"}
        yield "scan:queued", {"case": case, "stage": "waiting", "priority": 0}
        lease = {"token": number, "officer": "li", "desk": "desk-1"}
        yield "scan:lease:granted", {"case": case, "stage": "leased", **lease}
        decision = {
            "case": case,
            "conclusion": "inspect",
            "decided_at": _AT,
            "decision_id": f"d{number}",
            "desk": "desk-1",
            "evidence": evidence,
            "final_at": _AT,
            "marks": [],
            "note": "",
            "officer": "li",
            "reason": "density",
            "sha256": sha256,
            "slot": 1,
            "token": number,
        }
        facts = {"case": case, "stage": "decided", "decision": decision, "step": "decide"}
        if desk is not None:
            signature = sign_decision(desk, desk="desk-1", document=document_of(decision))
            kept = {"key": desk.public, "signature": signature}
            facts = {**facts, "circumstances": {"desk_signature": kept}}
        yield "scan:decision:recorded", facts
        where = {"decision_id": f"d{number}", "site": "yantian", "sequence": number}
        yield "scan:announced", {"case": case, "stage": "announced", **where}


def _insert_records(connection: sqlite3.Connection, cases: int, sha256: str, size: int) -> None:
    numbers = range(cases)
    _insert(
        connection,
        "scan_case",
        (
            {
                "case_id": f"yantian:s{number}",
                "site": "yantian",
                "scan_id": f"s{number}",
                "package_sha256": sha256,
                "package_size": size,
                "head": "{}",
                "stage": "announced",
                "priority": 0,
                "received_at": _AT,
                "comparison": "{}",
                "lease_token": number,
                "lease_officer": "li",
                "lease_desk": "desk-1",
                "attempts": 0,
                "required_role": "reviewer",
            }
            for number in numbers
        ),
    )
    _insert(
        connection,
        "decision",
        (
            {
                "decision_id": f"d{number}",
                "case_id": f"yantian:s{number}",
                "slot": 1,
                "scan_sha256": sha256,
                "conclusion": "inspect",
                "reason": "density",
                "note": "",
                "marks": "[]",
                "officer": "li",
                "desk": "desk-1",
                "decided_at": _AT,
                "final_at": _AT,
                "lease_token": number,
                "evidence": _EVIDENCE,
            }
            for number in numbers
        ),
    )
    _insert(
        connection,
        "standing",
        (
            {
                "decision_id": f"d{number}",
                "case_id": f"yantian:s{number}",
                "slot": 1,
                "officer": "li",
                "settles": 1,
            }
            for number in numbers
        ),
    )
    _insert(
        connection,
        "outbox",
        (
            {
                "site": "yantian",
                "sequence": number,
                "decision_id": f"d{number}",
                "final_at": _AT,
                "announced_at": _AT,
            }
            for number in numbers
        ),
    )


def _insert(
    connection: sqlite3.Connection, table: str, records: Iterator[dict[str, object]]
) -> None:
    first = next(records)
    names, places = ", ".join(first), ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
    connection.execute(statement, first)
    connection.executemany(statement, records)


def _sign(folder: Path, links: list[tuple[int, bytes, bytes]], key: SigningKey) -> None:
    shelf, frontier = FolderCheckpoints(folder / CHECKPOINTS), Frontier()
    shelf.newest()
    notes = []
    for seq, text, _ in links:
        frontier.add(leaf_hash(text))
        if seq % 256 == 0 or seq == len(links):
            notes.append(sign_checkpoint(seq, frontier.root(), key) + "\n")
    path = folder / CHECKPOINTS / "entries-000000000000.notes"
    path.write_text("".join(notes), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
