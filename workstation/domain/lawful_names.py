"""Names of scans and machines that are also names of files and folders, on any system."""

import re
from typing import Final

_LAWFUL: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")
#: Names that Windows keeps for devices, whatever follows the first dot.
_RESERVED: Final = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)", re.IGNORECASE)


def is_lawful(name: str) -> bool:
    """Tell whether a name may be used, also for a folder on any system.

    Windows drops a dot at the end of a name, so that two such would be one.
    """
    return (
        _LAWFUL.match(name) is not None and not name.endswith(".") and _RESERVED.match(name) is None
    )
