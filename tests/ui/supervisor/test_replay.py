"""A case is decided at a desk and replayed: the panes show the very pixels that the desk showed."""

import base64
import hashlib
import zlib
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.scripted_questions import ScriptedQuestions
from tests.ui.conftest import make_comparison, make_declaration, make_package
from tests.ui.test_desk import BOX_DRAWN, press, wait_armed
from ui.supervisor.audited import read_answer
from ui.supervisor.decision_facts import DecisionFacts
from ui.supervisor.film_story import Lane
from ui.supervisor.record_story import story_of
from ui.supervisor.replay_page import ReplayPage
from viewer.compare import CompareMode, Covered
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Look, look_to_json
from workstation.domain.comparison import comparison_to_json
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import declaration_to_json
from workstation.review.film import Track
from workstation.review.film_strip import Strip

MARK = {"mark_id": "a", "view": "side", "shape": "box", "points": [[30, 60], [50, 90]], "text": ""}
LOOK = {**look_to_json(Look()), "invert": True}
NOW = "2026-11-23T06:12:44.000000+00:00"


def pixels(pane):
    """Everything that a pane's viewport shows, also what is drawn over the picture."""
    image = pane.view.viewport().grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 4].copy()


def make_film():
    """The film of a short review."""
    strip = Strip({"case": "north:1", "models": {"m1": "of another day"}})
    answer = {"compared": True, "shown": False, "own": None, "asked": False}
    strip.note(Track.VIEW, [60.0, 140.0, 2.0], 0)
    strip.note(Track.SIZE, [300, 900], 0)
    strip.note(Track.LOOK, look_to_json(Look()), 0)
    strip.note(Track.MODEL, None, 0)
    strip.note(Track.ANSWER, answer, 0)
    strip.note(Track.MODEL, "m1", 500)
    strip.note(Track.ACT, "pane.invert", 2000)
    strip.note(Track.LOOK, LOOK, 2000)
    strip.note_marks([MARK], 3000)
    strip.note(Track.ANSWER, {**answer, "shown": True, "own": "clear"}, 4000)
    strip.note(Track.CASE, "decided", 9000)
    return strip.to_bytes()


def make_decision():
    """What a desk wrote down of that review."""
    evidence = {
        "view_state": {
            "look": LOOK,
            "viewpoint": {"centre": [60.0, 140.0], "zoom": 2.0},
            "size_px": [300, 900],
            "fidelity": {},
        },
        "model_shown": "m1",
        "dwell_s": 9.0,
    }
    return SimpleNamespace(
        decision_id="d1",
        case_id="north:1",
        conclusion="inspect",
        reason="",
        note="left",
        marks=[MARK],
        evidence=evidence,
    )


def told_of(decision, film, *, scan, model, state="approved"):
    """What a hub would answer about a decision."""
    is_gone = state == "gone"
    return {
        "decision": {
            "decision_id": decision.decision_id,
            "conclusion": decision.conclusion,
            "reason": decision.reason,
            "note": decision.note,
            "marks": list(decision.marks),
            "officer": "li",
            "desk": "desk-1",
            "decided_at": NOW,
            "evidence": dict(decision.evidence),
        },
        "state": {"stands": True, "settles": True, "announced_at": None, "recalled_at": None},
        "case": {
            "case_id": decision.case_id,
            "scan_id": "scan-1",
            "sha256": hashlib.sha256(scan).hexdigest(),
            "size": len(scan),
            "head": {"container": "CSQU3054383"},
        },
        "declaration": declaration_to_json(make_declaration()),
        "comparison": comparison_to_json(make_comparison()),
        "models": [
            {
                "model": "m1",
                "hs": "220421",
                "name": "Wine",
                "name_zh": "葡萄酒",
                "sha256": "" if is_gone else hashlib.sha256(model).hexdigest(),
                "size": 0 if is_gone else len(model),
                "state": state,
                "changed_at": NOW,
            }
        ],
        "readings": [],
        "film": {
            "named": hashlib.sha256(film).hexdigest() if film else None,
            "kept_at": NOW if film else None,
        },
        "entry": {"seq": 41, "at": NOW, "hash": "ab" * 32},
        "officer_name": "Li Wei",
    }


