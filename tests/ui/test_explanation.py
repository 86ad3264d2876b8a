"""From an odd region to its explanation, and to the models that speak for and against it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import BOX, make_comparison
from ui.i18n import Language
from ui.widgets.texts import Elided
from viewer.overlay import RegionKind
from workstation.domain.comparison import Deviation, PatchPair, Rectangle, Witness
from workstation.domain.decision import Conclusion

PLACE = Rectangle(row=40, column=100, height=20, width=30)
FOR = Witness(model="m1", hs="220421", name="Wine", area=PLACE, score=0.31)
AGAINST = Witness(model="s1", hs="720449", name="Scrap", area=PLACE, score=0.77)
DENSE = Deviation(
    area=Rectangle(row=30, column=60, height=20, width=30),
    score=0.7,
    why=("density", "material"),
    supporting=FOR,
    contradicting=AGAINST,
    excess_g_cm2=12.4,
)
GAP = Deviation(area=Rectangle(row=50, column=180, height=24, width=26), score=0.4, why=("void",))


def answer(**changes):
    """Return an answer with two odd regions."""
    return replace(make_comparison(), deviations=(DENSE, GAP), **changes)


@pytest.fixture
def open_case(qtbot, room, open_desk):
    def open_one(comparison, *others):
        room.add_compared(comparison, *others)
        desk = open_desk()
        controller = desk.window.controller
        qtbot.waitUntil(
            lambda: (
                controller.obstacle(Conclusion.RELEASE, None) is None
                and desk.window.desk.models.model is not None
            ),
            timeout=8000,
        )
        return desk

    return open_one


def press(desk, key):
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def drawn(desk, kind):
    """Return the regions of a kind over the scan."""
    shown = desk.window.desk.panes.scan.view.overlay_item._regions  # noqa: SLF001 - what is drawn
    return [region for region in shown if region.kind is kind]


def test_a_step_brings_the_next_region_into_view_and_explains_it(qtbot, open_case):
    desk = open_case(answer(), "s1")
    page = desk.window.desk

    press(desk, Qt.Key.Key_Period)

    assert page.explanation.isVisible()
    assert not page.panes.model.isVisible()
    assert page.panes.scan.state.viewpoint.centre == pytest.approx((40.0, 75.0))
    assert "Denser than the load at its height by 12 g/cm²." in page.explanation.words.text()
    assert "More like other goods: Scrap." in page.explanation.words.text()
    qtbot.waitUntil(lambda: page.explanation.against_card.crop.spot is not None, timeout=5000)
    assert page.explanation.for_card.caption.text() == "Wine · 220421 · 0.31"
    assert page.explanation.against_card.caption.text() == "Scrap · 720449 · 0.77"


def test_steps_go_round_and_the_list_follows(open_case):
    desk = open_case(answer(), "s1")
    page = desk.window.desk

    press(desk, Qt.Key.Key_Comma)
    last = page.regions.chosen
    press(desk, Qt.Key.Key_Period)

    assert (last, page.regions.chosen) == (1, 0)
    assert [region.chosen for region in drawn(desk, RegionKind.DEVIATION)] == [True, False]
    assert drawn(desk, RegionKind.DEVIATION)[0].label == "1  density, material"


def test_a_key_hides_the_regions_but_neither_marks_nor_match(open_case):
    desk = open_case(answer(), "s1")

    press(desk, Qt.Key.Key_Slash)
    hidden = drawn(desk, RegionKind.DEVIATION)
    press(desk, Qt.Key.Key_Slash)

    assert hidden == []
    assert len(drawn(desk, RegionKind.DEVIATION)) == 2
    assert len(drawn(desk, RegionKind.MATCH)) == 1


def test_a_step_shows_what_was_hidden(open_case):
    desk = open_case(answer(), "s1")
    press(desk, Qt.Key.Key_Slash)
    press(desk, Qt.Key.Key_H)

    press(desk, Qt.Key.Key_Period)

    assert len(drawn(desk, RegionKind.DEVIATION)) == 2
    assert desk.window.desk.panes.scan.view.overlay_item.isVisible()
    assert desk.window.commands["view.deviations"].isChecked()


def test_models_that_only_explain_are_fetched_when_asked_for_and_stand_in_no_row(qtbot, open_case):
    desk = open_case(answer(), "s1")
    page = desk.window.desk
    cached = [path.name for path in (desk.link._worker._cases._cache / "models").glob("*")]  # noqa: SLF001

    press(desk, Qt.Key.Key_Period)

    qtbot.waitUntil(lambda: page.explanation.against_card.crop.spot is not None, timeout=5000)
    assert len(cached) == 1
    assert page.models.model_of("s1") is None
    assert page.models.model.ref.model == "m1"


def test_a_click_on_a_crop_opens_that_model_at_that_place(qtbot, open_case):
    desk = open_case(answer(), "s1")
    page = desk.window.desk
    press(desk, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: page.explanation.against_card.crop.spot is not None, timeout=5000)

    QTest.mouseClick(page.explanation.against_card.crop, Qt.MouseButton.LeftButton)

    assert not page.explanation.isVisible()
    assert page.panes.model.isVisible()
    assert page.panes.model.label == "Scrap"
    assert page.panes.model.state.viewpoint.centre == pytest.approx((50.0, 115.0))
    assert page.evidence()["model_shown"] == "s1"
    view = page.panes.scan.view
    qtbot.waitUntil(lambda: page.panes.height() > 1.5 * view.height(), timeout=3000)
    qtbot.wait(50)  # the room of the explanation has gone to the panes
    assert view.viewpoint.zoom * DENSE.area.height == pytest.approx(0.4 * view.height(), rel=0.05)


def test_a_model_chosen_by_hand_takes_its_place_back(open_case):
    desk = open_case(answer(), "s1")
    press(desk, Qt.Key.Key_Apostrophe)

    press(desk, Qt.Key.Key_N)

    assert not desk.window.desk.explanation.isVisible()
    assert desk.window.desk.panes.model.isVisible()
    assert not desk.window.commands["region.explain"].isChecked()


def test_a_click_on_a_region_chooses_it_and_opens_nothing(open_case):
    desk = open_case(answer(), "s1")
    page = desk.window.desk
    view = page.panes.scan.view
    down, along = view.stage().point(view.viewpoint, (62.0, 193.0))
    ratio = view.devicePixelRatioF()

    at = QPoint(round(along / ratio), round(down / ratio))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert page.regions.chosen == 1
    assert not page.explanation.isVisible()


def test_a_model_that_cannot_come_is_said_to_be_missing(qtbot, open_case):
    desk = open_case(answer())  # the hub does not list the model that speaks against
    page = desk.window.desk

    press(desk, Qt.Key.Key_Period)

    said = "The model cannot be shown."
    qtbot.waitUntil(
        lambda: page.explanation.against_card.crop._message == said,  # noqa: SLF001 - as painted
        timeout=5000,
    )
    press(desk, Qt.Key.Key_Period)
    missing = page.explanation.for_card.crop._message  # noqa: SLF001 - as painted
    assert missing == "No model of the declared goods comes near."


def test_a_mirrored_match_is_laid_mirrored_with_its_patches(open_case):
    left = Rectangle(row=20, column=30, height=60, width=100)
    pair = PatchPair(
        scan_area=Rectangle(row=30, column=40, height=10, width=10),
        model_area=Rectangle(row=30, column=200, height=10, width=10),
    )
    (match,) = make_comparison().matches
    turned = replace(match, mirrored=True, scan_area=BOX, model_area=left, patches=(pair,))

    desk = open_case(answer(matches=(turned,)), "s1")

    panes = desk.window.desk.panes
    assert panes.model.picture.mirrored
    assert "mirrored left to right" in panes.model.fidelity_text()
    (there,) = panes.model.view.overlay_item._regions  # noqa: SLF001 - what is drawn
    assert (there.rect.column, there.rect.width) == (280 - 130, 100)
    press(desk, Qt.Key.Key_Semicolon)
    panes.scan.view.pointed.emit((35.0, 45.0))
    assert panes.patches.lit[1].column == 280 - 210


def test_the_next_case_opens_with_regions_and_without_explanation(qtbot, room, open_case):
    desk = open_case(answer(), "s1")
    room.add_cases(1)
    press(desk, Qt.Key.Key_Period)
    press(desk, Qt.Key.Key_Slash)
    first = desk.window.controller.case

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(
        lambda: desk.window.controller.case not in (None, first),
        timeout=8000,
    )
    qtbot.waitUntil(lambda: desk.window.opening.is_over, timeout=8000)
    assert not desk.window.desk.explanation.isVisible()
    assert len(drawn(desk, RegionKind.DEVIATION)) == 1


def test_what_was_explained_goes_into_the_record(room, qtbot, open_case):
    desk = open_case(answer(), "s1")
    press(desk, Qt.Key.Key_Period)

    press(desk, Qt.Key.Key_F2)
    QTest.keyClick(desk.window.desk.reason_sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    seen = room.hub.decisions[0].evidence["regions"]
    assert seen == {"shown": True, "chosen": 1, "explained": True, "patches": False}


@pytest.mark.parametrize("language", list(Language))
def test_nothing_of_an_explanation_is_cut_at_the_smallest_window(qtbot, open_case, language):
    desk = open_case(answer(), "s1")
    desk.window.resize(desk.window.minimumSize())
    if language is Language.CHINESE:
        desk.window.switch_language()

    press(desk, Qt.Key.Key_Period)

    page = desk.window.desk
    labels = page.findChildren(QLabel)

    def cut():
        return [
            label.text()
            for label in labels
            if label.isVisible()
            and not isinstance(label, Elided)
            and not label.wordWrap()
            and label.width() < label.sizeHint().width()
        ]

    qtbot.waitUntil(lambda: cut() == [], timeout=3000)
    assert desk.window.width() <= 1280
    assert page.panes.scan.view.height() >= 90
    assert page.explanation.scan_card.crop.width() >= 120
