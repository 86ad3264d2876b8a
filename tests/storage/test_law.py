"""The law of the room, in any order of events: no scan lost, none decided twice."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.storage.scenes import at, make_arrival, make_comparison, make_decision, store_package
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ContentConflict, LeaseFenced, StepRefused
from workstation.domain.law import Stage
from workstation.storage.readers import list_decisions
from workstation.storage.records import SqlRecords, open_records
from workstation.storage.verify import verify_folder

SCANS = ("s1", "s2")
SITE = "yantian"
OFFICERS = ("li", "wang")
PARK_AFTER = 3

scans = st.sampled_from(SCANS)
officers = st.sampled_from(OFFICERS)
# A late or repeated message names a token or a decision of any time before.
any_time = st.floats(0, 1, exclude_max=True)


class Room(RuleBasedStateMachine):
    """Sites, desks and a clock that does whatever hypothesis likes, also twice and too late.

    What the records accepted is noted beside them; the invariants compare the two.
    """

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reviewroom-law-"))
        shutil.copyfile(self.template, self.folder / "hub.sqlite")
        self.records: SqlRecords = open_records(self.folder / "hub.sqlite")
        self.seconds = 0.0
        self.received: set[str] = set()
        self.leases: list[tuple[str, int, str]] = []
        self.accepted: dict[str, Decision] = {}
        self.asked: list[Decision] = []
        self.recalled: set[str] = set()
        self.applied: dict[str, str] = {}
        # Most of what can go wrong happens to a case that waits.
        self.a_site_sends_a_scan("s1")
        self.the_engine_answers("s1")

    @rule(scan=scans)
    def a_site_sends_a_scan(self, scan: str) -> None:
        case = self.records.receive(make_arrival(scan), now=at(self.seconds))
        if scan not in self.received:
            store_package(self.folder, scan)
            self.received.add(scan)
            assert case.stage is Stage.RECEIVED

    @precondition(lambda self: self.at(Stage.RECEIVED))
    @rule(scan=scans)
    def the_engine_answers(self, scan: str) -> None:
        self.tried(
            lambda: self.records.compared(f"{SITE}:{scan}", make_comparison(), now=at(self.seconds))
        )

    @rule(scan=scans, officer=officers)
    def an_officer_takes_a_case(self, scan: str, officer: str) -> None:
        case = self.tried(
            lambda: self.records.lease(
                f"{SITE}:{scan}", officer=officer, desk=f"desk-{officer}", now=at(self.seconds)
            )
        )
        if case is not None:
            assert all(case.lease_token > token for _, token, _ in self.leases)
            assert officer not in self.deciders(case.case_id)
            self.leases.append((case.case_id, case.lease_token, officer))

    @precondition(lambda self: self.leases)
    @rule(which=any_time)
    def a_lease_runs_out(self, which: float) -> None:
        case_id, token, _ = self.lease(which)
        self.records.lapse(case_id, token, now=at(self.seconds), park_after=PARK_AFTER)

    @precondition(lambda self: self.leases)
    @rule(which=any_time)
    def an_officer_gives_a_case_back(self, which: float) -> None:
        case_id, token, _ = self.lease(which)
        self.tried(lambda: self.records.skip(case_id, token, reason="break", now=at(self.seconds)))

    @precondition(lambda self: self.at(Stage.PARKED))
    @rule(scan=scans)
    def a_supervisor_lets_a_parked_case_wait(self, scan: str) -> None:
        self.tried(
            lambda: self.records.unpark(f"{SITE}:{scan}", officer="zhao", now=at(self.seconds))
        )

    @precondition(lambda self: self.leases)
    @rule(which=any_time, officer=officers | st.none(), conclusion=st.sampled_from(Conclusion))
    def an_officer_decides(self, which: float, officer: str | None, conclusion: Conclusion) -> None:
        case_id, token, holder = self.lease(which)
        decision = make_decision(
            self.records.case(case_id),
            f"d{len(self.asked)}",
            conclusion=conclusion,
            officer=officer or holder,
            now=at(self.seconds),
        )
        decision = replace(decision, lease_token=token)
        self.asked.append(decision)
        self.send(decision)

    @precondition(lambda self: self.asked)
    @rule(which=any_time)
    def a_desk_repeats_a_decision(self, which: float) -> None:
        self.send(self.asked[int(which * len(self.asked))])

    @precondition(lambda self: self.accepted)
    @rule(which=any_time, officer=officers)
    def an_officer_recalls(self, which: float, officer: str) -> None:
        decision_id = list(self.accepted)[-1 - int(which * len(self.accepted))]
        back = self.tried(
            lambda: self.records.recall(
                decision_id, officer=officer, reason="slip", now=at(self.seconds)
            )
        )
        if back is not None:
            assert decision_id not in self.applied.values()
            decision = self.accepted[decision_id]
            assert decision_id in self.recalled or at(self.seconds) < decision.final_at
            self.recalled.add(decision_id)

    @rule()
    def the_site_takes_its_decisions(self) -> None:
        for outgoing in self.records.due(SITE, after=0, now=at(self.seconds), limit=9):
            decision = outgoing.decision
            assert decision.final_at <= at(self.seconds)
            assert decision.conclusion is not Conclusion.REFER
            assert decision.case_id not in self.applied
            self.applied[decision.case_id] = decision.decision_id
            assert self.records.announced(SITE, decision.decision_id, now=at(self.seconds))

    @precondition(lambda self: self.accepted)
    @rule(which=any_time)
    def the_site_acknowledges_anything(self, which: float) -> None:
        decision_id = sorted(self.accepted)[int(which * len(self.accepted))]
        if decision_id in self.applied.values():
            assert not self.records.announced(SITE, decision_id, now=at(self.seconds))
        assert not self.records.announced("nansha", decision_id, now=at(self.seconds))

    @rule(seconds=st.floats(0.1, 8))
    def time_passes(self, seconds: float) -> None:
        self.seconds += seconds

    @rule()
    def the_hub_is_started_anew(self) -> None:
        self.records.close()
        self.records = open_records(self.folder / "hub.sqlite")

    @invariant()
    def no_scan_is_lost(self) -> None:
        assert sum(self.records.counts().by_stage.values()) == len(self.received)

    @invariant()
    def no_scan_is_decided_twice_nor_by_nobody(self) -> None:
        for scan in self.received:
            case = self.records.case(f"{SITE}:{scan}")
            ends = [
                decision
                for decision in self.standing(case.case_id)
                if decision.conclusion is not Conclusion.REFER
            ]
            assert len(ends) == (case.stage in {Stage.DECIDED, Stage.ANNOUNCED})
            assert len(set(self.deciders(case.case_id))) == len(self.standing(case.case_id))

    def teardown(self) -> None:
        if not hasattr(self, "records"):
            return
        self.records.close()
        report = verify_folder(self.folder)
        assert report.verified, report
        listed = {line["decision_id"]: line["recalled"] for line in list_decisions(self.folder)}
        assert listed == {name: name in self.recalled for name in self.accepted}
        shutil.rmtree(self.folder)

    def at(self, stage: Stage) -> bool:
        return stage.value in self.records.counts().by_stage

    def lease(self, which: float) -> tuple[str, int, str]:
        """Return the newest lease as often as all the older ones together."""
        older = int(max(0.0, 2 * which - 1) * len(self.leases))
        return self.leases[-1 - older]

    def standing(self, case_id: str) -> list[Decision]:
        return [
            decision
            for name, decision in self.accepted.items()
            if decision.case_id == case_id and name not in self.recalled
        ]

    def deciders(self, case_id: str) -> list[str]:
        return [decision.officer for decision in self.standing(case_id)]

    def send(self, decision: Decision) -> None:
        before = self.records.case(decision.case_id)
        recorded = self.tried(lambda: self.records.decide(decision))
        if recorded is None:
            return
        assert decision.decision_id not in self.recalled
        if decision.decision_id not in self.accepted:
            assert (before.stage, before.lease_token, before.lease_officer) == (
                Stage.LEASED,
                decision.lease_token,
                decision.officer,
            )
        assert recorded == self.accepted.setdefault(decision.decision_id, decision)

    @staticmethod
    def tried(act):
        try:
            return act()
        except (StepRefused, LeaseFenced, ContentConflict, KeyError):
            return None


@pytest.fixture
def _template(empty_database) -> None:
    Room.template = empty_database


@pytest.mark.usefixtures("_template")
class TestLaw(Room.TestCase):
    settings = settings(
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
