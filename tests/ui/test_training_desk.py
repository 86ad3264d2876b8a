"""A training at the desk: the same keys, the truth after each decision, and no trace of it."""

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from queue_client.client import DeskClient
from tests.ui.test_desk import case_of, give_reason, press, wait_armed
from viewer.overlay import RegionKind
from workstation.assembly.training import Trainer, TrainingPlan, make_case, planned_load


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a plan of two made cases: one that hides something, and one that is as declared."""
    plan = TrainingPlan(folder=tmp_path_factory.mktemp("training") / "cases", cases=2, warm_up=1)
    plan.folder.mkdir()
    plan = dataclasses.replace(plan, seed=next(seed for seed in range(999) if fits(plan, seed)))
    for index in range(plan.cases):
        make_case(plan, index)
    return plan


def fits(plan, seed):
    first, second = (planned_load(dataclasses.replace(plan, seed=seed), n) for n in range(2))
    return first.hidden is not None and second.hidden is None and second.declared is None


@pytest.fixture
def desk(qtbot, made, open_desk, tmp_path, monkeypatch):
    def no_hub(*_args, **_options):
        raise AssertionError("a training reached for a hub")

    monkeypatch.setattr(DeskClient, "__init__", no_hub)
    # Its cases are made already; that a child makes them is tested where the trainer is.
    monkeypatch.setattr(Trainer, "start", lambda _trainer: None)
    trainer = Trainer(made)
    opened = open_desk(
        officer="trainee",
        connect=lambda: trainer,
        training=trainer,
        cache=tmp_path / "training",
        lock_after_min=0,
    )
    wait_armed(qtbot, opened)
    return opened


def test_it_is_unmistakable(desk):
    bar = desk.coach.bar

    assert bar.isVisible()
    assert "TRAINING" in bar.state.text()
    assert desk.window.centralWidget().layout().contentsMargins().left() > 0
    assert "Training" in desk.window.windowTitle()


def test_the_engine_keeps_its_opinion_to_itself(desk):
    assert desk.window.desk.models.model is not None
    assert "keeps its opinion" in desk.window.desk.verdict_panel.reasons.text()


def test_what_was_hidden_is_drawn_over_the_scan_after_the_decision(desk, monkeypatch):
    drawn = []
    monkeypatch.setattr(desk.window.desk.panes.scan, "set_regions", drawn.append)

    press(desk, Qt.Key.Key_F2)
    give_reason(desk)

    truth = desk.coach.truth
    assert [region.kind for region in drawn[-1]] == [RegionKind.PROHIBITED]
    assert [(r.rect.row, r.rect.column) for r in drawn[-1]] == [
        (area.row, area.column) for thing in truth.hidden for area in thing.areas
    ]
    assert "Right: to be opened" in desk.coach.bar.feedback.text()
    assert "Declared and loaded" in desk.coach.bar.feedback.text()
    assert case_of(desk) is None  # it waits: the truth is to be looked at


def test_a_missed_load_is_said_to_be_missed(desk):
    press(desk, Qt.Key.Key_F9)

    assert "Missed" in desk.coach.bar.feedback.text()


def test_enter_goes_on_and_the_score_stands_at_the_end(qtbot, desk):
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)
    press(desk, Qt.Key.Key_Return)
    wait_armed(qtbot, desk)
    gone = desk.coach.bar.feedback.text().strip()
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)
    vain = desk.coach.bar.feedback.text()

    press(desk, Qt.Key.Key_Return)

    page = desk.coach.page
    assert gone == ""
    assert "In vain" in vain
    assert desk.window.pages.currentWidget() is page
    values = [label.text() for label in page.values]
    assert values[:5] == ["2", "1 / 1", "0 / 1", "0 / 1", "1 / 1"]
    assert values[5].startswith("0.00")


def test_closing_early_shows_the_score_first(desk):
    press(desk, Qt.Key.Key_F9)

    desk.window.close()

    assert desk.window.isVisible()
    assert desk.window.pages.currentWidget() is desk.coach.page
    desk.coach.page.button.click()
    assert not desk.window.isVisible()


@pytest.fixture
def written(monkeypatch):
    """Return the list of files that are opened to be written from now on."""
    files: list[Path] = []
    really = Path.open

    def note(path, mode="r", *args, **options):
        if set(mode) & set("wax+"):
            files.append(path)
        return really(path, mode, *args, **options)

    monkeypatch.setattr(Path, "open", note)
    return files


def test_nothing_is_written_outside_the_training_s_own_folder(qtbot, written, desk, room, tmp_path):
    before = everything(tmp_path, but=tmp_path / "training")

    press(desk, Qt.Key.Key_F2)
    give_reason(desk)
    press(desk, Qt.Key.Key_Return)
    wait_armed(qtbot, desk)
    press(desk, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.journal.pending() == (), timeout=5000)

    assert everything(tmp_path, but=tmp_path / "training") == before
    assert written  # the training's own journal, for one
    assert [path for path in written if not path.is_relative_to(tmp_path / "training")] == []
    assert room.hub.decisions == []
    assert room.hub.cases == {}


def test_there_is_nobody_to_look_at_a_case_with(desk):
    joint = [name for name in desk.window.commands.names if name.startswith("joint.")]

    assert len(joint) == 4
    assert not any(desk.window.commands[name].isVisible() for name in joint)


def everything(folder, *, but):
    return {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(but)
    }


def test_the_truth_is_retold_in_the_language_that_is_switched_to(qtbot, desk):
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)
    english = desk.coach.bar.feedback.text()

    desk.window.switch_language()

    qtbot.waitUntil(lambda: desk.coach.bar.feedback.text() != english, timeout=3000)


def test_the_truth_is_told_in_chinese_as_chinese_is_written(qtbot, desk):
    press(desk, Qt.Key.Key_F2)
    give_reason(desk)

    desk.window.switch_language()

    qtbot.waitUntil(lambda: "按 回车 进入下一票" in desk.coach.bar.feedback.text(), timeout=3000)
    (thing,) = desk.coach.truth.hidden
    assert f"\N{FULLWIDTH COMMA}{thing.mass_kg:,.0f} kg" in desk.coach.bar.feedback.text()
    assert ", " not in desk.coach.bar.feedback.text()
