"""Is a file what it was announced as? Hash first, decode second."""

import hashlib
from pathlib import Path

from workstation.domain.errors import ScanUnreadable


def require_content(path: Path, sha256: str) -> None:
    """Refuse a file whose content has another hash: silent damage is caught by nothing else.

    Raises
    ------
    ScanUnreadable
        If it cannot be read or has another SHA-256.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ScanUnreadable(path.name, f"cannot be read ({error.strerror})") from error
    if found != sha256:
        raise ScanUnreadable(path.name, "its content is not what was announced")
