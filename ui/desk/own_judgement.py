"""Keeps the engine's answer from the screen until the reviewer has judged, where a case asks it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.commands import CommandSet
from ui.desk.desk_page import DeskPage
from ui.prepared import PreparedCase, PreparedModel
from ui.withheld import without_answers
from workstation.domain.decision import Conclusion
from workstation.matching.codes import related
from workstation.review.arming import Obstacle
from workstation.review.first_look import FirstLook, Judgement, Passage
from workstation.review.reasons import Reason

ANSWERS: Final = (
    "region.next",
    "region.previous",
    "region.explain",
    "region.show",
    "match.patches",
)
"""Commands that show something of the answer; they rest while it is withheld."""
_KEPT: Final = 16
"""So many cases are remembered, in case a decision is taken back and its case comes again."""


@dataclass(slots=True)
class _Read:
    """A case as it is being read: how far, and since when [s of the clock]."""

    look: FirstLook
    opened_at: float


class OwnJudgement(QObject):
    """Gives the page what it may show of a case, and hears the first judgement.

    While the answer is withheld the page is given a case without a comparison: so nothing on it
    can tell of one, whatever it shows. Typical models of the declared goods are reference
    pictures; they stay, by code and name, without the scores that brought them here.

    Parameters
    ----------
    commands : CommandSet
    page : DeskPage
    obstacle : callable
        Tells what forbids a decision now, or returns None.
    clock : callable
        A clock that never goes back [s].
    """

    judged = Signal()
    """The reviewer has told something new about the open case: it is to be kept."""

    def __init__(
        self,
        commands: CommandSet,
        page: DeskPage,
        obstacle: Callable[[Conclusion, Reason | None], Obstacle | None],
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._commands, self._page, self._obstacle = commands, page, obstacle
        self._clock = clock
        self._case: PreparedCase | None = None
        self._models: list[PreparedModel] = []
        self._cases: dict[str, _Read] = {}
        self._nothing = _Read(look=FirstLook(), opened_at=0.0)
        self.kept_of: Callable[[PreparedCase], Mapping[str, Any]] = lambda _case: {}
        """Returns what this officer told about a case before a crash (JSON values)."""
        self._withheld = False  # whether the page was given the case without its answer
        commands.connect_to("judge.clear", self.judge_clear)
        commands.connect_to("judge.suspicious", self.judge_suspicious)
        page.verdict_panel.add_judging(commands)
        self._tell()

    @property
    def look(self) -> FirstLook:
        """How far the reviewer has come with the open case."""
        return self._read.look

    def open(self, case: PreparedCase) -> PreparedCase:
        """Turn to another case; returns it as the page may show it now."""
        case_id = case.lease.case_id
        read = self._cases.pop(case_id, None)
        if read is None:
            mode = case.context.reading.engine
            look = FirstLook.of(mode, case.comparison, scan_id=case.lease.scan_id)
            look = look.again(self.kept_of(case))
            read = _Read(look=look, opened_at=self._clock() - look.told_s)
        self._cases[case_id] = read
        while len(self._cases) > _KEPT:
            self._cases.pop(next(iter(self._cases)))
        self._case, self._models = case, []
        self._withheld = not self.look.is_shown
        self._tell()
        return without_answers(case) if self._withheld else case

    @Slot()
    def close(self) -> None:
        """Hear that no case is open."""
        self._case, self._models, self._withheld = None, [], False
        self._tell()

    def forget(self) -> None:
        """Forget what was judged: the next officer at this desk is another one."""
        self.close()
        self._cases.clear()

    @Slot(object)
    def take_model(self, model: PreparedModel) -> None:
        """Hand a model that has come to the page, or what may be shown of it."""
        if not self._withheld:
            self._page.take_model(model)
            return
        self._models.append(model)
        if self._is_declared(model):
            self._show_references()

    @Slot()
    def judge_clear(self) -> None:
        """Take it that the reviewer sees nothing suspicious."""
        self._judge(Judgement.CLEAR)

    @Slot()
    def judge_suspicious(self) -> None:
        """Take it that the reviewer sees something suspicious."""
        self._judge(Judgement.SUSPICIOUS)

    def passes(self, conclusion: Conclusion, reason: Reason | None) -> bool:
        """Tell whether a decision key decides now; else it was answered here.

        What forbids a decision is for the desk to say: such a key passes and is refused there.
        """
        if self._case is None or self._obstacle(conclusion, reason) is not None:
            return True
        look, passage = self.look.decide(conclusion, self._seconds())
        if passage is Passage.DECIDES:
            self._read.look = look  # the next case opens; nothing need be drawn of this one
            return True
        self._take(look)
        self._page.decision_bar.refuse(Obstacle.ENGINE_DIFFERS)
        return False

    def settle(self) -> None:
        """Show what may be shown, after a key that passed did not decide all the same."""
        self._take(self.look)

    def evidence(self) -> Mapping[str, Any]:
        """Return how the open case was read, for the record (JSON values)."""
        told = self.look.to_json()
        return {"judgement": told, "engine_seen": told["engine_shown"]}

    # -- inside ----------------------------------------------------------------------------

    @property
    def _read(self) -> _Read:
        if self._case is None:
            return self._nothing
        return self._cases[self._case.lease.case_id]

    def _seconds(self) -> float:
        return self._clock() - self._read.opened_at

    def _judge(self, own: Judgement) -> None:
        found = self._obstacle(Conclusion.RELEASE, None)
        if found is not None:
            self._page.decision_bar.refuse(found)
            return
        self._take(self.look.judged(own, self._seconds()))

    def _take(self, look: FirstLook) -> None:
        self._read.look = look
        self.judged.emit()
        self._tell()
        if self._withheld and look.is_shown and self._case is not None:
            self._withheld = False
            models, self._models = self._models, []
            self._page.show_answer(self._case.comparison, models)
            self._page.case_panel.show_report(self._case.report)

    def _tell(self) -> None:
        look = self.look
        for name in ANSWERS:
            self._commands[name].setEnabled(look.is_shown or self._case is None)
        for name in ("judge.clear", "judge.suspicious"):
            self._commands[name].setEnabled(look.waits and self._case is not None)
        self._page.verdict_panel.show_look(None if self._case is None else look)

    def _is_declared(self, model: PreparedModel) -> bool:
        declaration = None if self._case is None else self._case.declaration
        goods = () if declaration is None else declaration.goods
        return any(related(line.hs, model.ref.hs) for line in goods)

    def _show_references(self) -> None:
        """Show the models of the declared goods by code and name: their rank is an opinion too."""
        shown = [
            replace(model, match=None)
            for model in sorted(self._models, key=lambda m: (m.ref.hs, m.ref.name, m.ref.model))
            if self._is_declared(model)
        ]
        self._page.show_models(shown)
