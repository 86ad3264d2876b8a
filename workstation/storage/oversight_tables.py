"""The table of what two officers have to agree on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.domain.four_eyes import Act
from workstation.storage.columns import enum_text
from workstation.storage.tables import HubBase


class RequestRow(HubBase):
    """An act that was asked for; open until somebody else approved it, or it lost its object."""

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("approver IS NULL OR approver <> requester", name="four_eyes"),
        CheckConstraint("(approver IS NULL) OR (closed_at IS NOT NULL)", name="closed"),
        Index(
            "uq_request_open", "act", "subject", unique=True, sqlite_where=text("closed_at IS NULL")
        ),
    )

    request_id: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[Act] = mapped_column(enum_text(Act))
    subject: Mapped[str]
    reason: Mapped[str]
    requester: Mapped[str]
    requested_at: Mapped[datetime]
    approver: Mapped[str | None]
    closed_at: Mapped[datetime | None]
