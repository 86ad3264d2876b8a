"""The reviewer judges before the engine is heard, where a case asks for it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from queue_client.testing import StubModel
from tests.ui.conftest import make_comparison, make_declaration, make_package
from tests.ui.test_desk import give_reason
from ui import words
from ui.desk.own_judgement import ANSWERS
from ui.link_news import ModelReady
from viewer.overlay import MarkDrawing, RegionKind, Shape
from workstation.domain.comparison import LotFinding, Verdict, comparison_to_json
from workstation.domain.context import CaseContext, EngineShown, Reading, Tier, context_to_json
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import declaration_to_json
from workstation.review.first_look import CONFIRM_AFTER_S, Judgement
from workstation.review.reasons import REASONS, Reason

MATCH = make_comparison().matches[0]
SCRAP = replace(MATCH, model="s1", hs="720449", name="Scrap", score=0.8, prohibited=True)
OTHER_WINE = replace(MATCH, model="m0", name="Another wine", score=0.4)
ODD = LotFinding(sisters=4, odd="scan-001", unlike=True, score=5.0)
LOUD = replace(
    make_comparison(), matches=(MATCH, OTHER_WINE), prohibited=(SCRAP,), lot=ODD, p_value=0.004
)
"""An answer that has something to say in every place of the screen."""
OPINIONS = (
    "Does not fit",
    "Consistent",
    "prohibited",
    "Scrap",
    "Differs",
    "unlike",
    "Unlike",
    "lot",
    "Load:",
    "p =",
    "Engine 7",
    "0.90",
    "0.40",
    "0.80",
    "density",
    "has not compared",
)


@pytest.fixture
def open_case(qtbot, room, open_desk, tmp_path):
    """Return a function that opens a desk with one case, read as it is told."""

    def open_one(mode, comparison=LOUD, *, count=1, shape=(120, 280), tier=Tier.ORDINARY, **papers):
        models = [
            StubModel(model=name, hs=hs, name=title, content=make_package(tmp_path, seed=seed))
            for name, hs, title, seed in (
                ("m1", "220421", "Wine", 901),
                ("s1", "720449", "Scrap", 902),
                ("m0", "220421", "Another wine", 903),
            )
        ]
        for seed in range(count):
            room.hub.add_case(
                make_package(tmp_path, seed=seed + 1, shape=shape),
                head={"container": "CSQU3054383"},
                declaration=declaration_to_json(make_declaration(**papers)),
                comparison=comparison_to_json(comparison),
                models=models,
                context=context_to_json(CaseContext(reading=Reading(engine=mode, tier=tier))),
            )
        desk = open_desk()
        qtbot.waitUntil(
            lambda: armed(desk) and desk.window.desk.models.model is not None, timeout=8000
        )
        return desk

    return open_one


def armed(desk):
    return desk.window.controller.obstacle(Conclusion.RELEASE, None) is None


def press(desk, key):
    QTest.keyClick(desk.window.desk.panes.scan.view, key)


def proposed(desk):
    """Press the key for inspecting and return the reason that its sheet proposes."""
    press(desk, Qt.Key.Key_F2)
    assert desk.window.desk.reason_sheet.is_open
    return desk.window.desk.reason_sheet.chosen


def wait_for_models(qtbot, desk, count):
    """Wait until so many of the case's models have come to the desk."""
    controller = desk.window.controller

    def are_here():
        models = controller._models  # noqa: SLF001 - what has come, or is still to be shown
        return len(models.of(controller.case.lease.case_id)) >= count and not models.are_coming

    qtbot.waitUntil(are_here, timeout=5000)


def words_on(widget):
    """Return every word that the window shows or tells a screen reader or a tip."""
    said = []
    for child in widget.findChildren(QWidget):
        if child.isVisibleTo(widget):
            said += [child.toolTip(), child.accessibleName()]
            text = getattr(child, "text", None)
            said.append(text() if callable(text) else "")
    return [text for text in said if isinstance(text, str) and text]


def opinions_on(desk):
    """Return what the case's parts of the window betray of the engine's answer."""
    page = desk.window.desk
    case = (page.side, page.models, page.panes, page.explanation, page.decision_bar)
    said = [text for part in (*case, desk.window.status) for text in words_on(part)]
    return [text for text in said if any(word in text for word in OPINIONS)]


