"""What entries of the evidence log say something new of, for tables that follow the records."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, text

from workstation.audit.tags import Tag

#: Entries that tell of a case before anybody has decided it.
_BEFORE: Final = frozenset(
    {
        Tag.SCAN_RECEIVED.value,
        Tag.SCAN_COMPARED.value,
        Tag.SCAN_QUEUED.value,
        Tag.LEASE_GRANTED.value,
        Tag.LEASE_LAPSED.value,
        Tag.LEASE_SKIPPED.value,
        Tag.LEASE_BROKEN.value,
        Tag.LEASE_FAILED.value,
        Tag.LEASE_PARKED.value,
    }
)
_AFTER: Final = text("SELECT seq, entry FROM audit WHERE seq > :seq ORDER BY seq LIMIT :most")
_LAST: Final = text("SELECT max(seq) FROM audit")
_HASH: Final = text("SELECT hash FROM audit WHERE seq = :seq")


class About(NamedTuple):
    """The case, or the decision, that an entry says something new of; empty for none.

    ``tested`` tells that it is of a test image; a re-check may be all that is named.
    """

    case_id: str
    decision_id: str
    tested: bool = False
    recheck_id: str = ""


class _Facts(msgspec.Struct, gc=False):
    case: str = ""
    decision: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    recheck: str = ""


class _Told(msgspec.Struct, gc=False):
    tag: str = ""
    facts: _Facts = msgspec.field(default_factory=_Facts)


_TOLD: Final = msgspec.json.Decoder(_Told)
NOTHING: Final = About("", "")


def about(entry: str) -> About:
    """Return what an entry says something new of."""
    try:
        told = _TOLD.decode(entry)
        if told.tag in _BEFORE:
            return NOTHING
        if told.facts.case:
            return About(told.facts.case, "", told.tag == Tag.TEST_ANSWERED.value)
        named = bytes(told.facts.decision)
        if named[:1] == b'"':
            return About("", msgspec.json.decode(named, type=str))
        return About("", "", recheck_id=told.facts.recheck)
    except msgspec.DecodeError:
        return NOTHING  # whether the log holds is for the verification to say


def last_entry(records: Connection) -> int:
    """Return the number of the newest entry; 0 for none."""
    return int(records.execute(_LAST).scalar() or 0)


def mark_at(records: Connection, seq: int) -> str:
    """Return the hash (hex) of the log up to an entry; empty for none.

    Who follows the log keeps it with the number: in records that were put back to an earlier time,
    other entries have those numbers, or will have.
    """
    found = records.execute(_HASH, {"seq": seq}).scalar()
    return "" if found is None else bytes(found).hex()


def entries_after(records: Connection, seq: int, most: int) -> Sequence[tuple[int, About]]:
    """Return the numbers of the entries that follow one, and what each is about."""
    rows = records.execute(_AFTER, {"seq": seq, "most": most}).all()
    return [(int(number), about(entry)) for number, entry in rows]
