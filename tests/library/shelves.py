"""A shelf in memory, for the library's own tests."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from workstation.domain.errors import ContentConflict
from workstation.domain.typical_model import ModelState, ShelfChanges, TypicalModel


class MemoryShelf:
    """Fits `library.ports.ModelShelf`; the package stays where it was."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[TypicalModel, Path, bytes]] = {}
        self.changes = 0
        self.editions: dict[str, int] = {}

    def version(self) -> str:
        return f"memory.{self.changes}"

    def changed_since(self, edition: int, *, limit: int = 5000) -> ShelfChanges:
        newer = sorted((at, name) for name, at in self.editions.items() if at > edition)[:limit]
        is_last = len(newer) < limit
        return ShelfChanges(
            library="memory",
            edition=self.changes if is_last else newer[-1][0],
            newest=self.changes,
            models=tuple(self.kept[name][0] for _, name in newer),
        )

    def add(self, model: TypicalModel, package: Path, description: bytes) -> TypicalModel:
        if hashlib.sha256(package.read_bytes()).hexdigest() != model.package_sha256:
            raise ContentConflict(model.model_id, model.package_sha256, "another")
        if model.model_id not in self.kept:
            self.kept[model.model_id] = model, package, description
            self._count(model.model_id)
        return self.kept[model.model_id][0]

    def models(self, state: ModelState | None = None) -> Sequence[TypicalModel]:
        found = [model for model, _, _ in self.kept.values() if state in (None, model.state)]
        return sorted(found, key=lambda model: (model.hs, model.model_id))

    def model(self, model_id: str) -> TypicalModel:
        return self.kept[model_id][0]

    def change_state(self, model_id: str, state: ModelState, *, now: datetime) -> TypicalModel:
        del now
        model, package, description = self.kept[model_id]
        self.kept[model_id] = replace(model, state=state), package, description
        self._count(model_id)
        return self.kept[model_id][0]

    def description(self, model_id: str) -> bytes:
        return self.kept[model_id][2]

    def describe(self, model_id: str, description: bytes) -> None:
        model, package, _ = self.kept[model_id]
        self.kept[model_id] = model, package, description
        self._count(model_id)

    def package(self, model_id: str) -> Path:
        return self.kept[model_id][1]

    def _count(self, model_id: str) -> None:
        self.changes += 1
        self.editions[model_id] = self.changes
