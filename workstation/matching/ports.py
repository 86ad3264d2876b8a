"""What the engine needs from whoever keeps the typical models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workstation.matching.description import Description


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """An approved typical model with the description that the engine compares."""

    model_id: str
    hs: str
    name: str
    prohibited: bool
    description: Description


class ModelSource(Protocol):
    """Where the engine finds the typical models: a library folder, or a list in a test."""

    def version(self) -> str:
        """Return a short text that differs after every change."""

    def models(self) -> Sequence[ModelEntry]:
        """Return every approved model whose description can be used, ordered by HS code."""
