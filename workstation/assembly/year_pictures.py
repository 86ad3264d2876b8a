"""Pictures of a simulated year, made from their recipes when somebody asks for them.

What is stored and signed for in such a room is the recipe, a few hundred bytes; whoever has
fetched one makes the picture from it, on any machine the same.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from workstation.domain.errors import ReviewRoomError
from workstation.imaging.package import SUFFIX, write_package
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import SiteProfile, demo_sites
from workstation.simulation.year.world import SITES
from workstation.storage.blobs import FolderBlobs
from workstation.storage.readers import package_of

RECIPE: Final = "reviewroom.recipe/1"
_MOST_BYTES: Final = 4096


class NoRecipe(ReviewRoomError):
    """A case has no picture that can be made."""

    advice = "Name a case of a simulated year, such as 'yantian:YA250101000001'."

    def __init__(self, case_id: str) -> None:
        super().__init__(f"case {case_id}: nothing is known that its picture could be made from")


def make_picture(folder: Path, case_id: str, out: Path) -> None:
    """Make the picture of a case of a simulated year, as a scan package.

    Raises
    ------
    NoRecipe
        If there is no such case, or its package is no recipe.
    StorageUnavailable
        If records or disk cannot be used.
    """
    sha256 = package_of(folder, case_id)
    try:
        recipe = None if sha256 is None else recipe_in(FolderBlobs(folder).path(sha256))
    except KeyError:
        recipe = None
    if recipe is None:
        raise NoRecipe(case_id)
    _make(recipe, out)


def picture_for(path: Path) -> Path:
    """Return a file that holds the picture of a fetched package: the file itself, or one beside it.

    Call it between fetching a recorded package and reading it; not on the Qt thread, for a picture
    takes a second or two to make.
    """
    recipe = recipe_in(path)
    if recipe is None:
        return path
    made = path.with_name(f"{path.name}{SUFFIX}")
    if not made.exists():
        _make(recipe, made)
    return made


def picture_beside(path: Path) -> Path:
    """Return the picture that `picture_for` has made beside a package, or the package itself."""
    made = path.with_name(f"{path.name}{SUFFIX}")
    return made if made.exists() else path


def recipe_in(path: Path) -> Mapping[str, Any] | None:
    """Return the recipe that a file holds, or None when it holds anything else."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError:
        return None
    if not raw.startswith(b"{"):
        return None
    try:
        recipe = json.loads(raw)
    except ValueError:
        return None
    return recipe if recipe.get("schema") == RECIPE else None


def _make(recipe: Mapping[str, Any], out: Path) -> None:
    try:
        hidden = HiddenLoad(kind=HiddenKind(recipe["hidden"])) if recipe["hidden"] else None
        simulated = simulate_scan(
            seed=int(recipe["seed"]),
            site=_profile(str(recipe["site"]), str(recipe["scanner"])),
            kind=str(recipe["kind"]),
            hidden=hidden,
            scan_id=str(recipe["scan_id"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise NoRecipe(str(recipe.get("scan_id"))) from error
    write_package(out, simulated.scan)


def _profile(site: str, scanner: str) -> SiteProfile:
    scanners = [name for names, _ in SITES.values() for name in names]
    profile = demo_sites(len(scanners))[scanners.index(scanner)]
    return replace(profile, name=site, scanner=scanner)
