"""Receives, leases and decides without end; says so on standard output only when it is durable.

Run by `test_kill` in a process of its own, which is killed in the middle.
"""

import sys
from pathlib import Path

from tests.storage.scenes import at, leased, make_decision, store_package
from workstation.storage.records import open_records


def say(what: str, name: str) -> None:
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    records = open_records(folder / "hub.sqlite")
    number = sum(records.counts().by_stage.values())
    while True:
        scan_id = f"s{number}"
        store_package(folder, scan_id)
        case = leased(records, scan_id)
        say("stored", case.case_id)
        if number % 2:
            records.decide(make_decision(case, f"r{number}"), readers=2)
            say("decided", f"r{number}")
            case = records.lease(case.case_id, officer="wang", desk="desk-2", now=at(1))
        records.decide(make_decision(case, f"d{number}"), readers=1 + number % 2)
        say("decided", f"d{number}")
        records.announced("yantian", f"d{number}", now=at(6))
        say("announced", f"d{number}")
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
