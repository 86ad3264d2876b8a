"""Where a DICOM file says that it is one: DICOM PS3.10, 7.1."""

from typing import Final

MAGIC_AT: Final = slice(128, 132)
MAGIC: Final = b"DICM"
