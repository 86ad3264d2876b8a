"""Other benchmarks as parts of the engine's table: run apart, lines taken over.

A part prints its lines as JSON last, as `table.to_json` does; a part that prints something else is
shown as it is, and nothing is taken over.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from tests.benchmarks.table import Bar, Line, say


def lines_of(module: str) -> list[Line]:
    """Run a benchmark module and return its lines; none when there is no such module."""
    if find_spec(module) is None:
        say(f"{module} is not there: left out")
        return []
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    *shown, last = done.stdout.splitlines() or [""]
    lines = read(last)
    if done.returncode or not lines:
        say(done.stdout.rstrip())
        say(f"{module} ended with {done.returncode} and {len(lines)} lines")
    else:
        say("\n".join(shown))
    return lines


def read(text: str) -> list[Line]:
    """Read lines that `table.to_json` wrote; none from any other text."""
    try:
        plain = json.loads(text)
        return [_line(one) for one in plain]
    except (json.JSONDecodeError, TypeError, KeyError, AttributeError):
        return []


def _line(plain: dict[str, Any]) -> Line:
    bar = plain.get("bar")
    return Line(
        name=plain["name"],
        value=float("nan") if plain["value"] is None else float(plain["value"]),
        low=plain.get("low"),
        high=plain.get("high"),
        baseline=plain.get("baseline"),
        against=plain.get("against", ""),
        bar=None if bar is None else Bar(**bar),
        note=plain.get("note", ""),
    )
