"""The one door from scanner files to scans: `read_scan`, and `read_pair` for two files."""

from workstation.imaging.companions import group_files
from workstation.imaging.names import pair_files
from workstation.imaging.readers.door import (
    read_corrected,
    read_files,
    read_pair,
    read_scan,
)
from workstation.imaging.readers.registry import Reader

__all__ = [
    "Reader",
    "group_files",
    "pair_files",
    "read_corrected",
    "read_files",
    "read_pair",
    "read_scan",
]
