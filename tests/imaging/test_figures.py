"""What a scan tells of its scanner, held against pictures whose noise and blur are known."""

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.quality_figures import measure_image
from workstation.imaging.scan import Plane, Scan


def scan_of(pixels):
    head = ScanHead(
        scan_id="s", site="a", scanner="x", taken_at=None, container=None, declaration=None
    )
    plane = Plane(view=ViewName.SIDE, band=EnergyBand.SINGLE, energy_mev=None, transmission=pixels)
    return Scan(head=head, planes=(plane,), format="test")


def load(*, noise=0.004, blur=0.0, rows=400, columns=900):
    """Return a picture of air, a container's wall and boxes with known noise [full scale]."""
    rng = np.random.default_rng(4)
    part = np.full((rows, columns), 0.999, np.float32)
    part[60:, 40:-40] = 0.35
    for left in range(60, columns - 100, 90):
        part[120:, left : left + 60] = 0.2
    if blur:
        part = cv2.GaussianBlur(part, (0, 0), blur)
    part += rng.normal(0, noise, part.shape).astype(np.float32)
    return (part.clip(0, 1) * 65535).astype(np.uint16)


@pytest.mark.parametrize("noise", [0.002, 0.008])
def test_noise_is_measured_within_a_fifth_whatever_is_loaded(noise):
    found = measure_image(scan_of(load(noise=noise)))

    assert found.noise == pytest.approx(noise, rel=0.2)


def test_blur_lowers_sharpness_and_dead_channels_are_counted():
    sharp = load()
    row, column = sharp.copy(), sharp.copy()
    row[200, :] = 1234
    column[:, 77] = 4321

    found = [measure_image(scan_of(one)) for one in (sharp, load(blur=3.0), row, column)]

    assert found[1].sharpness < 0.5 * found[0].sharpness
    assert [one.dead for one in found] == [0, 0, 1, 1]


def test_saturation_counts_within_the_container_alone():
    burnt = load()
    burnt[200:300, 100:-100] = 65535

    clean, spoilt = (measure_image(scan_of(one)).saturated for one in (load(), burnt))

    assert clean < 0.02
    assert spoilt > 0.1
