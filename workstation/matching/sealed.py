"""Folders of arrays that are whole or not there: sealed with sizes and check sums, then renamed.

Everything in them can be made again, so a damaged one is thrown away, never mended.
"""

import json
import logging
import os
import secrets
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_log = logging.getLogger(__name__)

_SEAL: Final = "seal.json"
_UNFINISHED: Final = "unfinished-"
_SAMPLE: Final = 1 << 20  # bytes at both ends of a file that its check sum covers


class NotWhole(Exception):
    """A folder is not what its seal says; the message tells why."""


@contextmanager
def sealing(target: Path, facts: Mapping[str, Any]) -> Iterator[Path]:
    """Give a folder to fill; when the block ends it is sealed and put in place by one rename.

    When the block fails nothing is left of it. Raises ``OSError``, also when the target is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = target.parent / f"{_UNFINISHED}{secrets.token_hex(4)}"
    work.mkdir()
    try:
        yield work
        files = {path.name: _check_sum(path) for path in sorted(work.iterdir()) if path.is_file()}
        text = json.dumps({**facts, "files": files}, ensure_ascii=False)
        (work / _SEAL).write_text(text, encoding="utf-8")
        for path in work.iterdir():
            if path.is_file():
                _sync(path)
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def opened(folder: Path) -> dict[str, Any]:
    """Return the facts that a folder was sealed with, after looking at its files.

    Raises
    ------
    NotWhole
        If the seal is missing or damaged, or a file is.
    """
    try:
        facts = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        for name, (size, crc) in facts["files"].items():
            if _check_sum(folder / name) != [size, crc]:
                raise NotWhole(f"{name} is damaged")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotWhole(f"its seal cannot be read ({error})") from error
    return dict(facts)


def is_sealed(folder: Path) -> bool:
    """Tell whether a folder is there and sealed; its files are not looked at."""
    return (folder / _SEAL).is_file()


def array_in(folder: Path, name: str, *, mapped: bool = True) -> NDArray[Any]:
    """Return an array of a folder; raises `NotWhole`."""
    path = folder / f"{name}.npy"
    try:
        # A file without elements cannot be mapped.
        found: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    except (OSError, ValueError) as error:
        if mapped and path.exists():
            return array_in(folder, name, mapped=False)
        raise NotWhole(f"{name} cannot be read ({error})") from error
    return found


def throw_away(folder: Path, why: str) -> None:
    """Remove a folder that is no use, and say so."""
    _log.warning("%s is thrown away: %s", folder, why)
    shutil.rmtree(folder, ignore_errors=True)


def clear_unfinished(folder: Path) -> None:
    """Remove what was being filled when its program ended; only where no other fills one."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)


def _check_sum(path: Path) -> list[int]:
    """Return the size of a file and a check sum of its beginning and its end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        crc = zlib.crc32(file.read(_SAMPLE))
        if size > 2 * _SAMPLE:
            file.seek(size - _SAMPLE)
        crc = zlib.crc32(file.read(_SAMPLE), crc)
    return [size, crc]


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
