"""Reader of scan packages; the work is done in `workstation.imaging.package`."""

from pathlib import Path
from typing import Final

from workstation.imaging import package, tiffs
from workstation.imaging.package_pages import FORMAT
from workstation.imaging.scan import Scan


class PackageReader:
    """Takes every TIFF whose first page carries a scan package's description."""

    name: Final = FORMAT
    suffixes: Final = (package.SUFFIX, ".tif", ".tiff", ".btf")

    def recognises(self, first_bytes: bytes, path: Path) -> bool:
        """Tell whether it is a TIFF with our description in it."""
        return first_bytes.startswith(tiffs.MAGICS) and package.is_package(path)

    def read(self, path: Path) -> Scan:
        """Read the package at full resolution."""
        return package.read_package(path)


READER: Final = PackageReader()
