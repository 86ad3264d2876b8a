"""Looks and states as plain data: nothing is lost on the way to the evidence and back."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import (
    Energy,
    Enlargement,
    Filter,
    FilterKind,
    Look,
    look_from_json,
    look_to_json,
)
from viewer.pixels.presets import PresetUnreadable, read_presets
from viewer.pixels.state import Fidelity, PictureState
from viewer.pixels.window import Curve, WindowLevel

looks = st.builds(
    Look,
    window=st.builds(WindowLevel, window=st.floats(1, 1e5), level=st.floats(0, 65535)),
    curve=st.sampled_from(Curve),
    gamma=st.floats(0.1, 5),
    invert=st.booleans(),
    colours=st.sampled_from(ColourMap),
    material=st.booleans(),
    energy=st.sampled_from(Energy),
    filters=st.lists(
        st.builds(
            Filter,
            kind=st.sampled_from(FilterKind),
            strength=st.floats(0, 1),
            on=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    enlargement=st.sampled_from(Enlargement),
)
states = st.builds(
    PictureState,
    look=looks,
    viewpoint=st.none()
    | st.builds(
        Viewpoint,
        centre=st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)),
        zoom=st.floats(0.01, 32),
    ),
    fidelity=st.builds(
        Fidelity,
        decimation=st.floats(0.01, 100),
        full_resolution=st.booleans(),
        missing_energy=st.booleans(),
        calibrated=st.booleans(),
        stored_bits=st.sampled_from([8, 16]),
    ),
)


@given(look=looks)
def test_a_look_comes_back_from_json_as_it_was(look):
    assert look_from_json(json.loads(json.dumps(look_to_json(look)))) == look


@given(state=states)
def test_a_state_comes_back_from_json_as_it_was(state):
    assert PictureState.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_every_shipped_preset_can_be_read_and_has_both_titles():
    presets = read_presets()

    assert presets["default"].look == Look()
    assert {"dense", "light", "log", "invert", "material"} <= set(presets)
    assert presets["dense"].look.window.window < 16384
    assert all(p.name not in (p.title, p.title_zh) for p in presets.values())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[mine]\nwindw = 3", "unknown key 'windw'"),
        ("[mine]\nwindow = 0", "window"),
        ('[mine]\ncurve = "cubic"', "cubic"),
        ("[mine]\nfilters = [{}]", "kind"),
        ("mine = 3", "not a table"),
        ("[mine", "Expected"),
    ],
)
def test_a_preset_that_is_wrong_is_named(tmp_path: Path, text, reason):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PresetUnreadable, match=reason) as caught:
        read_presets(file)

    assert caught.value.source == "mine.toml"
    assert caught.value.advice


def test_a_missing_preset_file_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(PresetUnreadable, match=r"gone\.toml"):
        read_presets(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    "wrong",
    [
        {"high": np.zeros((4, 4), np.uint8)},
        {"high": np.zeros((4, 4, 3), np.uint16)},
        {"high": np.zeros((0, 4), np.uint16)},
        {"high": np.zeros((4, 4), np.uint16), "low": np.zeros((4, 5), np.uint16)},
        {"high": np.zeros((4, 4), np.uint16), "reduced": 3},
    ],
)
def test_a_picture_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"planes|pixel|power"):
        Picture(**wrong)


def test_a_filter_stronger_than_it_gets_is_refused():
    with pytest.raises(ValueError, match="strength"):
        Filter(kind=FilterKind.SHARPEN, strength=1.5)
