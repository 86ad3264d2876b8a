"""The shelf of typical models as the engine reads it."""

import logging
from collections.abc import Sequence

from workstation.domain.typical_model import ModelState
from workstation.library.ports import ModelShelf
from workstation.matching.description import FEATURE_VERSION, Description, DescriptionUnreadable
from workstation.matching.ports import ModelEntry

_log = logging.getLogger(__name__)


class ShelfSource:
    """Hands the engine every approved model of a shelf; fits `matching.ports.ModelSource`.

    A model whose description cannot be read is left out with a logged warning: one damaged
    model must not stop the comparing, and 'reviewroom library reindex' mends it.
    """

    def __init__(self, shelf: ModelShelf) -> None:
        self._shelf = shelf

    def version(self) -> str:
        """Return the shelf's version joined with that of the features."""
        return f"{self._shelf.version()}/f{FEATURE_VERSION}"

    def models(self) -> Sequence[ModelEntry]:
        """Return every approved model with a usable description, ordered by HS code."""
        entries = []
        for model in self._shelf.models(ModelState.APPROVED):
            try:
                description = Description.from_bytes(self._shelf.description(model.model_id))
            except (DescriptionUnreadable, KeyError) as error:
                _log.warning("model %s is left out: %s", model.model_id, error)
                continue
            entries.append(
                ModelEntry(
                    model_id=model.model_id,
                    hs=model.hs,
                    name=model.name,
                    prohibited=model.prohibited,
                    description=description,
                )
            )
        return entries
