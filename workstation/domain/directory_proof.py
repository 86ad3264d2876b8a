"""What a directory says of an officer's password."""

from dataclasses import dataclass
from enum import StrEnum

from workstation.domain.officer import Role


class Word(StrEnum):
    """How a directory answered."""

    RIGHT = "right"
    WRONG = "wrong"
    SILENT = "silent"  # no server answered as it must: nothing is known of the password


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryProof:
    """The directory's word, the roles that its groups withhold, and the reason of a silence."""

    word: Word
    withheld: frozenset[Role] = frozenset()
    reason: str = ""
