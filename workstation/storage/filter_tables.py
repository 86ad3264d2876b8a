"""The table of filters that officers keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.storage.columns import JsonText
from workstation.storage.tables import HubBase


class SavedFilterRow(HubBase):
    """A filter under a name; ``content`` is what `workstation.domain.filters` writes."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    filter_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    owner: Mapped[str]
    shared: Mapped[bool]
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    kept_at: Mapped[datetime]
