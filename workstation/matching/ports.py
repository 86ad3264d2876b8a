"""What the engine needs from whoever keeps the typical models."""

from dataclasses import dataclass
from typing import Protocol

from workstation.matching.description import Description


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """An approved typical model as an answer names it."""

    model_id: str
    hs: str
    name: str
    prohibited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """An approved typical model with the description that the engine compares."""

    model_id: str
    hs: str
    name: str
    prohibited: bool
    description: Description

    @property
    def record(self) -> ModelRecord:
        """The model without its description."""
        return ModelRecord(
            model_id=self.model_id, hs=self.hs, name=self.name, prohibited=self.prohibited
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed in a library after an edition.

    Attributes
    ----------
    library : str
        The library's own name; another name is another library.
    edition : int
        Up to which count of changes these tell everything.
    newest : int
        The library's count of changes.
    came : tuple of ModelRecord
        Approved models that are new, or whose record or description changed.
    gone : tuple of str
        Ids of models that are not approved (any more).
    """

    library: str
    edition: int
    newest: int
    came: tuple[ModelRecord, ...]
    gone: tuple[str, ...]

    @property
    def is_last(self) -> bool:
        """Whether there is nothing more to ask for."""
        return self.edition >= self.newest


class ModelSource(Protocol):
    """Where the engine finds the typical models: a library folder, or a list in a test.

    Methods may be called from several threads.
    """

    def version(self) -> str:
        """Return a short text that differs after every change."""

    def changes(self, since: int) -> Changes:
        """Return what changed after an edition, a page at a time; everything since 0."""

    def description(self, model_id: str) -> Description:
        """Return the description of a model.

        Raises ``KeyError`` for an unknown model, ``DescriptionOutdated`` for one that was
        described by another version, ``DescriptionUnreadable`` for any other that is no use.
        """
