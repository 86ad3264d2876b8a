"""Which cases are long over, and what keeps the packages of some of them in the store.

Plain SQL of both homes: one condition for each reason, so that what is disposed of and what whoever
disposes of it is told about the rest can never differ.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Need(StrEnum):
    """Why the package of a case that is over is kept all the same."""

    FOUND = "found"
    """Something was found in it."""
    AWAITED = "awaited"
    """The result of its opening is awaited."""
    LOOKED_AGAIN = "looked_again"
    """Somebody is to look at it again, or found that something was missed."""
    ASKED = "asked"
    """A request about it is open."""
    ALERT = "alert"
    """An alert about it is not closed."""


#: A case is over when it has left the room, and every decision was announced before then.
PAST: Final = """\
FROM scan_case WHERE stage IN ('announced', 'inspected', 'closed')
 AND received_at < :before
 AND NOT EXISTS (SELECT 1 FROM disposed WHERE disposed.case_id = scan_case.case_id)
 AND NOT EXISTS (SELECT 1 FROM decision
    JOIN outbox ON outbox.decision_id = decision.decision_id
    WHERE decision.case_id = scan_case.case_id AND outbox.withdrawn_at IS NULL
    AND (outbox.announced_at IS NULL OR outbox.announced_at >= :before))"""
#: When somebody still needs the picture of a case.
NEEDS: Final[Mapping[Need, str]] = {
    Need.FOUND: """\
EXISTS (SELECT 1 FROM inspection_result
    WHERE inspection_result.case_id = scan_case.case_id AND inspection_result.kind IS NOT NULL)""",
    Need.AWAITED: """\
EXISTS (SELECT 1 FROM standing
    JOIN decision ON decision.decision_id = standing.decision_id
    WHERE standing.case_id = scan_case.case_id AND standing.settles
    AND decision.conclusion = 'inspect' AND NOT EXISTS (SELECT 1 FROM inspection_result
        WHERE inspection_result.case_id = scan_case.case_id))""",
    Need.LOOKED_AGAIN: """\
EXISTS (SELECT 1 FROM recheck WHERE recheck.case_id = scan_case.case_id
    AND (recheck.verdict IS NULL OR recheck.severity > 0))""",
    Need.ASKED: """\
EXISTS (SELECT 1 FROM request WHERE request.closed_at IS NULL
    AND (request.subject = scan_case.case_id OR request.subject IN
        (SELECT decision_id FROM decision WHERE decision.case_id = scan_case.case_id)))""",
    Need.ALERT: """\
EXISTS (SELECT 1 FROM alert
    WHERE alert.subject = scan_case.case_id AND alert.state <> 'closed')""",
}
#: The cases that are over and that nobody needs any more.
OVER: Final = "".join((PAST, *(f"\n AND NOT {need}" for need in NEEDS.values())))
