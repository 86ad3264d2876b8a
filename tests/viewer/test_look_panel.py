"""The look panel: shows the look of its pane, changes it, and never takes the keys away."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QHBoxLayout,
    QScrollBar,
    QWidget,
)

from viewer.panes.look_panel import LookPanel
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.look import (
    SIZES,
    DensityBand,
    Energy,
    Filter,
    FilterKind,
    Look,
    Strip,
)
from viewer.pixels.window import Curve, WindowLevel, between

LEFT = Qt.MouseButton.LeftButton


def make_picture(*, low=False):
    counts = np.random.default_rng(1).integers(2000, 3000, (200, 400)).astype(np.uint16)
    return Picture(high=counts, low=counts if low else None)


@pytest.fixture
def desk(qtbot):
    """A window with a pane, its panel, and a decision on a letter key."""
    window = QWidget()
    qtbot.addWidget(window)
    window.pane = ScanPane(window)
    window.panel = LookPanel(window.pane, window)
    row = QHBoxLayout(window)
    row.addWidget(window.pane, 1)
    row.addWidget(window.panel)
    window.decided = []
    act = QAction(window)
    act.setShortcuts([QKeySequence("5"), QKeySequence("Backspace"), QKeySequence("Q")])
    act.triggered.connect(lambda: window.decided.append("decided"))
    window.addAction(act)
    window.resize(1100, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.pane.show_picture(make_picture())
    return window


@pytest.fixture
def pane(desk):
    return desk.pane


@pytest.fixture
def panel(desk):
    return desk.panel


def look_of(pane):
    return pane.state.look


def stack_of(pane):
    return [one.kind for one in look_of(pane).filters]


def type_into(qtbot, box, text):
    qtbot.mouseClick(box.lineEdit(), LEFT)
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


EVERYTHING = Look(
    window=WindowLevel(window=8000.25, level=4000.5),
    curve=Curve.GAMMA,
    gamma=2.0,
    invert=True,
    colours=ColourMap.MAGMA,
    material=True,
    strip=Strip.METAL,
    band=DensityBand(darkest=655.35, brightest=6553.5, colour="#3fb8ff"),
    energy=Energy.LOW,
    filters=(Filter(kind=FilterKind.MEAN, strength=0.25, size=7, on=False),),
)


def test_the_panel_shows_the_look_of_its_pane_and_leaves_it_as_it_is(pane, panel):
    pane.show_picture(make_picture(low=True), look=EVERYTHING)

    assert panel.tone.window_field.value() == 8000
    assert panel.tone.level_field.value() == 4000
    assert panel.tone.curves[Curve.GAMMA].isChecked()
    assert panel.tone.invert.isChecked()
    assert panel.colour.maps[ColourMap.MAGMA].isChecked()
    assert panel.colour.strips[Strip.METAL].isChecked()
    assert panel.colour.energies[Energy.LOW].isChecked()
    assert panel.band.to_field.value() == 10.0
    (row,) = panel.filters.rows
    assert (row.share.value(), row.switch.isChecked()) == (25, False)
    assert row.size_button.text() == "7 px"
    assert look_of(pane) == EVERYTHING


def test_window_and_level_are_typed_in_counts(qtbot, pane, panel):
    type_into(qtbot, panel.tone.window_field, "9000")
    type_into(qtbot, panel.tone.level_field, "4500")

    assert look_of(pane).window == WindowLevel(window=9000, level=4500)
    assert panel.tone.brightest_field.value() == pytest.approx(13.7, abs=0.05)


def test_the_ends_are_typed_in_percent_of_the_beam(qtbot, pane, panel):
    type_into(qtbot, panel.tone.darkest_field, "2")
    type_into(qtbot, panel.tone.brightest_field, "12")

    window = look_of(pane).window
    assert window.darkest == pytest.approx(0.02 * 65535, abs=1e-6)
    assert window.brightest == pytest.approx(0.12 * 65535, abs=1e-6)


def test_the_auto_window_takes_the_chosen_percentiles(qtbot, pane, panel):
    type_into(qtbot, panel.tone.low_field, "10")
    type_into(qtbot, panel.tone.high_field, "90")
    qtbot.mouseClick(panel.tone.auto, LEFT)

    window = look_of(pane).window
    assert window.darkest == pytest.approx(2100, abs=15)
    assert window.brightest == pytest.approx(2900, abs=15)


def test_choosing_gamma_shows_a_change_and_a_slider(qtbot, pane, panel):
    qtbot.mouseClick(panel.tone.curves[Curve.GAMMA], LEFT)
    first = look_of(pane).gamma
    panel.tone.gamma.setValue(panel.tone.gamma.maximum())

    assert (look_of(pane).curve, first) == (Curve.GAMMA, 1.6)
    assert look_of(pane).gamma == 5.0
    assert panel.tone.gamma.isVisible()


def test_a_pressed_curve_stays_pressed(qtbot, pane, panel):
    qtbot.mouseClick(panel.tone.curves[Curve.LINEAR], LEFT)

    assert panel.tone.curves[Curve.LINEAR].isChecked()
    assert look_of(pane) == Look()


@pytest.mark.parametrize("colours", list(ColourMap))
def test_every_colour_map_has_a_swatch(qtbot, pane, panel, colours):
    qtbot.mouseClick(panel.colour.maps[colours], LEFT)

    assert look_of(pane).colours is colours
    assert panel.colour.maps[colours].isChecked()
    assert panel.colour.maps[colours].toolTip()


def test_what_needs_two_energies_is_offered_only_where_there_are_two(qtbot, pane, panel):
    alone = panel.colour.material.isVisible()
    pane.show_picture(make_picture(low=True))

    qtbot.mouseClick(panel.colour.energies[Energy.LOW], LEFT)
    qtbot.mouseClick(panel.colour.material, LEFT)
    qtbot.mouseClick(panel.colour.strips[Strip.ORGANIC], LEFT)

    assert not alone
    assert look_of(pane) == Look(energy=Energy.LOW, material=True, strip=Strip.ORGANIC)
    assert not panel.colour.maps[ColourMap.GREY].isEnabled()


def test_a_band_is_switched_on_moved_and_remembered(qtbot, pane, panel):
    qtbot.mouseClick(panel.band.switch, LEFT, pos=QPoint(6, panel.band.switch.height() // 2))
    type_into(qtbot, panel.band.to_field, "8")
    type_into(qtbot, panel.band.from_field, "2")
    qtbot.mouseClick(panel.band.colours["#4fd98a"], LEFT)
    band = look_of(pane).band

    pane.set_look(Look())
    qtbot.mouseClick(panel.band.switch, LEFT, pos=QPoint(6, panel.band.switch.height() // 2))

    assert band.darkest == pytest.approx(0.02 * 65535)
    assert band.brightest == pytest.approx(0.08 * 65535)
    assert band.colour == "#4fd98a"
    assert look_of(pane).band == band


def test_an_end_of_a_band_pushes_the_other_along(qtbot, pane, panel):
    pane.set_look(Look(band=DensityBand(darkest=0, brightest=0.05 * 65535)))

    type_into(qtbot, panel.band.from_field, "20")

    band = look_of(pane).band
    assert band.darkest == band.brightest == pytest.approx(0.2 * 65535)


@pytest.mark.parametrize("kind", FilterKind)
def test_every_filter_can_be_added(pane, panel, kind):
    panel.filters.kinds[kind].trigger()

    assert look_of(pane).filters == (Filter(kind=kind),)
    assert panel.filters.rows[0].switch.text().startswith("1")


@pytest.mark.parametrize("kind", FilterKind)
def test_every_size_of_a_filter_can_be_chosen(pane, panel, kind):
    panel.filters.kinds[kind].trigger()

    for size in SIZES[kind]:
        panel.filters.rows[0].sizes[size].trigger()
        assert look_of(pane).filters[0].size == size


def test_a_filter_is_made_stronger_switched_off_and_taken_away(qtbot, pane, panel):
    pane.set_look(Look(filters=(Filter(kind=FilterKind.MEDIAN), Filter(kind=FilterKind.SHARPEN))))
    row = panel.filters.rows[1]

    row.strength.setValue(80)
    qtbot.mouseClick(row.switch, LEFT, pos=QPoint(6, row.switch.height() // 2))
    changed = look_of(pane).filters
    qtbot.mouseClick(panel.filters.rows[0].away, LEFT)

    off = Filter(kind=FilterKind.SHARPEN, strength=0.8, on=False)
    assert changed == (Filter(kind=FilterKind.MEDIAN), off)
    assert look_of(pane).filters == (off,)


def test_the_order_is_shown_and_can_be_changed(qtbot, pane, panel):
    kinds = [FilterKind.MEDIAN, FilterKind.SHARPEN, FilterKind.EMBOSS]
    pane.set_look(Look(filters=tuple(Filter(kind=kind) for kind in kinds)))

    qtbot.mouseClick(panel.filters.rows[2].earlier, LEFT)
    qtbot.mouseClick(panel.filters.rows[0].later, LEFT)

    assert stack_of(pane) == [FilterKind.EMBOSS, FilterKind.MEDIAN, FilterKind.SHARPEN]
    assert [row.switch.text()[0] for row in panel.filters.rows] == ["1", "2", "3"]
    ends = [(row.earlier.isEnabled(), row.later.isEnabled()) for row in panel.filters.rows]
    assert ends == [(False, True), (True, True), (True, False)]


def test_the_row_under_the_hand_stays_while_its_filter_changes(pane, panel):
    panel.filters.kinds[FilterKind.SHARPEN].trigger()
    row = panel.filters.rows[0]

    for percent in range(10, 90, 10):
        row.strength.setValue(percent)

    assert panel.filters.rows == [row]
    assert look_of(pane).filters[0].strength == 0.8


def test_a_full_stack_takes_no_more(panel):
    for _ in range(8):
        panel.filters.kinds[FilterKind.MEAN].trigger()

    assert not panel.filters.add.isEnabled()


def test_the_band_is_seen_in_the_histogram(pane, panel):
    at = QPoint(round(0.8 * panel.histogram.width()), 6)
    before = panel.histogram.grab().toImage().pixelColor(at)

    pane.set_look(Look(band=DensityBand(darkest=0.75 * 65535, brightest=0.85 * 65535)))

    assert panel.histogram.grab().toImage().pixelColor(at).red() > before.red() + 40


def test_the_plain_look_is_one_click_away(qtbot, pane, panel):
    pane.set_look(EVERYTHING)

    qtbot.mouseClick(panel.plain, LEFT)

    assert look_of(pane) == Look()


def test_typing_in_a_field_decides_nothing(qtbot, desk, panel):
    for box in (panel.tone.window_field, panel.band.to_field):
        qtbot.mouseClick(box.lineEdit(), LEFT)
        box.selectAll()
        for key in (Qt.Key.Key_5, Qt.Key.Key_5, Qt.Key.Key_Backspace):
            qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.mouseClick(panel.title, LEFT)
    qtbot.keyClicks(panel.title, "q5")

    assert panel.title.text() == "q5"
    assert desk.decided == []


def test_enter_leads_back_to_the_picture_and_its_keys(qtbot, desk, pane, panel):
    type_into(qtbot, panel.tone.window_field, "900")

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_5)

    assert QApplication.focusWidget() is pane.view
    assert desk.decided == ["decided"]


def test_tab_reaches_every_control_and_no_click_on_a_button_or_slider_takes_the_keys(pane, panel):
    pane.set_look(EVERYTHING)

    buttons = panel.findChildren(QAbstractButton)
    bars = panel.findChildren(QScrollBar)
    sliders = [one for one in panel.findChildren(QAbstractSlider) if one not in bars]
    assert buttons
    assert sliders
    for one in (*buttons, *sliders):
        assert one.focusPolicy() == Qt.FocusPolicy.TabFocus, one
    for box in panel.findChildren(QAbstractSpinBox):
        assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert panel.title.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_the_wheel_changes_no_value_that_it_passes_over(pane, panel):
    pane.set_look(Look(curve=Curve.GAMMA, gamma=2.0))

    for one in (panel.tone.window_field, panel.tone.gamma):
        at = QPointF(one.rect().center())
        wheel = QWheelEvent(
            at,
            QPointF(one.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(one, wheel)

    assert look_of(pane) == Look(curve=Curve.GAMMA, gamma=2.0)


def test_a_hidden_panel_catches_up_when_it_is_shown(pane, panel):
    panel.hide()
    pane.set_look(replace(Look(), window=between(100, 1100)))
    hidden = panel.tone.window_field.value()

    panel.show()

    assert hidden == 65535
    assert panel.tone.window_field.value() == 1000


def test_a_look_is_kept_under_a_name_on_a_key(qtbot, panel):
    nameless = panel.keep.isEnabled()
    panel.title.setText("  Paper ")

    with qtbot.waitSignal(panel.keepAsked) as kept:
        panel.slots[3].trigger()

    assert not nameless
    assert kept.args == [3, "Paper"]
    assert panel.title.text() == ""


def test_another_language_is_heard_and_changes_no_look(pane, panel):
    pane.set_look(EVERYTHING)
    panel.filters.heading.setText("")

    for widget in (panel, *panel.findChildren(QWidget)):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))

    assert panel.filters.heading.text()
    assert look_of(pane) == EVERYTHING


def test_the_panel_is_as_wide_as_promised_with_everything_in_it(pane, panel):
    pane.show_picture(make_picture(low=True), look=EVERYTHING)
    QApplication.processEvents()

    assert panel.sizeHint().width() == 300
    for section in (panel.tone, panel.colour, panel.band, panel.filters):
        assert section.minimumSizeHint().width() <= 300
