"""The table of what two officers have to agree on."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.domain.four_eyes import Act
from workstation.storage.columns import JsonText, enum_text
from workstation.storage.tables import HubBase


class RequestRow(HubBase):
    """An act that was asked for; open until somebody else approved it, or it lost its object.

    ``secret``, the hash of a password that waits to be set, goes when the request is closed;
    ``entry`` is the number of the entry that tells of its asking.
    """

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("approver IS NULL OR approver <> requester", name="four_eyes"),
        CheckConstraint("(approver IS NULL) OR (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(secret IS NULL) OR (closed_at IS NULL)", name="secret"),
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
    content: Mapped[dict[str, Any]] = mapped_column(JsonText, server_default=text("'{}'"))
    secret: Mapped[str | None]
    entry: Mapped[int | None]