@pytest.fixture
def open_replay(qapp, tmp_path):  # noqa: ARG001 - widgets need an application
    """Return a function that opens the replay of a decision from a hub's scripted answers."""
    pages = []
    scan, model = make_package(tmp_path, seed=1), make_package(tmp_path, seed=999)
    files = {}
    for content in (scan, model):
        path = tmp_path / hashlib.sha256(content).hexdigest()
        path.write_bytes(content)
        files[path.name] = path

    def open_one(*, decision=None, film=None, sent=None, state="approved", **of_case):
        decision = decision or make_decision()
        film = make_film() if film is None else film
        packed = base64.b64encode(zlib.compress(film if sent is None else sent)).decode()
        answers = {
            Topic.DECISION: told_of(decision, film, scan=scan, model=model, state=state),
            Topic.FILM: {"decision_id": decision.decision_id, "packed": packed},
        }
        answers[Topic.DECISION]["case"] |= of_case
        page = ReplayPage(ScriptedQuestions(answers, files=files))
        pages.append(page)
        page.retranslate()
        page.resize(1500, 900)
        page.show()
        page.open(decision.decision_id)
        return page

    yield open_one
    for page in pages:
        page.rest()
        page.close()
        page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def loaded(qtbot, page, *, models=1):
    qtbot.waitUntil(lambda: page.stage.panes.scan.picture is not None, timeout=30_000)
    qtbot.waitUntil(lambda: len(page.stage._models) == models, timeout=30_000)  # noqa: SLF001
    return page


def test_the_replay_shows_the_very_pixels_of_the_desk(qtbot, room, open_desk, open_replay):
    desk = open_desk(dwell_s=0.0)
    room.add_cases(1)
    wait_armed(qtbot, desk)
    window, recorder = desk.window, desk.filming.recorder
    at_desk, seen = window.desk.panes.scan, []
    qtbot.waitUntil(lambda: window.coverage.coverage.levels().any(), timeout=3000)
    qtbot.waitUntil(lambda: window.desk.models.model is not None, timeout=3000)
    for step in (
        lambda: at_desk.look_at(Viewpoint(centre=(61.3, 101.7), zoom=5.37)),
        at_desk.toggle_invert,
        lambda: window.controller.draw(BOX_DRAWN),
    ):
        step()
        qtbot.wait(20)
        qtbot.waitUntil(lambda: at_desk.navigator.is_settled)  # the overview follows a look
        recorder.look()
        seen.append((recorder.strip.at_ms, pixels(at_desk)))
        qtbot.wait(10)
    size, strip = at_desk.view.viewport().size(), recorder.strip
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(room.hub.steered) == 1, timeout=3000)

    ((act, document),) = room.hub.steered
    page = loaded(qtbot, open_replay(decision=room.hub.decisions[0], film=strip.to_bytes()))
    stage, pane = page.stage, page.stage.panes.scan
    stage.panes.set_lower_away(True)
    stage.setParent(None)
    stage.show()
    stage.resize(stage.size() + size - pane.view.viewport().size())
    qtbot.waitUntil(lambda: pane.view.viewport().size() == size)

    assert act == "keep_film"
    assert zlib.decompress(base64.b64decode(document["packed"])) == strip.to_bytes()
    for at_ms, shown in seen:
        page.player.seek(at_ms)
        # The overview beside the picture follows a look a moment later, as at the desk.
        qtbot.waitUntil(lambda: np.array_equal(pixels(pane), shown), timeout=3000)  # noqa: B023
    assert stage.scale == 1.0
    assert len({shown.tobytes() for _, shown in seen}) == 3
    stage.close()
    stage.deleteLater()


def test_it_begins_as_decided_and_plays_from_the_start(qtbot, open_replay):
    page = loaded(qtbot, open_replay())
    last = page.stage.shown

    page.player.toggle()
    qtbot.waitUntil(lambda: page.player.at_ms > 0)
    first = page.stage.shown
    page.player.seek(page.player.film.end_ms)
    page.player.go_on()

    assert (last.at_ms, len(last.marks)) == (9000, 1)
    assert (first.at_ms < 2000, len(first.marks)) == (True, 0)
    assert not page.player.is_playing
    assert {moment.lane for moment in page._listed} == set(Lane)  # noqa: SLF001 - what is listed
    assert "Li Wei" in page.facts.said.text()
    assert "another picture now" in page.facts.models.text()


def test_the_engine_s_regions_are_shown_only_from_when_the_reviewer_saw_them(qtbot, open_replay):
    page = loaded(qtbot, open_replay())

    page.player.seek(3999)
    before = page.instant.engine.text()
    page.player.seek(4000)

    assert "withheld" in before
    assert "was shown" in page.instant.engine.text()


def test_without_a_film_it_is_shown_as_it_was_decided(qtbot, open_replay):
    page = loaded(qtbot, open_replay(film=b""))

    assert page.player.film is None
    assert not page.play.isEnabled()
    assert look_to_json(page.stage.panes.scan.view.look) == LOOK
    assert len(page.stage.panes.scan.view.overlay_item.marks) == 1
    assert "No film" in page.note.text()
    assert not page.play.isVisibleTo(page)


