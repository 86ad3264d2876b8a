"""The shelf of typical models as the engine reads it."""

from workstation.domain.typical_model import ModelState, TypicalModel
from workstation.library.ports import ModelShelf
from workstation.matching.description import FEATURE_VERSION, Description
from workstation.matching.ports import Changes, ModelRecord


class ShelfSource:
    """Hands the engine the approved models of a shelf; fits `matching.ports.ModelSource`.

    ``page`` is how many changed models are told at once; a comparison may have to wait until
    their descriptions are read, about 2 ms each.
    """

    def __init__(self, shelf: ModelShelf, *, page: int = 2000) -> None:
        self._shelf, self._page = shelf, page

    def version(self) -> str:
        """Return the shelf's version joined with that of the features."""
        return f"{self._shelf.version()}/f{FEATURE_VERSION}"

    def changes(self, since: int) -> Changes:
        """Return what changed after an edition, a page at a time."""
        changed = self._shelf.changed_since(since, limit=self._page)
        return Changes(
            library=changed.library,
            edition=changed.edition,
            newest=changed.newest,
            came=tuple(_record(one) for one in changed.models if _is_used(one)),
            gone=tuple(one.model_id for one in changed.models if not _is_used(one)),
        )

    def description(self, model_id: str) -> Description:
        """Return the description of a model; raises ``KeyError``, ``DescriptionUnreadable``."""
        return Description.from_bytes(self._shelf.description(model_id))


def _is_used(model: TypicalModel) -> bool:
    return model.state is ModelState.APPROVED


def _record(model: TypicalModel) -> ModelRecord:
    return ModelRecord(
        model_id=model.model_id, hs=model.hs, name=model.name, prohibited=model.prohibited
    )
