"""The hub's records in either home; fits `workstation.hub.ports.Records`."""

from collections.abc import Callable
from pathlib import Path

from workstation.storage.cases import CaseRecords
from workstation.storage.console_tries import ConsoleTries
from workstation.storage.custody import CustodyRecords
from workstation.storage.decisions import DecisionRecords
from workstation.storage.departures import DepartureRecords
from workstation.storage.disposal import DisposalRecords
from workstation.storage.entries import EntryRecords
from workstation.storage.exports import ExportRecords
from workstation.storage.films import FilmRecords
from workstation.storage.homes import Database, open_database
from workstation.storage.migrate import Branch
from workstation.storage.oversight import OversightRecords
from workstation.storage.projections import ProjectionRecords
from workstation.storage.readings import ReadingRecords
from workstation.storage.rechecks import RecheckRecords
from workstation.storage.registry import RegistryRecords
from workstation.storage.results import ResultRecords
from workstation.storage.saved_filters import SavedFilterRecords
from workstation.storage.standing import StandingRecords
from workstation.storage.steering import SteeringRecords
from workstation.storage.stuck import StuckRecords
from workstation.storage.trust import TrustRecords
from workstation.storage.watching import WatchingRecords

HUB_DATABASE = "hub.sqlite"


class SqlRecords(
    CaseRecords,
    DecisionRecords,
    DepartureRecords,
    EntryRecords,
    ReadingRecords,
    OversightRecords,
    ProjectionRecords,
    RecheckRecords,
    RegistryRecords,
    CustodyRecords,
    SavedFilterRecords,
    StandingRecords,
    StuckRecords,
    ResultRecords,
    FilmRecords,
    SteeringRecords,
    WatchingRecords,
    TrustRecords,
    ExportRecords,
    DisposalRecords,
    ConsoleTries,
):
    """Every method is one act: one transaction that holds the change and its audit entry.

    May be used from any thread; acts wait for each other. Two processes may use the same file,
    and the token in the database keeps them from deciding a case twice.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._database = database

    def tell_commits(self, hears: Callable[[float], None]) -> None:
        """Tell how long each act takes to become durable [s]; called before others may act."""
        self._database.on_commit = hears

    def claim(self) -> None:
        """Let no other hub write to these records; raise `StorageUnavailable` when one does."""
        self._database.claim()

    def close(self) -> None:
        """Close the database; nothing may be asked afterwards."""
        self._database.close()


def open_records(path: Path) -> SqlRecords:
    """Open the records in a file, made and brought to the newest form when needed.

    Raises
    ------
    StorageUnavailable
        If the file cannot be used or not be trusted.
    """
    return SqlRecords(open_database(path, Branch.HUB))
