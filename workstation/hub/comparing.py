"""Cases on their way through the engine: from their arrival to the waiting room."""

import logging
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workstation.domain.case import Case
from workstation.domain.errors import StorageUnavailable
from workstation.domain.law import Stage
from workstation.hub.clocks import wall
from workstation.hub.compare_pool import (
    Answer,
    ComparePool,
    Package,
    Question,
    engine_failed,
)
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.ports import Blobs, Records
from workstation.hub.projections import Projections
from workstation.hub.rescans import Rescans
from workstation.hub.site_service import SiteService
from workstation.hub.watching import Watching

_LOG = logging.getLogger(__name__)


class Comparing:
    """Asks the engine about each new case and lets it wait once the answer is recorded.

    Owned by the broker's thread. An answer is kept until the store has taken it. ``rescans`` may
    send poor pictures back, ``watching`` holds cases against the lists of risk control; where one
    is None, nobody does.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        pool: ComparePool,
        records: Records,
        blobs: Blobs,
        sites: SiteService,
        waiting: WaitingRoom,
        *,
        projections: Projections,
    ) -> None:
        self._pool, self._records, self._blobs = pool, records, blobs
        self._projections = projections
        self._sites, self._waiting = sites, waiting
        self.rescans: Rescans | None = None
        self._answers: deque[Answer] = deque()
        self._half: Answer | None = None  # recorded, but not all that follows from it
        self.watching: Watching | None = None

    @property
    def busy(self) -> bool:
        """Whether the engine is at work."""
        return self._pool.pending() > 0

    def work(self) -> None:
        """Hand on what has arrived, and record what the engine has answered."""
        while self._sites.arrived:
            self._look_at(self._sites.arrived[-1])
            self.ask(self._sites.arrived.pop())
        while self._sites.joined:
            self._look_at(self._sites.joined[-1])
            case = self._sites.joined.pop()
            if case.stage is Stage.RECEIVED:  # the engine shall judge, now that goods are known
                self._waiting.remove(case.case_id)
                self.ask(case)
            elif case.stage is Stage.WAITING:
                self._waiting.add(case)  # its risk instruction may put it before others
        self._answers.extend(self._pool.poll())
        while self._answers:
            # Removed only when recorded: a store that fails now must not cost an answer.
            self._record_answer(self._answers[0])
            self._answers.popleft()

    def _record_answer(self, answer: Answer) -> None:
        case = self._records.case(answer.question.case_id)
        if case.stage is Stage.RECEIVED:
            if _declared(case) != answer.question.declared:
                self.ask(case)  # its declaration came while the engine was at work
                return
            case = self._records.compared(case.case_id, answer.comparison, now=wall())
            self._half = answer
        elif self._half is not answer:
            return
        # From here on the store may fail as well: the answer comes again and goes on from here.
        if answer.gave_up:
            self._tell(case, answer)
        if answer.beside is not None:
            self._projections.made(case, answer.beside)
        sent_back = self.rescans is not None and self.rescans.sends_back(case, answer.poor)
        self._half = None
        if not sent_back:
            self._waiting.add(case)

    def _tell(self, case: Case, answer: Answer) -> None:
        """Raise the alarm about a scan that the engine could not bear; it waits unjudged."""
        facts = {
            "case": case.case_id,
            "site": case.site,
            "scan": case.scan_id,
            "sha256": case.package_sha256,
            "reason": answer.gave_up,
        }
        self._records.note("engine:scan:gave_up", facts, now=wall())
        _LOG.error("the engine gave up on a scan: it waits without a verdict", extra=facts)

    def _look_at(self, case: Case) -> None:
        """Hold a case against the lists of risk control; kept to be tried again if that fails."""
        if self.watching is not None:
            self.watching.look_at(case)

    def ask(self, case: Case) -> None:
        """Put a case in line, with its sisters as far as their packages are there."""
        own, *others = (self._package(one) for one in (case, *self._sisters(case)))
        question = Question(
            case_id=case.case_id,
            package=own or Package(scan=case.scan_id, path=Path(), sha256=case.package_sha256),
            declared=_declared(case),
            sisters=tuple(other for other in others if other is not None),
            wish=self._wish(case),
        )
        if own is None:
            self._answers.append(Answer(question=question, comparison=engine_failed()))
        else:
            self._pool.submit(question)

    def _sisters(self, case: Case) -> Sequence[Case]:
        """Return the other cases of a case's declaration; without a store it goes alone."""
        try:
            return self._records.sisters(case.case_id)
        except StorageUnavailable as error:
            # The case must not be lost on its way to the engine.
            _LOG.error("the store is unavailable", extra={"reason": str(error)})
            return ()

    def _wish(self, case: Case) -> Mapping[str, Any]:
        """Return what else the engine's child shall make; without a store nothing."""
        try:
            return self._projections.wish(case)
        except StorageUnavailable as error:
            _LOG.error("the store is unavailable", extra={"reason": str(error)})
            return {}

    def _package(self, case: Case) -> Package | None:
        try:
            path = self._blobs.path(case.package_sha256)
        except KeyError:
            _LOG.error("a package is missing", extra={"case": case.case_id})
            return None
        return Package(scan=case.scan_id, path=path, sha256=case.package_sha256)


def _declared(case: Case) -> tuple[str, ...]:
    return () if case.declaration is None else case.declaration.hs_codes
