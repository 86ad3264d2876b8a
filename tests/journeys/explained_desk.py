"""A desk with one case that the engine compared: what the window makes of its answer.

``python -m tests.journeys.explained_desk FOLDER --lang en [--scans DATA] [--size 1280x720]``
opens the real window against a stub hub. Without DATA the case is a phantom with a dense box
hidden in sacks of coffee; with it, real bales of which a few are shorter than the others.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from queue_client.testing import StubHub, StubModel
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.entrance import run_desk
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import Comparison, comparison_to_json
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.imaging.package import write_package
from workstation.imaging.readers.door import read_scan
from workstation.imaging.scan import Scan
from workstation.matching.describe import describe, describe_model
from workstation.matching.engine import Engine
from workstation.matching.model_list import ModelList
from workstation.matching.ports import ModelEntry
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import SiteProfile, demo_sites

_OFFICER, _PASSWORD = "li", "a long password"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A scan that serves as the case or as a typical model."""

    model: str
    hs: str
    name: str
    name_zh: str
    scan: Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A case, its models and the answer about it."""

    case: Goods
    models: tuple[Goods, ...]
    comparison: Comparison
    declaration: Declaration


def phantom_scene() -> Scene:
    """Sacks of coffee with a dense box among them, and two honest containers of the same lot."""
    site, other_site = demo_sites(2)

    def made(kind: str, seed: int, site: SiteProfile, hidden: HiddenLoad | None = None) -> Goods:
        one = simulate_scan(
            seed=seed, kind=kind, site=site, hidden=hidden, product=3 if kind == "coffee" else None
        )
        line = one.declaration.goods[0]
        return Goods(
            model=f"{kind}-{seed}",
            hs=line.hs,
            name=line.name,
            name_zh=line.name_zh or "",
            scan=one.scan,
        )

    case = made("coffee", 5, site, HiddenLoad(kind=HiddenKind.DENSE_BOX, size=1.2))
    models = tuple(
        made(kind, seed, other_site)
        for kind, seed in (
            ("coffee", 6), ("coffee", 8), ("coffee", 9), ("tea", 9), ("rice", 4), ("books", 11),
            ("canned_food", 10), ("tiles", 3), ("machinery", 2), ("steel_coils", 7),
        )
    )  # fmt: skip
    sisters = (made("coffee", 31, site), made("coffee", 32, site))
    goods = GoodsLine(
        hs=case.hs, name=case.name, name_zh=case.name_zh, packages=320, gross_kg=18200.0
    )
    declaration = Declaration(number="D-1", container="CSQU3054383", goods=(goods,))
    return _scene(case, models, sisters, declaration)


def real_scene(data: Path) -> Scene:
    """Real rolls, a few of which are shorter; one energy, 8 bits, no pitch, as they came.

    What the goods are called is a guess from the pictures: the files tell no more than "loaded".
    """

    def read(file: str, goods: tuple[str, str, str]) -> Goods:
        scan = read_scan(data / "real_container_scans" / file)
        return Goods(model=file[:11], hs=goods[0], name=goods[1], name_zh=goods[2], scan=scan)

    rolls = ("48041100", "Rolls", "卷材")
    panels, bundles = ("44123300", "Panels", "板材"), ("72044900", "Bundles", "捆装货物")
    case = read("OERU4114525_A.jpg", rolls)
    models = (
        read("GESU9204191_A.jpg", rolls),
        read("CGMU6543142_B.jpg", rolls),
        read("HLXU6772322_B.jpg", rolls),
        read("CXRU1383580_B.jpg", panels),
        read("MCRU2051187_B.jpg", bundles),
    )
    sisters = (read("SZLU9453232_A.jpg", rolls), read("REAU4941050_A.jpg", rolls))
    goods = GoodsLine(hs=rolls[0], name=rolls[1], name_zh=rolls[2], gross_kg=24100.0)
    declaration = Declaration(number="D-2", container="OERU4114525", goods=(goods,))
    return _scene(case, models, sisters, declaration)


def _scene(
    case: Goods, models: tuple[Goods, ...], sisters: tuple[Goods, ...], declaration: Declaration
) -> Scene:
    """Let the engine compare a case with the models and with its sisters."""
    engine = Engine(
        ModelList(
            ModelEntry(
                model_id=goods.model,
                hs=goods.hs,
                name=goods.name,
                prohibited=False,
                description=describe_model(pixels_of(goods.scan)),
            )
            for goods in models
        )
    )
    pixels = pixels_of(case.scan)
    described = describe(pixels)
    found = engine.compare(pixels, declared=[case.hs], described=described)
    lot = {goods.model: describe(pixels_of(goods.scan)) for goods in sisters}
    finding = engine.compare_lot(case.model, {case.model: described, **lot})
    rank = {match.model: place for place, match in enumerate(found.matches)}
    return Scene(
        case=case,
        models=tuple(sorted(models, key=lambda goods: rank.get(goods.model, len(rank)))),
        comparison=replace(found, lot=finding),
        declaration=declaration,
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
