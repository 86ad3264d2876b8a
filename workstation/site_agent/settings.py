"""What a site agent must know: its name, its folders, its patience."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """One site's agent.

    Attributes
    ----------
    site : str
        The name that the site is enrolled by at the hub.
    folder : Path
        The agent's own folder; all below except ``inbox`` stands in it.
    inbox : Path
        Where the scanner drops its files.
    settle_s : float
        A file is complete when size and time have not changed for so long [s].
    join_wait_s : float
        How long a scan waits for its declaration, a declaration for its scan, and one energy
        for the other [s].
    read_timeout_s : float
        A file that takes longer to read is quarantined [s].
    memory_bytes : int
        Most address space that the reading child may have (POSIX only).
    reoffer_s : float
        How often the hub is asked whether it lost anything [s].
    keep_s : float
        How long a scan package stays here after its decision was applied [s].
    spool_reserve_bytes : int
        Room that stays free on the outbox's disk; scans beyond it wait in the inbox [bytes].
    """

    site: str
    folder: Path
    inbox: Path
    poll_s: float = 1.0
    settle_s: float = 3.0
    join_wait_s: float = 30.0
    ping_s: float = 2.0
    read_timeout_s: float = 120.0
    max_file_bytes: int = 4 * 1024**3
    memory_bytes: int = 6 * 1024**3
    reoffer_s: float = 20.0
    keep_s: float = 30 * 86400.0
    give_up_after_refusals: int = 5
    spool_reserve_bytes: int = 512 * 1024**2

    @property
    def archive(self) -> Path:
        """Source files whose package is durable in the outbox."""
        return self.folder / "archive"

    @property
    def quarantine(self) -> Path:
        """Files that cannot be a scan or a declaration, each with a ``.why.txt``."""
        return self.folder / "quarantine"

    @property
    def outbox(self) -> Path:
        """Scan packages, each with its manifest, until their decision was applied."""
        return self.folder / "outbox"

    @property
    def decisions(self) -> Path:
        """The one decision applied to each scan, written before it takes effect."""
        return self.folder / "decisions"

    @property
    def gate(self) -> Path:
        """One ``.release`` file per container that may leave; nothing else ever stands here."""
        return self.folder / "gate"

    @property
    def inspection(self) -> Path:
        """One folder per container that must be opened, for the crew."""
        return self.folder / "inspection"

    @property
    def rescan(self) -> Path:
        """One ``.rescan`` file per container that must pass the scanner again."""
        return self.folder / "rescan"

    @property
    def alarms(self) -> Path:
        """One file per thing that a person must look at."""
        return self.folder / "alarms"

    @property
    def results(self) -> Path:
        """What crews found, one file each, until it was reported; see `site_agent.results`."""
        return self.folder / "results"

    @property
    def witness(self) -> Path:
        """The hub's last checkpoint, by which a change of its evidence log is noticed."""
        return self.folder / "witness"

    def folders(self) -> tuple[Path, ...]:
        """Return every folder that the agent needs."""
        return (
            self.inbox,
            self.archive,
            self.quarantine,
            self.outbox,
            self.decisions,
            self.gate,
            self.inspection,
            self.rescan,
            self.alarms,
            self.results,
            self.witness,
        )
