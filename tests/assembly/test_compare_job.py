"""What the hub's child does: compare, keep the description, compare with the sisters."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.makers.asked_once import asked_once
from workstation.assembly import compare_job, kept_descriptions
from workstation.assembly.compare_job import compare_package, keep_library
from workstation.assembly.kept_descriptions import KeptDescriptions
from workstation.assembly.library import add_model
from workstation.assembly.shelf import open_shelf
from workstation.domain.comparison import comparison_from_json
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.package import write_package
from workstation.library.curate import ModelLabel
from workstation.matching.describe import describe
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites


@pytest.fixture(scope="module", autouse=True)
def scans_described_once():
    """Describe each of the four scans once: they come again and again."""
    with pytest.MonkeyPatch.context() as patch:
        known = asked_once(describe)
        patch.setattr(compare_job, "describe", known)
        patch.setattr(kept_descriptions, "describe", known)
        yield


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packages")
    (site,) = demo_sites(1)
    made = {}
    for scan, kind in (("a", "rice"), ("b", "rice"), ("c", "rice"), ("odd", "lubricant")):
        made[scan] = folder / f"{scan}.scan.tif"
        seed = 700 + len(made)
        write_package(made[scan], simulate_scan(seed=seed, kind=kind, site=site, product=3).scan)
    return made


@pytest.fixture
def request_of(packages: dict[str, Path], tmp_path: Path):
    open_shelf(tmp_path / "library").close()

    def make(scan: str, *sisters: str) -> dict[str, Any]:
        return {
            **told(scan),
            "case_id": f"x:{scan}",
            "declared": ["100630"],
            "sisters": [told(sister) for sister in sisters],
            "library": str(tmp_path / "library"),
            "false_alarm_rate": 0.05,
            "descriptions": str(tmp_path / "descriptions"),
        }

    def told(scan: str) -> dict[str, str]:
        sha256 = hashlib.sha256(packages[scan].read_bytes()).hexdigest()
        return {"scan": scan, "package": str(packages[scan]), "sha256": sha256}

    yield make
    compare_job._engine.cache_clear()  # noqa: SLF001 - a child lives longer than a test


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "descriptions").glob("*/*"))


def test_the_odd_one_of_a_declaration_is_named(request_of) -> None:
    answer = comparison_from_json(compare_package(request_of("a", "b", "c", "odd")))

    assert answer.lot is not None
    assert answer.lot.sisters == 3
    assert answer.lot.odd == "odd"
    assert not answer.lot.unlike


def test_a_package_that_is_not_what_was_announced_is_not_decoded(request_of) -> None:
    asked = {**request_of("a"), "sha256": "ab" * 32}

    with pytest.raises(ScanUnreadable, match="not what was announced"):
        compare_package(asked)


def test_descriptions_are_kept_and_sisters_read_from_there(request_of, tmp_path: Path) -> None:
    for scan in ("a", "b"):
        compare_package(request_of(scan))
    asked = request_of("c", "a", "b")
    for sister in asked["sisters"]:
        sister["package"] = "/nowhere/a.scan.tif"

    answer = comparison_from_json(compare_package(asked))

    assert answer.lot is not None
    assert answer.lot.sisters == 2
    assert len(kept(tmp_path)) == 3


def test_a_cache_that_was_spoilt_or_deleted_is_made_anew(request_of, tmp_path: Path) -> None:
    compare_package(request_of("a", "b", "c"))
    kept(tmp_path)[0].write_bytes(b"spoilt")
    kept(tmp_path)[1].unlink()

    answer = comparison_from_json(compare_package(request_of("c", "a", "b")))

    assert answer.lot is not None
    assert answer.lot.sisters == 2
    assert len(kept(tmp_path)) == 3


def test_a_sister_that_cannot_be_read_is_left_out(
    request_of, caplog: pytest.LogCaptureFixture
) -> None:
    asked = request_of("a", "b", "c")
    asked["sisters"][0]["package"] = "/nowhere/b.scan.tif"

    with caplog.at_level(logging.WARNING):
        answer = comparison_from_json(compare_package(asked))

    assert answer.lot is not None
    assert answer.lot.sisters == 1
    assert "left out" in caplog.text


def test_a_scan_without_sisters_has_no_lot(request_of) -> None:
    assert compare_package(request_of("a"))["lot"] is None


def test_a_package_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ScanUnreadable):
        KeptDescriptions(tmp_path).get("0" * 64, tmp_path / "none.scan.tif")


def test_the_upkeep_mends_the_library_and_forgets_old_descriptions(
    request_of, packages: dict[str, Path], tmp_path: Path
) -> None:
    shelf = open_shelf(tmp_path / "library")
    model = add_model(shelf, [packages["a"]], ModelLabel(hs="100630", name="Rice"))
    good = shelf.description(model.model_id)
    shelf.describe(model.model_id, b"damaged")
    compare_package(request_of("a"))
    compare_package(request_of("b"))
    long_ago = time.time() - 200 * 86400
    os.utime(kept(tmp_path)[0], (long_ago, long_ago))

    keep_library(request_of("a"))

    mended = shelf.description(model.model_id)
    shelf.close()
    assert mended == good
    assert len(kept(tmp_path)) == 1
