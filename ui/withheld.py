"""A case without the answers of machines, for somebody who is to judge first."""

from dataclasses import replace

from ui.prepared import PreparedCase


def without_answers(case: PreparedCase) -> PreparedCase:
    """Return the case without the engine's comparison and what the scanner's programs found."""
    return replace(case, comparison=None, report=case.report.without_findings(), is_withheld=True)
