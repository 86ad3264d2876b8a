"""What crews found: a site's word about a container that it opened."""

from datetime import datetime
from typing import Any, Protocol

from queue_client.codec import Message
from queue_client.errors import Conflict, RefusalCode, Refused, WireViolation
from workstation.domain.errors import ContentConflict, StepRefused
from workstation.domain.inspection import InspectionResult, result_from_json


class ResultRecords(Protocol):
    """The part of `hub.ports.Records` that keeps what crews found."""

    def inspected(self, site: str, result: InspectionResult, *, now: datetime) -> None:
        """Record what was found; the same result again changes nothing.

        Raises ``KeyError`` when the site has no such case or that decision is not of it,
        ``StepRefused`` while the decision has not been applied, ``ContentConflict`` when the
        result's id tells something else.
        """


def take_result(records: ResultRecords, site: str, message: Message, *, now: datetime) -> None:
    """Record a result that a site sent.

    Raises
    ------
    WireViolation
        If the document is no result.
    Refused
        If it is about nothing that this site was told.
    Conflict
        If a result of that id tells something else.
    """
    try:
        result = result_from_json(message.document(dict[str, Any]))
    except (KeyError, TypeError, ValueError) as error:
        raise WireViolation(f"this is no inspection result: {error}") from error
    try:
        records.inspected(site, result, now=now)
    except KeyError as error:
        reason = f"site {site} has no case {result.case_id} with that decision"
        raise Refused(RefusalCode.UNKNOWN, reason) from error
    except ContentConflict as error:
        raise Conflict(f"result {result.result_id}", str(error)) from error
    except StepRefused as error:
        raise Refused(RefusalCode.NOT_LAWFUL, str(error)) from error
