"""The layouts of the officer at the desk: asked on the Qt thread, read and kept off it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.layout_file import (
    LayoutsUnreadable,
    WindowPlace,
    read_layouts,
    read_places,
    write_layouts,
    write_places,
)
from ui.layouts import Kept, Layout, Measures
from ui.own_files import Run, at_once
from ui.preset_file import book_path

_LOG = logging.getLogger(__name__)
_PLACES: Final = "windows.toml"
_OFFICERS: Final = "officers"


def forget_layouts(folder: Path) -> None:
    """Forget every saved layout and window place of this folder, and nothing else in it."""
    for path in (folder / _PLACES, *(folder / _OFFICERS).glob("*.toml")):
        path.unlink(missing_ok=True)


class LayoutBook(QObject):
    """What is saved for an officer and for the desk's windows.

    The windows' places are read at once, before there is a window; the rest is read and written
    within ``run``. A file that cannot be understood is left alone, counts for nothing, and is
    told about; the next save replaces it.

    Parameters
    ----------
    folder : Path
        Holds ``windows.toml`` and a file for each officer; need not be there.
    run : callable
        Runs a piece of work somewhere, one after the other; by default at once.
    """

    changed = Signal()
    """Another officer's layouts count."""
    told = Signal(str)
    """A sentence for the officer."""
    _has_read = Signal(object, object, str)
    _has_failed = Signal(str)

    def __init__(self, folder: Path, *, run: Run = at_once, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._run = folder, run
        self._path: Path | None = None
        self._kept: dict[str, Kept] = {}
        self._has_read.connect(self._on_read)
        self._has_failed.connect(self._on_failed)
        try:
            self._places = read_places(folder / _PLACES)
        except LayoutsUnreadable as error:
            _LOG.warning("the windows' places cannot be read", extra={"reason": str(error)})
            self._places = {}

    def open(self, officer: str) -> None:
        """Have an officer's layouts read."""
        self._path, self._kept = book_path(self._folder / _OFFICERS, officer), {}
        asked = self._path
        self._run(lambda: self._read_in_worker(asked))

    def kept(self, screens: str) -> Kept:
        """Return what is saved for a set of screens."""
        return self._kept.get(screens, Kept())

    def saved(self, screens: str, layout: Layout) -> Measures | None:
        """Return the saved measures of a layout, if any are."""
        return self.kept(screens).measures.get(layout)

    def save(
        self, screens: str, layout: Layout, measures: Measures, *, pinned: Layout | None
    ) -> None:
        """Save a layout's measures, and which layout counts instead of the rule's."""
        kept = self.kept(screens)
        self._keep(
            screens, replace(kept, measures={**kept.measures, layout: measures}, pinned=pinned)
        )

    def save_fold(self, screens: str, part: str, *, folded: bool) -> None:
        """Remember whether a part of the papers is folded."""
        kept = self.kept(screens)
        self._keep(
            screens, replace(kept, folded=kept.folded | {part} if folded else kept.folded - {part})
        )

    def place(self, screens: str) -> WindowPlace | None:
        """Return where the main window stood on a set of screens."""
        return self._places.get(screens)

    def save_place(self, screens: str, place: WindowPlace) -> None:
        """Remember where the main window stands."""
        self._places[screens] = place
        places = dict(self._places)
        self._run(
            lambda: self._write_in_worker(lambda: write_places(self._folder / _PLACES, places))
        )

    def _keep(self, screens: str, kept: Kept) -> None:
        self._kept[screens] = kept
        path, every = self._path, dict(self._kept)
        if path is not None:
            self._run(lambda: self._write_in_worker(lambda: write_layouts(path, every)))

    def _read_in_worker(self, path: Path) -> None:
        try:
            kept = read_layouts(path)
        except LayoutsUnreadable as error:
            self._has_read.emit(path, {}, str(error))
        else:
            self._has_read.emit(path, kept, "")

    def _write_in_worker(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self._has_failed.emit(str(error))

    @Slot(object, object, str)
    def _on_read(self, path: Path, kept: dict[str, Kept], reason: str) -> None:
        if path != self._path:  # another officer has come meanwhile
            return
        self._kept = {**kept, **self._kept}
        if reason:
            _LOG.warning("layouts cannot be read", extra={"reason": reason})
            self.told.emit(
                self.tr("Your layouts cannot be read, the shipped ones are used: {}").format(reason)
            )
        self.changed.emit()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        _LOG.warning("a layout cannot be kept", extra={"reason": reason})
        self.told.emit(
            self.tr("The layout counts until you sign out; it cannot be saved: {}").format(reason)
        )
