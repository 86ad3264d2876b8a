"""An officer's own small files: where they lie, how they are read, and replaced without a loss."""

import os
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

_MOST_BYTES: Final = 256 * 1024

Run = Callable[[Callable[[], None]], object]
"""Runs a piece of work somewhere, one after the other, such as `Jobs.run`."""


def at_once(work: Callable[[], None]) -> None:
    """Run a piece of work here and now: a `Run` for who has no other thread."""
    work()


class FileUnreadable(Exception):
    """A file is there and cannot be read, or is no TOML."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason


def own_path(folder: Path, officer: str) -> Path:
    """Return where an officer's TOML file lies in a folder, whatever signs the name has."""
    name = quote(officer, safe=" ") or "officer"
    return folder / f"{name}.toml"


def read_table(path: Path) -> dict[str, Any]:
    """Read a TOML file; an empty table while there is no file.

    Raises
    ------
    FileUnreadable
        If the file is there and cannot be read, is far too long for what an officer may have
        to say, or is no TOML. What it holds is for the caller to check.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileUnreadable(path.name, f"it is longer than {_MOST_BYTES // 1024} kB")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileUnreadable(path.name, str(error)) from error


def replace_text(path: Path, text: str, *, keep_old: bool = False) -> Path | None:
    """Write a text so that a crash leaves the old file or the new one, whole.

    Parameters
    ----------
    path : Path
        Its folder is made when it is not there.
    text : str
    keep_old : bool
        Move the file that is there aside first, for somebody to mend.

    Returns
    -------
    Path or None
        Where the old file was moved.

    Raises
    ------
    OSError
        If the disk refuses; the file is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _write_beside(path, text)
    aside = _free_name(path) if keep_old and path.exists() else None
    if aside is not None:
        path.replace(aside)
    part.replace(path)
    return aside


def _write_beside(path: Path, text: str) -> Path:
    """Write a text to a new file in the folder of `path`, down to the disk."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f"{path.stem}-", suffix=".part", delete=False
    ) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    return Path(part.name)


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.unreadable-{number}")).exists():
        number += 1
    return aside
