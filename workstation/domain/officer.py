"""Who works in the room and what each may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A duty; one officer may have several, but nobody approves their own request."""

    REVIEWER = "reviewer"
    CHIEF = "chief"
    LIBRARIAN = "librarian"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person known to the room by a short, stable id."""

    officer_id: str
    name: str
    roles: frozenset[Role]
