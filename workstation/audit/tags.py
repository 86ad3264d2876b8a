"""What audit entries are called: ``thing:part:happened``, lower case, two or three words."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

_FORM: Final = re.compile(r"[a-z][a-z_]*(?::[a-z][a-z_]*){1,2}")


class Tag(StrEnum):
    """The events that change a record; others (log-in, start) are noted under tags of their own."""

    SCAN_RECEIVED = "scan:received"
    SCAN_COMPARED = "scan:compared"
    SCAN_QUEUED = "scan:queued"
    SCAN_UNPARKED = "scan:unparked"
    SCAN_ANNOUNCED = "scan:announced"
    SCAN_INSPECTED = "scan:inspected"
    LEASE_GRANTED = "scan:lease:granted"
    LEASE_LAPSED = "scan:lease:lapsed"
    LEASE_PARKED = "scan:lease:parked"
    LEASE_SKIPPED = "scan:lease:skipped"
    LEASE_BROKEN = "scan:lease:broken"
    LEASE_FAILED = "scan:lease:failed"
    TEST_ANSWERED = "scan:test:answered"
    UNPARK_REQUESTED = "scan:unpark:requested"
    SUPERSEDE_REQUESTED = "scan:supersede:requested"
    REQUEST_MADE = "request:made"
    REQUEST_DECLINED = "request:declined"
    REQUEST_OVERTAKEN = "request:overtaken"
    EXPORT_AGREED = "export:agreed"
    DECISION_RECORDED = "scan:decision:recorded"
    DECISION_RECALLED = "scan:decision:recalled"
    DECISION_UNEXPECTED = "scan:decision:unexpected"
    DECISION_RETURNED = "scan:decision:returned"
    FILM_KEPT = "scan:film:kept"
    HUB_RESTORED = "hub:restored"
    SITE_REPORTED = "site:reported"
    BLOB_DAMAGED = "blob:damaged"
    BLOB_MENDED = "blob:mended"
    PACKAGES_DISPOSED = "package:disposed"
    DECLARATION_RECEIVED = "declaration:received"
    DECLARATION_JOINED = "declaration:joined"
    DECLARATION_DIFFERS = "declaration:differs"
    RULE_SET = "room:rule:set"
    RULE_DROPPED = "room:rule:dropped"
    LIST_IMPORTED = "watch:list:imported"
    LIST_DROPPED = "watch:list:dropped"
    WATCH_HIT = "watch:hit"
    WATCH_HIT_ENDED = "watch:hit:ended"
    ALERT_RAISED = "alert:raised"
    ALERT_MOVED = "alert:moved"
    PRINCIPAL_ENROLLED = "principal:enrolled"
    OFFICER_RECORDED = "officer:recorded"
    OFFICER_STATE = "officer:state"
    OFFICER_PASSWORD = "officer:password"  # noqa: S105 - the name of an event


@lru_cache(maxsize=256)
def require_tag(text: str) -> str:
    """Return `text` when it has the form of a tag; raise ``ValueError`` otherwise."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not an audit tag such as {Tag.LEASE_GRANTED.value!r}")
    return text
