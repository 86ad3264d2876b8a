"""The scanners of the demo: phantoms or real files dropped into the sites' inboxes, one by one.

Runs as a process of its own, because simulating a scan would hold up the reviewer's window.
"""

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from workstation.assembly.demo.plan import DemoPlan
from workstation.assembly.demo.processes import orphaned
from workstation.domain.container import find_number
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.imaging.package import write_package
from workstation.simulation.folder import planned_scan
from workstation.simulation.photos import photo_files
from workstation.simulation.site import SiteProfile, demo_sites
from workstation.site_agent.photos import belongs, is_photo

# One scan of a room this size comes without its papers, and one paper without its scan.
_LONE_SCAN, _LONE_DECLARATION = 5, 9
# A photo of this one was cut short on its way from the camera.
_CUT_PHOTO = 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Something that a scanner left in an inbox: one scan, of one or several files."""

    site: str
    files: tuple[str, ...]
    scan_id: str | None


def feed(plan: DemoPlan) -> None:
    """Drop all scans of a demo, pausing between them, and note each in the list of drops."""
    plan.drops.parent.mkdir(parents=True, exist_ok=True)
    before = len(dropped(plan))  # a demo that goes on in the same folder does not drop twice
    drops = _drop_files(plan, before) if plan.input is not None else _drop_phantoms(plan, before)
    with plan.drops.open("a", encoding="utf-8") as file:
        for drop in drops:
            file.write(json.dumps(dataclasses.asdict(drop)) + "\n")
            file.flush()
            os.fsync(file.fileno())
            if orphaned():
                return
            time.sleep(plan.pace_s)


def dropped(plan: DemoPlan) -> list[Drop]:
    """Return what has been dropped so far."""
    if not plan.drops.exists():
        return []
    lines = plan.drops.read_text(encoding="utf-8").splitlines()
    records = (json.loads(line) for line in lines)
    return [Drop(site=r["site"], files=tuple(r["files"]), scan_id=r["scan_id"]) for r in records]


def profiles(plan: DemoPlan) -> tuple[SiteProfile, ...]:
    """Return the simulated scanner of every site of the plan, under the site's name."""
    made = zip(demo_sites(plan.sites), plan.site_names(), strict=True)
    return tuple(dataclasses.replace(profile, name=name) for profile, name in made)


def _drop_phantoms(plan: DemoPlan, before: int) -> Iterator[Drop]:
    sites = profiles(plan)
    for number in range(before, plan.scans):
        made = planned_scan(seed=plan.seed, index=number, sites=sites)
        inbox = plan.site(sites[number % len(sites)].name) / "inbox"
        scan_id = str(made.scan.head.scan_id)
        declaration = made.declaration
        if number == _LONE_DECLARATION:
            lost = dataclasses.replace(
                declaration, number=f"{declaration.number}-L", container=None
            )
            _drop_declaration(inbox, f"{scan_id}-lone", lost)
        if number != _LONE_SCAN:
            _drop_declaration(inbox, scan_id, declaration)
        for name, content in photo_files(made).items():
            _drop_photo(inbox, name, content)
        if number == _CUT_PHOTO:
            _drop_photo(inbox, f"{scan_id}.photo9.jpg", b"\xff\xd8\xff\xe0")
        package = inbox / f"{scan_id}.scan.tif"
        write_package(package, made.scan)
        yield Drop(site=sites[number % len(sites)].name, files=(package.name,), scan_id=scan_id)


def _drop_declaration(inbox: Path, stem: str, declaration: Declaration) -> None:
    part = inbox / f".{stem}.part"
    part.write_text(json.dumps(declaration_to_json(declaration), ensure_ascii=False), "utf-8")
    part.rename(inbox / f"{stem}.declaration.json")


def _drop_photo(inbox: Path, name: str, content: bytes) -> None:
    part = inbox / f".{name}.part"
    part.write_bytes(content)
    part.rename(inbox / name)


def _drop_files(plan: DemoPlan, before: int) -> Iterator[Drop]:
    names = plan.site_names()
    for number, files in enumerate(plan.arriving_files()[: plan.scans]):
        if number < before:
            continue
        site = names[number % len(names)]
        inbox = plan.site(site) / "inbox"
        papers = papers_of(files)
        if papers is not None:
            _drop_declaration(inbox, files[0].stem, papers)
        for photo in photos_beside(files):
            _drop_photo(inbox, photo.name, photo.read_bytes())
        for file in files:
            part = inbox / f".{file.name}.part"
            shutil.copyfile(file, part)
            part.rename(inbox / file.name)
        yield Drop(site=site, files=tuple(file.name for file in files), scan_id=None)


def photos_beside(files: Sequence[Path]) -> list[Path]:
    """Return the photos that lie beside real files, named as a site names them."""
    names = [file.name for file in files]
    beside = sorted(path for path in files[0].parent.iterdir() if is_photo(path.name))
    return [path for path in beside if belongs(path.name, names)]


def papers_of(files: Sequence[Path]) -> Declaration | None:
    """Return the declaration that lies beside real files as ``<stem>.declaration.json``, if any.

    Real files mostly come without papers; then the room shows just that, and the engine says
    that it cannot judge goods nobody declared.
    """
    for file in files:
        beside = file.with_name(f"{file.stem}.declaration.json")
        if beside.exists():
            record = json.loads(beside.read_text(encoding="utf-8"))
            goods = tuple(GoodsLine(hs=g["hs"], name=g.get("name", "")) for g in record["goods"])
            number = record.get("number", file.stem)
            return Declaration(number=number, container=find_number(file.name), goods=goods)
    return None
