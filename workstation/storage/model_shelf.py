"""A library folder: records in SQLite, packages as blobs; fits `library.ports.ModelShelf`."""

import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.domain.errors import ContentConflict, StorageUnavailable
from workstation.domain.instants import require_zone
from workstation.domain.typical_model import ModelState, ShelfChanges, TypicalModel
from workstation.storage.blobs import FolderBlobs
from workstation.storage.database import SqliteDatabase
from workstation.storage.migrate import Branch
from workstation.storage.shelf_tables import DescriptionRow, EditionRow, ModelRow

SHELF_DATABASE = "library.sqlite"
_NAMELESS = "empty"


class ShelfFolder:
    """Typical models in a folder: ``library.sqlite`` and ``blobs/``.

    May be used from any thread and from several processes.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be made, read or trusted.
    """

    def __init__(self, folder: Path) -> None:
        self._database = SqliteDatabase(folder / SHELF_DATABASE, Branch.LIBRARY)
        self._blobs = FolderBlobs(folder)

    def close(self) -> None:
        """Close the database; nothing may be asked afterwards."""
        self._database.close()

    def version(self) -> str:
        """Return the library's own name and how often it has changed, such as ``"9f3a01c4.17"``."""
        with self._database.look() as session:
            row = session.scalar(select(EditionRow))
            return _NAMELESS if row is None else f"{row.library}.{row.changes}"

    def changed_since(self, edition: int, *, limit: int = 5000) -> ShelfChanges:
        """Return the models that changed after an edition, at most `limit`, in order."""
        query = select(ModelRow).where(ModelRow.edition > edition).order_by(ModelRow.edition)
        with self._database.look() as session:
            counted = session.scalar(select(EditionRow))
            rows = list(session.scalars(query.limit(limit)))
            newest = 0 if counted is None else counted.changes
            is_last = len(rows) < limit
            return ShelfChanges(
                library=_NAMELESS if counted is None else counted.library,
                edition=newest if is_last else rows[-1].edition,
                newest=newest,
                models=tuple(_model_from(row) for row in rows),
            )

    def add(self, model: TypicalModel, package: Path, description: bytes) -> TypicalModel:
        """Put a model on the shelf; the same model with the same package again changes nothing."""
        known = self._find(model.model_id)
        if known is not None:
            return _same_package(known, model)
        # The blob first: a record without its package would be a promise that cannot be kept,
        # a package without a record is only waste.
        self._blobs.commit(self._copied(package, model.package_sha256), model.package_sha256)
        with self._database.act() as session:
            row = session.get(ModelRow, model.model_id)
            if row is not None:
                return _same_package(_model_from(row), model)
            row = _row_from(model, edition=_count_change(session))
            session.add(row)
            session.flush()
            session.add(DescriptionRow(model_id=model.model_id, content=description))
            return _model_from(row)

    def models(self, state: ModelState | None = None) -> Sequence[TypicalModel]:
        """Return all models, or those in one state, ordered by HS code, then model_id."""
        query = select(ModelRow).order_by(ModelRow.hs, ModelRow.model_id)
        if state is not None:
            query = query.where(ModelRow.state == state)
        with self._database.look() as session:
            return [_model_from(row) for row in session.scalars(query)]

    def model(self, model_id: str) -> TypicalModel:
        """Return one model; raises ``KeyError`` when there is none."""
        found = self._find(model_id)
        if found is None:
            raise KeyError(model_id)
        return found

    def change_state(self, model_id: str, state: ModelState, *, now: datetime) -> TypicalModel:
        """Approve, retire or propose again; raises ``KeyError``."""
        with self._database.act() as session:
            row = session.get(ModelRow, model_id)
            if row is None:
                raise KeyError(model_id)
            if row.state is not state:
                row.state, row.changed_at = state, require_zone(now, "now")
                row.edition = _count_change(session)
            return _model_from(row)

    def description(self, model_id: str) -> bytes:
        """Return the description of a model as it was stored; raises ``KeyError``."""
        with self._database.look() as session:
            row = session.get(DescriptionRow, model_id)
            if row is None:
                raise KeyError(model_id)
            return row.content

    def describe(self, model_id: str, description: bytes) -> None:
        """Replace the description of a model; raises ``KeyError``."""
        with self._database.act() as session:
            model, row = session.get(ModelRow, model_id), session.get(DescriptionRow, model_id)
            if model is None or row is None:
                raise KeyError(model_id)
            if row.content != description:
                row.content = description
                model.edition = _count_change(session)

    def package(self, model_id: str) -> Path:
        """Return the path of a model's scan package, to be read only; raises ``KeyError``."""
        return self._blobs.path(self.model(model_id).package_sha256)

    def _find(self, model_id: str) -> TypicalModel | None:
        with self._database.look() as session:
            row = session.get(ModelRow, model_id)
            return None if row is None else _model_from(row)

    def _copied(self, package: Path, sha256: str) -> Path:
        # Two processes may add the same package at once; each fills a part of its own.
        part = self._blobs.part(f"model-{sha256[:16]}-{secrets.token_hex(4)}")
        try:
            shutil.copyfile(package, part)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StorageUnavailable(
                str(error.filename or package), error.strerror or "cannot be copied"
            ) from error
        return part


def _same_package(known: TypicalModel, offered: TypicalModel) -> TypicalModel:
    if known.package_sha256 != offered.package_sha256:
        raise ContentConflict(
            f"typical model {known.model_id}", known.package_sha256, offered.package_sha256
        )
    return known


def _count_change(session: Session) -> int:
    """Count a change of the library and return its edition; one change touches one model."""
    row = session.scalar(select(EditionRow))
    if row is None:
        row = EditionRow(library=secrets.token_hex(4), changes=0)
        session.add(row)
    row.changes += 1
    return row.changes


def _model_from(row: ModelRow) -> TypicalModel:
    return TypicalModel(
        model_id=row.model_id,
        hs=row.hs,
        name=row.name,
        name_zh=row.name_zh,
        prohibited=row.prohibited,
        state=row.state,
        package_sha256=row.package_sha256,
        source=row.source,
        added_at=row.added_at,
    )


def _row_from(model: TypicalModel, *, edition: int) -> ModelRow:
    return ModelRow(
        model_id=model.model_id,
        hs=model.hs,
        name=model.name,
        name_zh=model.name_zh,
        prohibited=model.prohibited,
        state=model.state,
        package_sha256=model.package_sha256,
        source=model.source,
        added_at=require_zone(model.added_at, "added_at"),
        changed_at=require_zone(model.added_at, "added_at"),
        edition=edition,
    )
