"""How a container is built and stands, on real scans marked by hand and on simulated ones."""

import numpy as np
import pytest

from resources.opencv import cv2
from tests.imaging.phantom import shared_data
from tests.imaging.real_boxes import marks, overlap_of
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.container_parts import Side, find_parts
from workstation.imaging.readers import read_scan
from workstation.simulation.container import ContainerBuild, ContainerSize, ContainerSpec
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

BOX = ContainerBox(row=100, column=300, height=500, width=1500)


def container(*, machine=None, goods=None, tilt_px=0):
    """Return walls of a container in open air, with posts; a machine's strip, some goods."""
    rng = np.random.default_rng(1)
    depth = np.zeros((700, 2100), np.float32)
    inside = depth[100:600, 300:1800]
    inside += 0.15
    inside[:, :22] = inside[:, -22:] = 2.0
    inside[465:] += 0.6
    if machine is not None:
        strip = inside[:, 22:52] if machine is Side.LEFT else inside[:, -52:-22]
        blobs = cv2.GaussianBlur(rng.random((500, 1)).astype(np.float32), (1, 31), 0)
        strip += 1.0 + 12 * (blobs - blobs.mean())
    if goods is not None:
        inside[200:465, goods] += 2.5
    counts = np.exp(-depth) * 60000
    if tilt_px:
        move = np.float32([[1, 0, 0], [tilt_px / 1500, 1, -tilt_px / 2]])
        counts = cv2.warpAffine(counts, move, (2100, 700), borderValue=60000)
    return counts.astype(np.uint16)


@pytest.mark.parametrize("side", list(Side))
def test_the_machine_of_a_refrigerated_container_is_seen_at_its_end(side):
    parts = find_parts(container(machine=side, goods=slice(200, 1300)), BOX)

    assert parts.machine is side


@pytest.mark.parametrize("goods", [None, slice(30, 1400), slice(22, 400)])
def test_a_plain_container_has_no_machine_however_it_is_loaded(goods):
    assert find_parts(container(goods=goods), BOX).machine is None


def test_an_empty_container_is_told_from_one_with_little_in_it():
    assert find_parts(container(), BOX).is_empty
    assert not find_parts(container(goods=slice(600, 700)), BOX).is_empty


@pytest.mark.parametrize("tilt_px", [-16, 0, 9])
def test_the_skew_of_the_roof_is_measured(tilt_px):
    parts = find_parts(container(tilt_px=tilt_px), BOX)

    assert parts.skew_deg == pytest.approx(np.degrees(np.arctan(tilt_px / 1500)), abs=0.04)


def test_the_floor_is_where_the_goods_end():
    assert find_parts(container(goods=slice(100, 1400)), BOX).floor_row == pytest.approx(565, abs=4)


@pytest.mark.parametrize("build", [ContainerBuild.DRY_POSTS, ContainerBuild.REEFER])
def test_of_simulated_containers_only_the_refrigerated_have_a_machine_and_it_is_in_front(build):
    (site,) = demo_sites(1)
    spec = ContainerSpec(size=ContainerSize.FT40_HIGH, build=build)
    made = simulate_scan(seed=12, site=site, container=spec)
    pixels = made.scan.main_plane().transmission
    box = find_container(pixels)
    assert box is not None

    machine = find_parts(pixels, box).machine

    front = Side.RIGHT if site.drives_right else Side.LEFT
    assert machine is (front if build is ContainerBuild.REEFER else None)


def test_real_containers_are_found_where_they_were_marked():
    folder = shared_data("real_container_scans")

    wrong = []
    for name, marked in list(marks().items())[::3]:  # all of them: make bench BENCH=container
        pixels = read_scan(folder / name).main_plane().transmission
        box = find_container(pixels)
        assert box is not None
        parts = find_parts(pixels, box)
        wanted = None if marked.unit == "none" else Side(marked.unit)
        wrong += [f"{name}: box"] * (overlap_of(box, marked.box()) < 0.9)
        wrong += [f"{name}: skew"] * (abs(parts.skew_deg - marked.skew_deg()) > 0.3)
        wrong += [f"{name}: machine"] * (parts.machine is not wanted)
        wrong += [f"{name}: load"] * (parts.is_empty != (marked.load == "empty"))

    assert wrong == []
