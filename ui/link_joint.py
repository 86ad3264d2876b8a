"""Two desks at one case: what this one shows, and what it looks into.

The newest that is shown or said counts; what was not sent in time is never sent. Each view is
asked about twice a second while nothing changes, so that both see where the other points.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from queue_client.errors import Fenced, QueueError, Refused, WireViolation
from ui.hub_client import HubClient
from ui.link_cases import HeldCases
from ui.link_news import (
    Join,
    JointOver,
    JointSeen,
    Leave,
    LookIn,
    News,
    Show,
    trouble_of,
)
from ui.link_refusals import is_about_session

_SOON_S: Final = 0.15
_EVERY_S: Final = 0.5
# A fetch is interrupted less often: what is under way from the hub is asked for again.
_OVERDUE_S: Final = 3.0


@dataclass(slots=True, kw_only=True)
class _View:
    """A joint view that this desk takes part in: by what it shows, or as a guest."""

    mine: bool
    document: Mapping[str, Any] = field(default_factory=dict)
    fresh: bool = True
    joined: bool = False
    asked_at: float = 0.0

    def due_at(self) -> float:
        """Return when the hub is to be asked next (monotonic) [s]."""
        return self.asked_at + (_SOON_S if self.fresh else _EVERY_S)


class JointLink:
    """The joint views of this desk; belongs to the link's thread."""

    def __init__(self, cases: HeldCases, tell: Callable[[News], None]) -> None:
        self._cases, self._tell = cases, tell
        self._views: dict[str, _View] = {}
        self._leaving: list[str] = []

    def take(self, order: Show | Join | LookIn | Leave) -> None:
        """Take an order."""
        case_id = order.case_id
        view = self._views.get(case_id)
        match order:
            case Show(document=document):
                if view is None or not view.mine:
                    view = self._views[case_id] = _View(mine=True)
                view.document, view.fresh = document, True
            case Join():
                if view is None:
                    self._views[case_id] = _View(mine=False)
            case LookIn(document=document):
                if view is not None and not view.mine:
                    view.document, view.fresh = document, True
            case Leave():
                if view is not None:
                    self._forget(case_id)
                    self._leaving.append(case_id)

    def looks_into(self, case_id: str) -> bool:
        """Tell whether this desk is a guest at a case; from any thread."""
        view = self._views.get(case_id)
        return view is not None and not view.mine

    def is_due(self) -> bool:
        """Tell whether the hub is to be asked now."""
        now = time.monotonic()
        views = list(self._views.values())
        return any(now >= view.due_at() for view in views)

    def is_overdue(self) -> bool:
        """Tell whether the hub is to be asked even before a fetch is done."""
        longest = time.monotonic() - _OVERDUE_S
        return any(view.asked_at <= longest for view in list(self._views.values()))

    @property
    def has_goodbyes(self) -> bool:
        """Whether the hub is to hear that this desk has left a view."""
        return bool(self._leaving)

    def say_goodbyes(self, client: HubClient) -> None:
        """Tell the hub which views this desk has left; also while the desk is locked."""
        while self._leaving:
            client.leave(self._leaving[0])
            self._leaving.pop(0)

    def work(self, client: HubClient) -> None:
        """Ask about every view that is due."""
        for case_id, view in list(self._views.items()):
            if time.monotonic() < view.due_at():
                continue
            view.asked_at, fresh = time.monotonic(), view.fresh
            view.fresh = False
            try:
                self._ask(client, case_id, view)
            except (Fenced, WireViolation) as error:
                self._end(case_id, error)
            except Refused as error:
                if is_about_session(error):
                    raise
                self._end(case_id, error)
            except QueueError:
                view.fresh = fresh
                raise

    def forget_all(self) -> None:
        """Take part in nothing any more: nobody sits here."""
        for case_id in list(self._views):
            self._end(case_id)
        self._leaving.clear()

    def _ask(self, client: HubClient, case_id: str, view: _View) -> None:
        if view.mine:
            held = self._cases.find(case_id)
            if held is None or held.guest:
                self._end(case_id)
                return
            state = client.show(held.lease, view.document)
        else:
            if not view.joined:
                self._cases.add_guest(client.join(case_id))
                view.joined = True
            state = client.look_in(case_id, view.document)
        self._tell(JointSeen(state=state, mine=view.mine))

    def _end(self, case_id: str, error: QueueError | None = None) -> None:
        self._forget(case_id)
        trouble = None if error is None else trouble_of(error)
        self._tell(JointOver(case_id=case_id, trouble=trouble))

    def _forget(self, case_id: str) -> None:
        view = self._views.pop(case_id)
        held = self._cases.find(case_id)
        if not view.mine and held is not None and held.guest:
            self._cases.drop(case_id)
