"""How the room stands, as a watchman asks: counted aside, without holding up an act."""

from sqlalchemy import func, select, text

from workstation.domain.case import RoomStanding
from workstation.domain.law import Stage
from workstation.storage.homes import Database
from workstation.storage.stuck import stuck_rows
from workstation.storage.tables import CaseRow


class StandingRecords:
    """Counts for health and metrics; may be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> RoomStanding:
        """Return how many cases stand at each stage, and each site's oldest that waits."""
        staged = select(CaseRow.stage, func.count()).group_by(CaseRow.stage)
        oldest = (
            select(CaseRow.site, func.min(CaseRow.received_at))
            .where(CaseRow.stage == Stage.WAITING)
            .group_by(CaseRow.site)
        )
        with self._database.look() as session:
            counts = {stage.value: count for stage, count in session.execute(staged)}
            stuck = len(stuck_rows(session))
            waiting = {site: at for site, at in session.execute(oldest)}  # noqa: C416 - rows to dict
        return RoomStanding(
            by_stage={stage.value: counts.get(stage.value, 0) for stage in Stage},
            oldest_waiting=waiting,
            stuck=stuck,
        )

    def probe(self) -> None:
        """Begin and end an act that changes nothing.

        Raises
        ------
        StorageUnavailable
            If the database cannot be written.
        """
        with self._database.act() as session:
            session.execute(text("SELECT 1"))
