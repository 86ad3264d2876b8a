"""Descriptions survive their bytes, and refuse everything else."""

import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.loads import BOX, KINDS, make_empty, make_load
from workstation.domain.comparison import Rectangle
from workstation.matching.describe import describe, describe_model
from workstation.matching.description import Description, DescriptionUnreadable, Evidence
from workstation.matching.pixels import ScanPixels
from workstation.matching.signature import LENGTH, NETWORK
from workstation.matching.token_map import FEATURES


@pytest.fixture(scope="module")
def whole() -> Description:
    return describe(make_load(KINDS[0], 1))


def test_a_description_survives_its_bytes(whole: Description) -> None:
    back = Description.from_bytes(whole.to_bytes())

    assert np.allclose(back.signature, whole.signature, rtol=1e-3, atol=1e-3)
    assert np.array_equal(back.load, whole.load)
    spread = np.ptp(whole.tokens, axis=(0, 1))
    assert np.all(np.abs(back.tokens - whole.tokens) <= spread / 255 + 1e-5)
    assert (back.interior, back.evidence, back.facts, back.doubts, back.stride) == (
        whole.interior,
        whole.evidence,
        whole.facts,
        whole.doubts,
        whole.stride,
    )


def test_a_model_keeps_the_signatures_of_poorer_scanners_through_its_bytes() -> None:
    scan = make_load(KINDS[0], 1)

    back = Description.from_bytes(describe_model(scan).to_bytes())

    bare = describe(replace(scan, wedge_high=(), wedge_low=())).signature
    single = describe(replace(scan, low=None, wedge_high=(), wedge_low=())).signature
    assert np.allclose(back.signature_at(Evidence.DUAL), bare, rtol=1e-2, atol=1e-2)
    assert np.allclose(back.signature_at(Evidence.SINGLE), single, rtol=1e-2, atol=1e-2)
    assert back.is_thinned


def test_a_thinned_description_is_small_and_says_so(whole: Description) -> None:
    thin = whole.thinned()

    assert thin.is_thinned
    assert thin.thinned() is thin
    assert len(thin.to_bytes()) < 64 * 1024
    assert Description.from_bytes(thin.to_bytes()).is_thinned


def test_what_is_described_has_the_promised_shapes(whole: Description) -> None:
    assert whole.signature.shape == (LENGTH,)
    assert whole.tokens.shape[2] == FEATURES
    assert whole.load.shape == whole.tokens.shape[:2]
    assert np.isfinite(whole.signature).all()
    assert np.isfinite(whole.tokens).all()


@pytest.mark.parametrize("cut", [0, 3, 9, 60, 4000])
def test_bytes_cut_short_are_refused(whole: Description, cut: int) -> None:
    with pytest.raises(DescriptionUnreadable):
        Description.from_bytes(whole.to_bytes()[:cut])


def test_another_feature_version_is_refused(whole: Description) -> None:
    data = bytearray(whole.to_bytes())
    data[4:6] = struct.pack(">H", 999)

    with pytest.raises(DescriptionUnreadable, match="feature version 999"):
        Description.from_bytes(bytes(data))


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 5000), value=st.integers(0, 255))
def test_a_changed_byte_never_raises_anything_else(at: int, value: int) -> None:
    data = bytearray(_SAMPLE)
    data[at % len(data)] = value

    try:
        back = Description.from_bytes(bytes(data))
    except DescriptionUnreadable:
        return
    assert back.signature.shape == (LENGTH,)


def test_evidence_is_what_the_scan_brings() -> None:
    whole = make_load(KINDS[0], 2)
    bare = ScanPixels(high=whole.high, low=whole.low, container=BOX)
    single = ScanPixels(high=whole.high, container=BOX)

    assert describe(whole).evidence is Evidence.CALIBRATED
    assert describe(bare).evidence is Evidence.DUAL
    assert describe(single).evidence is Evidence.SINGLE


def test_a_container_and_its_mirror_image_are_described_alike(whole: Description) -> None:
    scan = make_load(KINDS[0], 1)
    columns = scan.high.shape[1]
    assert scan.low is not None
    mirrored = ScanPixels(
        high=np.ascontiguousarray(scan.high[:, ::-1]),
        low=np.ascontiguousarray(scan.low[:, ::-1]),
        pitch_mm=scan.pitch_mm,
        wedge_high=scan.wedge_high,
        wedge_low=scan.wedge_low,
        container=Rectangle(
            row=BOX.row,
            column=columns - BOX.column - BOX.width,
            height=BOX.height,
            width=BOX.width,
        ),
    )

    there = describe(mirrored).signature
    other = describe(make_load(KINDS[1], 1)).signature

    # The grid starts at the other end, so single features may move a little; the network has
    # learnt left from right, but not so that a mirrored load would look like another.
    assert np.abs(there - whole.signature)[:-NETWORK].mean() < 0.02
    moved = np.linalg.norm((there - whole.signature)[-NETWORK:])
    assert moved < 0.35 * np.linalg.norm((other - whole.signature)[-NETWORK:])


def test_a_full_load_knows_its_fill_and_mass() -> None:
    facts = describe(make_load(KINDS[0], 3)).facts

    assert facts.fill == "full"
    assert facts.fill_fraction > 0.7
    assert facts.mass_kg is not None
    # 70 g/cm² over about 5.8 x 1.95 m is about 7.9 t, give or take the lot's own 12 %.
    assert 4500 < facts.mass_kg < 11500


def test_an_empty_container_is_empty_and_weighs_next_to_nothing() -> None:
    facts = describe(make_empty()).facts

    assert facts.fill == "empty"
    assert facts.mass_kg is not None
    assert facts.mass_kg < 200


def test_without_a_wedge_no_mass_is_claimed() -> None:
    scan = make_load(KINDS[0], 4)

    facts = describe(ScanPixels(high=scan.high, container=BOX, pitch_mm=scan.pitch_mm)).facts

    assert facts.mass_kg is None


_SAMPLE = describe(make_load(KINDS[1], 5)).thinned().to_bytes()
