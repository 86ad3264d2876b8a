"""What an officer's roles allow at the desk; the hub decides, the desk says so beforehand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workstation.domain.officer import Role


class Bar(StrEnum):
    """Why a command is closed to an officer; the desk puts it into words."""

    NO_REVIEWER = "no_reviewer"
    CHIEF_IS_LAST = "chief_is_last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the session's roles allow.

    Attributes
    ----------
    reviews : bool
        Whether the hub gives this officer cases at all.
    chief : bool
        Whether doubtful pictures are referred to this officer.
    barred : mapping of str to Bar
        Commands that are closed, and why.
    """

    reviews: bool
    chief: bool
    barred: Mapping[str, Bar]


_REVIEWING: Final = (
    "decision.release",
    "decision.inspect",
    "decision.rescan",
    "decision.refer",
    "decision.recall",
    "decision.note",
    "case.skip",
    "case.skip_short",
    "case.skip_longer",
    "case.skip_hour",
)


def rights_of(roles: Collection[str]) -> Rights:
    """Return what roles allow, as `workstation.hub.rights` will judge it.

    A role that this desk does not know allows nothing.
    """
    chief = Role.CHIEF.value in roles
    reviews = chief or Role.REVIEWER.value in roles
    if not reviews:
        barred = dict.fromkeys(_REVIEWING, Bar.NO_REVIEWER)
    elif chief:
        barred = {"decision.refer": Bar.CHIEF_IS_LAST}
    else:
        barred = {}
    return Rights(reviews=reviews, chief=chief, barred=barred)
