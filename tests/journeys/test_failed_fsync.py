"""fsync fails under the real programs: they end, acknowledge nothing, and go on when started again.

``strace`` makes the system calls of the running program fail.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from queue_client.client import SiteClient
from queue_client.errors import HubSilent
from tests.hub.test_hub_with_storage import HubProcess
from tests.makers.running_hub import make_meta, sha256
from tests.site_agent.standins import make_scan
from workstation.domain.errors import DiskFailed
from workstation.imaging.package import write_package
from workstation.storage.verify import verify_folder

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(120),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def failing_disk(process, why, calls="fsync,fdatasync"):
    """Let such calls of a running program fail until the block ends."""
    command = ["strace", "-f", "-o", os.devnull, "-p", str(process.pid)]
    command += ["-e", f"trace={calls}", "-e", f"inject={calls}:error={why}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:  # noqa: S603
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        if "attached" not in said:
            tracer.kill()
            pytest.skip(f"this machine does not let strace look: {said.strip()}")
        try:
            yield
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.stderr.read()


@pytest.mark.parametrize(
    ("calls", "why", "said"),
    [
        ("fsync", "EIO", "fsync failed"),  # blobs and folders
        ("fdatasync", "ENOSPC", "disk I/O error"),  # the database
    ],
)
def test_a_hub_whose_fsync_fails_ends_unacknowledged_and_takes_the_scan_later(
    tmp_path, calls, why, said
):
    hub = HubProcess(tmp_path)
    hub.start()
    package = tmp_path / "s1.out"
    package.write_bytes(b"pixels" * 100_000)
    meta, sha = make_meta("site-a", "s1"), sha256(package.read_bytes())
    site = SiteClient(hub.address, hub.site_keys, site="site-a", timeout_s=1.0, give_up_s=3.0)
    site.hello()

    with failing_disk(hub.process, why, calls):
        with pytest.raises(HubSilent):
            site.send_scan(package, scan_id="s1", sha256=sha, meta=meta)
        status = hub.process.wait(timeout=15)
    parts = list((tmp_path / "parts").iterdir())
    last_words = (tmp_path / "hub.log").read_text().splitlines()[-2:]
    hub.start()
    site.close()
    site = SiteClient(hub.address, hub.site_keys, site="site-a", timeout_s=1.0)
    stored = site.send_scan(package, scan_id="s1", sha256=sha, meta=meta)
    site.close()
    hub.stop()

    assert status == DiskFailed.EXIT_STATUS
    assert said in last_words[-1]
    assert "Z critical " in last_words[-2]
    assert parts == []
    assert stored.sha256 == sha
    assert verify_folder(tmp_path, contents=True).verified


def test_a_site_whose_fsync_fails_ends_and_takes_the_scan_in_later(tmp_path):
    (tmp_path / "hub").mkdir()
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    hub.kill()  # its card is all that the site needs
    hub.site_keys.save(tmp_path / "site.key")
    config = tmp_path / "site.toml"
    config.write_text(
        f'[site]\nsite = "site-a"\nfolder = "site"\nhub_card = "{tmp_path}/hub/hub.card"\n'
        'keys = "site.key"\nsettle_s = 0.1\npoll_s = 0.1\n',
        encoding="utf-8",
    )
    site = start_site(config)
    inbox, outbox = tmp_path / "site" / "inbox", tmp_path / "site" / "outbox"

    with failing_disk(site, "EIO"):
        drop_scan(inbox)
        status = site.wait(timeout=30)
    spooled = [name.name for name in outbox.iterdir() if not name.name.startswith(".")]
    left = [path.name for path in inbox.iterdir()]
    site = start_site(config)
    until((outbox / "S1" / "manifest.json").exists)
    site.send_signal(signal.SIGTERM)
    site.wait(timeout=15)

    assert status == DiskFailed.EXIT_STATUS
    assert spooled == []
    assert left == ["S1.scan.tif"]


def drop_scan(inbox: Path) -> None:
    fresh = inbox.parent / "S1.scan.tif"
    write_package(fresh, make_scan())
    fresh.rename(inbox / fresh.name)


def start_site(config: Path) -> "subprocess.Popen[bytes]":
    with config.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "workstation.cli.main", "site", "--config", str(config)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    until(lambda: b"site agent ready" in config.with_suffix(".log").read_bytes())
    return process


def until(true, within_s: float = 90.0) -> None:
    ends = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)
