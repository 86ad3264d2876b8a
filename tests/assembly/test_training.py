"""Training cases: made ahead in a child process, with truth, typical model and papers."""

import dataclasses
import json
import time

import pytest

from queue_client.errors import Refused
from workstation.assembly.training import (
    Trainer,
    TrainingPlan,
    make_case,
    planned_case,
    planned_load,
)
from workstation.domain.comparison import comparison_from_json
from workstation.imaging.package import read_package
from workstation.simulation import find_kind


@pytest.fixture
def plan(tmp_path):
    return TrainingPlan(folder=tmp_path, seed=5, cases=3)


def given_out(trainer):
    lease = trainer.lease()
    assert lease is not None
    return lease


def test_a_case_comes_with_scan_papers_and_typical_model(plan, tmp_path):
    make_case(plan, 0)
    trainer = Trainer(plan)

    lease = given_out(trainer)

    scan = read_package(
        trainer.fetch(lease, lease.sha256, lease.size, tmp_path / "desk" / "a.scan.tif")
    )
    (model,) = lease.models
    typical = read_package(
        trainer.fetch(lease, model.sha256, model.size, tmp_path / "desk" / "b.scan.tif")
    )
    comparison = comparison_from_json(lease.comparison)
    assert scan.main_plane().transmission.shape != typical.main_plane().transmission.shape
    assert lease.declaration["goods"]
    assert [match.model for match in comparison.matches] == [model.model]
    assert comparison.deviations == ()  # the trainee is to find it


def test_the_truth_is_known_of_cases_that_were_given_out_and_of_no_others(plan):
    make_case(plan, 0)
    trainer = Trainer(plan)
    before = trainer.truth_of("training:001")

    lease = given_out(trainer)

    truth = trainer.truth_of(lease.case_id)
    simulated = planned_case(plan, 0)
    assert before is None
    assert [thing.kind for thing in truth.hidden] == [
        one.kind.value for one in simulated.truth.hidden
    ]
    assert truth.loaded == find_kind(simulated.truth.kind).title


def test_neither_head_nor_papers_give_the_truth_away(plan):
    make_case(plan, 0)

    lease = given_out(Trainer(plan))

    told = json.dumps([lease.head, lease.comparison, lease.case_id, lease.scan_id])
    assert "hidden" not in told
    assert "dense_box" not in told


def test_a_warm_up_hides_something_more_often_than_not(plan):
    burst = dataclasses.replace(plan, warm_up=200, hidden_part=0.1)

    hiding = [planned_load(burst, index).hidden is not None for index in range(400)]

    assert sum(hiding[:200]) > 80
    assert sum(hiding[200:]) < 40


def test_prohibited_goods_are_always_declared_as_something_else(plan):
    loads = [planned_load(plan, index) for index in range(200)]

    prohibited = [load for load in loads if load.loaded.prohibited]

    assert prohibited
    assert all(load.declared is not None for load in prohibited)
    assert not any(find_kind(load.declared).prohibited for load in loads if load.declared)


def test_after_the_last_case_there_is_no_other(plan):
    only = dataclasses.replace(plan, cases=1)
    make_case(only, 0)
    trainer = Trainer(only)

    given_out(trainer)

    assert trainer.lease() is None


def test_a_case_that_is_still_being_made_is_not_given_out(plan, tmp_path):
    trainer = Trainer(plan)
    (tmp_path / "0000.part").write_text("half", encoding="utf-8")

    assert trainer.lease() is None


def test_a_child_process_makes_the_cases_and_ends_with_the_trainer(plan):
    trainer = Trainer(plan)

    trainer.start()
    deadline = time.monotonic() + 60
    lease = trainer.lease()
    while lease is None and time.monotonic() < deadline:
        time.sleep(0.1)
        lease = trainer.lease()
    trainer.stop()

    assert lease is not None


def test_nobody_can_look_into_a_training(plan):
    with pytest.raises(Refused):
        Trainer(plan).join("training:001")
