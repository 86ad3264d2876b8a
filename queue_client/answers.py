"""What the clients hand to their callers: plain frozen values, no frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The hub greets; ``signing_key`` is for comparison with the pinned one, not for trust."""

    name: str
    software: str
    server_time: str
    credit: int
    signing_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The hub has custody: blob and record are durable. ``before``: it had so already."""

    case_id: str
    sha256: str
    before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCheckpoint:
    """The hub's newest checkpoint, a signed note that is empty while there is none.

    ``proof`` shows that it goes on from the one that was named: hashes in base64.
    """

    note: str
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An officer at a desk. ``recall_s`` is how long a release is held before it is announced."""

    officer: str
    name: str
    roles: tuple[str, ...]
    recall_s: float
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRef:
    """A typical model in the engine's answer; its package is fetched under the case's lease."""

    model: str
    hs: str
    name: str
    sha256: str
    size: int
    name_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedCase:
    """A case that is this desk's for ``ttl_s`` seconds from when it was asked for or extended.

    ``head``, ``declaration``, ``comparison`` and ``context`` are plain JSON values, as the domain
    writes them. With ``draft`` the hub has something that the officer left of it.
    """

    case_id: str
    site: str
    scan_id: str
    token: int
    sha256: str
    size: int
    ttl_s: float
    head: Mapping[str, Any]
    declaration: Mapping[str, Any] | None
    comparison: Mapping[str, Any] | None
    models: tuple[ModelRef, ...]
    context: Mapping[str, Any] | None = None
    draft: bool = False

    @property
    def is_looked_into(self) -> bool:
        """Whether another officer holds the case and shows it: its own time never runs."""
        return self.ttl_s <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDraft:
    """What an officer left of a case, as the desk sealed it, and the lease that it was made under.

    Nobody can tell what is in it but whoever can open it.
    """

    sealed: bytes = field(repr=False)
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTest:
    """How a test image was met, what was in it, and where: row, column, height, width [px]."""

    outcome: str
    object: str
    area: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The decision is durable; ``recall_s`` is how much longer it can be taken back.

    With ``test`` nothing was decided: what was shown was a test image.
    """

    decision_id: str
    case_id: str
    conclusion: str
    decided_at: str
    recall_s: float
    test: ToldTest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Somebody who looks into a case that another officer shows, and what they point at.

    ``pointer`` is (row, column) in the scan's first view [full-resolution pixels], or None.
    """

    officer: str
    name: str
    pointer: tuple[float, float] | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointState:
    """A joint view as it stands: what its officer shows, and who looks in.

    ``sequence`` grows whenever something new is shown; ``view`` and ``marks`` are plain JSON
    values as the showing desk writes them; ``pointer`` as in `Looker`.
    """

    case_id: str
    officer: str
    name: str
    sequence: int
    view: Mapping[str, Any]
    marks: tuple[Mapping[str, Any], ...]
    pointer: tuple[float, float] | None
    lookers: tuple[Looker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the hub wants of a site: scans that it lost or whose package was damaged.

    ``epoch`` grows whenever the hub is restored from a backup; ``owes`` when the hub waits for
    the site to report everything it holds and has applied.
    """

    epoch: int
    owes: bool
    scan_ids: tuple[str, ...]
