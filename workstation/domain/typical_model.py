"""Typical models: how such goods usually look under the beam, approved by a librarian."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ModelState(StrEnum):
    """A librarian proposes, another approves, a later one may retire."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalModel:
    """One typical model; its picture is the scan package with this SHA-256."""

    model_id: str
    hs: str
    name: str
    name_zh: str
    prohibited: bool
    state: ModelState
    package_sha256: str
    source: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfChanges:
    """Models of a library that changed after some edition, in the order of their changes.

    Attributes
    ----------
    library : str
        The library's own name, given once; ``"empty"`` before its first model.
    edition : int
        The count of changes up to which these tell everything.
    newest : int
        The library's count of changes; more than ``edition`` when more changed than were asked
        for at once.
    models : tuple of TypicalModel
        Whatever their state; each once, as it is now.
    """

    library: str
    edition: int
    newest: int
    models: tuple[TypicalModel, ...]
