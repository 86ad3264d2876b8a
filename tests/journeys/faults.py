"""A headless demo whose processes are killed while it works."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class KilledDemo:
    """What a demo printed, and which of its processes were killed on the way."""

    code: int
    tally: dict
    kills: dict[str, int] = field(default_factory=dict)
    complaints: str = ""


def run_with_kills(  # noqa: PLR0913 - each is one knob of the campaign
    data: Path,
    *,
    scans: int,
    kills: int,
    victims: Sequence[str] = ("hub",),
    seed: int = 1,
    every_s: tuple[float, float] = (1.0, 3.0),
    limit_s: float = 300.0,
) -> KilledDemo:
    """Run ``reviewroom demo --headless --json`` and kill -9 its processes at random moments."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    command = [sys.executable, "-m", "workstation.cli.main", "demo", "--headless", "--json"]
    command += ["--data", str(data), "--scans", str(scans), "--pace", "0.3", "--seed", str(seed)]
    done: dict[str, int] = {}
    demo = subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + limit_s
    next_kill = None
    while demo.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        if next_kill is None:
            if (data / "drops.jsonl").exists():  # the room is at work
                next_kill = time.monotonic() + rng.uniform(*every_s)
        elif sum(done.values()) < kills and time.monotonic() >= next_kill:
            name = rng.choice(list(victims))
            if kill_one(data, name):
                done[name] = done.get(name, 0) + 1
            next_kill = time.monotonic() + rng.uniform(*every_s)
    if demo.poll() is None:
        demo.terminate()
    out, complaints = demo.communicate(timeout=60)
    return KilledDemo(demo.returncode, json.loads(out) if out else {}, done, complaints)


def kill_one(data: Path, name: str) -> bool:
    """Kill -9 the demo's process of that name; only a process that runs on this demo's files."""
    config = data / "hub.toml" if name == "hub" else data / "sites" / f"{name}.toml"
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if str(config).encode() in arguments:
            os.kill(int(folder.name), signal.SIGKILL)
            return True
    return False
