"""Test objects on disk: those that were cut from scans of opened containers."""

import logging
from pathlib import Path
from typing import Final

import numpy as np

from workstation.simulation.threats import Threat, ThreatKind

_LOG = logging.getLogger(__name__)
_SUFFIX: Final = ".npz"
_PITCH: Final = "pitch_mm"
_MOST_PX: Final = 4_000_000


def write_threat(path: Path, threat: Threat) -> None:
    """Write an object; raises ``OSError`` when the folder cannot be written."""
    fresh = path.with_suffix(".new.npz")
    with fresh.open("wb") as file:
        pitch = np.array(threat.pitch_mm)
        np.savez_compressed(file, **{_PITCH: pitch}, **dict(threat.layers))  # type: ignore[arg-type]  # the stub takes the names for its own options
    fresh.replace(path)


def read_threats(folder: Path) -> list[Threat]:
    """Read the objects of a folder; one that cannot be read is left out and logged."""
    found = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
        try:
            found.append(_read(path))
        except (OSError, ValueError, KeyError) as error:
            _LOG.warning("a test object is left out", extra={"file": path.name, "why": str(error)})
    return found


def _read(path: Path) -> Threat:
    with np.load(path, allow_pickle=False) as data:
        layers = {name: np.asarray(data[name], np.float32) for name in data.files if name != _PITCH}
        row, column = (float(value) for value in data[_PITCH])
    shapes = {layer.shape for layer in layers.values()}
    if len(shapes) != 1 or any(
        layer.ndim != 2 or layer.size > _MOST_PX for layer in layers.values()
    ):
        raise ValueError("its layers are not pictures of one size")
    if not (0.1 < row < 100 and 0.1 < column < 100):
        raise ValueError("the size of its pixels is out of reach")
    return Threat(kind=ThreatKind.FROM_A_FIND, layers=layers, pitch_mm=(row, column))
