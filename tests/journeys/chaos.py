"""``make chaos``: kill the programs of a room at work, again and again, and count what it cost.

The last line is one JSON object. ``short`` takes a few minutes, ``long`` as long as it says.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.journeys.faults import run_with_kills

#: name -> rounds, scans a round, kills a round
CAMPAIGNS = {"short": (2, 16, 6), "long": (12, 60, 30)}
VICTIMS = ("hub", "hub", "yantian", "nansha", "waigaoqiao")


def say(text: str) -> None:
    """Print a line at once: a long campaign is watched while it runs."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(name: str) -> int:
    """Run a campaign; return 0 when nothing was lost, doubled or broken."""
    rounds, scans, kills = CAMPAIGNS[name]
    total = {"scans": 0, "kills": 0, "hub_kills": 0, "lost": 0, "duplicated": 0, "broken": 0}
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            run = run_with_kills(
                Path(folder),
                scans=scans,
                kills=kills,
                victims=VICTIMS,
                seed=number,
                limit_s=1800,
            )
        say(f"round {number} of {rounds}: kills {run.kills}, {json.dumps(run.tally)}")
        if not run.tally:
            say(run.complaints)
        whole = run.code == 0 and bool(run.tally)
        total["scans"] += run.tally.get("scans", 0)
        total["kills"] += sum(run.kills.values())
        total["hub_kills"] += run.kills.get("hub", 0)
        total["lost"] += run.tally.get("lost", scans)
        total["duplicated"] += run.tally.get("duplicated", 0)
        total["broken"] += not whole
    say(json.dumps(total))
    return 0 if not (total["lost"] or total["duplicated"] or total["broken"]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "short"))
