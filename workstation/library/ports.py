"""What the library needs from whoever keeps the typical models. One method is one act."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from workstation.domain.typical_model import ModelState, ShelfChanges, TypicalModel


class ModelShelf(Protocol):
    """A durable shelf of typical models: record, scan package and description of each.

    All methods raise ``StorageUnavailable`` when the shelf cannot be used; then nothing of the
    act has happened. Methods may be called from any thread and from several processes.
    """

    def version(self) -> str:
        """Return a short text that differs after every change of any model or description."""

    def changed_since(self, edition: int, *, limit: int = 5000) -> ShelfChanges:
        """Return the models that changed after an edition, at most `limit`, in order.

        Asking again from the answer's edition until it is the newest tells of every change.
        """

    def add(self, model: TypicalModel, package: Path, description: bytes) -> TypicalModel:
        """Put a model on the shelf with a copy of its scan package and its description.

        The same model_id with the same package again returns the recorded model and changes
        nothing. Raises ``ContentConflict`` when the file's SHA-256 is not
        ``model.package_sha256``, or when the model_id already names another package.
        """

    def models(self, state: ModelState | None = None) -> Sequence[TypicalModel]:
        """Return all models, or those in one state, ordered by HS code, then model_id."""

    def model(self, model_id: str) -> TypicalModel:
        """Return one model; raises ``KeyError`` when there is none."""

    def change_state(self, model_id: str, state: ModelState, *, now: datetime) -> TypicalModel:
        """Approve, retire or propose again; nothing is ever removed. Raises ``KeyError``."""

    def description(self, model_id: str) -> bytes:
        """Return the description of a model as it was stored; raises ``KeyError``.

        It is small (tens of KiB) and carries its own feature version.
        """

    def describe(self, model_id: str, description: bytes) -> None:
        """Replace the description of a model, after the features changed; raises ``KeyError``."""

    def package(self, model_id: str) -> Path:
        """Return the path of a model's scan package, to be read only; raises ``KeyError``."""
