"""How long the whole engine takes for one large scan beside ten thousand models, on one core.

Run as a module of its own, so that every library starts with one thread; prints one JSON object:
``{"engine_s", "network_s", "models", "description_bytes"}``, medians of several calls.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from resources.opencv import cv2
from tests.benchmarks.engine_probe import network_seconds
from tests.benchmarks.engine_scans import Recipe, make_sample, simulate
from tests.benchmarks.orb_baseline import ONE_THREAD
from tests.benchmarks.splits import LIBRARY, QUERIES
from workstation.assembly.scans import pixels_of
from workstation.matching.engine import Engine
from workstation.matching.model_list import ModelList
from workstation.matching.pixels import ScanPixels
from workstation.matching.ports import ModelEntry
from workstation.simulation.kinds import kinds

MODELS = 10_000
SHAPE = (1500, 4000)
_DRAWN = ("clothing", "frozen_beef", "rice", "kraft_paper", "steel_coils", "machinery", "beer")
_A_CODE = 25
_ROUNDS = 5


def measure() -> dict[str, float]:
    """Measure in a process of its own, and return what it printed."""
    env = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
    command = [sys.executable, "-m", "tests.benchmarks.engine_speed"]
    done = subprocess.run(  # noqa: S603 - our own module
        command, env=env, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Time the engine and the network by turns."""
    cv2.setNumThreads(1)
    entries = many_models(MODELS)
    scan = large_scan()
    engine = Engine(ModelList(entries))
    declared = [entries[0].hs]
    engine.compare(scan, declared=declared)  # reads the models, fits the metric
    whole, network = [], []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        engine.compare(scan, declared=declared)
        whole.append(time.perf_counter() - started)
        network.append(network_seconds(scan))
    sys.stdout.write(
        json.dumps(
            {
                "engine_s": statistics.median(whole),
                "network_s": statistics.median(network),
                "models": len(entries),
                "description_bytes": len(entries[0].description.to_bytes()),
            }
        )
        + "\n"
    )


def large_scan() -> ScanPixels:
    """Return a dual-energy scan of 1500 by 4000 pixels."""
    recipe = Recipe(
        kind="clothing",
        seed=QUERIES.seed(0, 99),
        site=QUERIES.sites[0],
        product=QUERIES.product(99),
    )
    scan = pixels_of(simulate(recipe).scan)
    rows, columns = (new / old for new, old in zip(SHAPE, scan.high.shape, strict=True))

    def enlarged(plane):
        return cv2.resize(plane, SHAPE[::-1], interpolation=cv2.INTER_LINEAR)

    box = scan.container
    return replace(
        scan,
        high=enlarged(scan.high),
        low=None if scan.low is None else enlarged(scan.low),
        pitch_mm=None
        if scan.pitch_mm is None
        else (scan.pitch_mm[0] / rows, scan.pitch_mm[1] / columns),
        container=None
        if box is None
        else replace(
            box,
            row=round(box.row * rows),
            height=round(box.height * rows),
            column=round(box.column * columns),
            width=round(box.width * columns),
        ),
    )


def many_models(count: int) -> list[ModelEntry]:
    """Return models around a few described phantoms: signatures shaken, tokens shared."""
    names = [kind.name for kind in kinds()]
    drawn = [
        make_sample(
            Recipe(
                kind=name,
                seed=LIBRARY.seed(names.index(name), 90),
                site=LIBRARY.sites[0],
                product=LIBRARY.product(90),
            )
        ).description.thinned()
        for name in _DRAWN
    ]
    rng = np.random.default_rng(3)
    spread = np.std([one.signature for one in drawn], axis=0) * 0.3
    entries = []
    for number in range(count):
        code = number // _A_CODE
        one = drawn[code % len(drawn)]
        shaken = one.signature + spread * rng.standard_normal(spread.size)
        entries.append(
            ModelEntry(
                model_id=f"m{number:05d}",
                hs=f"{10_000_000 + code * 10_007}",
                name=_DRAWN[code % len(drawn)],
                prohibited=False,
                description=replace(one, signature=shaken.astype(np.float32)),
            )
        )
    return entries


if __name__ == "__main__":
    main()
