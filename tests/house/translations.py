"""Read new texts of the window into the .ts file and build the .qm: ``make translations``."""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
CHINESE = FOLDER / "reviewroom_zh_CN.ts"
ENGLISH = FOLDER / "reviewroom_en.ts"  # plurals only: the sources are English
FILES = (CHINESE, ENGLISH)
ROOMS = ("ui", "viewer")


def sources() -> list[str]:
    """Return every Python file that may hold a text for an officer, from the root."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


def read_texts(ts: Path) -> None:
    """Bring a .ts file up to what the sources say; texts that went are dropped."""
    options = ["-no-obsolete", "-locations", "none"]
    if ts.name == ENGLISH.name:
        options.append("-pluralonly")
    _run("pyside6-lupdate", *options, *sources(), "-ts", str(ts))


def build(ts: Path, qm: Path) -> None:
    """Build the .qm of a .ts file."""
    _run("pyside6-lrelease", str(ts), "-qm", str(qm))


def _run(tool: str, *arguments: str) -> None:
    path = Path(sysconfig.get_path("scripts")) / tool
    done = subprocess.run(  # noqa: S603 - a tool of our own environment, with our own files
        [str(path), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{tool} failed: {done.stderr or done.stdout}")


def unfinished(ts: Path) -> int:
    """Return how many texts of a .ts file have no translation yet."""
    return ts.read_text(encoding="utf-8").count('type="unfinished"')


def main() -> int:
    """Update and build all; the exit code is 1 when a text has no translation."""
    for ts in FILES:
        read_texts(ts)
        build(ts, ts.with_suffix(".qm"))
        print(f"{ts.relative_to(ROOT)}: {unfinished(ts)} unfinished")  # noqa: T201 - a tool
    return int(any(unfinished(ts) for ts in FILES))


if __name__ == "__main__":
    sys.exit(main())
