"""The table and the confusion picture."""

import json

import numpy as np
import pytest

from resources.opencv import cv2
from tests.benchmarks import confusion
from tests.benchmarks.figures import Figure
from tests.benchmarks.look_alikes import GROUP_OF
from tests.benchmarks.table import Bar, least, line, most, to_json


def test_a_bar_says_whether_it_is_kept():
    assert least(0.9).keeps(0.9)
    assert not least(0.9).keeps(0.899)
    assert not most(1.0).keeps(1.01)
    assert not Bar(least=0.03, most=0.07).keeps(0.02)


def test_what_was_not_measured_keeps_no_bar():
    assert not most(1.0).keeps(float("nan"))


def test_a_line_shows_value_interval_baseline_bar_and_whether_it_is_kept():
    figure = Figure(value=0.93, low=0.9, high=0.96)

    text = line("top-1", figure, baseline=0.44, against="orb", bar=least(0.94)).text(8)

    assert text.split() == [
        "top-1",
        "0.930",
        "[0.900,",
        "0.960]",
        "orb",
        "0.440",
        "≥",
        "0.94",
        "MISSED",
    ]


def test_the_json_holds_what_the_line_shows():
    found = json.loads(to_json([line("seconds", 0.5, bar=most(1.0)), line("none", float("nan"))]))

    assert found[0]["value"] == 0.5
    assert found[0]["kept"] is True
    assert found[0]["bar"] == {"least": None, "most": 1.0}
    assert found[1]["value"] is None
    assert found[1]["kept"] is None


def test_rows_are_what_it_is_and_columns_what_it_was_called():
    kinds, counts = confusion.confusion(["rice", "rice", "carpets"], ["rice", "sugar", "carpets"])

    assert kinds == ("rice", "sugar", "carpets")
    assert counts.tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 1]]


def test_the_picture_colours_a_look_alike_otherwise_than_a_stranger():
    kinds, counts = confusion.confusion(["rice", "rice"], ["sugar", "carpets"])

    picture = confusion.draw(kinds, counts, "what was called what")

    colours = {tuple(colour) for colour in picture.reshape(-1, 3).tolist()}
    orange, red = (133, 189, 249), (133, 133, 233)
    assert orange in colours
    assert red in colours


def test_the_picture_of_all_kinds_is_written(tmp_path):
    kinds = list(GROUP_OF)
    file = tmp_path / "pictures" / "confusion.png"

    confusion.save(file, kinds, kinds, "all right")

    picture = cv2.imread(str(file))
    assert picture is not None
    assert min(picture.shape[:2]) > 20 * len(kinds)
    assert np.ptp(picture) > 200


def test_a_picture_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "taken.png").mkdir()

    with pytest.raises(OSError, match=r"taken\.png"):
        confusion.save(tmp_path / "taken.png", ["rice"], ["rice"], "title")