def drawn(desk):
    shown = desk.window.desk.panes.scan.view.overlay_item._regions  # noqa: SLF001 - what is drawn
    return [region.kind for region in shown]


@pytest.mark.parametrize("mode", [EngineShown.AFTER, EngineShown.CONFLICT])
def test_before_the_first_judgement_nothing_tells_the_engine_s_opinion(qtbot, open_case, mode):
    desk = open_case(mode)
    wait_for_models(qtbot, desk, 3)
    page = desk.window.desk

    for name in ANSWERS:
        desk.window.commands[name].trigger()
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Apostrophe, Qt.Key.Key_Semicolon):
        press(desk, key)

    assert opinions_on(desk) == []
    assert drawn(desk) == []
    assert not page.explanation.isVisible()
    assert not page.panes.patches.is_shown
    why = page.tools._of_name["region.explain"]  # noqa: SLF001 - the button of a command
    assert not why.isEnabled()
    assert "Your own judgement first" in words_on(page.verdict_panel)
    # The sheet holds every reason; which one is proposed would tell.
    assert proposed(desk) is REASONS[Conclusion.INSPECT][0]


def test_the_models_of_the_declared_goods_stand_there_by_name_not_by_rank(qtbot, open_case):
    desk = open_case(EngineShown.AFTER)
    wait_for_models(qtbot, desk, 3)

    strip = desk.window.desk.models

    names = [b.accessibleName() for b in strip._buttons]  # noqa: SLF001 - the row as it stands
    assert names == ["Another wine 220421", "Wine 220421"]
    assert desk.window.desk.panes.model.picture is not None


@pytest.mark.parametrize(
    ("key", "own", "differs"),
    [
        (Qt.Key.Key_0, Judgement.CLEAR, True),
        (Qt.Key.Key_QuoteLeft, Judgement.SUSPICIOUS, False),
    ],
)
def test_one_key_tells_the_judgement_and_brings_the_whole_answer(
    qtbot, open_case, key, own, differs
):
    desk = open_case(EngineShown.AFTER)
    wait_for_models(qtbot, desk, 3)

    press(desk, key)

    page = desk.window.desk
    assert desk.window.judging.look.own is own
    assert "Does not fit the declaration" in page.verdict_panel.verdict.text()
    assert "Scrap" in page.verdict_panel.prohibited.text()
    assert RegionKind.DEVIATION in drawn(desk)
    assert page.verdict_panel.judging.differs.isVisible() is differs
    assert [b.accessibleName().split()[0] for b in page.models._buttons] == [  # noqa: SLF001
        "Wine",
        "Scrap",
        "Another",
    ]
    assert desk.window.commands["region.next"].isEnabled()
    assert not desk.window.commands["judge.clear"].isEnabled()
    assert proposed(desk) is Reason.PROHIBITED_GOODS


def test_what_is_explained_afterwards_is_cut_from_the_full_picture(open_case):
    desk = open_case(EngineShown.AFTER, shape=(700, 5200))

    press(desk, Qt.Key.Key_0)

    page = desk.window.desk
    assert page.panes.scan.picture.reduced == 1
    assert page.explanation._picture is page.panes.scan.picture  # noqa: SLF001 - what it cuts
    assert page._case.picture is not page.panes.scan.picture  # noqa: SLF001 - the coarse one


def test_a_judgement_needs_the_picture_to_have_been_looked_at(open_case):
    desk = open_case(EngineShown.AFTER)
    desk.window.controller._dwell_s = 60.0  # noqa: SLF001 - as if it had just opened

    press(desk, Qt.Key.Key_0)

    assert desk.window.judging.look.waits
    assert desk.window.desk.decision_bar.state.text() == "Look first"


def test_a_release_that_the_engine_agrees_with_goes_at_once(qtbot, room, open_case):
    calm = replace(make_comparison(), verdict=Verdict.CONSISTENT, deviations=())
    desk = open_case(EngineShown.AFTER, calm)

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    told = room.hub.decisions[0].evidence
    assert told["judgement"]["first"] == "clear"
    assert told["judgement"]["differed"] is False
    assert told["engine_seen"] is True


