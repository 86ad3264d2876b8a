"""How well the container is found: real scans marked by hand, and simulated ones with their truth.

``python -m tests.benchmarks.bench_container [--json FILE] [--simulated N]``. Figures: intersection
over union with the marked box, degrees of skew, the end with a refrigerating machine, the end with
the doors, and whether it is empty. Real scans are left out where they are not at hand.
"""

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.imaging.real_boxes import marks, overlap_of
from workstation.domain.position import End
from workstation.imaging.container import find_container, find_containers
from workstation.imaging.container_parts import Side, find_parts
from workstation.imaging.readers import read_scan
from workstation.imaging.standing import standing_of
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

_FOLDER = Path("real_container_scans")


@dataclass
class Figures:
    """What was measured on one set of scans."""

    overlaps: list[float] = field(default_factory=list)
    skews: list[float] = field(default_factory=list)
    wrong_machines: int = 0
    machines: int = 0
    doors_told: int = 0
    doors_wrong: int = 0
    wrong_empties: int = 0
    times_ms: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float | int]:
        """Return the figures by name."""
        return {
            "scans": len(self.overlaps),
            "iou_mean": round(statistics.fmean(self.overlaps), 4),
            "iou_worst": round(min(self.overlaps), 4),
            "iou_below_0.95": sum(one < 0.95 for one in self.overlaps),
            "skew_error_mean_deg": round(statistics.fmean(self.skews), 3) if self.skews else -1,
            "skew_error_worst_deg": round(max(self.skews), 3) if self.skews else -1,
            "machines": self.machines,
            "machines_wrong": self.wrong_machines,
            "doors_told": self.doors_told,
            "doors_wrong": self.doors_wrong,
            "empty_wrong": self.wrong_empties,
            "find_ms": round(statistics.median(self.times_ms), 1),
        }


def real(folder: Path) -> Figures:
    """Measure on the real scans that were marked."""
    found = Figures()
    for name, marked in marks().items():
        pixels = read_scan(folder / name).main_plane().transmission
        began = time.perf_counter()
        box = find_container(pixels)
        found.times_ms.append((time.perf_counter() - began) * 1e3)
        found.overlaps.append(overlap_of(box, marked.box()))
        if box is None:
            continue
        parts = find_parts(pixels, box)
        found.skews.append(abs(parts.skew_deg - marked.skew_deg()))
        wanted = None if marked.unit == "none" else Side(marked.unit)
        found.machines += wanted is not None
        found.wrong_machines += parts.machine is not wanted
        found.wrong_empties += parts.is_empty != (marked.load == "empty")
        doors = standing_of(pixels, box).doors
        found.doors_told += doors is not None
        if doors is not None and wanted is not None:
            found.doors_wrong += doors.value == wanted.value
    return found


def two_on_a_truck(folder: Path) -> Figures:
    """Measure on a real 20-foot container set twice on one truck, with gaps of some widths."""
    name = "MCRU2051187_B.jpg"
    pixels, marked = read_scan(folder / name).main_plane().transmission, marks()[name]
    top, left, bottom, right = (round(edge) for edge in marked.box())
    one = pixels[:, left - 4 : right + 4]
    found = Figures()
    for gap_px in (16, 24, 40, 120):  # 76 mm and more, as ISO 668 leaves between two
        gap = np.repeat(np.median(pixels[:, 1000:1010], axis=1)[:, np.newaxis], gap_px, axis=1)
        gap[: bottom - 40] = pixels[:, :50].max()
        parts = (pixels[:, : left - 4], one, gap.astype(np.uint16), one[:, ::-1])
        picture = np.hstack([*parts, pixels[:, right + 4 :]])
        began = time.perf_counter()
        boxes = find_containers(picture)
        found.times_ms.append((time.perf_counter() - began) * 1e3)
        second = left - 4 + one.shape[1] + gap_px + 4
        wanted = ((left, right), (second, second + right - left))
        for place, (start, stop) in enumerate(wanted):
            box = boxes[place] if len(boxes) == 2 else None
            found.overlaps.append(overlap_of(box, (top, start, bottom, stop)))
    return found


def simulated(count: int) -> Figures:
    """Measure on simulated scans of several sites."""
    found, sites = Figures(), demo_sites(4)
    for number in range(count):
        site = sites[number % len(sites)]
        made = simulate_scan(seed=9000 + number, site=site, fill=0.0 if number % 6 == 5 else None)
        pixels, truth = made.scan.main_plane().transmission, made.truth
        began = time.perf_counter()
        box = find_container(pixels)
        found.times_ms.append((time.perf_counter() - began) * 1e3)
        real_box = truth.container
        edges = (real_box.row, real_box.column, real_box.row + real_box.height,
                 real_box.column + real_box.width)  # fmt: skip
        found.overlaps.append(overlap_of(box, edges))
        if box is None:
            continue
        parts = find_parts(pixels, box)
        cold = truth.size_type.endswith("R1")
        found.machines += cold
        found.wrong_machines += (parts.machine is not None) != cold
        doors = standing_of(pixels, box).doors
        found.doors_told += doors is not None
        found.doors_wrong += doors is (End.RIGHT if site.drives_right else End.LEFT)
        found.wrong_empties += parts.is_empty and truth.load_area is not None
    return found


def main() -> int:
    """Run and print; rows for ``bench.json`` when asked for."""
    options = argparse.ArgumentParser()
    options.add_argument("--json", type=Path)
    options.add_argument("--simulated", type=int, default=40)
    asked = options.parse_args()
    data = Path(os.environ.get("REVIEWROOM_SHARED_DATA", "../shared/data")) / _FOLDER
    sets = {"simulated": simulated(asked.simulated)}
    if data.is_dir():
        sets["real"] = real(data)
        sets["two_on_a_truck"] = two_on_a_truck(data)
    for name, found in sets.items():
        sys.stdout.write(f"{name}: {json.dumps(found.told())}\n")
    if asked.json is not None:
        rows = [
            {"name": f"container_{name}", "ours_ms": found.told()["find_ms"], **found.told()}
            for name, found in sets.items()
        ]
        asked.json.write_text(json.dumps(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
