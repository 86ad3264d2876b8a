"""The table of what crews found when they opened containers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import DDL, CheckConstraint, ExecutableDDLElement, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from workstation.domain.inspection import Occasion
from workstation.storage.columns import JsonText, enum_text
from workstation.storage.tables import HubBase


class ResultRow(HubBase):
    """What was found in one container; ``rate`` is the share that a random opening is one of."""

    __tablename__ = "inspection_result"
    __table_args__ = (
        CheckConstraint("(rate IS NOT NULL) = (occasion = 'random')", name="rate_told"),
        CheckConstraint("rate > 0 AND rate <= 1", name="rate"),
    )

    result_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"), index=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"))
    occasion: Mapped[Occasion] = mapped_column(enum_text(Occasion))
    opened_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str | None]
    goods: Mapped[str]
    note: Mapped[str]
    rate: Mapped[float | None]
    marks: Mapped[dict[str, Any]] = mapped_column(JsonText)
    reported_at: Mapped[datetime]


#: What guards the table.
RESULT_TRIGGERS: Final = tuple(
    f"CREATE TRIGGER inspection_result_no_{act.lower()} BEFORE {act} ON inspection_result"
    f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'inspection_result rows are never {done}'); END"
    for act, done in (("UPDATE", "edited"), ("DELETE", "removed"))
)

_ddl: Callable[[str], ExecutableDDLElement] = DDL

for _statement in RESULT_TRIGGERS:
    event.listen(HubBase.metadata.tables["inspection_result"], "after_create", _ddl(_statement))
