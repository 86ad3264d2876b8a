"""A hub's folder with tens of thousands of cases, made fast, and the time a restart on it takes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from queue_client.client import SiteClient
from queue_client.keys import HubAddress, KeyPair
from tests.storage.scenes import MORNING, leased, make_arrival, make_comparison, make_decision
from workstation.domain.principal import Principal, PrincipalKind
from workstation.storage.records import open_records

#: Of a hundred cases so many still wait.
WAITING_IN_100: Final = 3
_TEMPLATES: Final = 2


def fill(folder: Path, cases: int) -> None:
    """Fill a hub's folder: most cases are announced, some wait. The chain is not made."""
    records = open_records(folder / "hub.sqlite")
    done = records.decide(make_decision(leased(records, "s0"), "d0"))
    records.announced(done.site, done.decision_id, now=MORNING.replace(hour=9))
    waiting = records.receive(make_arrival("s1"), now=MORNING)
    keys = KeyPair.make()
    keys.save(folder / "site.key")
    records.enrol(
        Principal(name="yantian", kind=PrincipalKind.SITE, public_key=keys.public), now=MORNING
    )
    records.compared(waiting.case_id, make_comparison(), now=MORNING)
    records.close()
    _multiply(folder / "hub.sqlite", cases)


def _multiply(path: Path, cases: int) -> None:
    """Copy the two cases until there are as many as asked for."""
    with sqlite3.connect(path) as connection:
        numbers = (
            "WITH RECURSIVE n(i) AS"  # noqa: S608 - our own numbers
            f" (SELECT {_TEMPLATES} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {cases})"
        )
        template = f"CASE WHEN i % 100 < {WAITING_IN_100} THEN 'yantian:s1' ELSE 'yantian:s0' END"
        connection.execute("PRAGMA foreign_keys = OFF")
        for table, own in (
            ("scan_case", {"case_id": "'yantian:s' || i", "scan_id": "'s' || i"}),
            ("decision", {"decision_id": "'d' || i", "case_id": "'yantian:s' || i"}),
            ("standing", {"decision_id": "'d' || i", "case_id": "'yantian:s' || i"}),
            ("outbox", {"decision_id": "'d' || i", "sequence": "i + 1"}),
        ):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(own.get(name, f"t.{name}") for name in columns)
            where = "t.decision_id = 'd0'" if table == "outbox" else f"t.case_id = {template}"
            skip = f" WHERE i % 100 >= {WAITING_IN_100}" if table == "outbox" else ""
            connection.execute(
                f"INSERT INTO {table} {numbers} SELECT {chosen}"  # noqa: S608 - our own tables
                f" FROM n JOIN {table} t ON {where}{skip}"
            )
    connection.close()


def install(folder: Path) -> None:
    """Start the hub once and end it in order, so that its bytecode is kept beside its data.

    An installed program has that behind it; to compile takes a third of a second at each start.
    """
    _first_answer_ms(folder, signal.SIGTERM, PYTHONDONTWRITEBYTECODE="")


def restart_ms(folder: Path) -> float:
    """Start the hub, ask it, kill it; return how long the first answer took [ms].

    Its children are killed with it, as a power cut or a service manager does: what it keeps in
    order meanwhile would go on beside the next start.
    """
    return _first_answer_ms(folder, signal.SIGKILL, PYTHONDONTWRITEBYTECODE="1")


def _first_answer_ms(folder: Path, end: signal.Signals, **environment: str) -> float:
    (folder / "hub.ready").unlink(missing_ok=True)
    command = [sys.executable, "-m", "workstation.cli.main", "hub", "--data", str(folder)]
    log = (folder / "hub.log").open("ab")
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--endpoint", "tcp://127.0.0.1:*"],
        stdout=log,
        stderr=log,
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), **environment},
        start_new_session=True,
    )
    try:
        while not (folder / "hub.ready").exists():
            if process.poll() is not None:
                raise RuntimeError((folder / "hub.log").read_text(encoding="utf-8"))
            time.sleep(0.005)
        card = json.loads((folder / "hub.ready").read_text(encoding="utf-8"))
        address = HubAddress(endpoint=card["endpoint"], server_key=card["server_key"])
        site = SiteClient(address, KeyPair.load(folder / "site.key"), site="yantian")
        site.hello()
        taken = (time.perf_counter() - began) * 1e3
        site.close()
    finally:
        if end is signal.SIGKILL:
            os.killpg(process.pid, end)
        else:
            process.send_signal(end)
        process.wait()
        log.close()
    return taken
