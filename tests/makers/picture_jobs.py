"""Compare jobs for tests that look at pictures; a hub's child imports them by name."""

from pathlib import Path
from typing import Any

from tests.makers.jobs import agree
from workstation.assembly.image_job import make_beside
from workstation.domain.comparison import comparison_from_json
from workstation.imaging.readers import read_scan


def project(request: dict[str, Any]) -> dict[str, Any]:
    """Agree, and make a real test image of a real scan when asked."""
    answer = agree(request)
    if "test_image" in request:
        scan = read_scan(Path(request["package"]))
        said = comparison_from_json(answer)
        return {**answer, "beside": make_beside(request["test_image"], scan, lambda _: said)}
    return answer
