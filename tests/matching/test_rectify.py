"""Rectified density is true to the wedge, whatever the scanner's gain and pitch."""

import numpy as np
import pytest

from tests.matching.loads import BOX, KINDS, make_load
from workstation.domain.comparison import Rectangle
from workstation.matching.description import Evidence
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import GRID_MM, rectify


def test_areal_density_comes_back_within_a_tenth() -> None:
    scan = make_load(KINDS[0], 1)

    rectified = rectify(scan)

    typical = float(np.median(rectified.density[rectified.goods]))
    assert typical == pytest.approx(70, rel=0.35)  # the lot itself varies by 12 %
    assert rectified.evidence is Evidence.CALIBRATED


def test_a_weaker_beam_gives_the_same_density() -> None:
    scan = make_load(KINDS[0], 2)
    weaker = ScanPixels(
        high=(scan.high * 0.6).astype(np.uint16), pitch_mm=scan.pitch_mm, container=BOX
    )
    usual = ScanPixels(high=scan.high, pitch_mm=scan.pitch_mm, container=BOX)

    one, two = rectify(weaker), rectify(usual)

    both = one.goods & two.goods
    assert np.median(np.abs(one.density - two.density)[both]) < 0.5


def test_detector_rows_of_unequal_gain_leave_no_stripes() -> None:
    scan = make_load(KINDS[3], 3)
    gains = 1 + 0.1 * np.sin(np.arange(scan.high.shape[0]))
    striped = (scan.high * gains[:, None]).clip(0, 65535).astype(np.uint16)

    one = rectify(ScanPixels(high=striped, pitch_mm=scan.pitch_mm, container=BOX))
    two = rectify(ScanPixels(high=scan.high, pitch_mm=scan.pitch_mm, container=BOX))

    assert np.median(np.abs(one.density - two.density)) < 0.3


def test_iron_and_organic_goods_differ_in_their_material_index() -> None:
    organic, iron = rectify(make_load(KINDS[0], 4)), rectify(make_load(KINDS[2], 4))

    assert organic.material is not None
    assert iron.material is not None
    assert np.median(organic.material[organic.goods]) == pytest.approx(0, abs=0.2)
    assert np.median(iron.material[iron.goods]) == pytest.approx(1, abs=0.2)


def test_the_grid_has_ten_millimetre_pixels_when_the_pitch_is_known() -> None:
    rectified = rectify(make_load(KINDS[0], 5))

    height_mm = rectified.interior.height * 10.0
    assert rectified.density.shape[0] * GRID_MM == pytest.approx(height_mm, rel=0.02)
    assert rectified.size_is_known


@pytest.mark.parametrize(("width", "length_m"), [(500, 6.0), (900, 12.1)])
def test_without_a_pitch_the_box_is_taken_for_an_iso_length(width: int, length_m: float) -> None:
    high = np.full((300, 1000), 60000, np.uint16)
    high[20:280, 30 : 30 + width] = 20000
    box = Rectangle(row=20, column=30, height=260, width=width)

    rectified = rectify(ScanPixels(high=high, container=box))

    assert not rectified.size_is_known
    assert rectified.density.shape[1] * GRID_MM / 1000 == pytest.approx(length_m, rel=0.05)


def test_a_pitch_that_no_container_has_is_not_believed() -> None:
    scan = make_load(KINDS[0], 6)

    rectified = rectify(ScanPixels(high=scan.high, pitch_mm=(10.0, 100.0), container=BOX))

    assert not rectified.size_is_known


def test_a_broken_wedge_is_ignored() -> None:
    scan = make_load(KINDS[0], 7)
    flat = tuple(
        type(reading)(
            material=reading.material,
            g_cm2=reading.g_cm2,
            transmission=tuple(0.5 for _ in reading.transmission),
        )
        for reading in scan.wedge_high
    )

    rectified = rectify(
        ScanPixels(high=scan.high, low=scan.low, wedge_high=flat, wedge_low=flat, container=BOX)
    )

    assert rectified.evidence is Evidence.DUAL


def test_planes_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="planes differ"):
        ScanPixels(high=np.zeros((5, 5), np.uint16), low=np.zeros((5, 6), np.uint16))


def test_a_plane_that_is_not_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="2-d uint16"):
        ScanPixels(high=np.zeros((5, 5), np.float32))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, 1, 65535])
@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (700, 2)])
def test_any_picture_can_be_rectified(value: int, shape: tuple[int, int]) -> None:
    rectified = rectify(ScanPixels(high=np.full(shape, value, np.uint16)))

    assert np.isfinite(rectified.density).all()
    assert not rectified.box_is_known
