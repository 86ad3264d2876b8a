"""What two officers have to agree on: one asks, another approves, nobody both."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workstation.domain.errors import ReviewRoomError


class Act(StrEnum):
    """What is asked for."""

    UNPARK = "unpark"
    SUPERSEDE = "supersede"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An act that waits for a second officer; ``subject`` is the case or decision it is about."""

    request_id: str
    act: Act
    subject: str
    reason: str
    requester: str
    requested_at: datetime


class SecondOfficerNeeded(ReviewRoomError):
    """Whoever asked for an act cannot approve it."""

    advice = "Ask another supervisor or chief to approve it."

    def __init__(self, request_id: str, officer: str) -> None:
        super().__init__(f"request {request_id} was made by {officer}, who cannot approve it")
        self.request_id, self.officer = request_id, officer