def test_without_a_film_the_time_line_tells_what_the_record_knows(qtbot, open_replay):
    judged = {
        "compared": True,
        "engine_shown": True,
        "engine_shown_s": 4.0,
        "first": "clear",
        "first_s": 3.5,
    }
    decision = make_decision()
    decision.evidence |= {"judgement": judged, "acts": {"run": [["pane.invert", 2.0]], "more": 0}}

    page = loaded(qtbot, open_replay(decision=decision, film=b""))

    listed = [page.moments.item(row).text() for row in range(page.moments.count())]
    assert [line.split()[0] for line in listed] == ["0:02.0", "0:03.5", "0:04.0", "0:09.0"]
    assert listed[-1].endswith("Decided: Inspect")
    assert "1 mark" in page.time_line.accessibleDescription()
    assert page.time_line.next_moment(1) == 2000


def test_a_few_moments_leave_their_room_to_what_is_known_of_the_case(qtbot, open_replay):
    page = loaded(qtbot, open_replay(film=b""))

    few = page.moments.count()
    lines = few * page.moments.sizeHintForRow(0)

    assert 0 < few < 5
    assert lines <= page.moments.height() <= lines + 10


def test_evidence_of_nonsense_tells_nothing_and_breaks_nothing():
    evidence = {
        "dwell_s": "long",
        "judgement": {"compared": True, "engine_shown": True, "engine_shown_s": -1, "first": 7},
        "acts": {"run": [["pane.invert"], "x", [3, 4], ["of another program", 1.5]]},
    }

    told = story_of(evidence, (), Conclusion.RELEASE)

    assert [one.text for one in told.moments] == ["of another program", "Decided: Release"]
    assert (told.end_ms, told.told_ms) == (1500, None)


def test_a_scan_that_was_disposed_of_is_said_to_be_and_since_when(open_replay):
    page = open_replay(disposed_at="2031-05-06T07:08:09.000000Z")

    assert "disposed of on 2031-05-06" in page.stage.panes.scan._message  # noqa: SLF001
    assert page.stage.panes.scan.picture is None


def test_another_film_than_the_decision_names_is_not_shown(qtbot, open_replay):
    page = loaded(qtbot, open_replay(sent=make_film() + b" "))

    assert page.player.film is None
    assert "not the film" in page.note.text()


def test_the_report_of_a_replayed_decision_is_written_and_noted(qtbot, open_replay, tmp_path):
    page = loaded(qtbot, open_replay())
    target = tmp_path / "report.pdf"
    questions = page.loader._questions  # noqa: SLF001 - whose orders are looked at
    questions.acts[SteerAct.NOTE_EVIDENCE] = {}

    page._asking.write(page._audited, page.player.film, target)  # noqa: SLF001 - past the dialogue

    qtbot.waitUntil(lambda: len(questions.ordered) == 1, timeout=20_000)
    ((act, document, _),) = questions.ordered
    assert act is SteerAct.NOTE_EVIDENCE
    assert document["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert "noted" in page.note.text()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"granted": False, "asked_by": "wu", "yours": True}, "Another officer has to agree"),
        ({"granted": False, "asked_by": "qian", "yours": False}, "qian has asked for this report"),
    ],
)
def test_no_report_is_written_before_another_officer_agreed(qtbot, open_replay, answer, said):
    page = loaded(qtbot, open_replay())
    questions = page.loader._questions  # noqa: SLF001 - whose orders are looked at
    questions.acts[SteerAct.ASK_EXPORT] = answer

    page._asking.ask(page._audited, page.player.film)  # noqa: SLF001 - as the button does

    qtbot.waitUntil(lambda: said in page.note.text())
    assert [act for act, _, _ in questions.ordered] == [SteerAct.ASK_EXPORT]


def test_the_file_is_asked_for_when_another_officer_agreed(qtbot, open_replay, monkeypatch):
    page = loaded(qtbot, open_replay())
    questions = page.loader._questions  # noqa: SLF001 - whose orders are looked at
    questions.acts[SteerAct.ASK_EXPORT] = {"granted": True, "agreed_by": "qian"}
    asked = []
    monkeypatch.setattr(
        "ui.supervisor.evidence_asking.QFileDialog.getSaveFileName",
        lambda *words: asked.append(words) or ("", ""),
    )

    page._asking.ask(page._audited, page.player.film)  # noqa: SLF001 - as the button does

    qtbot.waitUntil(lambda: len(asked) == 1)


@pytest.mark.parametrize(
    ("state", "models", "said"), [("gone", 0, "no longer"), ("retired", 1, "not in force")]
)
def test_a_model_that_is_gone_or_retired_is_said_to_be(qtbot, open_replay, state, models, said):
    page = loaded(qtbot, open_replay(state=state), models=models)

    assert said in page.facts.models.text()
    assert (page.stage.panes.model.picture is not None) == bool(models)


