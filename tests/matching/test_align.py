"""Models laid over scans: shifted, mirrored, and the patches that agree."""

from dataclasses import replace

import numpy as np
import pytest

from tests.matching.loads import BOX, KINDS, make_load
from workstation.domain.comparison import Rectangle
from workstation.matching.align import align
from workstation.matching.describe import describe
from workstation.matching.description import Description
from workstation.matching.pixels import ScanPixels


def make_stepped(*, mirrored: bool) -> ScanPixels:
    """A load of which one third is only half as high."""
    scan = make_load(KINDS[0], 4)
    bare = make_load(KINDS[0], 4)
    high, low = bare.high.copy(), scan.low
    assert low is not None
    low = low.copy()
    clear = (slice(BOX.row + 20, BOX.row + 140), slice(BOX.column + 20, BOX.column + 220))
    high[clear], low[clear] = 60000, 60000
    column = BOX.column
    if mirrored:
        high, low = (np.ascontiguousarray(plane[:, ::-1]) for plane in (high, low))
        column = high.shape[1] - BOX.column - BOX.width
    return replace(scan, high=high, low=low, container=replace(BOX, column=column))


@pytest.fixture(scope="module")
def straight() -> Description:
    return describe(make_stepped(mirrored=False))


def inside(area: Rectangle, box: Rectangle) -> bool:
    return (
        area.row >= box.row
        and area.column >= box.column
        and area.row + area.height <= box.row + box.height
        and area.column + area.width <= box.column + box.width
    )


def test_a_load_lies_over_itself_whole(straight: Description) -> None:
    laid = align(straight, straight.thinned())

    assert not laid.mirrored
    assert laid.scan_area.column == pytest.approx(laid.model_area.column, abs=16)
    assert laid.scan_area.width > 0.85 * straight.interior.width


def test_a_model_that_passed_the_other_way_round_is_laid_mirrored(straight: Description) -> None:
    model = describe(make_stepped(mirrored=True)).thinned()

    laid = align(straight, model)

    assert laid.mirrored
    assert inside(laid.model_area, model.interior)


def test_agreeing_patches_lie_in_their_pictures_and_apart(straight: Description) -> None:
    laid = align(straight, straight.thinned())

    assert 3 <= len(laid.patches) <= 8
    assert all(inside(pair.scan_area, straight.interior) for pair in laid.patches)
    assert all(abs(pair.scan_area.column - pair.model_area.column) < 60 for pair in laid.patches)
    assert len({(p.scan_area.row, p.scan_area.column) for p in laid.patches}) == len(laid.patches)


def test_a_picture_without_goods_can_be_laid_too(straight: Description) -> None:
    nothing = replace(straight, load=np.zeros_like(straight.load))

    laid = align(nothing, straight.thinned())

    assert laid.patches == ()
