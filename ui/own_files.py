"""An officer's own small files: where they lie, and how one is replaced without ever being lost."""

import os
import tempfile
from pathlib import Path
from urllib.parse import quote


def own_path(folder: Path, officer: str) -> Path:
    """Return where an officer's TOML file lies in a folder, whatever signs the name has."""
    name = quote(officer, safe=" ") or "officer"
    return folder / f"{name}.toml"


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
