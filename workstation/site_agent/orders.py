"""A decision as it reaches the site, read strictly."""

from dataclasses import dataclass

import msgspec

from queue_client.signing import SignedDecision
from workstation.domain.decision import Conclusion, Mark


class OrderUnreadable(ValueError):
    """The record is signed, but it is no decision as this program knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the room decided about one scan; ``decided_at`` is ISO 8601 in UTC."""

    decision_id: str
    site: str
    scan_id: str
    sha256: str
    conclusion: Conclusion
    reason: str
    note: str
    marks: tuple[Mark, ...]
    officer: str
    decided_at: str
    sequence: int


def read_order(signed: SignedDecision) -> Order:
    """Read a decision whose signature holds; raise `OrderUnreadable` for anything else."""
    try:
        return msgspec.convert(dict(signed.record), Order)
    except msgspec.ValidationError as error:
        raise OrderUnreadable(str(error)) from error
