"""Verifies a hub's evidence log in a child process, telling how far it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from workstation.assembly.kept_notes import kept_files
from workstation.domain.errors import ReviewRoomError
from workstation.storage.entry_reader import count_entries, entry_text
from workstation.storage.verify import verify_folder


def verify_hub(options: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return what a verification found, or why it could not be made, as plain JSON values.

    Parameters
    ----------
    options : dict
        ``data``: the hub's data folder; ``contents``: whether to hash every package; ``kept``:
        checkpoints that were kept elsewhere, each with ``name`` and ``note``.
    tell : callable
        Is told ``{"read", "entries"}`` now and then.
    """
    data = Path(options["data"])
    try:
        entries = count_entries(data)
        tell({"read": 0, "entries": entries})
        with kept_files(options.get("kept", ())) as kept:
            report = verify_folder(
                data,
                contents=bool(options["contents"]),
                checkpoints=kept,
                heard=lambda read: tell({"read": read, "entries": max(read, entries)}),
            )
    except ReviewRoomError as error:
        return {"failed": error.sentence()}
    bad = report.first_bad
    return {
        "entries": report.entries,
        "first_bad": bad,
        "reason": report.reason,
        "bad_entry": "" if bad is None else entry_text(data, bad),
        "proven": report.proven,
        "checkpoints": report.checkpoints,
    }
