"""What a hub has done aside, once a minute: library, test objects, and a look at its store."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workstation.assembly.compare_job import keep_library
from workstation.assembly.cut_objects import cut_finds
from workstation.storage.scrub import scrub

#: A day's share of the store is hashed in so many slices, one a minute.
_SLICES_A_DAY: Final = 24 * 60


def keep_hub(request: dict[str, Any]) -> None:
    """Keep library, test objects and store, as the hub's upkeep runs it.

    Parameters
    ----------
    request : dict
        As `keep_library` takes it, and ``data`` (the hub's folder) and ``scrub_share`` (how much
        of the store is hashed again in a day, 0 for none).
    """
    keep_library(request)
    share = float(request.get("scrub_share", 0))
    if share > 0:
        scrub(Path(request["data"]), share=share, slices=_SLICES_A_DAY, now=datetime.now(UTC))
    cut_finds(Path(request["data"]))
