"""Looking again at the hub: the draw, the tasks of those who look, lessons, and the settings.

A re-check is drawn when a release can no longer be taken back. Whoever takes it is told neither
who released it nor what the engine said; a disagreement goes to a third officer, who has the last
word. What was missed goes back to the officer who missed it, as a lesson.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec

from queue_client.errors import RefusalCode, Refused, WireViolation
from queue_client.supervision_documents.rechecks import (
    Empty,
    ImagesDocument,
    LessonDocument,
    LookDocument,
    RatesDocument,
    RecheckPart,
    RecheckQuestion,
    RecheckTask,
    TakenDocument,
)
from queue_client.supervision_messages import Steer, SteerAct, Topic
from workstation.domain.case import Case
from workstation.domain.context import Tier
from workstation.domain.decision import mark_from_json, mark_to_json
from workstation.domain.declaration import declaration_to_json
from workstation.domain.errors import StepRefused
from workstation.domain.mark_limits import fault_in
from workstation.domain.officer import Role
from workstation.domain.recheck import Look, Recheck, Sampling, Verdict
from workstation.hub.blindness import Blindness, Held
from workstation.hub.clocks import monotonic, wall
from workstation.hub.lots import Draw, is_drawn
from workstation.hub.papers import head_to_json
from workstation.hub.sessions import Seat
from workstation.hub.supervision import Contribution

_LOG = logging.getLogger(__name__)
_DRAW_EVERY_S: Final = 2.0
#: For so long a task stays with whoever took it.
_TASK_S: Final = 1800.0
_LOOKS_AGAIN: Final = frozenset({Role.CHIEF, Role.SUPERVISOR})
_MAY_SEE: Final = _LOOKS_AGAIN | {Role.AUDITOR}

D = TypeVar("D")
Lot = Callable[[str, Tier], float]
Cut = Callable[[Mapping[str, Any]], dict[str, Any] | None]


class RecheckRecords(Protocol):
    """Durable records of looking again; one method is one act."""

    def sampling(self) -> Sampling:
        """Return how much is looked at again, as it was set last."""

    def set_sampling(self, sampling: Sampling, *, officer: str, reason: str, now: datetime) -> None:
        """Set how much is looked at again from now on."""

    def lot_key(self) -> bytes:
        """Return the secret that lots are drawn with."""

    def begin_rechecks(self) -> None:
        """Draw among what is released from now on; once begun, nothing changes."""

    def draw_rechecks(self, lot: Lot, *, now: datetime) -> int:
        """Draw among the releases that have become final; returns how many were looked at."""

    def take_recheck(
        self, *, officer: str, desk: str, now: datetime, for_s: float
    ) -> tuple[Recheck, Case] | None:
        """Give an officer the oldest re-check that they may look at, or None."""

    def lapse_rechecks(
        self, recheck_ids: Collection[str], *, now: datetime, for_s: float
    ) -> Mapping[str, str]:
        """Take back those that were taken long ago; returns who had each."""

    def held_rechecks(self) -> Mapping[str, Held]:
        """Return what each officer took and did not answer."""

    def answer_recheck(
        self, recheck_id: str, look: Look, *, officer: str, now: datetime
    ) -> Recheck:
        """Record what is said on looking again; raises ``KeyError`` and ``StepRefused``."""

    def read_lesson(self, recheck_id: str, *, officer: str, now: datetime) -> None:
        """Note that a lesson was read; raises ``KeyError`` when it is not the officer's."""


class RecheckFigures(Protocol):
    """Reads how looking again stands; used in a thread apart."""

    def overview(self) -> dict[str, Any]:
        """Return how the re-checks stand."""

    def lessons(self, officer: str) -> Sequence[Mapping[str, Any]]:
        """Return what an officer has missed and not read yet."""

    def images(self) -> dict[str, Any]:
        """Return how test images were met."""


