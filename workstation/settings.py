"""Settings: one TOML file with a table [hub], [site] or [desk], read once at the door.

A table [directory] beside [hub] says who proves officers' passwords in the hub's place.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

import msgspec

from queue_client.keys import is_endpoint
from workstation.directory.rules import DirectoryRules
from workstation.domain.context import EngineShown, Tier
from workstation.domain.errors import SettingsInvalid
from workstation.domain.lawful_names import is_lawful
from workstation.domain.log_words import LogFormat, LogLevel
from workstation.domain.readings import DEFAULT_TIERS, TierRule

#: Where a hub listens when nobody says otherwise. The port is not assigned to anybody by IANA.
DEFAULT_HUB_ENDPOINT: Final = "tcp://127.0.0.1:5947"

_CHAPTER: Final = re.compile(r"^[0-9]{2}\Z")
#: Why some settings end where they do; said to whoever wants more.
_A_RELEASE_WAITS: Final = "so long a container that was released stands at the gate"
_WHO_SITS_THERE: Final = (
    "nobody knows who sits at a desk that was silent for longer than a quarter of an hour"
)
_AN_OPEN_DESK: Final = (
    "whoever passes a desk that was left can decide in its officer's name; 0, for never, is for "
    "one that drives a wall"
)
TABLES: Final = ("hub", "site", "desk")
_KNOWN: Final = (*TABLES, "directory")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubConfig:
    """Settings of the central queue, table ``[hub]``. Times are seconds.

    ``keys`` is a folder that has the hub's keys; without it they lie in ``data``, made when needed.
    ``metrics`` is where health and metrics are served, such as ``127.0.0.1:9570``; nowhere when
    empty. ``session_idle_s`` is how long a desk's program may be silent before its officer has to
    sign in again; that nobody touches it is for the desk's own lock. ``audit_server`` is the
    syslog server, ``HOST:PORT``, that audit messages (DICOM PS3.15) go to over TLS;
    ``audit_authority`` holds the certificates that its own must descend from,
    ``audit_certificate`` and ``audit_key`` are ours, where it asks for them.
    ``stop_within_s`` is how long an orderly stop may take before the process ends hard.
    ``scrub_percent`` of the store is hashed again each day, to find what a disk has forgotten.
    ``rescan_poor_scans`` lets the hub itself ask for another passage where noise, blur, saturation,
    missing lines or too little penetration leave nothing to judge; once for a container.
    ``library`` is the folder of typical models; without it the hub keeps its own in ``data``.
    ``readers_…`` tells how many officers read a case of a risk tier apart (1 or 2),
    ``engine_…`` when they see the engine's verdict: ``before``, ``after`` their own judgement,
    or only on ``conflict`` with it. A case with a risk instruction is ``high``, one that the
    engine finds inconsistent or like prohibited goods ``raised``, every other ``ordinary``.
    ``limit_…_min`` is within what time of its arrival a case of a tier is to be taken up [min].
    ``trained`` names the officers trained for goods of an HS chapter (``{"36" = ["li"]}``): those
    and chiefs alone get such cases. ``skips_per_hour`` is how many cases a reviewer may hand back
    within an hour, 0 for as many as they like; after ``work_min`` without a rest of ``rest_min``
    short cases come first [min].
    """

    data: Path
    endpoint: str = DEFAULT_HUB_ENDPOINT
    keys: Path | None = None
    library: Path | None = None
    recall_s: float = 5.0
    lease_ttl_s: float = 60.0
    lease_grace_s: float = 60.0
    leases_per_desk: int = 3
    park_after: int = 5
    session_idle_s: float = 900.0
    session_longest_s: float = 12 * 3600.0
    max_scan_mb: int = 4096
    uploads_per_site: int = 4
    uploads_at_once: int = 256
    under_way_mb: int = 64
    queue_high_mark: int = 50_000
    rescan_poor_scans: bool = False
    compare_workers: int = 1
    compare_timeout_s: float = 60.0
    false_alarm_rate: float = 0.05
    reserve_fraction: float = 0.05
    scrub_percent: float = 5.0
    readers_ordinary: int = DEFAULT_TIERS[Tier.ORDINARY].readers
    readers_raised: int = DEFAULT_TIERS[Tier.RAISED].readers
    readers_high: int = DEFAULT_TIERS[Tier.HIGH].readers
    engine_ordinary: EngineShown = DEFAULT_TIERS[Tier.ORDINARY].engine
    engine_raised: EngineShown = DEFAULT_TIERS[Tier.RAISED].engine
    engine_high: EngineShown = DEFAULT_TIERS[Tier.HIGH].engine
    limit_high_min: float = 10.0
    limit_raised_min: float = 20.0
    limit_ordinary_min: float = 30.0
    trained: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skips_per_hour: int = 6
    work_min: float = 60.0
    rest_min: float = 10.0
    metrics: str = ""
    audit_server: str = ""
    audit_authority: Path | None = None
    audit_certificate: Path | None = None
    audit_key: Path | None = None
    stop_within_s: float = 20.0
    log_file: Path | None = None
    log_format: LogFormat = LogFormat.AUTO
    log_level: LogLevel = LogLevel.INFO

    def __post_init__(self) -> None:
        _within("limit_high_min", self.limit_high_min, 0.1, 10080)
        _within("limit_raised_min", self.limit_raised_min, 0.1, 10080)
        _within("limit_ordinary_min", self.limit_ordinary_min, 0.1, 10080)
        _within("skips_per_hour", self.skips_per_hour, 0, 1000)
        _within("work_min", self.work_min, 1, 1440)
        _within("rest_min", self.rest_min, 1, 240)
        for chapter in self.trained:
            if not _CHAPTER.match(chapter):
                raise ValueError(f"trained names HS chapters of two digits, got {chapter!r}")
        _within("recall_s", self.recall_s, 0, 30, why=_A_RELEASE_WAITS)
        _within("readers_ordinary", self.readers_ordinary, 1, 2)
        _within("readers_raised", self.readers_raised, 1, 2)
        _within("readers_high", self.readers_high, 1, 2)
        _within("lease_ttl_s", self.lease_ttl_s, 1, 86400)
        _within("lease_grace_s", self.lease_grace_s, 0, 86400)
        _within("leases_per_desk", self.leases_per_desk, 1, 16)
        _within("session_idle_s", self.session_idle_s, 10, 900, why=_WHO_SITS_THERE)
        _within("session_longest_s", self.session_longest_s, 60, 7 * 86400)
        _within("max_scan_mb", self.max_scan_mb, 1, 1024**2)
        _within("uploads_per_site", self.uploads_per_site, 1, 1000)
        _within("uploads_at_once", self.uploads_at_once, 1, 100_000)
        _within("under_way_mb", self.under_way_mb, 1, 65_536)
        _within("queue_high_mark", self.queue_high_mark, 1, 100_000_000)
        _within("compare_workers", self.compare_workers, 1, 64)
        _within("stop_within_s", self.stop_within_s, 1, 600)
        _is_endpoint("endpoint", self.endpoint)
        _is_address("metrics", self.metrics)
        _is_address("audit_server", self.audit_server)
        _within("park_after", self.park_after, 1, 1000)
        _within("compare_timeout_s", self.compare_timeout_s, 1, 3600)
        _within("false_alarm_rate", self.false_alarm_rate, 0.0001, 0.5)
        _within("scrub_percent", self.scrub_percent, 0, 100)
        _within("reserve_fraction", self.reserve_fraction, 0, 0.9)

    @property
    def tiers(self) -> Mapping[Tier, TierRule]:
        """How cases of each risk tier are read."""
        return {
            Tier.ORDINARY: TierRule(readers=self.readers_ordinary, engine=self.engine_ordinary),
            Tier.RAISED: TierRule(readers=self.readers_raised, engine=self.engine_raised),
            Tier.HIGH: TierRule(readers=self.readers_high, engine=self.engine_high),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """Settings of the agent at a scanning site, table ``[site]``. Times are seconds.

    ``hub_card`` is a copy of the hub's ``hub.card`` file: its endpoint and its public keys.
    ``folder`` is the agent's own; ``inbox`` is where the scanner drops its files.
    ``spool_reserve_mb`` must stay free on the folder's disk [MiB]; scans beyond wait in the inbox.
    ``correct`` levels gain drift, fills missing lines and lays the energies on each other.
    """

    site: str
    folder: Path
    hub_card: Path
    keys: Path
    inbox: Path | None = None
    poll_s: float = 1.0
    settle_s: float = 3.0
    join_wait_s: float = 30.0
    ping_s: float = 2.0
    read_timeout_s: float = 120.0
    read_memory_mb: int = 6144
    max_file_bytes: int = 4 * 1024**3
    keep_days: float = 30.0
    reoffer_s: float = 20.0
    spool_reserve_mb: int = 512
    give_up_after_refusals: int = 5
    stop_within_s: float = 20.0
    correct: bool = False
    log_file: Path | None = None
    log_format: LogFormat = LogFormat.AUTO
    log_level: LogLevel = LogLevel.INFO

    def __post_init__(self) -> None:
        if not is_lawful(self.site):
            raise ValueError(
                "site may have letters, digits and '_.-' only, no dot last, and be no name that "
                f"Windows keeps for itself, got {self.site!r}"
            )
        _within("poll_s", self.poll_s, 0.01, 3600)
        _within("settle_s", self.settle_s, 0, 3600)
        _within("join_wait_s", self.join_wait_s, 0, 86400)
        _within("ping_s", self.ping_s, 0.01, 3600)
        _within("read_timeout_s", self.read_timeout_s, 1, 3600)
        _within("max_file_bytes", self.max_file_bytes, 1, 1024**4)
        _within("reoffer_s", self.reoffer_s, 0.1, 86400)
        _within("keep_days", self.keep_days, 0, 36500)
        _within("spool_reserve_mb", self.spool_reserve_mb, 0, 1024**2)
        _within("read_memory_mb", self.read_memory_mb, 256, 1024**2)
        _within("give_up_after_refusals", self.give_up_after_refusals, 1, 1000)
        _within("stop_within_s", self.stop_within_s, 1, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskConfig:
    """Settings of a reviewer's desk, table ``[desk]``.

    ``language`` is ``zh`` or ``en``; without it the desk follows the system. ``prefetch_mb`` is
    the memory that decoded scans may take together before their turn comes [MiB]; 0 decodes a
    scan in full only when it opens. The scan on the screen is not counted. ``lock_grace_s`` is
    how long a locked desk keeps its cases [s]; ``lock_after_min`` after how long without a touch
    the desk locks by itself [min], 0 for never: a desk that drives a wall.
    """

    desk: str
    hub_card: Path
    keys: Path
    officer: str | None = None
    language: str | None = None
    cache: Path | None = None
    prefetch_mb: int = 1024
    lock_after_min: float = 5.0
    lock_grace_s: float = 60.0
    log_file: Path | None = None

    def __post_init__(self) -> None:
        _within("lock_grace_s", self.lock_grace_s, 0, 3600)
        _within("prefetch_mb", self.prefetch_mb, 0, 65536)
        _within("lock_after_min", self.lock_after_min, 0, 15, why=_AN_OPEN_DESK)


Config = TypeVar("Config", HubConfig, SiteConfig, DeskConfig, DirectoryRules)


def read_hub(path: Path) -> HubConfig:
    """Read table ``[hub]`` of a configuration file; raise ``SettingsInvalid`` when it is wrong."""
    return _read(path, "hub", HubConfig)


def read_directory(path: Path) -> DirectoryRules | None:
    """Read table ``[directory]`` of a hub's file; None when passwords are the hub's own.

    Raises ``SettingsInvalid`` when it is wrong, or no hub's.
    """
    document = _document(path)
    if "directory" not in document:
        return None
    if "hub" not in document:
        raise SettingsInvalid(path.name, "a table [directory] stands beside one [hub]")
    return _read(path, "directory", DirectoryRules)


def read_site(path: Path) -> SiteConfig:
    """Read table ``[site]`` of a configuration file; raise ``SettingsInvalid`` when it is wrong."""
    return _read(path, "site", SiteConfig)


def read_desk(path: Path) -> DeskConfig:
    """Read table ``[desk]`` of a configuration file; raise ``SettingsInvalid`` when it is wrong."""
    return _read(path, "desk", DeskConfig)


def tables_of(path: Path) -> tuple[str, ...]:
    """Return which of the known tables a configuration file has; raise ``SettingsInvalid``."""
    document = _document(path)
    _refuse_unknown(path.name, document, _KNOWN, what="table")
    return tuple(table for table in TABLES if table in document)


def _read(path: Path, table: str, kind: type[Config]) -> Config:
    where = f"{path.name}, table [{table}]"
    document = _document(path)
    _refuse_unknown(path.name, document, _KNOWN, what="table")
    values = document.get(table)
    if not isinstance(values, dict):
        raise SettingsInvalid(path.name, f"there is no table [{table}]")
    _refuse_unknown(where, values, [each.name for each in fields(kind)], what="setting")
    try:
        # Relative paths mean: beside the configuration file, wherever the program was started.
        return msgspec.convert(values, kind, dec_hook=_path_beside(path))
    except msgspec.ValidationError as error:
        raise SettingsInvalid(where, _reason(error, kind)) from error
    except ValueError as error:
        raise SettingsInvalid(where, str(error)) from error


def _reason(error: msgspec.ValidationError, kind: type) -> str:
    """Return what is wrong with which setting; of a word that is none of a few, what they are."""
    reason = str(error).replace(" - at `$.", " - setting `").replace("`", "'")
    setting = reason.partition("setting '")[2].rstrip("'")
    choices = get_type_hints(kind).get(setting)
    if isinstance(choices, type) and issubclass(choices, Enum):
        reason += f"; it is one of {', '.join(repr(str(each.value)) for each in choices)}"
    return reason


def _document(path: Path) -> dict[str, Any]:
    try:
        # Editors on Windows begin a file with a mark that TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsInvalid(str(path), "there is no such configuration file") from error
    except OSError as error:
        raise SettingsInvalid(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(path.name, "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(path.name, f"is not TOML: {error}") from error


def _path_beside(config: Path) -> Callable[[type, object], object]:
    folder = config.resolve().parent

    def decode(kind: type, value: object) -> object:
        if kind is Path and isinstance(value, str) and value:
            return folder / Path(value).expanduser()
        raise ValueError(f"Expected a path, got {value!r}")

    return decode


def _refuse_unknown(where: str, values: dict[str, Any], known: Sequence[str], *, what: str) -> None:
    for name in values:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(known)}"
            raise SettingsInvalid(where, f"unknown {what} {name!r}{hint}")


def _within(name: str, value: float, lowest: float, highest: float, *, why: str = "") -> None:
    if not lowest <= value <= highest:
        reason = f": {why}" if why else ""
        raise ValueError(f"{name} must be from {lowest:g} to {highest:g}, got {value:g}{reason}")


def _is_endpoint(name: str, value: str) -> None:
    if not is_endpoint(value, listening=True):
        raise ValueError(
            f"{name} must be tcp://HOST:PORT such as {DEFAULT_HUB_ENDPOINT}, got {value!r}"
        )


def _is_address(name: str, value: str) -> None:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError(f"{name} must be HOST:PORT such as '127.0.0.1:9570', got {value!r}")
