"""Typical models in a list: for tests, benchmarks, and whoever keeps no library folder."""

from collections.abc import Iterable

from workstation.matching.description import Description
from workstation.matching.ports import Changes, ModelEntry, ModelRecord


class ModelList:
    """Approved models in memory; fits `ports.ModelSource`. Not for several threads at once."""

    def __init__(self, entries: Iterable[ModelEntry] = ()) -> None:
        self._entries: dict[str, tuple[int, ModelEntry]] = {}
        self._gone: dict[str, int] = {}
        self._edition = 0
        for entry in entries:
            self.put(entry)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        """The models as they are now."""
        return tuple(entry for _, entry in self._entries.values())

    def put(self, entry: ModelEntry) -> None:
        """Add a model, or replace the one of that id."""
        self._edition += 1
        self._gone.pop(entry.model_id, None)
        self._entries[entry.model_id] = self._edition, entry

    def remove(self, model_id: str) -> None:
        """Take a model away; raises ``KeyError`` when there is none of that id."""
        del self._entries[model_id]
        self._edition += 1
        self._gone[model_id] = self._edition

    def version(self) -> str:
        """Return a short text that differs after every change."""
        return f"list.{self._edition}"

    def changes(self, since: int) -> Changes:
        """Return what changed after an edition, all at once."""
        return Changes(
            library="list",
            edition=self._edition,
            newest=self._edition,
            came=tuple(self._newer(since)),
            gone=tuple(model_id for model_id, edition in self._gone.items() if edition > since),
        )

    def description(self, model_id: str) -> Description:
        """Return the description of a model; raises ``KeyError``."""
        return self._entries[model_id][1].description

    def _newer(self, since: int) -> Iterable[ModelRecord]:
        return (entry.record for edition, entry in self._entries.values() if edition > since)
