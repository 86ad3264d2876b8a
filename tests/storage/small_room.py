"""A room in miniature that notes beside the records what they accepted, to compare the two."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.storage.scenes import at, make_arrival, make_comparison, make_decision, store_package
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ContentConflict, LeaseFenced, StepRefused
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.readings import role_for
from workstation.storage.readers import list_decisions
from workstation.storage.records import SqlRecords, open_records
from workstation.storage.verify import verify_folder

SITE = "yantian"
PARK_AFTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happens; `which` chooses the scan, lease or decision, 0 being the newest."""

    what: str
    which: int
    officer: str
    conclusion: Conclusion
    seconds: float


class SmallRoom:
    """Sites, desks and a clock that do whatever they are told, also twice and too late."""

    def __init__(self, template: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reviewroom-law-"))
        # Empty records, or what tells where they are.
        shutil.copyfile(template, self.folder / template.name)
        self.records: SqlRecords = open_records(self.folder / "hub.sqlite")
        self.seconds = 0.0
        self.received: list[str] = []
        self.leases: list[tuple[str, int, str]] = []
        self.asked: list[Decision] = []
        self.accepted: dict[str, Decision] = {}
        self.recalled: set[str] = set()
        self.applied: dict[str, str] = {}

    def happens(self, event: Happening) -> None:
        """Let something happen that may be lawful or not, then look whether all is well."""
        needs = {
            "lapse": self.leases,
            "skip": self.leases,
            "break": self.leases,
            "give up": self.leases,
            "decide": self.leases,
            "repeat": self.asked,
            "recall": self.accepted,
            "acknowledge": self.accepted,
        }
        if needs.get(event.what, self.received) or event.what == "arrive":
            self.acts()[event.what](event)
            self.no_scan_is_lost()
            self.no_scan_is_decided_twice_nor_by_nobody()

    def acts(self) -> dict[str, Callable[[Happening], None]]:
        """Return everything that can happen, by name."""
        return {
            "arrive": self.a_site_sends_a_scan,
            "send again": self.a_site_sends_a_scan_again,
            "take": self.an_officer_takes_a_case,
            "lapse": self.a_lease_runs_out,
            "skip": self.an_officer_gives_a_case_back,
            "break": self.a_supervisor_breaks_a_lease,
            "give up": self.a_desk_cannot_show_a_case,
            "unpark": self.two_officers_let_a_parked_case_wait,
            "decide": self.an_officer_decides,
            "repeat": self.a_desk_repeats_a_decision,
            "recall": self.an_officer_recalls,
            "announce": self.the_site_takes_its_decisions,
            "acknowledge": self.the_site_acknowledges_anything,
            "wait": self.time_passes,
            "restart": self.the_hub_is_started_anew,
        }

    def a_site_sends_a_scan(self, _event: Happening) -> None:
        scan = f"s{len(self.received)}"
        store_package(self.folder, scan)
        case = self.records.receive(make_arrival(scan), now=self.now())
        assert case.stage is Stage.RECEIVED
        self.received.append(case.case_id)
        self.records.compared(case.case_id, make_comparison(), now=self.now())

    def a_site_sends_a_scan_again(self, event: Happening) -> None:
        case_id = chosen(self.received, event)
        before = self.records.case(case_id)
        assert self.records.receive(make_arrival(before.scan_id), now=self.now()) == before
        tried(lambda: self.records.compared(case_id, make_comparison(), now=self.now()))
        assert self.records.case(case_id) == before

    def an_officer_takes_a_case(self, event: Happening) -> None:
        case_id = chosen(self.received, event)
        case = tried(
            lambda: self.records.lease(
                case_id, officer=event.officer, desk=f"desk-{event.officer}", now=self.now()
            )
        )
        if case is not None:
            assert all(case.lease_token > token for _, token, _ in self.leases)
            assert event.officer not in self.deciders(case_id)
            self.leases.append((case_id, case.lease_token, event.officer))

    def a_lease_runs_out(self, event: Happening) -> None:
        case_id, token, _ = chosen(self.leases, event)
        self.records.lapse(case_id, token, now=self.now(), park_after=PARK_AFTER)

    def an_officer_gives_a_case_back(self, event: Happening) -> None:
        case_id, token, _ = chosen(self.leases, event)
        tried(lambda: self.records.skip(case_id, token, reason="break", now=self.now()))

    def a_supervisor_breaks_a_lease(self, event: Happening) -> None:
        case_id, token, _ = chosen(self.leases, event)
        tried(
            lambda: self.records.break_lease(
                case_id, token, officer="zhao", reason="ill", now=self.now()
            )
        )

    def a_desk_cannot_show_a_case(self, event: Happening) -> None:
        case_id, token, _ = chosen(self.leases, event)
        tried(
            lambda: self.records.give_up(
                case_id, token, reason="damaged", now=self.now(), park_after=PARK_AFTER
            )
        )

    def two_officers_let_a_parked_case_wait(self, event: Happening) -> None:
        case_id = chosen(self.received, event)
        tried(lambda: self._let_wait(case_id))

    def _let_wait(self, case_id: str) -> None:
        asked = self.records.ask_unpark(case_id, officer="zhao", reason="looked at", now=self.now())
        self.records.approve(asked.request_id, officer="qian", now=self.now())

    def an_officer_decides(self, event: Happening) -> None:
        """Decide under any lease there ever was; one time in eight as somebody else."""
        case_id, token, holder = chosen(self.leases, event)
        decision = make_decision(
            self.records.case(case_id),
            f"d{len(self.asked)}",
            conclusion=event.conclusion,
            officer=event.officer if event.which == 7 else holder,
            now=self.now(),
        )
        self.asked.append(replace(decision, lease_token=token))
        self.send(self.asked[-1])

    def a_desk_repeats_a_decision(self, event: Happening) -> None:
        self.send(chosen(self.asked, event))

    def an_officer_recalls(self, event: Happening) -> None:
        decision = self.accepted[chosen(list(self.accepted), event)]
        name = decision.decision_id
        officer = event.officer if event.which == 7 else decision.officer
        back = tried(
            lambda: self.records.recall(name, officer=officer, reason="slip", now=self.now())
        )
        if back is not None:
            assert name not in self.applied.values()
            assert officer == decision.officer
            assert name in self.recalled or self.now() < decision.final_at
            self.recalled.add(name)

    def the_site_takes_its_decisions(self, _event: Happening) -> None:
        for outgoing in self.records.due(SITE, after=0, now=self.now(), limit=9):
            decision = outgoing.decision
            assert decision.final_at <= self.now()
            assert decision.conclusion is not Conclusion.REFER
            assert decision.case_id not in self.applied
            assert decision.decision_id == self.standing(decision.case_id)[-1].decision_id
            self.applied[decision.case_id] = decision.decision_id
            assert self.records.announced(SITE, decision.decision_id, now=self.now())

    def the_site_acknowledges_anything(self, event: Happening) -> None:
        decision_id = chosen(list(self.accepted), event)
        if decision_id in {*self.applied.values(), *self.recalled}:
            assert not self.records.announced(SITE, decision_id, now=self.now())
        assert not self.records.announced("nansha", decision_id, now=self.now())

    def time_passes(self, event: Happening) -> None:
        self.seconds += event.seconds

    def the_hub_is_started_anew(self, _event: Happening) -> None:
        self.records.close()
        self.records = open_records(self.folder / "hub.sqlite")

    def no_scan_is_lost(self) -> None:
        assert sum(self.records.counts().by_stage.values()) == len(self.received)

    def no_scan_is_decided_twice_nor_by_nobody(self) -> None:
        for case_id in self.received:
            case = self.records.case(case_id)
            said = [decision.conclusion for decision in self.standing(case_id)]
            handed_up = Conclusion.REFER in said[:-1] or len(set(said[:-1])) > 1
            if case.stage in {Stage.DECIDED, Stage.ANNOUNCED}:
                assert said[-1] is not Conclusion.REFER
                assert handed_up or said == [said[0]] * readers_of(case_id)
            else:
                assert len(said) < readers_of(case_id) or role_for(said) is Role.CHIEF
                assert case.required_role == role_for(said)
            assert case.read_by == tuple(self.deciders(case_id))
            assert len(set(case.read_by)) == len(said)

    def close(self) -> None:
        self.records.close()
        shutil.rmtree(self.folder)

    def the_books_agree(self) -> None:
        """The evidence holds, and the list shows what was accepted, no more."""
        report = verify_folder(self.folder)
        assert report.verified, report
        listed = {line["decision_id"]: line["recalled"] for line in list_decisions(self.folder)}
        assert listed == {name: name in self.recalled for name in self.accepted}

    def now(self) -> datetime:
        return at(self.seconds)

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
        recorded = tried(
            lambda: self.records.decide(decision, readers=readers_of(decision.case_id))
        )
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


def readers_of(case_id: str) -> int:
    """Every second scan is read by two officers."""
    return 1 + int(case_id[-1]) % 2


def chosen(things: list[Any], event: Happening) -> Any:
    """Return the newest thing half of the time, else an older one."""
    older = max(0, event.which - 3)
    return things[-1 - older % len(things)]


def tried(act: Callable[[], Any]) -> Any | None:
    """Return what an act returns, or None when it is refused by law."""
    try:
        return act()
    except (StepRefused, LeaseFenced, ContentConflict):
        return None
