"""A chart's strokes: words that never lie on each other, and a name under each bar with room."""

import pytest

from workstation.reports.drawing import Words, draw_chart
from workstation.reports.paper import Chart, Series, Target

SITES = ("dachan", "huanggang", "nansha", "shekou", "yantian")


def words_of(width):
    chart = Chart(
        title="Turnaround",
        labels=SITES,
        series=[
            Series(name=name, values=[1.0] * len(SITES))
            for name in ("Half within", "90 % within", "95 % within")
        ],
        targets=[Target(name="Half within: target 10 min", value=1.0)],
    )
    strokes = draw_chart(chart, width, 160.0)
    return {one.text: one for one in strokes if isinstance(one, Words)}


@pytest.mark.parametrize(("width", "beside_title"), [(286.0, True), (500.0, False)])
def test_a_target_leaves_the_names_of_the_series_their_line(width, beside_title):
    words = words_of(width)

    target, series = words["Half within: target 10 min"], words["95 % within"]
    assert (target.y < series.y) is beside_title


def test_each_bar_is_named_where_the_names_have_room():
    assert set(SITES) <= set(words_of(286.0))
    assert not set(SITES) <= set(words_of(150.0))
