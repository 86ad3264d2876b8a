"""Who gets which case: random among the eligible, within the highest priority class first.

Random, because an officer who could guess which case comes next could be asked to wait for it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from workstation.domain.case import Case
from workstation.domain.officer import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What dispatch needs to know about a case that may be leased."""

    case_id: str
    priority: int
    required_role: str
    read_by: tuple[str, ...] = ()


class PutOff:
    """Cases that officers asked not to see again for a while; kept in memory only.

    After a restart of the hub they are offered at once: an officer may put them off again.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}

    def add(self, officer: str, case_id: str, until: float) -> None:
        """Keep a case from an officer until an instant of the monotonic clock [s]."""
        self._until[officer, case_id] = until

    def of(self, officer: str, now: float) -> set[str]:
        """Return what an officer is not to be offered now."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        return {case_id for whose, case_id in self._until if whose == officer}


class WaitingRoom:
    """The cases that wait, by id; the broker keeps it equal to what the store says."""

    def __init__(self) -> None:
        self._cases: dict[str, Candidate] = {}

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, case: Case) -> None:
        """Let a case wait."""
        self._cases[case.case_id] = candidate(case)

    def remove(self, case_id: str) -> None:
        """Forget a case, if it is there."""
        self._cases.pop(case_id, None)

    def candidates(self) -> list[Candidate]:
        """Return all cases that wait."""
        return list(self._cases.values())


def candidate(case: Case) -> Candidate:
    """Return a case as dispatch sees it."""
    return Candidate(
        case_id=case.case_id,
        priority=case.priority,
        required_role=case.required_role,
        read_by=case.read_by,
    )


def may_review(roles: Collection[str], required_role: str) -> bool:
    """Tell whether an officer with these roles may review a case; a chief may review all."""
    if required_role == Role.REVIEWER:
        return Role.REVIEWER in roles or Role.CHIEF in roles
    return required_role in roles


def order(  # noqa: PLR0913 - each says one thing about the officer
    candidates: Iterable[Candidate],
    *,
    officer: str,
    roles: Collection[str],
    never: Collection[str] = (),
    last: Collection[str] = (),
    first: str | None = None,
    rng: Random,
) -> list[str]:
    """Return the case ids in the order in which an officer is to be offered them.

    Parameters
    ----------
    officer : str
        Who asks; a case that this officer has read already is for others.
    roles : collection of str
        The officer's roles.
    never : collection of str
        Cases that the officer does not want to see now.
    last : collection of str
        Cases that the officer gave back: offered only when nothing else is left.
    first : str, optional
        The case whose decision the officer has just recalled: offered before all others.
    """
    eligible = [
        item
        for item in candidates
        if may_review(roles, item.required_role)
        and officer not in item.read_by
        and item.case_id not in never
    ]
    rng.shuffle(eligible)
    eligible.sort(key=lambda item: (item.case_id != first, item.case_id in last, -item.priority))
    return [item.case_id for item in eligible]