def test_looking_around_is_said_and_leads_back(qtbot, open_replay):
    page = loaded(qtbot, open_replay())
    pane = page.stage.panes.scan
    recorded = pane.state.viewpoint

    pane.zoom_by(2.0)
    pane.markDrawn.emit(BOX_DRAWN)
    qtbot.waitUntil(page.back.isVisible)
    note = page.note.text()
    page.back.click()

    assert "for yourself" in note
    assert len(pane.view.overlay_item.marks) == 1
    assert pane.state.viewpoint == recorded
    assert page.back.isHidden()


def test_the_panes_follow_every_track(qtbot, open_replay):
    strip = Strip({})
    strip.note(Track.VIEW, [60.0, 140.0, 2.0], 0)
    strip.note(Track.SIZE, [300, 900], 0)
    strip.note(Track.LOOK, look_to_json(Look()), 0)
    strip.note(Track.MODEL, "m1", 0)
    strip.note(Track.MODEL_VIEW, [50.0, 90.0, 1.5], 100)
    strip.note(Track.MODEL_SIZE, [300, 900], 100)
    strip.note(Track.MODEL_LOOK, {"invert": True}, 100)
    strip.note(Track.COMPARE, {"mode": "split", "linked": False, "areas": None}, 100)
    strip.note(Track.OVERLAY, {"shown": False, "coverage": True, "structure": True}, 200)
    strip.note(Track.COMPARE, {"mode": "swipe", "curtain": 0.3, "covered": "below"}, 300)
    page = loaded(qtbot, open_replay(film=strip.to_bytes()))
    stage, panes = page.stage, page.stage.panes

    page.player.seek(100)
    model = panes.model.view
    apart = (panes.linked, model.viewpoint.centre, model.look.invert, panes.scan.view.look.invert)
    page.player.seek(200)
    over = (stage.coverage_item.isVisible(), panes.scan.view.overlay_item.isVisible())
    page.player.seek(300)
    swiped = (panes.mode, panes.cover.curtain, panes.cover.covered)
    page.player.seek(0)

    assert apart == (False, (50.0, 90.0), True, False)
    assert over == (True, False)
    assert swiped == (CompareMode.SWIPE, 0.3, Covered.BELOW)
    assert (panes.mode, panes.linked) == (CompareMode.SPLIT, True)
    assert not stage.coverage_item.isVisible()


NONSENSE = {
    Track.VIEW: ["far", None, -1],
    Track.SIZE: [0, "wide"],
    Track.LOOK: {"window": "wide", "filters": [{"kind": "magic"}]},
    Track.FIDELITY: {"box": [1, 2], "full": "perhaps"},
    Track.OVERLAY: {"coverage": True, "shown": 7},
    Track.MODEL: "no such model",
    Track.COMPARE: {"mode": "dance", "curtain": "red", "areas": [[1], 2]},
    Track.REGIONS: {"shown": True, "chosen": "all"},
    Track.PICKED: 12,
    Track.LOUPE: ["a", "b", "c", "d", "e"],
    Track.ANSWER: {"shown": "yes", "compared": 1},
    Track.ACT: "no.such_command",
    Track.CASE: "vanished",
}


def test_a_film_of_nonsense_is_shown_as_far_as_it_can_be(qtbot, open_replay):
    strip = Strip({"models": "many"})
    for number, (track, value) in enumerate(NONSENSE.items()):
        strip.note(track, value, 100 * number)
    strip.note_marks([{**MARK, "shape": "star"}, {"mark_id": "b"}], 2000)
    page = loaded(qtbot, open_replay(film=strip.to_bytes()))

    for at_ms in range(0, 2100, 50):
        page.player.seek(at_ms)

    assert page.player.at_ms == 2000
    assert page.stage.panes.scan.picture is not None


@pytest.mark.usefixtures("qapp")
def test_beside_the_replay_stand_the_monitor_and_that_nothing_kept_the_hubs_clock():
    decision = make_decision()
    decision.evidence["monitor"] = {
        "maker": "EIZO",
        "model": "RX350",
        "serial": "21409",
        "size_px": [2048, 1536],
        "check": {"on": "2026-05-01", "by": "chen"},
        "changes": [["gone", 3.0, "EIZO RX350", 2048, 1536]],
    }
    told = told_of(decision, b"", scan=b"scan", model=b"model")
    told["state"]["circumstances"] = {"hub_clock": {"sync": "unsynchronised"}}
    facts = DecisionFacts()

    facts.show_decision(read_answer(told))

    said = facts.around.text()
    assert "EIZO RX350 [21409]" in said
    assert "2026-05-01 (chen)" in said
    assert "changed meanwhile" in said
    assert "Nothing kept the hub's clock" in said


@pytest.mark.usefixtures("qapp")
def test_of_a_decision_from_before_there_is_no_empty_line():
    facts = DecisionFacts()

    facts.show_decision(read_answer(told_of(make_decision(), b"", scan=b"scan", model=b"model")))

    assert facts.around.isHidden()
