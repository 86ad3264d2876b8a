"""Each arrow of the house is broken, in a copy, to see that the machine notices."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT

#: Contract -> breaches, each a room and what one of its files imports.
BREACHES = {
    "The house": [
        ("queue_client", "workstation.domain.law"),
        ("workstation.review", "ui.app"),
        ("workstation.review", "viewer.picture"),
        ("resources", "queue_client.errors"),
    ],
    "These rooms work in the dark": [
        ("workstation.imaging", "PySide6"),
        ("viewer.pixels", "pyqtgraph"),
    ],
    "Floors inside workstation": [
        ("workstation.domain", "workstation.hub.ports"),
        ("workstation.hub", "workstation.storage.records"),
        ("workstation.matching", "workstation.imaging.scan"),
    ],
    "The viewer knows no database, queue or officer": [
        ("viewer", "zmq"),
        ("viewer", "sqlalchemy"),
    ],
    "The wire knows no Qt, SQL or pixels": [
        ("queue_client", "numpy"),
        ("queue_client", "PySide6"),
    ],
    "Only storage speaks SQL": [
        ("workstation.hub", "sqlalchemy"),
        ("ui", "alembic"),
    ],
    "The domain stands on the standard library alone": [
        ("workstation.domain", "numpy"),
        ("workstation.domain", "msgspec"),
    ],
}


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the house's Python files and its contracts."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    """Return the exit code of the linter, and all that it said."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(  # noqa: S603 - our own tool on our own copy
        [sys.executable, "-c", code, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def about(contract: str, said: str) -> str:
    """Return what the linter said about one broken contract, below its underlined name."""
    section = rf"^{re.escape(contract)}\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)"
    found = re.search(section, said, re.MULTILINE | re.DOTALL)
    return "" if found is None else found[1]


def test_the_house_as_it_stands_keeps_every_contract(copy):
    code, said = lint(copy)

    assert code == 0, said
    assert "BROKEN" not in said


def test_every_contract_has_its_breach():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {c["name"] for c in settings["tool"]["importlinter"]["contracts"]}

    assert contracts == set(BREACHES)


def test_every_breach_is_noticed(copy):
    expected = []
    for contract, breaches in BREACHES.items():
        for room, imported in breaches:
            module = f"{room}.breach_{len(expected)}"
            path = copy.joinpath(*module.split(".")).with_suffix(".py")
            path.write_text(f"import {imported}\n")
            expected.append((contract, f"{module} -> {imported}"))

    code, said = lint(copy)

    unseen = [
        (contract, arrow) for contract, arrow in expected if arrow not in about(contract, said)
    ]
    assert code == 1, said
    assert unseen == [], said


def test_a_room_that_chose_no_floor_is_noticed(copy):
    attic = copy / "workstation" / "attic"
    attic.mkdir()
    (attic / "__init__.py").write_text('"""A room that nobody drew."""\n')

    code, said = lint(copy)

    assert code == 1
    assert "attic" in about("Floors inside workstation", said)
