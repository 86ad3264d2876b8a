"""Which cases a supervisor's question about figures is of."""

from datetime import UTC, datetime, timedelta

from queue_client.supervision_documents.figures import FiguresQuestion
from workstation.domain.figures import Period


def period_of(asked: FiguresQuestion, newest: datetime | None) -> Period:
    """Return the period that is asked for; its last days are those up to the newest decision.

    Raises
    ------
    ValueError
        If there is no such period.
    """
    start, end = asked.start, asked.end
    if asked.days is not None and newest is not None:
        end = None
        start = newest.astimezone(UTC) - timedelta(days=asked.days)
    return Period(start=start, end=end, site=asked.site or None, goods=asked.goods or None)
