"""A hub in a process of its own, a site and a desk for it, and what they are held against."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import zmq

from queue_client.client import DeskClient, SiteClient
from queue_client.keys import HubAddress, KeyPair
from tests.makers.running_hub import PASSWORD, make_meta
from workstation.assembly.hub import open_hub_records
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.sessions import hash_password

OFFICER = "li"
SITES = tuple(f"site-{letter}" for letter in "abcdefgh")


class HubProcess:
    """Starts at ``with`` and ends with it.

    Parameters
    ----------
    environment : mapping, optional
        What the process finds around it; by default what this one does.
    """

    def __init__(
        self,
        folder: Path,
        *,
        in_the_clear: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self._clear, self._environment = folder, in_the_clear, environment
        for drawer in range(256):  # as in a store that has been in use for a while
            folder.joinpath("blobs", f"{drawer:02x}").mkdir(parents=True, exist_ok=True)
        self.keys = {name: KeyPair.make() for name in (*SITES, "desk-1")}
        records, now = open_hub_records(folder), datetime.now(UTC)
        for name, pair in self.keys.items():
            kind = PrincipalKind(name.partition("-")[0])
            records.enrol(Principal(name=name, kind=kind, public_key=pair.public), now=now)
        person = Officer(officer_id=OFFICER, name="Li", roles=frozenset({Role.REVIEWER}))
        records.add_officer(person, hash_password(PASSWORD), now=now)
        records.close()

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.benchmarks.wire_hub", str(self.folder)]
        if self._clear:
            command.append(self.keys["site-a"].public)
        self._process = subprocess.Popen(  # noqa: S603 - our own
            command, stdin=subprocess.PIPE, env=self._environment
        )
        card = self.folder / "hub.ready"
        ends = time.monotonic() + 30
        while not card.exists():
            assert time.monotonic() < ends, "the hub did not open"
            time.sleep(0.02)
        facts = json.loads(card.read_bytes())
        self.address = HubAddress(endpoint=facts["endpoint"], server_key=facts["server_key"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=30)

    @property
    def pid(self) -> int:
        """The hub's process."""
        return self._process.pid

    def take_away(self, sha256: str) -> None:
        """Remove a package that the hub has kept, behind its back."""
        self.folder.joinpath("blobs", sha256[:2], sha256).unlink()

    def site(self, name: str = SITES[0]) -> SiteClient:
        """Return a site's client on the open line."""
        client = SiteClient(self.address, self.keys[name], site=name)
        if self._clear:
            client._link._socket = _clear_socket(self.address)  # noqa: SLF001 - a benchmark's own
        client.hello()
        return client

    def desk(self, address: HubAddress | None = None, **options: Any) -> DeskClient:
        """Return a desk's client, perhaps over another line; nobody sits there yet."""
        return DeskClient(address or self.address, self.keys["desk-1"], desk="desk-1", **options)

    def seated(self, address: HubAddress | None = None) -> DeskClient:
        """Return a desk's client at which somebody sits."""
        client = self.desk(address)
        client.login(OFFICER, PASSWORD)
        return client


def _clear_socket(address: HubAddress) -> "zmq.Socket[bytes]":
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger, socket.immediate = 0, 1
    socket.sndhwm = socket.rcvhwm = 32
    socket.connect(address.endpoint)
    return socket


def send(site: SiteClient, path: Path, scan_id: str) -> None:
    """Bring a file to the hub as a scan."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    send_known(site, path, scan_id, sha256)


def send_known(site: SiteClient, path: Path, scan_id: str, sha256: str) -> None:
    """Bring a file whose hash is known, as it is of a package in a site's outbox."""
    site.send_scan(path, scan_id=scan_id, sha256=sha256, meta=make_meta(site.site, scan_id))


def write_and_sync(source: bytes, path: Path, piece: int) -> None:
    """Write bytes piece by piece and wait until the disk has them."""
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(source), piece):
            file.write(source[start : start + piece])
        os.fdatasync(file.fileno())
