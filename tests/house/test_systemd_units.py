"""The examples for systemd are understood by it and lock their programs in."""

import os
import re
import shutil
import subprocess

import pytest

from tests.house.tree import ROOT

FOLDER = ROOT / "resources" / "systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir())
SERVICES = ["reviewroom-hub.service", "reviewroom-site.service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_has_nothing_to_say_against_a_unit(tmp_path, unit):
    # The program is installed elsewhere than in the example, if at all.
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        stand_in = re.sub(r"/opt/reviewroom/bin/reviewroom", shutil.which("true"), text)
        (tmp_path / path.name).write_text(stand_in, encoding="utf-8")

    done = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [shutil.which("systemd-analyze"), "verify", "--man=no", str(tmp_path / unit)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )

    said = [line for line in done.stderr.splitlines() if "reviewroom" in line]
    assert (done.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", SERVICES)
@pytest.mark.parametrize(
    "line",
    [
        "Restart=on-failure",
        "KillMode=mixed",
        "MemoryMax=8G",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "SystemCallFilter=@system-service",
        "UMask=0077",
    ],
)
def test_a_service_is_locked_in(unit, line):
    assert line in (FOLDER / unit).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("unit", SERVICES)
def test_systemd_waits_longer_than_the_program_takes_to_stop(unit):
    text = (FOLDER / unit).read_text(encoding="utf-8")

    (waits_s,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert int(waits_s) > 20
