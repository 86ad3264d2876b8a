"""Descriptions of scans that were compared, kept for their sisters; a cache that may be deleted."""

import contextlib
import logging
import secrets
import time
from pathlib import Path
from typing import Final

from workstation.assembly.scans import pixels_of
from workstation.imaging.contents import require_content
from workstation.imaging.readers import read_scan
from workstation.matching.describe import describe
from workstation.matching.description import Description, DescriptionUnreadable

_log = logging.getLogger(__name__)
_KEPT_S: Final = 90 * 86400.0
"""How long one is kept [s]: containers of a lot come within weeks."""


class KeptDescriptions:
    """Descriptions in a folder, by the hash of the scan's package.

    Whatever is missing, damaged or of another feature version is described again. A folder that
    cannot be written costs time, never an answer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, description: Description) -> None:
        """Keep a description."""
        path = self._path(sha256)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(description.thinned().to_bytes())
            fresh.replace(path)
        except OSError as error:
            _log.warning("a description is not kept: %s", error)

    def get(self, sha256: str, package: Path) -> Description:
        """Return a scan's description; raises `ScanUnreadable` when it must be and cannot be made.

        Parameters
        ----------
        sha256 : str
            Hash of the package.
        package : Path
            Where it is.
        """
        try:
            return Description.from_bytes(self._path(sha256).read_bytes())
        except (OSError, DescriptionUnreadable):
            require_content(package, sha256)
            description = describe(pixels_of(read_scan(package)))
            self.put(sha256, description)
            return description

    def forget_old(self) -> None:
        """Remove what was kept for more than some months, and what was never finished."""
        oldest = time.time() - _KEPT_S
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.description"
