"""A hub takes as many files and connections as the system lets it have."""

import subprocess
import sys

import pytest

from workstation.assembly.open_files import files_allowed, take_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system sets no limit there")
INFINITY = -1


@pytest.fixture
def limits(monkeypatch):
    """Stand in for the system's limits; returns what was asked of it."""
    asked = []

    def stand(soft, hard):
        monkeypatch.setattr("resource.RLIM_INFINITY", INFINITY)
        monkeypatch.setattr("resource.getrlimit", lambda _which: (soft, hard))
        monkeypatch.setattr("resource.setrlimit", lambda _which, both: asked.append(both))
        return asked

    return stand


@pytest.mark.parametrize(
    ("soft", "hard", "taken"),
    [(1024, 4096, 4096), (1024, 2**20, 65_536), (1024, INFINITY, 65_536), (2**18, 2**20, 2**18)],
)
def test_it_takes_what_is_allowed_and_gives_nothing_up(limits, soft, hard, taken):
    asked = limits(soft, hard)

    take_files()

    assert asked == [(taken, hard)]
    assert files_allowed() == taken


def test_where_there_is_no_limit_nothing_is_asked(limits):
    asked = limits(INFINITY, INFINITY)

    take_files()

    assert asked == []
    assert files_allowed() is None


def test_the_system_lets_a_program_do_so():
    program = (
        "import resource as r; from workstation.assembly.open_files import *;"
        " r.setrlimit(r.RLIMIT_NOFILE, (64, r.getrlimit(r.RLIMIT_NOFILE)[1])); take_files();"
        " print(r.getrlimit(r.RLIMIT_NOFILE)[0] == files_allowed() > 64)"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)  # noqa: S603

    assert ran.stdout.strip() == b"True"
