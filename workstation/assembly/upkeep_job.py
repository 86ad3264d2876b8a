"""What a hub has done aside, once a minute: library, test objects, and a look at its store."""

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workstation.assembly.compare_job import keep_library
from workstation.assembly.cut_objects import cut_finds
from workstation.domain.errors import StorageUnavailable
from workstation.storage.homes import has_kept_lines, keep_lines
from workstation.storage.records import HUB_DATABASE
from workstation.storage.scrub import scrub

_LOG = logging.getLogger(__name__)
#: A day's share of the store is hashed in so many slices, one a minute.
_SLICES_A_DAY: Final = 24 * 60


def open_lines(request: dict[str, Any]) -> None:
    """Open the lines to a server that has the records: the limits of this child forbid it later."""
    keep_lines(Path(request["data"]) / HUB_DATABASE)


def keep_hub(request: dict[str, Any]) -> None:
    """Keep library, test objects and store, as the hub's upkeep runs it.

    Parameters
    ----------
    request : dict
        As `keep_library` takes it, and ``data`` (the hub's folder) and ``scrub_share`` (how much
        of the store is hashed again in a day, 0 for none).

    Raises
    ------
    SystemExit
        If a line to the records broke, which cannot be opened again here; the hub starts another
        child.
    """
    keep_library(request)
    try:
        _keep_store(request)
    except StorageUnavailable as error:
        if not has_kept_lines():
            raise
        # The server is away, which is no bug of ours: a sentence will do.
        _LOG.error("the line to the records broke; the upkeep begins anew: %s", error)
        sys.exit(1)


def _keep_store(request: dict[str, Any]) -> None:
    share = float(request.get("scrub_share", 0))
    if share > 0:
        scrub(Path(request["data"]), share=share, slices=_SLICES_A_DAY, now=datetime.now(UTC))
    cut_finds(Path(request["data"]))
