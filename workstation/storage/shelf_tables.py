"""The tables of a library folder."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workstation.domain.typical_model import ModelState
from workstation.storage.columns import InstantText, enum_text
from workstation.storage.tables import NAMES


class ShelfBase(DeclarativeBase):
    """The tables of ``library.sqlite``."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {str: Text(), datetime: InstantText()}


class EditionRow(ShelfBase):
    """The library's own name, given once, and how often it has changed; one row."""

    __tablename__ = "edition"

    library: Mapped[str] = mapped_column(primary_key=True)
    changes: Mapped[int]


class ModelRow(ShelfBase):
    """A typical model; never removed, only retired.

    ``edition`` is the library's count of changes when the model, or its description, last changed.
    """

    __tablename__ = "model"
    __table_args__ = (Index("ix_model_hs", "hs", "model_id"),)

    model_id: Mapped[str] = mapped_column(primary_key=True)
    hs: Mapped[str]
    name: Mapped[str]
    name_zh: Mapped[str]
    prohibited: Mapped[bool]
    state: Mapped[ModelState] = mapped_column(enum_text(ModelState), index=True)
    package_sha256: Mapped[str]
    source: Mapped[str]
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(index=True, server_default=text("0"))


class DescriptionRow(ShelfBase):
    """What the engine remembers of a model's picture, in its own versioned form."""

    __tablename__ = "description"

    model_id: Mapped[str] = mapped_column(ForeignKey("model.model_id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
