"""Reader of numpy arrays (.npy): two-dimensional, 8 or 16 bit, or floats from 0 to 1.

Source: the NPY format, version 1.0 to 3.0, of the numpy documentation (NEP 1). Nothing in it is
ever unpickled; the header's shape is checked against the limits and the file's size first.
"""

from pathlib import Path
from typing import Any, Final

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
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
    except DECODER_FAULTS as error:
        raise ScanUnreadable(
            source, "the array is damaged, cut short or no array of numbers"
        ) from error
    if not isinstance(array, np.ndarray) or array.ndim != 2 or array.dtype.kind not in "uif":
        raise ScanUnreadable(source, "it is not one flat array of numbers")
    DEFAULT_LIMITS.check_size(source, *array.shape)
    return array


READER: Final = ArrayReader()
