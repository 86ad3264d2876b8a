"""Opening a library folder, without anything that the engine needs: a hub starts faster so."""

from pathlib import Path

from workstation.domain.errors import LibraryProblem
from workstation.storage.model_shelf import SHELF_DATABASE, ShelfFolder


def open_shelf(folder: Path, *, create: bool = True) -> ShelfFolder:
    """Open a library folder; makes an empty one where there is none, unless told not to.

    Raises
    ------
    LibraryProblem
        If there is none and `create` is False.
    StorageUnavailable
        If it cannot be used.
    """
    if not create and not (folder / SHELF_DATABASE).is_file():
        missing = LibraryProblem(str(folder), "there is no library in this folder")
        missing.advice = "Correct the path, or begin one with 'reviewroom library add'."
        raise missing
    return ShelfFolder(folder)
