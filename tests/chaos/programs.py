"""The programs of a room under test: the real hub, the real site agent, a scripted desk.

Only two things differ from the shop: the engine's job takes no time, and what a site does at the
gate is also written into a list, so that the checker can tell once from twice.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import workstation.assembly.hub
import workstation.cli.hub
import workstation.cli.site
from tests.chaos import mutants, reviewer, upgrading
from workstation.cli.main import main
from workstation.settings import read_site
from workstation.site_agent import effects, outbox


def run(order: dict[str, Any]) -> None:
    """Be one of the programs until it ends."""
    if order.get("mutant"):
        mutants.find(order["mutant"]).patch()
    if order.get("wire"):
        upgrading.speak_only(order["wire"])
    if order["program"] == "command":
        main(order["arguments"])
        return
    config = order["config"]
    if order["program"] == "hub":
        _be_hub(config)
    elif order["program"] == "site":
        _be_site(config)
    else:
        reviewer.work(config)


def _be_hub(config: str) -> None:
    workstation.assembly.hub.COMPARE_JOB = "tests.chaos.jobs:compare"  # type: ignore[misc]
    workstation.assembly.hub.UPKEEP_JOB = ""  # type: ignore[misc]
    main(["hub", "--config", config])


def _be_site(config: str) -> None:
    watch_effects(Acts(Path(config).with_suffix(".acts")))
    assert read_site(Path(config)).site
    main(["site", "--config", config])


class Acts:
    """A list of what happened, one JSON object a line; each line is out before the next act."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, act: str, **facts: object) -> None:
        """Write one line, which a kill cannot take back."""
        line = json.dumps({"act": act, "at": time.time(), **facts})
        os.write(self._file, line.encode() + b"\n")


def watch_effects(acts: Any) -> None:
    """Have every effect at a gate, and the end of every scan, noted before it happens."""

    def noted(name: str, act: Callable[..., None]) -> Callable[..., None]:
        def noting(settings: Any, order: Any, *rest: Any) -> None:
            acts.note(name, scan=order.scan_id, decision=order.decision_id)
            act(settings, order, *rest)

        return noting

    for name in ("release", "inspect", "rescan"):
        setattr(effects, name, noted(name, getattr(effects, name)))
    advance = outbox.Outbox.advance

    def advancing(self: Any, scan_id: str, step: Any, **facts: object) -> Any:
        before = self.get(scan_id)
        manifest = advance(self, scan_id, step, **facts)
        if step is outbox.Step.FINISH and before is not None:
            acts.note("done", scan=scan_id)
        return manifest

    outbox.Outbox.advance = advancing  # type: ignore[method-assign]
