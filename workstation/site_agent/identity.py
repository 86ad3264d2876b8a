"""Which scan a file is, and which declaration file belongs beside it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from workstation.domain.lawful_names import is_lawful
from workstation.imaging.names import common_id, scan_id_of

_SCAN_ENDING: Final = re.compile(r"(\.scan)?\.[A-Za-z0-9]{1,5}\Z")
DECLARATION_ENDING: Final = ".declaration.json"


def is_declaration(file_name: str) -> bool:
    """Tell whether a file says by its name that it is a declaration."""
    return file_name.lower().endswith(DECLARATION_ENDING)


def stem(file_name: str) -> str:
    """Return the name that a scan file and its declaration file share."""
    if is_declaration(file_name):
        return file_name[: -len(DECLARATION_ENDING)]
    return _SCAN_ENDING.sub("", file_name)


def scan_id_for(told: str | None, files: Sequence[Path], source_sha256: str) -> str:
    """Return the id a scan tells, else one made from its files' names, else from its content."""
    named = scan_id_of(files[0]) if len(files) == 1 else common_id(files[0])
    # "scan" is what imaging makes of a name without a single usable letter: no name at all.
    lawful = (text for text in (told, named) if text and text != "scan" and is_lawful(text))
    return next(lawful, f"scan-{source_sha256[:12]}")


def told_apart(scan_id: str, source_sha256: str) -> str:
    """Return an id for a file whose name was used before by a file with other content."""
    return f"{scan_id[:51]}-{source_sha256[:12]}"
