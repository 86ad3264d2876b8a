"""What the hub's loop counts as it works, and how it shows that it lives.

The loop's thread owns a `Vitals` and publishes a frozen `Reading` about once a second; whoever
watches takes the newest reading and never touches the loop, nor is waited for by it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from queue_client.codec import Body
from queue_client.errors import HubBusy, QueueError, Refused, WireViolation
from queue_client.messages import ErrorReply, Header, Ping
from workstation.domain.errors import StorageUnavailable
from workstation.domain.kernel_clock import ClockState, KernelClock
from workstation.domain.principal import PrincipalKind
from workstation.hub.clocks import monotonic
from workstation.hub.compare_pool import ComparePool
from workstation.hub.directory_desk import DirectoryDesk, DirectoryVital
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.engine_vital import EngineVital
from workstation.hub.histogram import Histogram, Tally
from workstation.hub.ledger import Ledger
from workstation.hub.ports import Standing
from workstation.hub.sessions import Sessions

#: A key that the gate knows, and whose machine has not said a whole word yet.
UNKNOWN: Final = "unknown"
_COMMIT_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_READ_EVERY_S: Final = 1.0
_PROBE_EVERY_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWord:
    """What a site said of itself when it last asked for decisions, and when (monotonic).

    The counts are None for a site that has not asked since the hub was started.
    """

    at: float
    spool_depth: int | None = None
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the hub stood at ``at`` (monotonic); counts are since the start, by machine kind.

    ``refused`` is by kind and code; ``broken`` are the broken messages, by the machine's name, and
    ``elsewhere`` how often it came from an address that is not its own.
    ``trouble`` says why the database cannot be written; it is empty while it can. ``directory`` is
    None where passwords are the hub's own.
    """

    at: float
    waiting: int
    leases: int
    officers: int
    engine: EngineVital
    messages: Mapping[str, int]
    bytes_in: Mapping[str, int]
    bytes_out: int
    refused: Mapping[tuple[str, str], int]
    violations: Mapping[str, int]
    broken: Mapping[str, int]
    elsewhere: Mapping[str, int]
    busy: int
    commits: Histogram
    trouble: str
    sites: Mapping[str, SiteWord]
    clock: ClockState
    directory: DirectoryVital | None = None


