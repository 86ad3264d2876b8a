"""What a hub is told at the door: where to listen, how long leases run, who compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from queue_client.keys import KeyPair, SigningKey
from workstation.domain.context import Tier
from workstation.domain.readings import DEFAULT_TIERS, TierRule
from workstation.hub.dispatch import DispatchPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class HubKeys:
    """The hub's two keys: CURVE for the wire, Ed25519 for decisions that leave."""

    curve: KeyPair
    signing: SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """A hub's settings; the defaults are those of the reliability specification.

    Attributes
    ----------
    data_dir : Path
        Where ``hub.ready`` is written once the door is open.
    lease_ttl_s, lease_grace_s : float
        After the time to live a case may go to another desk; its own desk may still decide while
        nobody took it. After the grace time it is put back even if nobody asks.
    recall_s : float
        How long a release is held before it leaves.
    park_after : int
        After how many lapsed leases a case waits for a supervisor.
    leases_per_desk : int
        One case under review and those fetched ahead.
    compare_job : str
        ``"package.module:function"``; see `workstation.hub.compare_pool`.
    compare_options : mapping
        Plain values handed to the job with every request, and to the upkeep.
    upkeep_job : str
        What is done aside, named likewise; see `workstation.hub.upkeep`.
    tiers : mapping of Tier to TierRule
        How cases of each risk tier are read; see `workstation.domain.readings`.
    dispatch : DispatchPolicy
        How the room shares its work.
    renew_hashes : bool
        Whether a password that was kept under other parameters is kept anew at its log-in.
    reserve_bytes : int
        Room that stays free on the store's partition; scans beyond it wait at their site.
    uploads_at_once, uploads_per_site : int
        How many packages are taken in at a time.
    under_way_bytes : int
        What may be under way from all sites together; see `workstation.hub.credits`.
    queue_high_mark : int
        With so many cases waiting, new scans wait at their sites; with half as many of one site,
        those of that site.
    rescan_poor_scans : bool
        Whether a container whose picture nobody could judge is scanned again at once.
    """

    data_dir: Path
    name: str = "hub"
    endpoint: str = "tcp://127.0.0.1:5570"
    lease_ttl_s: float = 60.0
    lease_grace_s: float = 60.0
    recall_s: float = 5.0
    park_after: int = 5
    leases_per_desk: int = 3
    tiers: Mapping[Tier, TierRule] = field(default_factory=lambda: DEFAULT_TIERS)
    dispatch: DispatchPolicy = field(default_factory=DispatchPolicy)
    idle_s: float = 900.0
    session_s: float = 12 * 3600.0
    renew_hashes: bool = True
    compare_job: str = ""
    compare_options: Mapping[str, Any] = field(default_factory=dict)
    upkeep_job: str = ""
    compare_workers: int = 1
    compare_timeout_s: float = 60.0
    max_scan_bytes: int = 4 * 1024**3
    uploads_at_once: int = 256
    uploads_per_site: int = 4
    under_way_bytes: int = 64 * 1024**2
    queue_high_mark: int = 50_000
    rescan_poor_scans: bool = False
    reserve_bytes: int = 512 * 1024**2

    def rules(self) -> dict[str, object]:
        """Return what the configuration decides about cases, for the log: it changes unseen."""
        return {
            "recall_s": self.recall_s,
            "lease_ttl_s": self.lease_ttl_s,
            "lease_grace_s": self.lease_grace_s,
            "park_after": self.park_after,
            "leases_per_desk": self.leases_per_desk,
            "idle_s": self.idle_s,
            "session_s": self.session_s,
            "rescan_poor_scans": self.rescan_poor_scans,
            "readers": {tier.value: rule.readers for tier, rule in self.tiers.items()},
            "skips_per_hour": self.dispatch.skips_per_hour,
        }
