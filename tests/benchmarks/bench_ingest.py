"""What a scan costs on its way in: decoding apart, packing, and the whole of one dual-energy scan.

``python -m tests.benchmarks.bench_ingest [--json FILE]``. One thread; the processor's time stands
beside the wall's, because a busy machine lies with the latter.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from resources.opencv import cv2
from tests.benchmarks.rows import Act, Row, make_counts, row, take_turns
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.calibration import normalise_air
from workstation.imaging.container import find_container
from workstation.imaging.package import read_package, write_package
from workstation.imaging.quality import check_quality
from workstation.imaging.readers import read_files
from workstation.imaging.sandbox.box import Box
from workstation.imaging.sandbox.documents import unpack_scan
from workstation.imaging.sandbox.task import Task
from workstation.imaging.scan import Plane, Scan

_MOST_DEARER_MS = 15.0
_LEAST_MB_S = 150.0
_LONGEST_MS = 1000.0


def main() -> int:
    """Run and print; rows for ``bench.json`` when asked for."""
    options = argparse.ArgumentParser()
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        rows = [*_decoding(Path(folder)), *_ingest(Path(folder))]
    for one in rows:
        sys.stdout.write(one.text() + "\n")
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(one) for one in rows]), encoding="utf-8")
    return 0


def _decoding(folder: Path) -> list[Row]:
    """A picture of 12 MB read here and in a child, taking turns: what the child costs."""
    path = folder / "one.scan.tif"
    write_package(path, _scan((2000, 3000), bands=(EnergyBand.SINGLE,)))
    box = Box()
    work_ms: dict[str, list[float]] = {"here": [], "apart": []}

    def apart() -> Scan:
        answer = box.ask(Task.PACKAGE, [path])
        return unpack_scan(answer.document, answer.memory, path.name)

    def worked(name: str, read: Callable[[], Scan]) -> None:
        began = time.process_time() + box.processor_s()
        _touch(read())
        work_ms[name].append((time.process_time() + box.processor_s() - began) * 1e3)

    try:
        apart()
        acts = {
            "here": Act(do=lambda _n: worked("here", lambda: read_package(path))),
            "apart": Act(do=lambda _n: worked("apart", apart)),
        }
        times = take_turns(acts, rounds=30)
    finally:
        box.close()
    wall, work = (
        {name: statistics.median(taken) for name, taken in one.items()} for one in (times, work_ms)
    )
    dearer, by_the_wall = (one["apart"] - one["here"] for one in (work, wall))
    sys.stdout.write(
        f"decode 12 MB [ms of the processors]: here {work['here']:.1f}, apart {work['apart']:.1f},"
        f" dearer by {dearer:.1f}; by the wall {by_the_wall:.1f}\n"
    )
    return [row("sandbox_decode", max(dearer, 0.1), "allowed", _MOST_DEARER_MS, bar=1.0)]


def _ingest(folder: Path) -> list[Row]:
    """A dual-energy scan of 30 MB: read, validate, calibrate, find the container, pack."""
    source, target = folder / "two.scan.tif", folder / "packed.scan.tif"
    scan = _scan((1500, 5000), bands=(EnergyBand.HIGH, EnergyBand.LOW))
    write_package(source, scan)
    raw_mb = sum(plane.transmission.nbytes for plane in scan.planes) / 1e6
    rounds = [_take_in(source, target) for _ in range(7)]
    names = [name for name in rounds[0] if name != "wall"]
    typical = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    told = ", ".join(f"{name} {typical[name]:.0f}" for name in names)
    total, pack = sum(typical[name] for name in names), typical["pack"]
    sys.stdout.write(
        f"ingest of {raw_mb:.0f} MB [ms of the processor]: {told}; together {total:.0f},"
        f" {typical['wall']:.0f} by the wall; pack {raw_mb / pack * 1e3:.0f} MB/s\n"
    )
    return [
        row("pack_scan", pack, "allowed", raw_mb / _LEAST_MB_S * 1e3, bar=1.0),
        row("ingest_scan", total, "allowed", _LONGEST_MS, bar=1.0),
    ]


def _take_in(source: Path, target: Path) -> dict[str, float]:
    """Take one scan in, and return what each step cost [ms of the processor]; ``wall`` for all."""
    steps: dict[str, float] = {}
    began, last = time.perf_counter(), time.process_time()

    def done(name: str) -> None:
        nonlocal last
        now = time.process_time()
        steps[name], last = (now - last) * 1e3, now

    scan = read_files([source])
    done("read")
    check_quality(scan)
    done("validate")
    planes = [normalise_air(plane) for plane in scan.planes]
    done("calibrate")
    find_container(planes[0].transmission)
    done("find")
    write_package(target, scan)
    done("pack")
    steps["wall"] = (time.perf_counter() - began) * 1e3
    return steps


def _touch(scan: Scan) -> int:
    """Look at each page of memory once, as whoever paints it does."""
    return int(scan.planes[0].transmission[:, ::512].sum())


def _scan(shape: tuple[int, int], *, bands: tuple[EnergyBand, ...]) -> Scan:
    """Return a truck's scan: a load as `make_counts` makes it, in a container in open air."""
    rows, columns = shape
    planes = []
    for number, band in enumerate(bands):
        load = make_counts(shape, seed=number + 1)
        noise = np.random.default_rng(number).normal(64000, 250, shape)
        pixels = noise.clip(0, 65535).astype(np.uint16)
        inside = (slice(rows // 10, rows * 8 // 10), slice(columns // 6, columns * 5 // 6))
        pixels[inside] = load[inside] // 2
        planes.append(
            Plane(view=ViewName.SIDE, band=band, energy_mev=6.0 - 2 * number, transmission=pixels)
        )
    return Scan(head=ScanHead(scan_id="bench"), planes=tuple(planes), format="package")


if __name__ == "__main__":
    sys.exit(main())
