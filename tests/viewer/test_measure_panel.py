"""Measuring as an officer does it: by hand on the pane, read off in the panel."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QListWidget

from viewer.measure import MeasureKind
from viewer.overlay import Tool
from viewer.panes.measure_panel import MeasurePanel
from viewer.panes.profile_plot import ProfileAxis
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Energy
from viewer.pixels.pyramid import halve

ACROSS = ((200.0, 600.0), (200.0, 900.0))


def noise(shape=(500, 1400), seed=1):
    return np.random.default_rng(seed).integers(0, 65536, shape).astype(np.uint16)


def make_picture(**more):
    return Picture(**{"high": noise(), "pitch_mm": (5.0, 4.0), **more})


@pytest.fixture
def panel(pane, qtbot):
    panel = MeasurePanel(pane)
    qtbot.addWidget(panel)
    panel.resize(330, 600)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def show(pane, picture, **more):
    pane.show_picture(picture, **more)
    if not more.get("keep_view"):
        pane.look_at(Viewpoint(centre=(250.0, 700.0), zoom=1.0))
    pane.set_overview_shown(False)
    QApplication.processEvents()


def point_of(pane, row, column):
    down, along = pane.view.stage().point(pane.view.viewpoint, (row, column))
    return QPoint(round(along), round(down))


def drag(qtbot, pane, start, end):
    port = pane.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=point_of(pane, *start))
    qtbot.mouseMove(port, point_of(pane, *end))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=point_of(pane, *end))


def click(qtbot, pane, *places):
    for place in places:
        port = pane.view.viewport()
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=point_of(pane, *place))


def pixels_of(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[:, : image.width()].copy()


def lines_of(panel):
    entries = panel.findChild(QListWidget)
    return [entries.item(n).text().split("    ") for n in range(entries.count())]


# -- on the pane ---------------------------------------------------------------------------


def test_a_drag_with_the_length_tool_measures_what_is_under_it(pane, qtbot):
    show(pane, make_picture())
    pane.set_tool(Tool.LENGTH)

    with qtbot.waitSignal(pane.measuresChanged) as changed:
        drag(qtbot, pane, (200, 600), (260, 810))

    (taken,) = changed.args[0]
    assert pane.measures == (taken,)
    assert taken.kind is MeasureKind.LENGTH
    assert np.allclose(taken.points, [(200, 600), (260, 810)], atol=1)


def test_an_area_is_clicked_and_closed_by_enter(pane, qtbot):
    show(pane, make_picture())
    pane.set_tool(Tool.AREA)

    click(qtbot, pane, (200, 600), (200, 700), (300, 700))
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)

    (area,) = pane.measures
    assert area.kind is MeasureKind.AREA
    assert len(area.points) == 3


def test_a_double_click_ends_an_area_with_its_last_corner(pane, qtbot):
    show(pane, make_picture())
    pane.set_tool(Tool.AREA)
    port = pane.view.viewport()

    click(qtbot, pane, (200, 600), (200, 700), (300, 700), (310, 610))
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=point_of(pane, 310, 610))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=point_of(pane, 310, 610))

    (area,) = pane.measures
    assert len(area.points) == 4


def test_counting_goes_on_until_it_is_ended_and_undo_takes_one_click_back(pane, qtbot):
    show(pane, make_picture())
    pane.set_tool(Tool.COUNT)

    click(qtbot, pane, (200, 600), (200, 650), (200, 700))
    pane.undo_measure()
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    click(qtbot, pane, (300, 600))

    assert [len(m.points) for m in pane.measures] == [2, 1]


def test_the_window_tool_spreads_the_greys_over_its_box_and_measures_nothing(pane, qtbot):
    counts = np.full((500, 1400), 65535, np.uint16)
    counts[100:300, 500:800] = np.random.default_rng(4).integers(2000, 3000, (200, 300))
    show(pane, Picture(high=counts))
    pane.set_tool(Tool.WINDOW)

    drag(qtbot, pane, (120, 520), (280, 780))

    window = pane.state.look.window
    assert 1990 <= window.darkest < 2100
    assert 2900 < window.brightest <= 3000
    assert pane.measures == ()


def test_the_full_resolution_keeps_what_was_measured_and_another_picture_does_not(pane):
    full = noise()
    show(pane, Picture(high=halve(full), reduced=2))
    taken = pane.measuring.add(MeasureKind.LENGTH, ACROSS)

    show(pane, Picture(high=full), keep_view=True)
    kept = pane.measures
    show(pane, make_picture())

    assert kept == (taken,)
    assert pane.measures == ()
    assert not pane.undo_measure()


def test_a_cleared_pane_has_no_measures(pane):
    show(pane, make_picture())
    pane.measuring.add(MeasureKind.LENGTH, ACROSS)

    pane.clear()

    assert pane.measures == ()


def test_measures_are_drawn_and_leave_nothing_behind(pane):
    show(pane, make_picture())
    bare = pixels_of(pane.view.viewport())
    triangle = ((200.0, 600.0), (300.0, 700.0), (200.0, 800.0))
    changed = []
    for kind in MeasureKind:
        measure = pane.measuring.add(kind, triangle[: 3 if kind.value in ("angle", "area") else 2])
        changed.append((pixels_of(pane.view.viewport()) != bare).any())
        pane.remove_measure(measure.measure_id)

    after = pixels_of(pane.view.viewport())

    assert changed == [True] * len(MeasureKind)
    assert (after == bare).all()
    assert not pane.measuring.item.isVisible()


def test_measures_hide_with_the_overlay_but_a_draft_is_seen(pane, qtbot):
    show(pane, make_picture())
    bare = pixels_of(pane.view.viewport())
    pane.measuring.add(MeasureKind.LENGTH, ACROSS)
    pane.set_overlay_shown(False)
    hidden = pixels_of(pane.view.viewport())
    pane.set_tool(Tool.LENGTH)

    qtbot.mousePress(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(pane, 300, 600))
    qtbot.mouseMove(pane.view.viewport(), point_of(pane, 350, 800))
    drafted = pixels_of(pane.view.viewport())
    pane.view.cancel()

    assert (hidden == bare).all()
    assert (drafted != bare).any()


# -- in the panel --------------------------------------------------------------------------


def test_every_measure_stands_in_the_list_with_its_value(pane, panel):
    show(pane, make_picture())

    pane.measuring.add(MeasureKind.LENGTH, ACROSS)
    pane.measuring.add(MeasureKind.COUNT, ((1.0, 1.0), (2.0, 2.0)))
    pane.measuring.add(MeasureKind.LENGTH, ((0.0, 0.0), (20.0, 0.0)))
    pane.measuring.add(MeasureKind.AREA, ((0.0, 0.0), (10.0, 10.0), (0.0, 10.0), (10.0, 0.0)))

    assert lines_of(panel) == [
        ["Length 1", "1.20 m"],
        ["Count 1", "2"],
        ["Length 2", "10.0 cm"],
        ["Area 1", "the outline crosses itself"],
    ]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "mm by pixel pitch"),
        (
            {"pitch_mm": None, "container": Area(row=0, column=0, height=400, width=1300)},
            "mm by container height, ±6%; pixels taken as square",
        ),
        ({"pitch_mm": None}, "pixels: size unknown, taken as square"),
    ],
    ids=["pitch", "container", "nothing"],
)
def test_what_the_values_rest_on_is_said_once(pane, panel, known, said):
    show(pane, make_picture(**known))

    assert panel.basis_text() == said


def test_a_profile_is_read_off_its_counts(pane, panel):
    counts = np.full((500, 1400), 13107, np.uint16)
    counts[:, 750:] = 52428
    show(pane, make_picture(high=counts))

    pane.measuring.add(MeasureKind.PROFILE, ACROSS)

    shares = panel.profile_page.plot.values
    assert (shares[0], shares[-1]) == pytest.approx((20, 80))
    assert panel.profile_page.facts() == "through 20.0% to 80.0%, mean 50.0%"


def test_the_attenuation_is_shown_when_asked_for(pane, panel):
    show(pane, make_picture(high=np.full((500, 1400), 6554, np.uint16)))
    pane.measuring.add(MeasureKind.PROFILE, ACROSS)

    panel.profile_page.set_axis(ProfileAxis.ATTENUATION)

    assert panel.profile_page.plot.values == pytest.approx(np.log(65535 / 6554))


def test_like_goods_in_a_row_are_said_to_repeat_at_their_distance(pane, panel):
    columns = np.arange(1400)
    row = 30000 - 20000 * ((columns / 30) % 1 < 0.7)
    show(pane, make_picture(high=np.tile(row, (500, 1)).astype(np.uint16)))

    pane.measuring.add(MeasureKind.PROFILE, ACROSS)

    assert "repeats every 12.0 cm (strong), about 10 times" in panel.profile_page.facts()


def test_a_disorderly_load_is_not_said_to_repeat(pane, panel):
    show(pane, make_picture())

    pane.measuring.add(MeasureKind.PROFILE, ACROSS)

    assert "repeats" not in panel.profile_page.facts()


def test_more_lines_are_averaged_when_asked_for_and_the_facts_say_so(pane, panel):
    show(pane, make_picture())
    pane.measuring.add(MeasureKind.PROFILE, ACROSS)
    single = panel.profile_page.plot.values

    panel.profile_page.set_lines(15)

    assert panel.profile_page.plot.values.std() < single.std() / 2.5
    assert "mean of 15 lines" in panel.profile_page.facts()


def test_another_energy_has_other_values_and_a_missing_one_is_not_hushed_up(pane, panel):
    high, low = (np.full((500, 1400), count, np.uint16) for count in (40000, 20000))
    show(pane, make_picture(high=high, low=low))
    pane.measuring.add(MeasureKind.PROFILE, ACROSS)

    pane.show_energy(Energy.LOW)
    of_low = (panel.profile_page.plot.values[0], panel.notes_text())
    show(pane, make_picture(high=high), keep_view=True)

    assert of_low == (pytest.approx(100 * 20000 / 65535), "At the low energy")
    assert panel.profile_page.plot.values[0] == pytest.approx(100 * 40000 / 65535)
    assert panel.notes_text() == "Low energy missing: high energy"


def test_values_of_a_coarse_picture_are_called_so_until_the_full_one_comes(pane, panel):
    full = noise()
    show(pane, make_picture(high=halve(full), reduced=2, stored_bits=8))
    pane.measuring.add(MeasureKind.REGION, ((100.0, 100.0), (200.0, 300.0)))
    coarse = panel.notes_text()

    show(pane, make_picture(high=full), keep_view=True)

    assert coarse == "From means of 2 x 2 pixels · 8-bit file: shares of grey, not of the beam"
    assert panel.notes_text() == ""
    assert ("pixels", "20000") in panel.region_table.rows()


def test_an_area_has_the_statistics_of_what_it_encloses(pane, panel):
    counts = np.full((500, 1400), 65535, np.uint16)
    counts[100:200, 100:200] = 0
    show(pane, make_picture(high=counts))

    pane.measuring.add(
        MeasureKind.AREA, ((100.0, 100.0), (100.0, 300.0), (200.0, 300.0), (200.0, 100.0))
    )

    rows = dict(panel.region_table.rows())
    assert rows["through"] == "50.00%"
    assert rows["opaque pixels"] == "50.0%"
    assert rows["mean -ln T"] == "≥ 5.545"


def test_a_curve_goes_along_with_the_hand_before_the_button_is_let_go(pane, panel, qtbot):
    counts = np.full((500, 1400), 13107, np.uint16)
    counts[:, 750:] = 52428
    show(pane, make_picture(high=counts))
    pane.set_tool(Tool.PROFILE)
    port = pane.view.viewport()

    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=point_of(pane, 200, 600))
    qtbot.mouseMove(port, point_of(pane, 200, 700))
    early = panel.profile_page.plot.values.copy()
    qtbot.mouseMove(port, point_of(pane, 200, 900))
    late = panel.profile_page.plot.values.copy()
    pane.view.cancel()

    assert early == pytest.approx(20)
    assert late[-1] == pytest.approx(80)
    assert not panel.profile_page.isVisible()


def test_an_end_that_is_dragged_changes_the_measure_and_undo_brings_it_back(pane, panel, qtbot):
    show(pane, make_picture())
    taken = pane.measuring.add(MeasureKind.LENGTH, ACROSS)
    pane.set_tool(Tool.LENGTH)

    drag(qtbot, pane, ACROSS[1], (200, 850))
    dragged = lines_of(panel)
    pane.undo_measure()

    assert dragged == [["Length 1", "1.00 m"]]
    assert pane.measures == (taken,)


def test_a_hidden_panel_takes_no_values_until_it_is_shown(pane, panel):
    panel.hide()
    show(pane, make_picture())

    pane.measuring.add(MeasureKind.PROFILE, ACROSS)
    unseen = panel.profile_page.plot
    panel.show()

    assert unseen is None
    assert panel.profile_page.plot.values.size == 301


def test_the_delete_key_removes_the_measure_chosen_in_the_list(pane, panel, qtbot):
    show(pane, make_picture())
    first = pane.measuring.add(MeasureKind.LENGTH, ACROSS)
    second = pane.measuring.add(MeasureKind.PROFILE, ACROSS)
    entries = panel.findChild(QListWidget)

    entries.setCurrentRow(0)
    chosen = pane.measuring.chosen
    panel.activateWindow()
    entries.setFocus()
    qtbot.waitUntil(entries.hasFocus)
    qtbot.keyClick(entries, Qt.Key.Key_Delete)

    assert chosen == first
    assert pane.measures == (second,)


def test_the_mouse_on_the_line_moves_the_cursor_of_the_curve_and_the_other_way_round(
    pane, panel, qtbot
):
    show(pane, make_picture())
    pane.measuring.add(MeasureKind.PROFILE, ACROSS)
    bare = pixels_of(pane.view.viewport())
    seen = []
    panel.profile_page.show_cursor = seen.append

    qtbot.mouseMove(pane.view.viewport(), point_of(pane, 205, 700))
    qtbot.mouseMove(pane.view.viewport(), point_of(pane, 300, 700))
    panel.profile_page.pointed.emit(0.5)
    crossed = pixels_of(pane.view.viewport())
    panel.profile_page.pointed.emit(None)

    rows, columns = np.nonzero((crossed != bare).any(axis=-1))
    middle = point_of(pane, 200, 750)
    assert seen[:2] == [pytest.approx(1 / 3, abs=0.01), None]
    assert (rows.mean(), columns.mean()) == pytest.approx((middle.y(), middle.x()), abs=2)
    assert (pixels_of(pane.view.viewport()) == bare).all()


def test_what_is_copied_is_a_table_with_its_basis_and_every_sample(pane, panel):
    show(pane, make_picture(high=np.full((500, 1400), 13107, np.uint16)))
    pane.measuring.add(MeasureKind.LENGTH, ACROSS)
    pane.measuring.add(MeasureKind.PROFILE, ((200.5, 600.5), (200.5, 602.5)))

    panel.copy()

    assert QGuiApplication.clipboard().text().splitlines() == [
        "Measure\tValue\tmm by pixel pitch",
        "Length 1\t1.20 m",
        "Profile 1\t8 mm",
        "",
        "Profile 1\t",
        "distance, mm\tthrough, %\t-ln T",
        "0.00\t20.000\t1.6094",
        "4.00\t20.000\t1.6094",
        "8.00\t20.000\t1.6094",
    ]


def test_another_language_is_heard(pane, panel):
    show(pane, make_picture())
    pane.measuring.add(MeasureKind.PROFILE, ACROSS)
    before = panel.text()

    for widget in (panel, panel.profile_page, panel.region_table):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))

    assert panel.text() == before
