"""A room in miniature that is steered, where cases are looked at again, and disks are lost."""

import copy
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.storage.scenes import make_arrival, make_comparison, store_package
from tests.storage.small_room import SITE, Happening, SmallRoom, chosen, tried
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ReviewRoomError
from workstation.domain.four_eyes import Act
from workstation.domain.law import Stage
from workstation.domain.projected import ImageAnswer, ImagePlan
from workstation.domain.recheck import Look, Outcome, Verdict
from workstation.storage.backup import back_up, restore
from workstation.storage.readers import list_decisions
from workstation.storage.records import open_records

#: Who steers; a reviewer who tries it, too, is refused what is about their own decision.
ABOVE = {"li": "zhao", "wang": "qian", "chen": "chen"}
TASK_S = 60.0
LAPSE_S = 5.0
UNTIL_FINAL_S = 6.0


class BusyRoom(SmallRoom):
    """Like its parent; what a hub keeps in memory, such as who stays, is kept here."""

    def __init__(self, template: Path) -> None:
        super().__init__(template)
        self.records.begin_rechecks()
        self.superseded: set[str] = set()
        self.images = 0
        self.taken: list[tuple[str, str]] = []
        self.lapsed: dict[str, str] = {}
        self.backups = 0
        self.before: dict[str, Any] | None = None
        self.ever: dict[str, Decision] = {}
        self.owes = False

    def acts(self) -> dict[str, Callable[[Happening], None]]:
        return {
            **super().acts(),
            "ask to withdraw": self.somebody_asks_to_withdraw,
            "approve": self.somebody_approves,
            "decline": self.somebody_declines,
            "test image": self.a_test_image_is_shown_and_answered,
            "decide the image": self.somebody_decides_a_test_image,
            "draw": self.releases_are_drawn,
            "look again": self.somebody_takes_a_recheck,
            "say": self.somebody_answers_a_recheck,
            "forget": self.rechecks_lapse,
            "back up": self.a_backup_is_made,
            "lose the disk": self.the_newest_backup_is_restored,
            "report": self.the_site_reports,
        }

    def send(self, decision: Decision) -> None:
        if decision.case_id not in self.received:  # a restore lost it
            assert refused(lambda: self.records.decide(decision)) is None
            return
        super().send(decision)
        if decision.decision_id in self.accepted:
            self.ever[decision.decision_id] = decision

    def a_site_sends_a_scan(self, event: Happening) -> None:
        scan = f"s{len(self.received)}"
        if f"{SITE}:{scan}" not in self.applied:
            super().a_site_sends_a_scan(event)
            return
        # A restore lost it: it comes again, and is decided as it was once its site has told so.
        store_package(self.folder, scan)
        case = self.records.receive(make_arrival(scan), now=self.now())
        self.received.append(case.case_id)
        if case.stage is Stage.RECEIVED:
            assert self.owes
            self.records.compared(case.case_id, make_comparison(), now=self.now())
        self.learn()

    def an_officer_takes_a_case(self, event: Happening) -> None:
        before = len(self.leases)
        super().an_officer_takes_a_case(event)
        assert not (self.owes and len(self.leases) > before)

    def the_site_takes_its_decisions(self, event: Happening) -> None:
        due = self.records.due(SITE, after=0, now=self.now(), limit=9)
        assert not (self.owes and due)
        staying = {one.subject for one in self.records.requests()}
        if due and not staying & {one.decision.decision_id for one in due}:
            self.records.leaving(SITE, due)
            super().the_site_takes_its_decisions(event)

    def the_site_acknowledges_anything(self, event: Happening) -> None:
        if not self.owes:  # else it may acknowledge what a restored hub holds to be on its way
            super().the_site_acknowledges_anything(event)

    def somebody_asks_to_withdraw(self, event: Happening) -> None:
        if not self.accepted:
            return
        name = chosen(list(self.accepted), event)
        asked = refused(
            lambda: self.records.ask_supersede(
                name, officer=ABOVE[event.officer], reason="wrong box", now=self.now()
            )
        )
        if asked is not None:
            assert name not in {*self.recalled, *self.applied.values()}

    def somebody_approves(self, event: Happening) -> None:
        requests = list(self.records.requests())
        if not requests:
            return
        request = chosen(requests, event)
        officer = ABOVE[event.officer]
        case = refused(
            lambda: self.records.approve(request.request_id, officer=officer, now=self.now())
        )
        if case is None:
            return
        assert officer != request.requester
        assert case.stage is Stage.WAITING
        if request.act is Act.SUPERSEDE:
            assert officer != self.accepted[request.subject].officer
            assert request.subject not in self.applied.values()
            self.recalled.add(request.subject)
            self.superseded.add(case.case_id)

    def somebody_declines(self, event: Happening) -> None:
        requests = list(self.records.requests())
        if requests:
            name = chosen(requests, event).request_id
            self.records.decline(name, officer="zhao", reason="no", now=self.now())
            assert name not in [one.request_id for one in self.records.requests()]

    def a_test_image_is_shown_and_answered(self, event: Happening) -> None:
        if not self.leases:
            return
        case_id, token, officer = chosen(self.leases, event)
        self.images += 1
        plan = ImagePlan(
            image_id=f"i{self.images}",
            case_id=case_id,
            object="knife",
            sha256=f"{self.images:064x}",
            size=9,
            area=Rectangle(row=0, column=0, height=1, width=1),
            comparison=make_comparison(),
        )
        if not self.records.place_image(plan, now=self.now()):
            return
        desk = f"desk-{officer}"
        self.records.show_image(
            plan.image_id, officer=officer, desk=desk, token=token, now=self.now()
        )
        answer = ImageAnswer(
            image_id=plan.image_id,
            outcome=Outcome.MISS,
            marks=(),
            time_on_task_s=1.0,
            shown_ms=5,
            at=self.now(),
        )
        case = refused(lambda: self.records.answer_image(answer, desk=desk))
        if case is not None:
            assert case.stage is Stage.WAITING

    def somebody_decides_a_test_image(self, event: Happening) -> None:
        for sha256 in self.records.image_hashes()[:1]:
            for case_id, token, holder in self.leases[-1:]:
                image = Decision(
                    decision_id=f"image-{self.seconds}",
                    case_id=case_id,
                    site=SITE,
                    scan_id=case_id.partition(":")[2],
                    scan_sha256=sha256,
                    conclusion=event.conclusion,
                    reason="",
                    note="",
                    marks=(),
                    officer=holder,
                    desk=f"desk-{holder}",
                    decided_at=self.now(),
                    final_at=self.now(),
                    lease_token=token,
                    evidence={},
                )
                assert refused(lambda one=image: self.records.decide(one)) is None

    def releases_are_drawn(self, _event: Happening) -> None:
        self.seconds += UNTIL_FINAL_S  # else nothing would be drawn in so short a day
        self.records.draw_rechecks(lambda _decision, _tier: 1.0, now=self.now())

    def somebody_takes_a_recheck(self, event: Happening) -> None:
        officer = ABOVE[event.officer]
        taken = self.records.take_recheck(
            officer=officer, desk="desk-9", now=self.now(), for_s=TASK_S
        )
        if taken is not None:
            recheck, case = taken
            decision = self.accepted[recheck.decision_id]
            assert decision.conclusion is Conclusion.RELEASE
            assert recheck.decision_id not in self.recalled
            assert decision.final_at <= self.now()
            assert officer not in self.authors(case.case_id)
            assert not (recheck.arbiter and recheck.arbiter == recheck.officer)
            held = self.records.held_rechecks()
            assert held[officer][:2] == (recheck.recheck_id, case.case_id)
            assert self.lapsed.pop(recheck.recheck_id, None) != officer
            self.taken.append((recheck.recheck_id, officer))

    def somebody_answers_a_recheck(self, event: Happening) -> None:
        if not self.taken:
            return
        name, officer = chosen(self.taken, event)
        agrees = event.conclusion is Conclusion.RELEASE
        verdict = Verdict.AGREE if agrees else Verdict.DISAGREE
        look = Look(verdict=verdict, severity=0 if agrees else 3, marks=(), note="")
        said = refused(
            lambda: self.records.answer_recheck(name, look, officer=officer, now=self.now())
        )
        if said is not None:
            assert self.records.held_rechecks().get(officer, ("",))[0] != name

    def rechecks_lapse(self, _event: Happening) -> None:
        self.seconds += UNTIL_FINAL_S
        in_hand = {held[0] for held in self.records.held_rechecks().values()}
        lapsed = self.records.lapse_rechecks(in_hand, now=self.now(), for_s=LAPSE_S)
        self.lapsed.update(lapsed)
        held = self.records.held_rechecks()
        assert all(held.get(officer, ("",))[0] != name for name, officer in lapsed.items())

    def a_backup_is_made(self, _event: Happening) -> None:
        if self.before is not None:
            return  # one a day is enough
        self.backups += 1
        when = self.now() + timedelta(microseconds=self.backups)
        back_up(self.folder, self.folder / "backups", now=when)
        known = ("received", "leases", "accepted", "recalled", "superseded", "taken", "lapsed")
        self.before = {name: copy.copy(getattr(self, name)) for name in known}

    def the_newest_backup_is_restored(self, _event: Happening) -> None:
        if self.before is None:
            return
        self.records.close()
        new = self.folder.with_name(f"{self.folder.name}-{self.backups}")
        restore(self.folder / "backups", new, now=self.now())
        shutil.rmtree(self.folder)
        self.folder = new
        self.records = open_records(new / "hub.sqlite")
        for name, value in self.before.items():
            setattr(self, name, value)
        self.before = None
        self.owes = bool(self.received)
        self.learn()

    def the_site_reports(self, _event: Happening) -> None:
        """Tell the hub all that was applied, as often as it is asked."""
        for case_id, name in self.applied.items():
            decision = self.ever[name]
            record = {
                "decision_id": name,
                "site": SITE,
                "scan_id": decision.scan_id,
                "sha256": decision.scan_sha256,
                "conclusion": decision.conclusion.value,
                "reason": decision.reason,
                "note": decision.note,
                "marks": [],
                "officer": decision.officer,
                "decided_at": decision.decided_at.isoformat(),
                "sequence": 1,
            }
            assert self.records.returned(decision, record, "signed", now=self.now()), case_id
        self.records.reported(SITE, now=self.now())
        self.owes = False
        self.learn()

    def learn(self) -> None:
        """Take over what a restore changed: what came back, and what it took back."""
        for line in list_decisions(self.folder):
            self.accepted.setdefault(line["decision_id"], self.ever[line["decision_id"]])
            if line["recalled"]:
                self.recalled.add(line["decision_id"])

    def no_scan_is_decided_twice_nor_by_nobody(self) -> None:
        for case_id in self.received:
            case = self.records.case(case_id)
            standing = self.standing(case_id)
            applied = self.applied.get(case_id)
            if case.stage in {Stage.DECIDED, Stage.ANNOUNCED}:
                assert standing[-1].conclusion is not Conclusion.REFER or applied
            if applied is not None and not self.owes:
                assert case.stage is Stage.ANNOUNCED, case
                assert applied in [one.decision_id for one in standing]
            if case_id in self.superseded and case.stage not in {Stage.DECIDED, Stage.ANNOUNCED}:
                assert case.required_role == "chief"
            assert sorted(case.read_by) == sorted(one.officer for one in standing)
            assert len(set(case.read_by)) == len(standing)
        open_subjects = {one.subject for one in self.records.requests() if one.act is Act.SUPERSEDE}
        assert not open_subjects & self.recalled
        if not self.owes:
            assert not open_subjects & set(self.applied.values())

    def authors(self, case_id: str) -> set[str]:
        return {one.officer for one in self.accepted.values() if one.case_id == case_id}


def refused(act: Callable[[], Any]) -> Any | None:
    """Return what an act returns, or None when it is refused, also for want of a thing."""
    try:
        return tried(act)
    except (ReviewRoomError, KeyError):
        return None
