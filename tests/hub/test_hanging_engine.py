"""A scan that the engine cannot bear: the room goes on, and somebody is told which it was."""

import pytest

from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub
from workstation.domain.comparison import Verdict

GAVE_UP = "engine:scan:gave_up"


@pytest.mark.parametrize(
    ("job", "how"),
    [("hang_on_poison", "gave no answer within 0.5 s"), ("die_of_poison", "died")],
)
def test_it_comes_to_a_desk_unjudged_and_with_a_reason_and_an_alarm_names_it(tmp_path, job, how):
    engine = f"tests.makers.jobs:{job}"
    with RunningHub(tmp_path, compare_job=engine, compare_timeout_s=0.5) as hub:
        poison = hub.send(hub.site(), "s1", b"poison")
        hub.send(hub.site("site-b"), "s2", b"pixels")
        desk = hub.seated()
        cases = {case.case_id: case for case in (desk.lease(), desk.lease())}

        assert cases[poison].comparison["verdict"] == Verdict.CANNOT_JUDGE
        assert cases[poison].comparison["reasons"] == ["engine_failed"]
        assert cases["site-b:s2"].comparison["verdict"] == Verdict.CONSISTENT
        hub.until(lambda: facts_of(hub.records, GAVE_UP))
        (told,) = facts_of(hub.records, GAVE_UP)
        assert (told["case"], told["scan"]) == (poison, "s1")
        assert told["reason"] == f"2 children had it, and the last {how}"
        hub.until(lambda: hub.hub.vitals.newest.engine.gave_up == 1)
        assert hub.hub.vitals.newest.engine.alive == 1


def test_an_engine_that_fails_on_everything_raises_no_alarm(tmp_path):
    with RunningHub(tmp_path, compare_job="tests.makers.jobs:raise_always") as hub:
        hub.send(hub.site(), "s1")

        assert facts_of(hub.records, GAVE_UP) == []
