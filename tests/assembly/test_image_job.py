"""What a hub's child makes beside a comparison, and what it cuts out for a lesson."""

import base64
import hashlib

import numpy as np
import pytest

from tests.makers.jobs import agree
from workstation.assembly.image_job import OBJECTS, make_beside, objects_for
from workstation.assembly.lesson_picture import cut_lesson
from workstation.domain.comparison import comparison_from_json
from workstation.imaging.package import read_package, write_package
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites
from workstation.simulation.threat_file import read_threats, write_threat
from workstation.simulation.threats import ThreatKind, make_threat


@pytest.fixture(scope="module")
def scan():
    return simulate_scan(seed=11, site=demo_sites(1)[0], kind="cotton").scan


def say(_scan):
    return comparison_from_json(agree({"declared": ["080810"]}))


def test_a_test_image_lies_under_its_hash_and_differs_from_its_scan_only_where_it_says(
    scan, tmp_path
):
    told = make_beside({"folder": str(tmp_path), "seed": 5}, scan, say)

    package = tmp_path / f"{told['sha256']}.scan.tif"
    assert hashlib.sha256(package.read_bytes()).hexdigest() == told["sha256"]
    assert package.stat().st_size == told["size"]
    image = read_package(package)
    assert image.head == scan.head
    row, column, height, width = told["area"]
    rows, columns = np.nonzero(image.main_plane().transmission != scan.main_plane().transmission)
    assert rows.min() >= row - 12
    assert rows.max() < row + height + 12
    assert columns.min() >= column - 12
    assert columns.max() < column + width + 12


def test_whatever_fails_with_a_test_image_the_comparison_is_not_lost(scan, tmp_path, caplog):
    def fail(_scan):
        raise RuntimeError("the engine is out of memory")

    assert make_beside({"folder": str(tmp_path), "seed": 5}, scan, fail) is None
    assert "could not be made" in caplog.text


def test_objects_cut_from_finds_are_used_beside_drawn_ones_and_broken_files_are_not(
    tmp_path, caplog
):
    folder = tmp_path / OBJECTS
    folder.mkdir()
    write_threat(folder / "found.npz", make_threat(ThreatKind.PACKETS, seed=1))
    (folder / "broken.npz").write_bytes(b"no archive")

    found = objects_for(tmp_path, np.random.default_rng(1))

    (own,) = read_threats(folder)
    assert own.kind is ThreatKind.FROM_A_FIND
    assert own.layers.keys() == make_threat(ThreatKind.PACKETS, seed=1).layers.keys()
    assert [one.kind for one in found].count(ThreatKind.FROM_A_FIND) == 1
    assert len(found) > 2
    assert "broken.npz" in str([vars(record) for record in caplog.records])


class Shelf:
    """One package, by any hash."""

    def __init__(self, path):
        self._path = path

    def path(self, sha256):
        if sha256 == "gone":
            raise KeyError(sha256)
        return self._path


def test_a_lesson_has_the_marked_place_small_enough_for_one_message(scan, tmp_path):
    package = tmp_path / "s.scan.tif"
    write_package(package, scan)
    marks = [{"points": [[200.0, 600.0], [400.0, 1200.0]]}]

    picture = cut_lesson(Shelf(package), {"sha256": "ab", "marks": marks})

    grey = np.frombuffer(base64.b64decode(picture["grey"]), np.uint8)
    assert grey.size == picture["rows"] * picture["columns"]
    assert len(picture["grey"]) < 200_000
    row, column, height, width = picture["area"]
    assert 0 < row < row + height < picture["rows"]
    assert 0 < column < column + width < picture["columns"]
    assert height / width == pytest.approx(200 / 600, rel=0.02)


def test_a_lesson_whose_scan_is_gone_or_without_a_mark_has_no_picture(tmp_path):
    marks = [{"points": [[1.0, 2.0]]}]

    assert cut_lesson(Shelf(tmp_path), {"sha256": "gone", "marks": marks}) is None
    assert cut_lesson(Shelf(tmp_path), {"sha256": "ab", "marks": []}) is None
