"""What is said about the room now, about steering it, and about the lists of risk control.

Instants are ISO 8601 texts in UTC. Words such as a stage, a tier or an effect are values of the
hub's own enums; a desk puts them into its own words.
"""

from typing import Annotated, Any

import msgspec

from queue_client.shapes import CaseId, Count, Name, Sha256, Short

Instant = Annotated[str, msgspec.Meta(max_length=40)]
Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
_MOST_ENTRIES = 5000


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document with the fields that are named, and no others."""


class RoomQuestion(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topic ``room_now``: ``since`` begins the day that is counted, the asker's midnight."""

    since: Instant


class WatchQuestion(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topic ``watch_lists``: the lists and a page of hits, and some entries of one list."""

    list: Name | None = None
    first: Count = 0
    before: Instant | None = None


class AlertQuestion(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topic ``alerts``: a page of alerts, newest first, before the last one of another page."""

    before: Count | None = None
    closed: bool = False


class TargetOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``set_target``."""

    direct_release: Share
    slowest_s: float
    typical_s: float


class PriorityOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``set_priority``; without a level the rule is taken back."""

    scope: Short
    subject: Short
    level: Short | None = None
    until: Instant | None = None


class TierOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``set_tier``; without readers the configuration counts again."""

    tier: Short
    readers: Annotated[int, msgspec.Meta(ge=1, le=2)] | None = None
    engine: Short = "before"


class LimitOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``set_limit``; without a limit the configuration counts again [s]."""

    tier: Short
    limit_s: float | None = None


class CaseOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Acts ``supersede`` (asks that the case's decision be withdrawn) and ``unpark``."""

    case_id: CaseId


class LeaseOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``break_lease``."""

    case_id: CaseId
    token: Count


class RequestOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Acts ``approve`` and ``decline``."""

    request_id: Name


class ImportOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``import_list``: some entries of a list; it counts when the last have come.

    ``sha256`` is of all entries together; a list that does not come whole changes nothing.
    """

    name: Name
    kind: Short
    source: Short
    sha256: Sha256
    first: Count
    total: Annotated[int, msgspec.Meta(ge=1, le=_MOST_ENTRIES)]
    entries: list[dict[str, Any]]


class ListOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``drop_list``."""

    name: Name


class AlertOrder(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Act ``move_alert``."""

    alert_id: Count
    state: Short
