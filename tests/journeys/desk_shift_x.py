"""``make shift``: a shift worked with real keys, in the real window under a virtual X server.

Every key goes the way of an officer's: from the X server through the window manager into the
window. Most cases are released, some after a look through another grey window, some are marked
and opened, referred, or scanned again. Now and then the deciding key comes twice. At the end the
decisions at the hub must be those that were pressed, each case once and in the order of opening.
Needs Xvfb, openbox and xdotool.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from tests.benchmarks.desk_shift import WARM
from tests.journeys.desk_screen import Screen, screen

TOOLS = ("Xvfb", "openbox", "xdotool")
CASES = 60
_PATIENCE_S = 120.0
_FRAME_MS = 16.0
_A_HUNDRED = 10  # samples: every tenth case gives one


class Trouble(Exception):
    """A shift that cannot go on, or that did not end as it was worked."""


class Lines:
    """What the window tells, line by line; waiting for it ends."""

    def __init__(self, stream: TextIO) -> None:
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, args=(stream,), name="window-lines")
        self._thread.start()

    def next(self, word: str, number: int) -> list[str]:
        """Return the words after the next line that begins with this one, about this case."""
        deadline = time.monotonic() + _PATIENCE_S
        while (left_s := deadline - time.monotonic()) > 0:
            try:
                first, *rest = self._lines.get(timeout=left_s).split()
            except queue.Empty:
                break
            if first == word:
                return rest
        raise Trouble(f"case {number}: the window did not say {word!r} in {_PATIENCE_S:.0f} s")

    def close(self) -> None:
        """Wait for the end of the stream."""
        self._thread.join()

    def _read(self, stream: TextIO) -> None:
        for line in stream:
            if line.strip():
                self._lines.put(line)


def act(on: Screen, number: int) -> str:
    """Do what an officer does with the case of this number, and return what it comes to."""
    if number % 9 == 0:
        on.key("b", pause_s=0.05)
        on.drag((620, 260), (760, 330))
        on.key("F2", pause_s=0.25)
        on.key("Return", pause_s=0.0)
        return "inspect"
    if number % 13 == 0:
        on.key("F12", pause_s=0.25)
        on.key("Return", pause_s=0.0)
        return "rescan"
    if number % 3 == 0:
        on.key("2", "plus", "f", "1", pause_s=0.05)
    # Twice: the second press must not decide the case that comes next.
    on.key(*["F9"] * (2 if number % 5 == 0 else 1), pause_s=0.0)
    return "release"


def work(on: Screen, lines: Lines, cases: int) -> list[tuple[str, str]]:
    """Work through the cases, and return each with what was pressed for it."""
    pressed = []
    for number in range(1, cases + 1):
        (case_id,) = lines.next("ready", number)
        conclusion = act(on, number)
        pressed.append((case_id, conclusion))
        told = lines.next("decided", number)
        if told != [case_id, conclusion]:
            raise Trouble(f"pressed {conclusion} for {case_id}, but the window decided {told}")
    return pressed


def check(pressed: list[tuple[str, str]], found: dict[str, Any]) -> None:
    """Raise when a case was decided twice, lost, in a wrong order, or not as pressed."""
    recorded = [tuple(one) for one in found["recorded"]]
    twice = [case for case, times in Counter(case for case, _ in recorded).items() if times > 1]
    if twice:
        raise Trouble(f"decided twice: {twice}")
    lost = [case for case, _ in pressed if case not in dict(recorded)]
    if lost:
        raise Trouble(f"lost at the hub: {lost}")
    if recorded != pressed:
        wrong = next(pair for pair in zip(pressed, recorded, strict=False) if pair[0] != pair[1])
        raise Trouble(f"the hub has another order: pressed {wrong[0]}, recorded {wrong[1]}")
    opened = found["opened"][: len(pressed)]
    if opened != [case for case, _ in pressed]:
        raise Trouble("cases were opened in another order than they were decided")


def table(found: dict[str, Any]) -> str:
    """Return the shift's times as a table."""
    rows = [f"{len(found['recorded'])} cases, each decided once, in order, as pressed"]
    frames = sorted(found["next_frame_ms"])
    if frames:
        worst = frames[int(len(frames) * 0.95)]
        rows.append(f"decision -> next picture  median {statistics.median(frames):6.0f} ms")
        rows.append(f"                          95 %   {worst:6.0f} ms")
    rows.append(f"longest call (own time)          {found['longest_ms']:6.1f} ms")
    rows.append(f"  by the clock                   {found['wall_of_longest_ms']:6.1f} ms")
    rows.append(f"  {found['longest']}")
    rows.append(f"  {found['within'].get(found['longest'], '')}")
    rows.append(f"calls over half a frame          {found['over_half']:4}")
    if found["refused"]:
        rows.append(f"not counted, our own instrument  {found['refused']:4}")
    rows.append(f"longest call (by the clock)      {found['longest_wall_ms']:6.1f} ms")
    for what, times in found["slow"].items():
        rows.append(
            f"  over {_FRAME_MS:.0f} ms: {what}, {times} times, at worst "
            f"{found['worst'][what]:.1f} ms"
        )
        rows.append(f"    {found['within'][what]}")
    memory = found["memory_mb"]
    if memory:
        first, last = memory[:_A_HUNDRED], memory[-_A_HUNDRED:]
        rows.append(f"memory, first 100 cases     {min(first):5.0f} to {max(first):.0f} MiB")
        rows.append(f"         last 100 cases     {min(last):5.0f} to {max(last):.0f} MiB")
        rows.append(f"        all, at the most    {max(memory):5.0f} MiB")
    return "\n".join(rows)


def shift(cases: int) -> dict[str, Any]:
    """Work a shift and return what it measured; raise `Trouble` when it went wrong."""
    with screen() as on, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shift.json"
        command = [sys.executable, "-m", "tests.journeys.shift_window", str(cases), str(file)]
        environment = {**os.environ, "DISPLAY": on.display, "QT_QPA_PLATFORM": "xcb"}
        window = subprocess.Popen(  # noqa: S603 - our own script
            command, env=environment, stdout=subprocess.PIPE, text=True
        )
        if window.stdout is None:
            raise Trouble("the window tells nothing")
        lines = Lines(window.stdout)
        try:
            pressed = work(on, lines, cases)
            if window.wait(timeout=_PATIENCE_S * 2) != 0:
                raise Trouble(f"the window ended with {window.returncode}")
        finally:
            if window.poll() is None:
                window.terminate()
                window.wait(timeout=_PATIENCE_S)
            lines.close()
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        check(pressed, found)
        return found


def main(cases: int) -> int:
    """Work the shift and print its table; 1 when a case went wrong, 2 when a tool is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        sys.stderr.write(f"a shift needs {', '.join(missing)}; install them first\n")
        return 2
    if cases <= WARM:
        sys.stdout.write(f"times are taken from case {WARM} on\n")
    try:
        found = shift(cases)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.stdout.write(f"{table(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