def test_a_release_that_the_engine_objects_to_is_asked_for_again(qtbot, room, open_case):
    desk = open_case(EngineShown.AFTER)
    read = desk.window.judging._read  # noqa: SLF001 - to let time pass

    press(desk, Qt.Key.Key_F9)
    press(desk, Qt.Key.Key_F9)  # the bounce of the first
    line = desk.window.desk.decision_bar.state.text()
    undecided = len(room.hub.decisions)
    read.opened_at -= CONFIRM_AFTER_S
    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    told = room.hub.decisions[0].evidence["judgement"]
    assert undecided == 0
    assert "sees it otherwise" in line
    assert (told["asked_again"], told["differed"], told["changed_mind"]) == (True, True, False)


def test_a_key_that_did_not_decide_after_all_leaves_the_screen_and_the_record_alike(
    open_case, monkeypatch
):
    calm = replace(make_comparison(), verdict=Verdict.CONSISTENT, deviations=())
    desk = open_case(EngineShown.AFTER, calm)
    monkeypatch.setattr(desk.window.controller, "decide", lambda *_: False)

    press(desk, Qt.Key.Key_F9)

    assert desk.window.judging.look.is_shown
    assert "Consistent" in desk.window.desk.verdict_panel.verdict.text()


def test_a_change_of_mind_after_the_verdict_is_in_the_record(qtbot, room, open_case):
    desk = open_case(EngineShown.AFTER)

    press(desk, Qt.Key.Key_0)
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    decision = room.hub.decisions[0]
    assert decision.conclusion == "inspect"
    assert decision.evidence["judgement"]["changed_mind"] is True
    assert decision.evidence["judgement"]["engine_shown_s"] > 0


def test_on_conflict_only_an_answer_that_agrees_stays_away(qtbot, room, open_case):
    desk = open_case(EngineShown.CONFLICT)
    wait_for_models(qtbot, desk, 3)

    press(desk, Qt.Key.Key_QuoteLeft)
    told = opinions_on(desk)
    reason = proposed(desk)
    give_reason(desk)

    assert told == []
    assert reason is REASONS[Conclusion.INSPECT][0]
    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    assert room.hub.decisions[0].evidence["engine_seen"] is False


def test_on_conflict_an_answer_that_differs_comes(open_case):
    desk = open_case(EngineShown.CONFLICT)

    press(desk, Qt.Key.Key_0)

    assert "Does not fit" in desk.window.desk.verdict_panel.verdict.text()


def test_a_case_taken_back_is_not_asked_about_again(qtbot, open_case):
    calm = replace(make_comparison(), verdict=Verdict.CONSISTENT, deviations=())
    desk = open_case(EngineShown.AFTER, calm, count=2)
    first = desk.window.controller.case
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.window.controller.case not in {None, first}, timeout=5000)
    other_waits = desk.window.judging.look.waits

    desk.window.controller._open_again(first)  # noqa: SLF001 - as when it was withdrawn

    assert other_waits
    assert not desk.window.judging.look.waits
    qtbot.waitUntil(lambda: desk.window.opening.is_over)
    assert "Consistent" in desk.window.desk.verdict_panel.verdict.text()


def test_the_next_officer_at_this_desk_judges_anew(qtbot, open_case):
    calm = replace(make_comparison(), verdict=Verdict.CONSISTENT, deviations=())
    desk = open_case(EngineShown.AFTER, calm)
    case = desk.window.controller.case
    press(desk, Qt.Key.Key_0)

    desk.window.commands["case.sign_out"].trigger()
    qtbot.waitUntil(lambda: desk.window.controller.session is None, timeout=5000)
    desk.window.judging.open(case)

    assert desk.window.judging.look.waits


def crash(desk, room):
    """End a desk as a power cut does: nothing is decided, and the hub's lease runs out."""
    desk.stop()
    for case in room.hub.cases.values():
        case.token = None


def test_a_first_judgement_outlives_a_crash(qtbot, room, open_case, open_desk):
    desk = open_case(EngineShown.AFTER)
    press(desk, Qt.Key.Key_0)
    told = desk.window.judging.look
    qtbot.waitUntil(lambda: "clear" in str(desk.journal.drafts()), timeout=4000)
    crash(desk, room)

    again = open_desk()

    qtbot.waitUntil(lambda: armed(again) and again.window.opening.is_over, timeout=8000)
    assert told.own is Judgement.CLEAR
    assert again.window.judging.look == told
    assert "Does not fit" in again.window.desk.verdict_panel.verdict.text()
    assert again.window.judging.evidence()["judgement"]["first"] == "clear"


