"""The table of films: what a reviewer saw of a case, proven by the hash in the decision."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, event
from sqlalchemy.orm import Mapped, mapped_column

from workstation.storage.tables import HubBase, never_changed


class FilmRow(HubBase):
    """The film of a decision, packed; its SHA-256 stands in the decision's evidence."""

    __tablename__ = "film"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"), primary_key=True)
    sha256: Mapped[str]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]


for _statement in never_changed("film"):
    event.listen(HubBase.metadata.tables["film"], "after_create", _statement)
