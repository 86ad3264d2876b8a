"""Rows about hidden loads: where they are, and whether there is one at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from tests.benchmarks import figures
from tests.benchmarks.engine_probe import Probe, alarm
from tests.benchmarks.engine_scans import Sample
from tests.benchmarks.engine_world import DRAWS, World, lot_of
from tests.benchmarks.table import Line, least, line
from workstation.domain.comparison import Deviation, Rectangle
from workstation.matching.description import Evidence
from workstation.matching.prior import Prior
from workstation.simulation.hidden import HiddenKind

PEER = "nearest patch"
AUPRO = {10: 0.82, 1: 0.78}
FIRST = {10: 0.75, 1: 0.65}
HIDDEN = {10: 0.85}
_RESAMPLES = 60  # of pixel figures, which sort a million points each time
_TOUCH = 0.2  # of the smaller rectangle
_CLEAN = 2  # every second honest query is enough to compare with
_SCALE = 5
_SHOWN = 2  # scans a way of hiding in the picture

Map = NDArray[np.float32]
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A scan with something hidden, and what was made of it."""

    sample: Sample
    surprise: Map
    peer: Map
    found: tuple[Deviation, ...]

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Where the token grid shows what is hidden."""
        if self.sample.mask is None:
            raise ValueError(f"seed {self.sample.recipe.seed} hides nothing")
        return self.sample.mask

    def hits(self, among: int) -> bool:
        """Tell whether one of the first regions touches what is hidden."""
        return any(
            touch(one.area, area) for one in self.found[:among] for area in self.sample.hidden
        )


def deviation_rows(world: World, prior: Prior, pictures: Path) -> list[Line]:
    """Where hidden loads are, by models a kind and by way of hiding; and whether there is one."""
    lines: list[Line] = []
    for count in sorted(DRAWS, reverse=True):
        entries = world.entries(DRAWS[count][0], Evidence.CALIBRATED)
        probe = Probe(entries, Evidence.CALIBRATED, prior)
        looked = at_once(partial(_look, probe), world.hidden)
        lines += _where(looked, count)
        if count in FIRST:
            lines += _by_way(looked, count)
        lines += _whether(probe, world, looked, count)
        save(pictures / f"deviations_{count}.png", looked)
    return lines


def touch(a: Rectangle, b: Rectangle) -> bool:
    """Tell whether two rectangles overlap by a fifth of the smaller."""
    rows = min(a.row + a.height, b.row + b.height) - max(a.row, b.row)
    columns = min(a.column + a.width, b.column + b.width) - max(a.column, b.column)
    smaller = min(a.height * a.width, b.height * b.width)
    return rows > 0 and columns > 0 and rows * columns >= _TOUCH * smaller


def at_once(do: Callable[[Sample], Done], samples: Sequence[Sample]) -> list[Done]:
    """Do something with each sample on two threads; numpy and OpenCV let each other run."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(do, samples))


def save(file: Path, looked: Sequence[Looked]) -> None:
    """Draw a few maps: what is hidden outlined in green, the first region in white."""
    shown: list[Looked] = []
    for way in HiddenKind:
        shown += [one for one in looked if one.sample.recipe.hidden is way][:_SHOWN]
    panes = [_pane(one) for one in shown]
    if not panes:
        return
    width = max(pane.shape[1] for pane in panes)
    padded = [
        cv2.copyMakeBorder(
            pane, 0, 6, 0, width - pane.shape[1], cv2.BORDER_CONSTANT, value=(255, 255, 255)
        )
        for pane in panes
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(file), np.concatenate(padded)):
        raise OSError(f"{file}: the picture could not be written; is the disk full?")


def _look(probe: Probe, sample: Sample) -> Looked:
    scan = sample.description
    return Looked(
        sample=sample,
        surprise=probe.surprise(scan, sample.hs),
        peer=probe.patch_distance(scan, sample.hs),
        found=probe.deviations(scan, sample.hs),
    )


