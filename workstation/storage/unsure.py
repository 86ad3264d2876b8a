"""Releases that a restored backup holds, but that may have been taken back after it was made.

A release can be recalled until it is final. Of one that was final when the backup was made, the
backup knows all; of a younger one it may not know the recall. Unless its site says that it was
applied, such a release must not leave: it is taken back, and its case is looked at again.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.decision import Conclusion
from workstation.domain.four_eyes import Act
from workstation.domain.instants import from_text, to_text
from workstation.domain.law import Step
from workstation.storage.decisions import take_back
from workstation.storage.overtaken import Overtaken, close_overtaken
from workstation.storage.stages import journal, standing_of, step
from workstation.storage.tables import CaseRow, CounterRow, DecisionRow, OutboxRow

_TAKEN: Final = "restored:taken_us"
_REASON: Final = "not final when the backup was made"


def note_backup(session: Session, taken_at: str) -> None:
    """Note when the backup was made that these records come from."""
    taken_us = round(from_text(taken_at).timestamp() * 1e6)
    session.merge(CounterRow(name=_TAKEN, value=taken_us))


def take_back_unsure(session: Session, site: str, *, now: datetime) -> None:
    """Take back what may have been recalled after the backup; its site has reported by now."""
    taken = session.get(CounterRow, _TAKEN)
    if taken is None:
        return
    young = session.execute(
        select(OutboxRow, DecisionRow)
        .join(DecisionRow, DecisionRow.decision_id == OutboxRow.decision_id)
        .where(
            OutboxRow.site == site,
            OutboxRow.sequence > 0,  # all; in this order SQLite goes by the index of what is due
            OutboxRow.announced_at.is_(None),
            OutboxRow.withdrawn_at.is_(None),
            DecisionRow.conclusion == Conclusion.RELEASE,
        )
        .order_by(OutboxRow.sequence)
    ).all()
    for _, decision in young:
        standing = standing_of(session, decision)
        final_us = decision.final_at.timestamp() * 1e6
        if standing is None or not standing.settles or final_us <= taken.value:
            continue
        case = session.get_one(CaseRow, decision.case_id)
        take_back(session, standing, reason=_REASON, now=now)
        step(case, Step.RECALL)
        facts = {
            "decision_id": decision.decision_id,
            "officer": decision.officer,
            "reason": _REASON,
            "final_at": to_text(decision.final_at),
        }
        journal(session, case, Tag.DECISION_RECALLED, facts, now=now)
        asked = (Act.SUPERSEDE, decision.decision_id)
        close_overtaken(session, asked, Overtaken.NOT_FINAL, officer="", now=now)
