"""Decisions, recalls and cases given back: none is dropped, each waits for the hub's answer.

They wait in order, and leave only in the session of the officer who did them.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from queue_client.answers import LeasedCase, ToldTest
from queue_client.errors import Conflict, Fenced, RefusalCode, Refused, WireViolation
from ui.hub_client import HubClient
from ui.link_cases import HeldCases
from ui.link_news import (
    ActMoved,
    ActState,
    Decide,
    News,
    Recall,
    Skip,
    SkipRefused,
    Trouble,
    trouble_of,
)
from ui.link_refusals import is_about_session
from workstation.domain.errors import StorageUnavailable
from workstation.review.journal import Journal

_LOG = logging.getLogger(__name__)


class Acts:
    """What this desk has done and the hub has not answered; belongs to the link's thread.

    Parameters
    ----------
    heard : callable
        Called when the hub has answered.
    changed : callable
        Called when there is one act more or less to send.
    recorded : callable
        Takes a decision that the hub has recorded, before the journal forgets it.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        journal: Journal,
        cases: HeldCases,
        tell: Callable[[News], None],
        *,
        heard: Callable[[], None],
        changed: Callable[[], None],
        recorded: Callable[[Mapping[str, Any]], None] = lambda _decision: None,
    ) -> None:
        self._journal, self._cases, self._tell = journal, cases, tell
        self._heard, self._changed, self._recorded = heard, changed, recorded
        self._acts: deque[Decide | Recall | Skip] = deque()
        self._given_up: list[LeasedCase] = []
        self._sent: set[str] = set()  # decisions that the hub may have
        self._acting: str | None = None  # whose acts wait; nobody else's session may send them
        self._aside: dict[str, list[Decide]] = {}

    def __len__(self) -> int:
        return len(self._acts)

    @property
    def unsent(self) -> int:
        """How many decisions the hub has not answered; of everybody's while nobody sits here."""
        if self._acting is None:
            return len(self._journal.pending())
        return sum(isinstance(act, Decide) for act in self._acts)

    def sit_down(self, officer: str) -> None:
        """Take up what an officer left unsent, from memory and from the journal."""
        if self._acting != officer:
            self._change_hands(officer)
        known = {str(act.decision["decision_id"]) for act in self._acts if isinstance(act, Decide)}
        for pending in self._journal.pending():
            decision_id = str(pending.decision["decision_id"])
            if pending.officer == officer and decision_id not in known:
                self._acts.append(Decide(decision=pending.decision))
                if self._journal.was_recalled(decision_id):
                    self._acts.append(Recall(decision_id=decision_id))

    def decide(self, order: Decide) -> None:
        """Take a decision that the journal has."""
        self._cases.note_decided(str(order.decision["case_id"]), decided=True)
        self._acts.append(order)
        self._tell(_moved(order.decision, ActState.KEPT))
        self._changed()

    def skip(self, order: Skip) -> None:
        """Let go of a case at once, and tell the hub when it listens."""
        held = self._cases.drop(order.case_id)
        if held is not None and not held.guest:
            self._given_up.append(held.lease)
            self._acts.append(order)

    def recall(self, order: Recall) -> None:
        """Take back at once what never left; what may have left must be recalled at the hub."""
        waiting = next(
            (
                act
                for act in self._acts
                if isinstance(act, Decide) and act.decision["decision_id"] == order.decision_id
            ),
            None,
        )
        if waiting is None:
            self._acts.append(order)
            return
        if self._may_have_left(order.decision_id):
            self._recall_at_hub(order)
            return
        try:
            self._journal.settle(order.decision_id, ActState.WITHDRAWN.value)
        except StorageUnavailable as error:
            # The journal would send it at the next sign-in: only the hub can take it back.
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
            self._recall_at_hub(order)
            return
        self._acts.remove(waiting)
        self._cases.note_decided(str(waiting.decision["case_id"]), decided=False)
        self._tell(_moved(waiting.decision, ActState.WITHDRAWN))
        self._changed()

    def send(self, client: HubClient) -> None:
        """Send what waits, in order; an act stays until the hub has answered it."""
        while self._acts:
            act = self._acts[0]
            match act:
                case Decide(decision=decision):
                    self._send_decision(client, decision)
                case Recall(decision_id=decision_id):
                    self._send_recall(client, decision_id)
                case Skip():
                    self._send_skip(client, act)
            self._heard()
            if self._acts and self._acts[0] is act:
                self._acts.popleft()
            self._changed()

    def _change_hands(self, officer: str) -> None:
        """Put aside what the last officer left unsent, and take up what this one did."""
        if self._acting is not None:
            self._aside[self._acting] = [act for act in self._acts if isinstance(act, Decide)]
        for act in self._acts:
            if isinstance(act, Recall):
                state = ActState.TOO_LATE
                self._tell(ActMoved(decision_id=act.decision_id, case_id="", state=state))
        self._given_up.clear()
        self._acting, self._acts = officer, deque(self._aside.pop(officer, ()))

    def _send_decision(self, client: HubClient, decision: Mapping[str, Any]) -> None:
        decision_id = str(decision["decision_id"])
        self._sent.add(decision_id)
        try:
            self._journal.note_sent(decision_id)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
        try:
            receipt = client.decide(decision)
        except (Fenced, Conflict, WireViolation) as error:
            self._settle(decision, ActState.REFUSED, trouble=trouble_of(error))
        except Refused as error:
            if is_about_session(error):
                raise
            if error.code is RefusalCode.MUST_INSPECT:
                self._hand_back(client, str(decision["case_id"]), error.code.value)
            self._settle(decision, ActState.REFUSED, trouble=trouble_of(error))
        else:
            if not receipt.test:
                self._recorded(decision)
            self._settle(decision, ActState.RECORDED, recall_s=receipt.recall_s, test=receipt.test)

    def _hand_back(self, client: HubClient, case_id: str, reason: str) -> None:
        """Let a case that is still to be decided come again; else it would wait for its lease."""
        held = self._cases.find(case_id)
        if held is None:
            return
        try:
            client.skip(held.lease, reason)
        except Fenced:
            pass  # it went back already
        except Refused as error:
            if is_about_session(error):
                raise
            _LOG.info("a case could not be handed back", extra={"reason": error.reason})

    def _recall_at_hub(self, order: Recall) -> None:
        """Let a recall follow its decision, also when this program ends before the hub is back."""
        self._acts.append(order)
        try:
            self._journal.note_recall(order.decision_id)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})

    def _may_have_left(self, decision_id: str) -> bool:
        return decision_id in self._sent or self._journal.was_sent(decision_id)

    def _settle(
        self,
        decision: Mapping[str, Any],
        state: ActState,
        *,
        recall_s: float = 0.0,
        trouble: Trouble | None = None,
        test: ToldTest | None = None,
    ) -> None:
        try:
            self._journal.settle(str(decision["decision_id"]), state.value)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
        if trouble is not None:
            facts = {"decision": str(decision["decision_id"]), "reason": trouble.sentence}
            _LOG.warning("a decision was not recorded", extra=facts)
        self._sent.discard(str(decision["decision_id"]))
        self._cases.drop(str(decision["case_id"]))
        self._tell(_moved(decision, state, recall_s=recall_s, trouble=trouble, test=test))

    def _send_recall(self, client: HubClient, decision_id: str) -> None:
        trouble = None
        try:
            done = client.recall(decision_id, "officer")
        except (Fenced, Conflict) as error:
            done, trouble = False, trouble_of(error)
        except Refused as error:
            if is_about_session(error):
                raise
            done, trouble = False, trouble_of(error)
        state = ActState.RECALLED if done else ActState.TOO_LATE
        self._tell(ActMoved(decision_id=decision_id, case_id="", state=state, trouble=trouble))

    def _send_skip(self, client: HubClient, order: Skip) -> None:
        lease = next((one for one in self._given_up if one.case_id == order.case_id), None)
        if lease is None:
            return
        try:
            if order.failed:
                client.give_up(lease, order.reason)
            else:
                client.skip(lease, order.reason, order.minutes)
        except Fenced:
            pass  # it went back already
        except Refused as error:
            if is_about_session(error):
                raise
            if error.code is RefusalCode.SKIPS_SPENT:
                self._tell(SkipRefused(case_id=order.case_id, trouble=trouble_of(error)))
            _LOG.info("a case could not be handed back", extra={"reason": error.reason})
        self._given_up.remove(lease)


def _moved(
    decision: Mapping[str, Any],
    state: ActState,
    *,
    recall_s: float = 0.0,
    trouble: Trouble | None = None,
    test: ToldTest | None = None,
) -> ActMoved:
    return ActMoved(
        decision_id=str(decision["decision_id"]),
        case_id=str(decision["case_id"]),
        state=state,
        recall_s=recall_s,
        trouble=trouble,
        test=test,
    )
