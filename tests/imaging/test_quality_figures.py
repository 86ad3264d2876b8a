"""Figures of a picture's quality, and which faults they tell; real scans have none."""

import numpy as np
import pytest

from resources.opencv import cv2
from tests.imaging.phantom import make_plane, make_scan, shared_data, truck
from tests.imaging.real_boxes import marks
from workstation.domain.picture_fault import PictureFault
from workstation.imaging.quality_figures import faults_of, measure
from workstation.imaging.readers import read_scan


@pytest.fixture(scope="module")
def good():
    pixels, _ = truck(load=1.0)
    noise = np.random.default_rng(2).normal(0, 200, pixels.shape)
    return (pixels.astype(np.float32) * 0.97 + noise).clip(1, 65000).astype(np.uint16)


def copied(pixels):
    pixels = pixels.copy()
    for column in range(200, 800, 6):
        pixels[:, column] = pixels[:, column - 1]
    return pixels


def dead(pixels):
    pixels = pixels.copy()
    pixels[100:150] = 777
    return pixels


def noisy(pixels):
    noise = np.random.default_rng(3).normal(0, 7000, pixels.shape)
    return (pixels + noise).clip(0, 65535).astype(np.uint16)


SPOILT = {
    PictureFault.NOISE: noisy,
    PictureFault.BLUR: lambda pixels: cv2.blur(pixels, (41, 41)),
    PictureFault.SATURATED: lambda pixels: (
        (pixels.astype(np.float32) * 4).clip(0, 65535).astype(np.uint16)
    ),
    PictureFault.NO_PENETRATION: lambda pixels: np.where(pixels < 60000, 3, pixels).astype(
        np.uint16
    ),
    PictureFault.BLANK: lambda pixels: np.full_like(pixels, 60000),
}


def test_a_good_picture_has_no_fault(good):
    assert measure(make_plane(good)).faults() == ()


@pytest.mark.parametrize("fault", list(SPOILT))
def test_each_fault_is_told_by_its_figure(good, fault):
    assert fault in faults_of(make_scan(make_plane(SPOILT[fault](good))))


@pytest.mark.parametrize("spoil", [copied, dead])
def test_lines_that_are_dead_or_copies_are_missing(good, spoil):
    assert measure(make_plane(spoil(good))).faults() == (PictureFault.MISSING_LINES,)


def test_noise_is_measured():
    rng = np.random.default_rng(5)
    air = rng.normal(50000, 500, (300, 400)).astype(np.uint16)

    noise = measure(make_plane(air)).noise

    assert noise == pytest.approx(0.01, rel=0.1)


def test_no_real_scan_is_sent_back():
    folder = shared_data("real_container_scans")

    told = {name: faults_of(read_scan(folder / name)) for name in list(marks())[::4]}

    assert not any(told.values()), told
