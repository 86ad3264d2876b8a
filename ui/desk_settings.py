"""Everything a desk must be told; light, for it is read before the first window is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workstation.review.dwell import DEFAULT_DWELL_S

if TYPE_CHECKING:
    from queue_client.keys import HubAddress, KeyPair
    from ui.hub_client import HubClient
    from ui.prepared import FindContainer, ReadPackage
    from ui.session.training import Truths

DEFAULT_PREFETCH_BYTES: Final = 1 << 30
DEFAULT_LOCK_GRACE_S: Final = 60.0
DEFAULT_IDLE_MIN: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Everything a desk must be told.

    Attributes
    ----------
    address : HubAddress
    keys : KeyPair
        This desk's own; the hub knows them by the name `desk`.
    signing_key : str
        The hub's public signing key (hex); without it the desk is no witness of the hub's log.
    officer, password : str or None
        Signed in by itself when both are given; otherwise the window asks.
    presets : Path or None
        Folder of the officers' own presets; None keeps them in the cache.
    layouts : Path or None
        Folder of the officers' own layouts and the windows' places; None keeps them in the cache.
    reset_layout : bool
        Forget every saved layout and place before the window opens.
    cache : Path
        Belongs to this desk alone: fetched packages and the journal.
    language : str or None
        ``"zh"`` or ``"en"``; None takes the system's.
    dwell_s : float
        How long a picture must be seen before a decision is armed [s].
    prefetch_bytes : int
        What full pictures of cases not yet on the screen may take together [bytes]; the others
        are shown coarsely for a moment when they open.
    lock_after_min : float
        After how long without a touch the desk locks by itself [min]; 0 for never.
    training : Truths or None
        For a training: who knows the truth of its cases. ``connect`` must then be its stand-in
        for a hub, and ``cache`` and ``presets`` a folder of its own.
    lock_grace_s : float
        For how long a locked desk keeps its cases [s].
    read_package, find_container : callable, optional
        How packages are read and containers found; None takes the program's own way.
    decode_apart : bool
        Whether packages are decoded in child processes, as all that comes from outside is.
    """

    address: HubAddress
    keys: KeyPair = field(repr=False)
    desk: str
    cache: Path
    signing_key: str = ""
    officer: str | None = None
    password: str | None = field(default=None, repr=False)
    presets: Path | None = None
    layouts: Path | None = None
    reset_layout: bool = False
    language: str | None = None
    dwell_s: float = DEFAULT_DWELL_S
    text_scale: float = 1.0
    full_screen: bool = False
    prefetch_bytes: int = DEFAULT_PREFETCH_BYTES
    lock_after_min: float = DEFAULT_IDLE_MIN
    training: Truths | None = None
    lock_grace_s: float = DEFAULT_LOCK_GRACE_S
    read_package: ReadPackage | None = None
    find_container: FindContainer | None = None
    decode_apart: bool = False
    connect: Callable[[], HubClient] | None = None
