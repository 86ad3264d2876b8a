"""Which case an officer has in hand to look at again: nothing tells them of it elsewhere."""

from collections.abc import Collection, Mapping
from typing import Final

from queue_client.errors import RefusalCode, Refused
from workstation.domain.officer import Role

_WHY: Final = "you are looking at this case again; say first what you see"

_READERS: Final = frozenset({Role.REVIEWER, Role.CHIEF})

#: A re-check, its case and its decision.
Held = tuple[str, str, str]


def reads_cases(roles: Collection[Role]) -> bool:
    """Tell whether an officer reads cases, and so must not be led by who has read before."""
    return not _READERS.isdisjoint(roles)


class Blindness:
    """Each officer's open re-check; the broker's thread writes, that of the questions reads."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def begin(self, held: Mapping[str, Held]) -> None:
        """Take over what each officer held before the hub's start."""
        self._held = dict(held)

    def took(self, officer: str, held: Held) -> None:
        """Remember what an officer looks at from now on.

        What they held before is not theirs any more, nor is this whoever's it was: they let it
        lapse.
        """
        others = {who: one for who, one in self._held.items() if one[0] != held[0]}
        self._held = {**others, officer: held}  # at once, for the other thread reads it

    def open(self) -> list[str]:
        """Return the re-checks that somebody has in hand."""
        return [recheck_id for recheck_id, _, _ in self._held.values()]

    def put_down(self, officer: str, recheck_id: str | None = None) -> None:
        """Forget an officer's re-check, whichever it is or only this one: they have said it."""
        if recheck_id is None or self._held.get(officer, ("",))[0] == recheck_id:
            self._held.pop(officer, None)

    def case_of(self, officer: str) -> str | None:
        """Return the case that an officer must learn nothing of; None when there is none."""
        held = self._held.get(officer)
        return None if held is None else held[1]

    def decision_of(self, officer: str) -> str | None:
        """Return the decision that an officer looks at again; None when there is none."""
        held = self._held.get(officer)
        return None if held is None else held[2]

    def refuse(self, officer: str, case_id: object) -> None:
        """Raise `Refused` when a case is the one that an officer looks at again."""
        if case_id is not None and self.case_of(officer) == case_id:
            raise Refused(RefusalCode.READ_APART, _WHY)