def test_another_officer_judges_anew_after_a_crash(qtbot, room, open_case, open_desk):
    desk = open_case(EngineShown.AFTER)
    press(desk, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: "clear" in str(desk.journal.drafts()), timeout=4000)
    crash(desk, room)

    again = open_desk(officer="wang")

    qtbot.waitUntil(lambda: armed(again), timeout=8000)
    assert again.window.judging.look.waits


def test_a_reason_that_a_hand_chose_is_kept_when_the_answer_comes(open_case):
    desk = open_case(EngineShown.AFTER)
    sheet = desk.window.desk.reason_sheet
    press(desk, Qt.Key.Key_F2)
    QTest.keyClick(sheet, Qt.Key.Key_Down)
    chosen = sheet.chosen

    desk.window.commands["judge.clear"].trigger()  # by its button: the sheet has the keys

    assert desk.window.judging.look.is_shown
    assert sheet.is_open
    assert sheet.chosen is chosen
    assert chosen is REASONS[Conclusion.INSPECT][1]


def test_a_mark_drawn_while_the_answer_is_away_proposes_a_reason_of_its_own(open_case):
    desk = open_case(EngineShown.AFTER)
    box = MarkDrawing(shape=Shape.BOX, points=((40.0, 60.0), (60.0, 90.0)))

    desk.window.controller.draw(box)

    assert proposed(desk) is Reason.HIDDEN_OBJECT


def test_every_word_of_it_follows_the_language(open_case):
    desk = open_case(EngineShown.AFTER)
    panel = desk.window.desk.verdict_panel.judging

    english = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    desk.window.switch_language()
    chinese = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]

    assert len(english) == len(chinese)
    assert [text for text in english if not text] == []


def test_with_the_verdict_before_all_is_as_ever(open_case):
    desk = open_case(EngineShown.BEFORE)

    assert not desk.window.desk.verdict_panel.judging.isVisible()
    assert "Does not fit" in desk.window.desk.verdict_panel.verdict.text()
    assert not desk.window.commands["judge.clear"].isEnabled()


def test_a_model_that_comes_as_its_case_opens_stands_behind_better_ones(qtbot, open_case):
    desk = open_case(EngineShown.BEFORE)
    wait_for_models(qtbot, desk, 3)
    controller, strip = desk.window.controller, desk.window.desk.models
    case = controller.case
    came_before = controller._models._kept[case.lease.case_id]  # noqa: SLF001
    last = came_before.pop("m0")

    controller._open(case)  # noqa: SLF001 - as when the case comes up
    controller._on_news(ModelReady(case_id=case.lease.case_id, model=last))  # noqa: SLF001

    qtbot.waitUntil(lambda: len(strip._buttons) == 3, timeout=3000)  # noqa: SLF001
    names = [b.accessibleName().split()[0] for b in strip._buttons]  # noqa: SLF001
    assert names == ["Wine", "Scrap", "Another"]
    assert strip.model.ref.model == "m1"


def test_models_of_the_open_case_do_not_come_while_looking_back(qtbot, open_case):
    calm = replace(make_comparison(), verdict=Verdict.CONSISTENT, deviations=())
    desk = open_case(EngineShown.BEFORE, calm, count=2)
    controller = desk.window.controller
    first = controller.case
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: controller.case not in (None, first), timeout=5000)
    wait_for_models(qtbot, desk, 1)
    arrived = []
    controller.model_arrived.connect(arrived.append)
    controller._open(controller.case)  # noqa: SLF001 - its models are about to come

    controller.look_back()

    qtbot.waitUntil(lambda: not controller._models.are_coming, timeout=3000)  # noqa: SLF001
    assert arrived == []


@pytest.mark.parametrize("tier", [Tier.ORDINARY, Tier.RAISED])
def test_the_lamp_does_not_tell_what_the_engine_thinks_before_the_own_judgement(open_case, tier):
    desk = open_case(EngineShown.AFTER, tier=tier)
    lamp = desk.window.desk.case_panel.lamp
    before = lamp.text()

    desk.window.commands["judge.clear"].trigger()

    assert before == "◌ Risk after your own judgement"
    assert words.tier(tier) in lamp.text()


def test_a_risk_that_people_told_is_shown_while_the_answer_is_withheld(open_case):
    desk = open_case(EngineShown.AFTER, tier=Tier.HIGH, risk_instruction="Open it")

    assert words.tier(Tier.HIGH) in desk.window.desk.case_panel.lamp.text()
