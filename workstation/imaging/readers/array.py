"""Reader of numpy arrays (.npy): two-dimensional, 8 or 16 bit, or floats from 0 to 1.

Source: the NPY format, version 1.0 to 3.0, of the numpy documentation (NEP 1). Nothing in it is
ever unpickled; the header's shape is checked against the limits and the file's size first.
"""

import re
import struct
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from workstation.domain.container import find_number
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging import names
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan
from workstation.imaging.tiffs import DECODER_FAULTS

MAGIC: Final = b"\x93NUMPY"
_LONGEST_HEAD: Final = 4096
_FORM: Final = re.compile(
    r"\s*\{'descr': '(?P<descr>[<>|][uif][1248])', 'fortran_order': (?P<order>True|False), "
    r"'shape': \((?P<rows>[0-9]{1,9}), (?P<columns>[0-9]{1,9})\),? *\}\s*"
)


class ArrayReader:
    """Takes one array as one plane of unknown pitch."""

    name: Final = "numpy"
    suffixes: Final = (".npy",)

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the content begins as an NPY file does."""
        return first_bytes.startswith(MAGIC)

    def read(self, path: Path) -> Scan:
        """Read the array as transmission; other ranges need a description beside the file."""
        array = read_array(path)
        if array.dtype.kind != "f" and array.dtype not in (np.uint8, np.uint16):
            raise ScanUnreadable(
                path.name,
                f"an array of {array.dtype} says no range of its own; describe it in a "
                ".scan.toml beside it",
            )
        picture = to_transmission(array, path.name)
        plane = Plane(
            view=names.view_of(path.stem) or ViewName.SIDE,
            band=EnergyBand.SINGLE,
            energy_mev=names.energy_mev(path.stem),
            transmission=picture.pixels,
            stored_bits=picture.stored_bits,
        )
        return Scan(
            head=ScanHead(container=find_number(path.stem)),
            planes=(plane,),
            format=self.name,
            warnings=picture.warnings,
        )


def read_array(path: Path) -> NDArray[Any]:
    """Return a two-dimensional array of numbers from an NPY file, mapped, not yet read.

    Raises
    ------
    ScanUnreadable
        If it is damaged, cut short, too large, or holds anything else.
    """
    source = path.name
    try:
        with path.open("rb") as file:
            head = file.read(_LONGEST_HEAD)
        size = path.stat().st_size
        found, start = _header(head, source)
        dtype = np.dtype(found["descr"])
        rows, columns = int(found["rows"]), int(found["columns"])
        DEFAULT_LIMITS.check_size(source, rows, columns)
        if size < start + rows * columns * dtype.itemsize:
            raise ScanUnreadable(source, "the array is cut short")
        order: Literal["C", "F"] = "F" if found["order"] == "True" else "C"
        return np.memmap(path, dtype, "r", offset=start, shape=(rows, columns), order=order)
    except OSError as error:
        raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
    except DECODER_FAULTS as error:
        raise ScanUnreadable(source, "the array is damaged") from error


def _header(head: bytes, source: str) -> tuple[re.Match[str], int]:
    """Return the fields of a header and where the numbers begin.

    The header is the text of a Python dictionary. It is held against the one form that numpy
    writes for a flat array of numbers, and never evaluated.
    """
    wide = head[6:7] != b"\x01"
    (length,) = struct.unpack_from("<I" if wide else "<H", head, 8)
    start = (12 if wide else 10) + length
    text = head[12 if wide else 10 : start].decode("latin-1")
    found = _FORM.fullmatch(text)
    if found is None or start > len(head):
        raise ScanUnreadable(source, "it is not one flat array of numbers")
    return found, start


READER: Final = ArrayReader()
