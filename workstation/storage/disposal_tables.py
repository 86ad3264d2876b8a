"""The table of cases whose packages were disposed of: two officers agreed, the files go."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.storage.tables import HubBase


class DisposedRow(HubBase):
    """A case whose package is kept no longer; records and evidence stay.

    The cases of one ``batch`` were disposed of by one act, and its entry has their hash.
    ``swept_at`` is when the file was seen to be gone, or to be another case's as well.
    """

    __tablename__ = "disposed"
    __table_args__ = (Index("ix_disposed_due", "case_id", sqlite_where=text("swept_at IS NULL")),)

    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"), primary_key=True)
    batch: Mapped[str] = mapped_column(index=True)
    disposed_at: Mapped[datetime]
    swept_at: Mapped[datetime | None]