class Rechecks:
    """Draws, hands out and takes in; owned by the broker's thread.

    Parameters
    ----------
    missed : callable
        Is told of a re-check by which it is settled that something was missed.
    cut : callable
        Cuts the marked place out of a lesson's scan, in the thread apart.
    blindness : Blindness
        Is told what case somebody looks at again.
    """

    def __init__(
        self,
        records: RecheckRecords,
        figures: RecheckFigures,
        *,
        missed: Callable[[Recheck], None] | None = None,
        cut: Cut = lambda _lesson: None,
        blindness: Blindness | None = None,
    ) -> None:
        self._cut = cut
        self._records, self._figures = records, figures
        self._missed = _log_missed if missed is None else missed
        self._blindness = Blindness() if blindness is None else blindness
        self._blindness.begin(records.held_rechecks())
        self._key = records.lot_key()
        records.begin_rechecks()
        self._draw_at = 0.0

    def contribution(self) -> Contribution:
        """Return what this subject brings to the supervisor's room."""
        return Contribution(
            answerers={Topic.RECHECKS: self._ask, Topic.TEST_IMAGES: self._ask_images},
            steerers={
                SteerAct.TAKE_RECHECK: self._take,
                SteerAct.ANSWER_RECHECK: self._answer,
                SteerAct.LESSON_READ: self._read,
                SteerAct.SET_RECHECKS: self._set_rates,
                SteerAct.SET_TEST_IMAGES: self._set_images,
            },
            chores=(self.tend,),
        )

    def tend(self) -> None:
        """Draw among what has become final, and take back what lapsed, now and then."""
        now = monotonic()
        if now >= self._draw_at:
            self._draw_at = now + _DRAW_EVERY_S
            rates, key = self._records.sampling().rates, self._key

            def lot(decision_id: str, tier: Tier) -> float:
                rate = rates[tier]
                return rate if is_drawn(key, Draw.RECHECK, decision_id, rate) else 0.0

            self._records.draw_rechecks(lot, now=wall())
            self._lapse()

    def _lapse(self) -> None:
        in_hand = self._blindness.open()
        if in_hand:
            lapsed = self._records.lapse_rechecks(in_hand, now=wall(), for_s=_TASK_S)
            for recheck_id, officer in lapsed.items():
                self._blindness.put_down(officer, recheck_id)

    # Questions, in a thread apart

    def _ask(self, seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        asked = _shaped(question, RecheckQuestion)
        if asked.part is not RecheckPart.OVERVIEW:
            lessons = self._figures.lessons(seat.officer.officer_id)
            if asked.part is RecheckPart.LESSONS:
                return {"lessons": list(lessons)}
            own = (one for one in lessons if one["recheck_id"] == asked.recheck_id)
            lesson = next(own, None)
            return {"picture": None if lesson is None else self._cut(lesson)}
        if _MAY_SEE.isdisjoint(seat.officer.roles):
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not ask that")
        return self._figures.overview()

    def _ask_images(self, _seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        _shaped(question, Empty)
        return self._figures.images()

    # Orders, in the broker's thread

    def _take(self, seat: Seat, _header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        _shaped(document, Empty)
        officer = seat.officer.officer_id
        taken = self._records.take_recheck(
            officer=officer, desk=seat.desk, now=wall(), for_s=_TASK_S
        )
        if taken is None:
            self._blindness.put_down(officer)
        else:
            recheck = taken[0]
            held = (recheck.recheck_id, recheck.case_id, recheck.decision_id)
            self._blindness.took(officer, held)
        task = None if taken is None else _task(*taken, officer=officer)
        return _plain(TakenDocument(task=task))

    def _answer(self, seat: Seat, _header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        said = _shaped(document, LookDocument)
        try:
            marks = tuple(mark_from_json(mark) for mark in said.marks)
            look = Look(
                verdict=Verdict(said.verdict), severity=said.severity, marks=marks, note=said.note
            )
        except (KeyError, TypeError, ValueError) as error:
            raise WireViolation(f"no look at a case: {error}") from error
        fault = fault_in(marks)
        if fault is not None:
            raise WireViolation(f"no lawful marks: {fault.value}")
        try:
            recheck = self._records.answer_recheck(
                said.recheck_id, look, officer=seat.officer.officer_id, now=wall()
            )
        except KeyError as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such re-check") from error
        except StepRefused as error:
            raise Refused(RefusalCode.NOT_LAWFUL, "this re-check is not yours any more") from error
        self._blindness.put_down(seat.officer.officer_id, said.recheck_id)
        if recheck.is_missed:
            self._missed(recheck)
        return {"missed": recheck.is_missed}

    def _read(self, seat: Seat, _header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        lesson = _shaped(document, LessonDocument)
        try:
            self._records.read_lesson(
                lesson.recheck_id, officer=seat.officer.officer_id, now=wall()
            )
        except KeyError as error:
            raise Refused(RefusalCode.UNKNOWN, "this is no lesson of yours") from error
        return {}

    def _set_rates(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        wanted = _shaped(document, RatesDocument)
        rates = {Tier.ORDINARY: wanted.ordinary, Tier.RAISED: wanted.raised, Tier.HIGH: wanted.high}
        return self._set(replace(self._records.sampling(), rates=rates), seat, header)

    def _set_images(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        wanted = _shaped(document, ImagesDocument)
        sites = frozenset(wanted.quiet_sites)
        sampling = replace(self._records.sampling(), test_image_rate=wanted.rate, quiet_sites=sites)
        return self._set(sampling, seat, header)

    def _set(self, sampling: Sampling, seat: Seat, header: Steer) -> dict[str, Any]:
        reason = header.reason.strip()
        if not reason:
            raise Refused(RefusalCode.NOT_LAWFUL, "a reason is needed")
        self._records.set_sampling(
            sampling, officer=seat.officer.officer_id, reason=reason, now=wall()
        )
        return {}


def _log_missed(recheck: Recheck) -> None:
    facts = {"recheck": recheck.recheck_id, "case": recheck.case_id}
    _LOG.error("a release is confirmed to have missed something", extra=facts)


def _shaped(document: Mapping[str, Any], shape: type[D]) -> D:
    try:
        return msgspec.convert(dict(document), shape)
    except msgspec.ValidationError as error:
        raise WireViolation(str(error)) from error


def _plain(document: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(document)
    return plain


def _task(recheck: Recheck, case: Case, *, officer: str) -> RecheckTask:
    """Return a case as it is shown to those who look again: without author and engine."""
    third = recheck.arbiter == officer
    before = recheck.look if third else None
    declaration = case.declaration
    return RecheckTask(
        recheck_id=recheck.recheck_id,
        third=third,
        case_id=case.case_id,
        site=case.site,
        scan_id=case.scan_id,
        sha256=case.package_sha256,
        size=case.package_size,
        head=head_to_json(case.head),
        declaration=None if declaration is None else declaration_to_json(declaration),
        tier=recheck.tier.value,
        marks=[] if before is None else [mark_to_json(mark) for mark in before.marks],
        note="" if before is None else before.note,
    )
