"""A locked desk: nothing new comes, its cases go back after a while, the hub alone opens it."""

import time
from collections.abc import Callable
from typing import Final

from queue_client.errors import Interrupted, QueueError, RefusalCode, Refused
from ui.hub_client import HubClient
from ui.link_acts import Acts
from ui.link_cases import HeldCases
from ui.link_news import (
    LeaseLost,
    News,
    Skip,
    Trouble,
    Unlock,
    Unlocked,
    trouble_of,
)

_REASON = "the desk was locked"
#: The hub has not looked whether the password is right, or could not: the desk stays locked.
_NOT_NOW: Final = frozenset({RefusalCode.LOGIN_LOCKED, RefusalCode.DIRECTORY_SILENT})


class DeskLock:
    """Whether the desk is locked; belongs to the link's thread.

    The hub is told of the lock when it listens. Unlocking is asked of the hub and answered by
    `Unlocked` in any case: a hub that is silent leaves the desk locked.

    Parameters
    ----------
    grace_s : float
        For how long a locked desk keeps its cases [s].
    """

    def __init__(
        self, cases: HeldCases, acts: Acts, tell: Callable[[News], None], *, grace_s: float
    ) -> None:
        self._cases, self._acts, self._tell, self._grace_s = cases, acts, tell, grace_s
        self._since: float | None = None
        self._told = False
        self._asked: Unlock | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the officer is away."""
        return self._since is not None

    @property
    def is_told(self) -> bool:
        """Whether the hub knows that the officer is away."""
        return self.is_locked and self._told

    @property
    def has_work(self) -> bool:
        """Whether the hub is to hear something at once."""
        return self._asked is not None or (self.is_locked and not self._told)

    def lock(self) -> None:
        """Lock the desk from now on; a desk that is locked stays so since then."""
        if self._since is None:
            self._since, self._told = time.monotonic(), False

    def ask(self, order: Unlock) -> None:
        """Let the hub look whether this is the officer's password; the newest one counts."""
        self._asked = order

    def open(self) -> None:
        """Forget the lock: another session has begun, or nobody sits here any more."""
        self._since = None
        if self._asked is not None:
            nobody = Refused(RefusalCode.NO_SESSION, "nobody sits at this desk")
            self._answer(trouble=trouble_of(nobody))

    def work(self, client: HubClient) -> None:
        """Tell the hub what it has not heard, and give cases back when their time is over."""
        if self._since is None and self._asked is None:
            return
        if self.is_locked and not self._told:
            client.lock()
            self._told = True
        if self._asked is not None:
            self._unlock(client, self._asked)
        if self._since is not None and time.monotonic() - self._since >= self._grace_s:
            self._give_back()

    def failed(self, error: QueueError) -> None:
        """Say that the hub could not be asked; the desk stays as it is."""
        if self._asked is not None and not isinstance(error, Interrupted):
            self._answer(trouble=trouble_of(error))

    def _unlock(self, client: HubClient, order: Unlock) -> None:
        try:
            right = client.unlock(order.password)
        except Refused as error:
            if error.code not in _NOT_NOW:
                raise
            self._answer(trouble=trouble_of(error))
            return
        if right:
            self._since = None
        self._answer(ok=right)

    def _answer(self, *, ok: bool = False, trouble: Trouble | None = None) -> None:
        self._asked = None
        self._tell(Unlocked(ok=ok, trouble=trouble))

    def _give_back(self) -> None:
        """Give all back, the open one last: nothing is opened that nobody has ever seen."""
        for held in reversed(self._cases.own()):
            case_id = held.lease.case_id
            self._acts.skip(Skip(case_id=case_id, reason=_REASON))
            self._tell(LeaseLost(case_id=case_id))
