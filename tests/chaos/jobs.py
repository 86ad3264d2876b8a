"""What the hub's engine does in a fault campaign: nothing that takes time."""

from typing import Any
from zlib import crc32

from tests.makers.jobs import agree


def compare(request: dict[str, Any]) -> dict[str, Any]:
    """Find everything consistent; which scan is opened, its name decides at the desk."""
    return {**agree(request), "engine": f"none-{crc32(request['case_id'].encode()) % 7}"}
