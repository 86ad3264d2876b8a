"""Fills a simulated room with what is under way: cases that wait, scanners that are measured."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workstation.domain.case import Arrival
from workstation.domain.comparison import Comparison, ImageFigures, Verdict
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.scan import ScanHead
from workstation.domain.watch_list import Effect, ListKind, WatchEntry, WatchList, import_parts
from workstation.simulation.year.world import SITES

WAITING = 34
_GOODS = (
    ("64039900", "Leather footwear", "皮鞋"),
    ("95030060", "Toys of plastic", "塑料玩具"),
    ("44071190", "Sawn pine", "松木板材"),
)


def fill(records, folder: Path) -> None:
    """Let scans arrive over the last forty minutes; the engine has seen all but the newest."""
    rng, now = random.Random(3), datetime.now(UTC)  # noqa: S311 - the same each time
    package = next(path for path in (folder / "blobs").rglob("*") if path.is_file())
    sites = rng.choices(list(SITES), [share for _, share in SITES.values()], k=WAITING)
    for number, site in enumerate(sites):
        at = now - timedelta(minutes=40 * (WAITING - number) / WAITING)
        scanner = rng.choice(SITES[site][0])
        case = records.receive(_arrival(rng, site, scanner, number, package), now=at)
        if number < WAITING - 3:
            records.compared(case.case_id, _comparison(rng), now=at + timedelta(seconds=3))


def brands() -> list[dict]:
    """Return a list of protected brands, as the documents by which it is imported."""
    entry = WatchEntry(number=2, hs="6403", instruction="核对商标授权", effect=Effect.LOOK_AT)
    listed = WatchList(name="brands", kind=ListKind.BRANDS, entries=(entry,))
    return list(import_parts(listed, source="brands.csv"))


def _arrival(rng, site: str, scanner: str, number: int, package: Path) -> Arrival:
    hs, name, name_zh = rng.choice(_GOODS)
    goods = GoodsLine(hs=hs, name=name, name_zh=name_zh, packages=300, gross_kg=16_000.0)
    scan_id = f"{site[:2].upper()}{datetime.now(UTC):%y%m%d}{9000 + number:06d}"
    return Arrival(
        site=site,
        scan_id=scan_id,
        package_sha256=package.name,
        package_size=package.stat().st_size,
        head=ScanHead(scan_id=scan_id, site=site, scanner=scanner, container="CSQU3054383"),
        declaration=Declaration(number=f"D-{number}", container="CSQU3054383", goods=(goods,)),
    )


def _comparison(rng) -> Comparison:
    judged = rng.random() < 0.86
    return Comparison(
        engine="7",
        library="9f3a01c4.2",
        verdict=Verdict.CONSISTENT if judged else Verdict.CANNOT_JUDGE,
        p_value=round(rng.random(), 3) if judged else None,
        false_alarm_rate=0.05,
        reasons=(),
        matches=(),
        deviations=(),
        prohibited=(),
        load=None,
        elapsed_s=1.2,
        image=ImageFigures(
            noise=rng.gauss(0.0041, 0.0002),
            sharpness=rng.gauss(0.11, 0.004),
            dead=rng.choice((0, 0, 0, 2)),
            saturated=rng.gauss(0.22, 0.01),
        ),
    )