def _where(looked: Sequence[Looked], count: int) -> list[Line]:
    lots = [lot_of(one.sample) for one in looked]
    truths = [one.truth for one in looked]
    ours, theirs = [one.surprise for one in looked], [one.peer for one in looked]

    def both(measure, name, bar):
        figure = figures.bootstrap(
            lots,
            lambda chosen: measure([ours[i] for i in chosen], [truths[i] for i in chosen]),
            resamples=_RESAMPLES,
        )
        peer = measure(theirs, truths)
        return line(name, figure, baseline=peer, against=PEER, bar=bar)

    peak = [bool(one.truth[np.unravel_index(one.peer.argmax(), one.peer.shape)]) for one in looked]
    first = figures.share(sum(one.hits(1) for one in looked), len(looked))
    three = figures.share(sum(one.hits(3) for one in looked), len(looked))
    return [
        both(figures.pixel_auroc, f"deviations, pixel AUROC, {count} model(s)", None),
        both(
            figures.aupro,
            f"deviations, AUPRO, {count} model(s)",
            least(AUPRO[count]) if count in AUPRO else None,
        ),
        line(
            f"deviations, first region hits, {count} model(s)",
            first,
            baseline=float(np.mean(peak)),
            against=f"{PEER}'s peak",
            bar=least(FIRST[count]) if count in FIRST else None,
        ),
        line(f"deviations, one of three regions hits, {count} model(s)", three),
        line(
            f"deviations, regions shown a scan, {count} model(s)",
            float(np.mean([len(one.found) for one in looked])),
        ),
    ]


def _by_way(looked: Sequence[Looked], count: int) -> list[Line]:
    lines = []
    for way in HiddenKind:
        some = [one for one in looked if one.sample.recipe.hidden is way]
        if some:
            truths = [one.truth for one in some]
            maps = [one.surprise for one in some]
            name = f"  {way.value}, {count} model(s)"
            lines += [
                line(
                    f"{name}: first region hits",
                    figures.share(sum(one.hits(1) for one in some), len(some)),
                ),
                line(
                    f"{name}: AUPRO",
                    figures.aupro(maps, truths),
                    note=f"pixel AUROC {figures.pixel_auroc(maps, truths):.3f}",
                ),
            ]
    return lines


def _whether(probe: Probe, world: World, looked: Sequence[Looked], count: int) -> list[Line]:
    """Tell hidden scans from clean ones of the same sites and kinds, one by one."""
    calm = world.queries[::_CLEAN]
    clean = at_once(lambda one: alarm(probe.deviations(one.description, one.hs)), calm)
    loud = [alarm(one.found) for one in looked]
    scores = np.asarray(loud + clean)
    hidden = np.asarray([True] * len(loud) + [False] * len(clean))
    lots = [lot_of(one.sample) for one in looked] + [lot_of(one) for one in calm]
    figure = figures.bootstrap(
        lots,
        lambda chosen: figures.auc(scores[chosen][hidden[chosen]], scores[chosen][~hidden[chosen]]),
    )
    bar = least(HIDDEN[count]) if count in HIDDEN else None
    lines = [line(f"something is hidden, image AUROC, {count} model(s)", figure, bar=bar)]
    if count in HIDDEN:
        for way in HiddenKind:
            some = [alarm(one.found) for one in looked if one.sample.recipe.hidden is way]
            if some:
                lines.append(line(f"  {way.value}: image AUROC", figures.auc(some, clean)))
    return lines


def _pane(one: Looked) -> NDArray[np.uint8]:
    top = max(float(np.quantile(one.surprise, 0.998)), 1e-6)
    grey = (np.clip(one.surprise / top, 0, 1) * 255).astype(np.uint8)
    size = (grey.shape[1] * _SCALE, grey.shape[0] * _SCALE)
    pane = cv2.applyColorMap(
        cv2.resize(grey, size, interpolation=cv2.INTER_NEAREST), cv2.COLORMAP_INFERNO
    )
    mask = cv2.resize(one.truth.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(pane, outlines, -1, (90, 220, 90), 2)
    box = one.sample.description.interior
    for region in one.found[:1]:
        area = region.area
        left = round((area.column - box.column) / box.width * size[0])
        top_row = round((area.row - box.row) / box.height * size[1])
        right = left + round(area.width / box.width * size[0])
        bottom = top_row + round(area.height / box.height * size[1])
        cv2.rectangle(pane, (left, top_row), (right, bottom), (255, 255, 255), 2)
    recipe = one.sample.recipe
    words = f"{recipe.hidden} in {recipe.kind}: {'hit' if one.hits(1) else 'missed'}"
    cv2.putText(
        pane, words, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA
    )
    return np.asarray(pane, np.uint8)
