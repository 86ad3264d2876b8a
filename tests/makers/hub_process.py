"""``reviewroom hub`` as a process of its own, on the real store."""

import json
import signal
import subprocess
import sys
import time
import weakref
from datetime import UTC, datetime
from pathlib import Path

from queue_client.keys import HubAddress, KeyPair
from tests.makers.running_hub import PASSWORD
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.sessions import hash_password
from workstation.storage.records import open_records

ROOT = Path(__file__).resolve().parents[2]


class HubProcess:
    """``reviewroom hub`` with test settings, which can be killed and started again."""

    def __init__(self, data, *settings, recall_s=0.2):
        self.data, self.settings, self._recall_s = data, settings, recall_s
        self.desk_keys, self.site_keys = KeyPair.make(), KeyPair.make()
        self.second_keys = KeyPair.make()
        records = open_records(data / "hub.sqlite")
        now = datetime.now(UTC)
        for name, kind, keys in (
            ("desk-1", PrincipalKind.DESK, self.desk_keys),
            ("desk-2", PrincipalKind.DESK, self.second_keys),
            ("site-a", PrincipalKind.SITE, self.site_keys),
        ):
            records.enrol(Principal(name=name, kind=kind, public_key=keys.public), now=now)
        for name in ("li", "wang"):
            officer = Officer(officer_id=name, name=name, roles=frozenset({Role.REVIEWER}))
            records.add_officer(officer, hash_password(PASSWORD), now=now)
        records.close()
        self.endpoint = "tcp://127.0.0.1:*"
        self.process = None

    def start(self):
        (self.data / "hub.ready").unlink(missing_ok=True)
        config = self.data / "hub.toml"
        lines = ("[hub]", 'data = "."', f'endpoint = "{self.endpoint}"')
        lines += (f"recall_s = {self._recall_s}",)
        config.write_text("\n".join((*lines, *self.settings, "")), encoding="utf-8")
        with (self.data / "hub.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "workstation.cli.main", "hub", "--config", str(config)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        # A test that fails before it stops its hub leaves none behind.
        weakref.finalize(self, _end, self.process)
        ends = time.monotonic() + 60
        while not (self.data / "hub.ready").exists():
            assert self.process.poll() is None, (self.data / "hub.log").read_text()
            assert time.monotonic() < ends, "the hub did not open"
            time.sleep(0.02)
        card = json.loads((self.data / "hub.ready").read_text())
        self.endpoint = card["endpoint"]
        self.signing_key = card["signing_key"]
        self.address = HubAddress(endpoint=card["endpoint"], server_key=card["server_key"])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(timeout=15) == 0


def _end(process):
    process.kill()
    process.wait()