class Vitals:
    """Counters of the hub; the loop's thread writes, any thread may take ``newest``."""

    def __init__(self) -> None:
        self.newest: Reading | None = None
        self._kinds: dict[str, str] = {}
        self._messages: Counter[str] = Counter({kind.value: 0 for kind in PrincipalKind})
        self._bytes_in: Counter[str] = Counter({kind.value: 0 for kind in PrincipalKind})
        self._violations: Counter[str] = Counter({kind.value: 0 for kind in PrincipalKind})
        self._refused: Counter[tuple[str, str]] = Counter()
        self._broken: Counter[str] = Counter()
        self._elsewhere: Counter[str] = Counter()
        self._sites: dict[str, SiteWord] = {}
        self._bytes_out = self._busy = 0
        self._commits = Tally(_COMMIT_BOUNDS_S)
        self._trouble = ""
        self._probing = False

    def heard(self, key: str, frames: Sequence[Body]) -> None:
        """Count a message of a machine, whatever is in it."""
        kind = self._kinds.get(key, UNKNOWN)
        self._messages[kind] += 1
        self._bytes_in[kind] += sum(map(len, frames))

    def met(self, key: str, kind: PrincipalKind) -> None:
        """Learn which kind of machine holds a key."""
        self._kinds[key] = kind.value

    def is_desk(self, key: str) -> bool:
        """Tell whether a key is known to be a desk's."""
        return self._kinds.get(key) == PrincipalKind.DESK.value

    def sent(self, frames: Sequence[bytes]) -> None:
        """Count a reply."""
        self._bytes_out += sum(map(len, frames))

    def expects(self, site: str) -> None:
        """Count from now on how long a site is silent."""
        self._sites.setdefault(site, SiteWord(at=monotonic()))

    def pinged(self, site: str, ping: Ping) -> None:
        """Take what a site says of itself."""
        self._sites[site] = SiteWord(
            at=monotonic(), spool_depth=ping.spool_depth, free_bytes=ping.free_bytes
        )

    def broke(self, name: str) -> None:
        """Count a message of a machine that breaks the protocol."""
        self._broken[name] += 1

    def came_from_elsewhere(self, name: str) -> None:
        """Count a machine that knocked or spoke at an address from which it is not heard."""
        self._elsewhere[name] += 1

    def went_wrong(self, key: str, error: QueueError | StorageUnavailable) -> None:
        """Count a message that was not granted."""
        kind = self._kinds.get(key, UNKNOWN)
        match error:
            case WireViolation():
                self._violations[kind] += 1
            case Refused():
                self._refused[kind, error.code.value] += 1
            case HubBusy():
                self._busy += 1
            case StorageUnavailable():
                self._busy += 1
                self._trouble = str(error)
            case _:
                pass

    def answered_late(self, header: Header) -> None:
        """Count a log-in or unlocking that failed; only desks ask for them."""
        if isinstance(header, ErrorReply):
            self._refused[PrincipalKind.DESK.value, header.code] += 1

    def committed(self, took_s: float) -> None:
        """Count an act that has become durable."""
        self._trouble = ""
        if not self._probing:
            self._commits.add(took_s)

    def probe(self, store: Standing) -> None:
        """Try whether the database can be written; what is wrong is remembered until it can."""
        self._probing = True
        try:
            store.probe()
            self._trouble = ""
        except StorageUnavailable as error:
            self._trouble = str(error)
        finally:
            self._probing = False

    def publish(  # noqa: PLR0913 - it is handed every part's word once
        self,
        now: float,
        *,
        waiting: int,
        leases: int,
        officers: int,
        engine: EngineVital,
        clock: ClockState,
        directory: DirectoryVital | None = None,
    ) -> None:
        """Put the newest reading where others find it."""
        self.newest = Reading(
            at=now,
            waiting=waiting,
            leases=leases,
            officers=officers,
            engine=engine,
            messages=dict(self._messages),
            bytes_in=dict(self._bytes_in),
            bytes_out=self._bytes_out,
            refused=dict(self._refused),
            violations=dict(self._violations),
            broken=dict(self._broken),
            elsewhere=dict(self._elsewhere),
            busy=self._busy,
            commits=self._commits.read(),
            trouble=self._trouble,
            sites=dict(self._sites),
            directory=directory,
            clock=clock,
        )


class Pulse:
    """Publishes a reading about once a second and now and then tries the database.

    Owned by the loop's thread. ``store`` is None where nobody watches.
    """

    def __init__(  # noqa: PLR0913 - it looks at every part once
        self,
        vitals: Vitals,
        *,
        ledger: Ledger,
        waiting: WaitingRoom,
        sessions: Sessions,
        pool: ComparePool,
        store: Standing | None,
        clock: KernelClock,
        directory: DirectoryDesk | None = None,
    ) -> None:
        self._vitals, self._ledger, self._waiting = vitals, ledger, waiting
        self._sessions, self._pool, self._store = sessions, pool, store
        self._clock, self._directory = clock, directory
        self._read_at = self._probed_at = float("-inf")

    def tend(self) -> None:
        """Do what is due; never raises for a store that fails, that is what it is to tell."""
        now = monotonic()
        if now - self._read_at < _READ_EVERY_S:
            return
        if self._store is not None and now - self._probed_at >= _PROBE_EVERY_S:
            self._probed_at = now
            self._vitals.probe(self._store)
        self._read_at = monotonic()
        self._vitals.publish(
            self._read_at,
            waiting=len(self._waiting),
            leases=self._ledger.held(),
            officers=len(self._sessions.at_work()),
            engine=self._pool.vital(),
            directory=None if self._directory is None else self._directory.vital(),
            clock=self._clock.state,
        )
