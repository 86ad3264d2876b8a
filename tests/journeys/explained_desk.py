"""A desk with one case whose comparison is written by hand: what the window makes of an answer.

``python -m tests.journeys.explained_desk FOLDER --lang en [--scans DATA] [--size 1280x720]``
opens the real window against a stub hub. Without DATA the case is a phantom with a dense box
hidden in sacks of coffee; with it, real bales of which a few are shorter than the others.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from queue_client.testing import StubHub, StubModel
from ui.app import Desk, DeskSettings, run_desk
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import (
    Comparison,
    Deviation,
    LoadFacts,
    LotFinding,
    Match,
    PatchPair,
    Rectangle,
    Verdict,
    Witness,
    comparison_to_json,
)
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.imaging.package import write_package
from workstation.imaging.readers.door import read_scan
from workstation.imaging.scan import Scan
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

_OFFICER, _PASSWORD = "li", "a long password"
_PATCHES = (4, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A scan that serves as the case or as a typical model."""

    model: str
    hs: str
    name: str
    name_zh: str
    scan: Scan

    @property
    def box(self) -> Rectangle:
        """The container in its picture."""
        box = pixels_of(self.scan).container
        rows, columns = self.scan.main_plane().transmission.shape
        return box or Rectangle(row=0, column=0, height=rows, width=columns)

    def part(self, top: float, left: float, height: float, width: float) -> Rectangle:
        """Return a part of the container, in shares of it."""
        box = self.box
        return Rectangle(
            row=box.row + round(top * box.height),
            column=box.column + round(left * box.width),
            height=max(round(height * box.height), 1),
            width=max(round(width * box.width), 1),
        )

    def witness(self, area: Rectangle, score: float) -> Witness:
        """Let a place of this model speak."""
        return Witness(model=self.model, hs=self.hs, name=self.name, area=area, score=score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A case, its models and the answer about it."""

    case: Goods
    models: tuple[Goods, ...]
    comparison: Comparison
    declaration: Declaration


def phantom_scene() -> Scene:
    """Sacks of coffee with a dense box among them; the best model passed the other way round."""
    site = demo_sites(1)[0]

    def made(kind: str, seed: int, hidden: HiddenLoad | None = None) -> Goods:
        one = simulate_scan(seed=seed, kind=kind, site=site, hidden=hidden)
        line = one.declaration.goods[0]
        name_zh = line.name_zh or ""
        model = f"{kind}-{seed}"
        return Goods(model=model, hs=line.hs, name=line.name, name_zh=name_zh, scan=one.scan)

    hidden = HiddenLoad(kind=HiddenKind.DENSE_BOX, size=1.2)
    truth = simulate_scan(seed=5, kind="coffee", site=site, hidden=hidden)
    case = made("coffee", 5, hidden)
    own, second, third = made("coffee", 6), made("coffee", 8), made("tea", 9)
    metal, boxes = made("canned_food", 10), made("books", 11)
    found = truth.truth.hidden[0].areas[0]
    deviations = (
        Deviation(
            area=found,
            score=0.91,
            why=("density", "material", "unlike_models"),
            supporting=own.witness(own.part(0.55, 0.3, 0.12, 0.04), 0.22),
            contradicting=metal.witness(metal.part(0.66, 0.4, 0.12, 0.04), 0.67),
            excess_g_cm2=31.4,
        ),
        Deviation(
            area=case.part(0.4, 0.28, 0.16, 0.12),
            score=0.44,
            why=("texture", "fill_height"),
            supporting=second.witness(second.part(0.42, 0.5, 0.16, 0.12), 0.41),
            contradicting=boxes.witness(boxes.part(0.5, 0.5, 0.16, 0.12), 0.38),
        ),
    )
    comparison = _comparison(
        case,
        (own, second, third),
        deviations,
        reasons=("unlike_declared_goods", "calibrated_on_phantoms"),
        prohibited=(_match(case, metal, 0.58, prohibited=True),),
        load=LoadFacts(
            fill="partial",
            fill_fraction=0.74,
            mass_kg=23400.0,
            profile=tuple(0.82 if n < 33 else 0.64 - 0.05 * (n % 3) for n in range(48)),
            period_mm=920.0,
        ),
        lot=LotFinding(sisters=4, odd="scan-001", unlike=True, score=5.2),
    )
    goods = GoodsLine(
        hs=case.hs, name=case.name, name_zh=case.name_zh, packages=320, gross_kg=18200.0
    )
    declaration = Declaration(number="D-1", container="CSQU3054383", goods=(goods,))
    models = (own, second, third, metal, boxes)
    return Scene(case=case, models=models, comparison=comparison, declaration=declaration)


def real_scene(data: Path) -> Scene:
    """Real rolls, a few of which are shorter; one energy, 8 bits, no pitch, as they came."""

    def read(file: str, hs: str, name: str, name_zh: str) -> Goods:
        scan = read_scan(data / "real_container_scans" / file)
        return Goods(model=file[:11], hs=hs, name=name, name_zh=name_zh, scan=scan)

    rolls = ("48041100", "Kraft paper on rolls", "牛皮纸卷")
    case = read("OERU4114525_A.jpg", *rolls)
    own, second = read("GESU9204191_A.jpg", *rolls), read("CGMU6543142_B.jpg", *rolls)
    panels = read("CXRU1383580_B.jpg", "44123300", "Plywood", "胶合板")
    bundles = read("MCRU2051187_B.jpg", "72044900", "Scrap", "废金属")
    deviations = (
        Deviation(
            area=case.part(0.5, 0.02, 0.4, 0.28),
            score=0.63,
            why=("fill_height", "unlike_models"),
            supporting=own.witness(own.part(0.45, 0.0, 0.45, 0.14), 0.52),
            contradicting=bundles.witness(bundles.part(0.35, 0.0, 0.5, 0.3), 0.31),
        ),
        Deviation(
            area=case.part(0.27, 0.33, 0.6, 0.07),
            score=0.35,
            why=("texture",),
            supporting=second.witness(second.part(0.25, 0.3, 0.6, 0.07), 0.49),
            contradicting=panels.witness(panels.part(0.25, 0.3, 0.6, 0.07), 0.28),
        ),
    )
    comparison = _comparison(
        case,
        (own, second),
        deviations,
        reasons=("single_energy", "eight_bit", "size_unknown", "uncalibrated"),
        prohibited=(),
        load=LoadFacts(
            fill="partial",
            fill_fraction=0.61,
            profile=tuple(0.45 if n < 16 else 0.73 for n in range(48)),
        ),
        lot=LotFinding(sisters=3, odd=None, unlike=False, score=1.1),
    )
    goods = GoodsLine(hs=rolls[0], name=rolls[1], name_zh=rolls[2], gross_kg=24100.0)
    declaration = Declaration(number="D-2", container="OERU4114525", goods=(goods,))
    models = (own, second, panels, bundles)
    return Scene(case=case, models=models, comparison=comparison, declaration=declaration)


def _comparison(  # noqa: PLR0913 - the parts of an answer
    case: Goods,
    matched: Sequence[Goods],
    deviations: tuple[Deviation, ...],
    *,
    reasons: tuple[str, ...],
    prohibited: tuple[Match, ...],
    load: LoadFacts,
    lot: LotFinding,
) -> Comparison:
    scores = (0.86, 0.81, 0.64)
    return Comparison(
        engine="hand",
        library="hand",
        verdict=Verdict.INCONSISTENT,
        p_value=0.012,
        false_alarm_rate=0.05,
        reasons=reasons,
        matches=tuple(
            _match(case, goods, scores[n], mirrored=n == 0) for n, goods in enumerate(matched)
        ),
        deviations=deviations,
        prohibited=prohibited,
        load=load,
        elapsed_s=0.71,
        lot=lot,
    )


def _match(
    case: Goods, model: Goods, score: float, *, mirrored: bool = False, prohibited: bool = False
) -> Match:
    stretch = (0.36, 0.05, 0.44, 0.9)
    rows, columns = _PATCHES
    patches = []
    for row in range(rows):
        for column in range(0 if row % 2 else 1, columns, 2):
            along = 0.06 + 0.88 * column / columns
            there = 1 - along - 0.05 if mirrored else along
            top = 0.42 + 0.34 * row / rows
            patches.append(
                PatchPair(
                    scan_area=case.part(top, along, 0.08, 0.05),
                    model_area=model.part(top, there, 0.08, 0.05),
                )
            )
    return Match(
        model=model.model,
        hs=model.hs,
        name=model.name,
        score=score,
        scan_area=case.part(*stretch),
        model_area=model.part(*stretch),
        prohibited=prohibited,
        mirrored=mirrored,
        patches=tuple(patches),
    )


def packed(goods: Goods, folder: Path) -> bytes:
    """Return a scan as the package that a site would send."""
    path = folder / f"{goods.model}.scan.tif"
    write_package(path, goods.scan)
    return path.read_bytes()


def serve(scene: Scene, hub: StubHub, *, chinese: bool = False) -> None:
    """Let the scene's case wait at a hub."""
    with tempfile.TemporaryDirectory() as made:
        hub.add_case(
            packed(scene.case, Path(made)),
            head={"container": scene.declaration.container, "time": "2026-11-23T06:12:44+00:00"},
            declaration=declaration_to_json(scene.declaration),
            comparison=comparison_to_json(scene.comparison),
            models=[
                StubModel(
                    model=goods.model,
                    hs=goods.hs,
                    name=goods.name_zh if chinese else goods.name,
                    content=packed(goods, Path(made)),
                )
                for goods in scene.models
            ],
        )


def main(arguments: Sequence[str]) -> int:
    """Open the desk and return the window's exit code."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--lang", default="en")
    reader.add_argument("--scans", type=Path)
    reader.add_argument("--size", default="")
    asked = reader.parse_args(arguments)
    scene = phantom_scene() if asked.scans is None else real_scene(asked.scans)

    def settle(desk: Desk) -> None:
        if asked.size:
            desk.window.showNormal()
            desk.window.resize(*map(int, asked.size.split("x")))
            desk.window.move(0, 0)

    with StubHub() as hub:
        hub.add_officer(_OFFICER, _PASSWORD, name="Li Wei")
        serve(scene, hub, chinese=asked.lang == "zh")
        settings = DeskSettings(
            address=hub.address,
            keys=hub.keys_for("desk-1"),
            desk="desk-1",
            cache=asked.folder / "desk",
            officer=_OFFICER,
            password=_PASSWORD,
            language=asked.lang,
        )
        return run_desk(settings, on_started=settle)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
