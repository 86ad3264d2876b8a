"""``make fuzz``: spoilt files of every format through the decoding child, then every parser.

``python -m tests.benchmarks.fuzz_formats [DECODES] [EXECUTIONS] [SEED] [PYTHON]``; ``PYTHON`` is an
interpreter that has atheris. The formats are those of the registry, so a new reader joins by
itself; data in ``tests/data`` and ``../shared/data`` that it takes are its seeds. A *crash* is a
child that died, or an exception that no reader raises on purpose; a *hang* is a file that took
longer than 10 s. Memory is the most that a child ever had in use. The last line is one JSON object.
"""

import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.benchmarks.fuzz_mutators import spoil
from tests.benchmarks.fuzz_parsers import in_memory, loop
from tests.benchmarks.fuzz_seeds import Seed, companions, seeds, without_seed
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.sandbox.box import Box, BoxSettings, DecoderDied, DecoderSlow
from workstation.imaging.sandbox.documents import unpack_scan
from workstation.imaging.sandbox.task import Task

_HANG_S: Final = 10.0
_BROKE: Final = "cannot cope"
_SHOWN: Final = 8
_DATA: Final = (Path("tests/data"), Path("../shared/data"))
_PACKAGE_TASKS: Final = (Task.PACKAGE, Task.COARSE, Task.REACHES)


@dataclass
class Tally:
    """What came of so many decodes."""

    decodes: int = 0
    read: int = 0
    refused: int = 0
    crashes: int = 0
    hangs: int = 0
    strays: int = 0
    worst_s: float = 0.0
    slowest: str = ""
    memory_mb: int = 0
    by_reader: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Return the figures for one JSON object."""
        return {
            "decodes": self.decodes, "read": self.read, "refused": self.refused,
            "crashes": self.crashes, "hangs": self.hangs, "strays": self.strays,
            "worst_ms": round(self.worst_s * 1e3), "slowest": self.slowest,
            "memory_mb": self.memory_mb,
            "readers": dict(sorted(self.by_reader.items())),
        }  # fmt: skip


class _Heard(logging.Handler):
    """Keeps what the box says of a reader that broke."""

    def __init__(self) -> None:
        super().__init__()
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = f"{record.getMessage()}: {getattr(record, 'reason', '')}"


def fuzz(
    decodes: int,
    *,
    seed: int = 1,
    known: tuple[Seed, ...] | None = None,
    tell: Callable[[str], object] = lambda _line: None,
) -> Tally:
    """Decode so many spoilt files in a child, and count what became of them."""
    rng, tally, heard = random.Random(seed), Tally(), _Heard()  # noqa: S311 - no secret
    known = known or seeds(folder for folder in _DATA if folder.is_dir())
    contents = [one.content for one in known]
    by_reader: dict[str, list[Seed]] = {}
    for one in known:
        by_reader.setdefault(one.reader, []).append(one)
    names = sorted(by_reader)
    box = Box(BoxSettings(timeout_s=_HANG_S, uses=2000))
    logger = logging.getLogger("workstation.imaging.sandbox.box")
    logger.addHandler(heard)
    before, logger.propagate = logger.propagate, False
    with tempfile.TemporaryDirectory(dir=in_memory()) as root:
        folder = Path(root) / "in"
        folder.mkdir()
        beside = companions()
        for name, content in beside.items():
            (folder / name).write_bytes(content)
        try:
            for number in range(decodes):
                one = rng.choice(by_reader[names[number % len(names)]])
                path = folder / f"CSQU3054383{one.ending}"
                content = spoil(one.content, contents, rng)
                path.write_bytes(content)
                tally.by_reader[one.reader] += 1
                _decode(box, path, one, rng, tally)
                if heard.last:
                    _show(tally, f"{one.reader}: {heard.last}", content)
                    heard.last = ""
                path.unlink()
                if number % 100 == 0:
                    tally.memory_mb = max(tally.memory_mb, box.memory_mb())
                if number % 5000 == 0:
                    tell(f"{number:>8} {tally.read} read, {tally.crashes} crashes")
            left = [path for path in folder.rglob("*") if path.name not in beside]
            left += [path for path in Path(root).iterdir() if path != folder]
            tally.strays = len(left)
        finally:
            box.close()
            logger.removeHandler(heard)
            logger.propagate = before
    return tally


def _decode(box: Box, path: Path, one: Seed, rng: random.Random, tally: Tally) -> None:
    task = Task.FILES
    if one.reader == "package" and rng.random() < 0.4:
        task = rng.choice(_PACKAGE_TASKS)
    more = {"longest_px": rng.choice((40, 600))} if task is not Task.FILES else {}
    began = time.monotonic()
    tally.decodes += 1
    try:
        answer = box.ask(task, [path], **more)
        if answer.document.get("planes"):
            unpack_scan(answer.document, answer.memory, path.name)
        tally.read += 1
    except DecoderSlow:
        tally.hangs += 1
    except DecoderDied:
        tally.crashes += 1
    except ScanUnreadable as error:
        tally.refused += 1
        tally.crashes += _BROKE in error.reason
    took = time.monotonic() - began
    if took > tally.worst_s and tally.decodes > 1:
        tally.worst_s, tally.slowest = took, f"{one.reader} {task}"


def _show(tally: Tally, what: str, content: bytes) -> None:
    """Keep the first few files that did harm, to be looked at."""
    if len(tally.shown) >= _SHOWN:
        return
    place = Path(tempfile.gettempdir()) / f"fuzz-{len(tally.shown)}"
    place.write_bytes(content)
    tally.shown.append(f"{what} ({place})")


def _with_atheris(python: str, executions: int) -> dict[str, object]:
    """Run the parsers under libFuzzer in an environment of its own."""
    began = time.monotonic()
    command = [python, "-m", "tests.benchmarks.fuzz_atheris", str(executions)]
    ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own
    text = ran.stderr.decode(errors="replace") + ran.stdout.decode(errors="replace")
    if ran.returncode:
        sys.stdout.write(text[-3000:] + "\n")
    return {
        "how": "atheris", "executions": executions, "crashes": int(ran.returncode != 0),
        "hangs": int("ERROR: libFuzzer: timeout" in text), "strays": 0,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def main(
    decodes: int = 100_000, executions: int = 1_000_000, seed: int = 1, python: str = ""
) -> int:
    """Run, print, and return 0 when nothing crashed, hung or strayed."""
    began = time.monotonic()
    tally = fuzz(decodes, seed=seed, tell=_print)
    for line in tally.shown:
        _print(line)
    known = seeds(folder for folder in _DATA if folder.is_dir())
    parsers = _with_atheris(python, executions) if python else loop(executions, seed=seed)
    figures = {
        **tally.figures(), "without_seed": without_seed(known), "parsers": parsers,
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip
    _print(json.dumps(figures))
    bad = (tally.crashes, tally.hangs, tally.strays)
    return 1 if any(bad) or parsers["crashes"] or parsers["hangs"] or parsers["strays"] else 0


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(main(*map(int, asked[:3]), *asked[3:4]))
