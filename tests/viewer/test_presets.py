"""Presets: what ships is whole, what is written can be read, what is wrong is named."""

import tomllib

import numpy as np
import pytest
import tomli_w

from viewer.errors import PresetUnreadable
from viewer.pixels.look import DensityBand, Filter, FilterKind, Look, Strip
from viewer.pixels.presets import (
    KEYS,
    preset_from_table,
    preset_to_table,
    read_presets,
)
from viewer.pixels.render import Source, draw
from viewer.pixels.tables import band_counts


def test_a_shipped_preset_lies_on_every_number_key():
    keys = [preset.key for preset in read_presets().values() if preset.key is not None]

    assert sorted(keys) == list(KEYS)


def test_the_plain_look_lies_on_the_first_key():
    assert next(p for p in read_presets().values() if p.key == 1).look == Look()


@pytest.mark.parametrize(
    ("name", "share", "inside"),
    [
        ("band_light", 0.80, True),
        ("band_light", 0.99, False),
        ("band_dense", 0.049, True),
        ("band_dense", 0.051, False),
        ("band_opaque", 0.004, True),
        ("band_opaque", 0.006, False),
    ],
)
def test_a_band_preset_colours_what_its_title_says(name, share, inside):
    band = read_presets()[name].look.band

    counts = band_counts(band)

    assert (counts.start <= round(share * 65535) < counts.stop) is inside


def test_high_penetration_tells_apart_what_is_black_in_the_plain_look():
    rng = np.random.default_rng(1)
    counts = rng.normal(1200, 60, (400, 800)).clip(0, 65535).astype(np.uint16)
    counts[150:250, 300:500] = rng.normal(700, 60, (100, 200)).clip(0, 65535).astype(np.uint16)
    counts[:, :80] = 60000
    source = Source(counts)

    differ = {
        name: float(drawn[150:250, 100:250, 0].mean() - drawn[150:250, 300:500, 0].mean())
        for name in ("default", "dense")
        for drawn in [draw(source, read_presets()[name].look)]
    }

    assert differ["default"] < 3
    assert differ["dense"] > 15


def test_a_preset_that_was_written_can_be_read():
    look = Look(
        band=DensityBand(darkest=10, brightest=900.5, colour="#123abc"),
        strip=Strip.METAL,
        filters=(
            Filter(kind=FilterKind.MEAN, strength=0.25, size=7),
            Filter(kind=FilterKind.EDGES, on=False),
        ),
    )

    text = tomli_w.dumps(preset_to_table("Paper 纸", look))

    preset = preset_from_table("mine.toml", "mine", tomllib.loads(text))
    assert (preset.title, preset.title_zh, preset.look) == ("Paper 纸", "Paper 纸", look)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[mine]\nkey = 0", "from 1 to 9"),
        ('[mine]\nkey = "3"', "from 1 to 9"),
        ("[one]\nkey = 3\n[two]\nkey = 3", "two: key 3 is that of one"),
        ('[mine]\nfilters = [{ kind = "median", size = 9 }]', "size of median"),
        ("[mine]\nband = { darkest = 9, brightest = 3 }", "band rises"),
        ("[mine]\nband = 3", "mine"),
        ('[mine]\nstrip = "wood"', "wood"),
    ],
)
def test_a_preset_that_is_wrong_is_named(tmp_path, text, reason):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PresetUnreadable, match=reason):
        read_presets(file)


@pytest.mark.parametrize(
    "line",
    [
        'curve = "gamma"\ngamma = 0.0',
        'curve = "gamma"\ngamma = -1.0',
        'curve = "gamma"\ngamma = nan',
        'curve = "gamma"\ngamma = inf',
        "band = { darkest = 0.0, brightest = inf }",
        "band = { darkest = nan, brightest = 9.0 }",
    ],
)
def test_a_look_that_cannot_be_painted_is_refused_when_it_is_read(tmp_path, line):
    path = tmp_path / "mine.toml"
    path.write_text(f"[mine]\n{line}\n", encoding="utf-8")

    with pytest.raises(PresetUnreadable, match="mine"):
        read_presets(path)
