"""Parts that sites have begun and not finished, and how many each may leave behind.

A part that is left lets its upload go on where it stood, also days later. A site that begins ever
new ones would fill the disk with them, and they would stay when it is long gone.
"""

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Final

from workstation.hub.clocks import wall
from workstation.hub.ports import Blobs

_LOG = logging.getLogger(__name__)
#: So old a part is not waited for any more; its scan travels again from its first byte [s].
_STALE_S: Final = 7 * 24 * 3600.0
# No name has it: else a part of scan b-c from site a were one of scan c from site a-b.
_BETWEEN: Final = "+"


def part_name(site: str, scan_id: str, sha256: str) -> str:
    """Return what the part of an upload is called."""
    return _BETWEEN.join((site, scan_id, sha256[:16]))


class LeftParts:
    """Knows the parts on the disk by their sites; used by the hub's thread.

    Parameters
    ----------
    most : int
        How many a site may have; one more costs it the one that it began longest ago.
    """

    def __init__(self, blobs: Blobs, *, most: int) -> None:
        self._blobs, self._most = blobs, most
        self._of: dict[str, dict[Path, None]] | None = None

    def begun(self, site: str, part: Path, *, under_way: Collection[Path]) -> None:
        """Note that a site goes on with a part; raises ``OSError`` when old ones cannot be removed.

        Those under way stay.
        """
        parts = self._known().setdefault(site, {})
        parts.pop(part, None)
        parts[part] = None
        left = [one for one in parts if one != part and one not in under_way]
        for old in left[: max(0, len(parts) - self._most)]:
            old.unlink(missing_ok=True)
            del parts[old]
            _LOG.warning("a part that was left is removed", extra={"site": site, "part": old.name})

    def gone(self, site: str, part: Path) -> None:
        """Note that a part has become a package, or was thrown away."""
        self._known().get(site, {}).pop(part, None)

    def _known(self) -> dict[str, dict[Path, None]]:
        """Return the parts by site; the first time, look what earlier runs left."""
        if self._of is None:
            found: dict[str, dict[Path, None]] = {}
            stale = wall().timestamp() - _STALE_S
            dated = sorted((path.stat().st_mtime, path) for path in self._blobs.parts())
            for changed_at, path in dated:
                if changed_at < stale:
                    path.unlink(missing_ok=True)
                else:
                    found.setdefault(path.name.partition(_BETWEEN)[0], {})[path] = None
            self._of = found
        return self._of
