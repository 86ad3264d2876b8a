"""The presets on the number keys: what ships, what an officer has saved, for each scanner."""

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ui.own_files import Run, at_once
from ui.preset_file import ANY, SLOTS, Slots, keep_slot, read_slots
from viewer.errors import PresetUnreadable
from viewer.pixels.look import Look
from viewer.pixels.presets import KEYS, Preset, read_presets

_LOG = logging.getLogger(__name__)


class PresetBook(QObject):
    """Ten slots for each scanner: its own, else the officer's for any, else the shipped one.

    Born on the Qt thread and asked there; the disk is touched only within ``run``. Until the
    file is read, and for good where it cannot be, the shipped presets count.

    Parameters
    ----------
    path : Path
        The officer's file; it need not be there.
    run : callable
        Runs a piece of work somewhere, one after the other, such as `Jobs.run`; by default at
        once.
    """

    changed = Signal()
    """Other presets lie on the keys."""
    told = Signal(str)
    """A sentence for the officer: presets could not be read or kept, or a file was moved."""
    _has_read = Signal(object, object, str)
    _has_kept = Signal(str, str)

    def __init__(
        self,
        path: Path,
        *,
        run: Run = at_once,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._run = path, run
        shipped = read_presets().values()
        self._shipped = {preset.key: preset for preset in shipped if preset.key is not None}
        self._shipped[0] = next(preset for preset in shipped if preset.name == "default")
        self._read: Slots = {}
        self._kept: dict[tuple[str, int], Preset] = {}
        self._has_read.connect(self._on_read)
        self._has_kept.connect(self._on_kept)

    @property
    def path(self) -> Path:
        """The officer's file."""
        return self._path

    def open(self, path: Path | None = None) -> None:
        """Have the officer's file read, or another officer's; what the former kept is closed."""
        if path is not None and path != self._path:
            self._path, self._read = path, {}
            self._kept.clear()
        asked = self._path
        self._run(lambda: self._read_in_worker(asked))

    def slot(self, number: int, scanner: str = ANY) -> Preset:
        """Return the preset of a slot at a scanner; slot 0 is what a case starts with.

        Raises
        ------
        ValueError
            If there is no such slot.
        """
        if number not in SLOTS:
            raise ValueError(f"slots go from 0 to 9, got {number}")
        for place in ((scanner, number), (ANY, number)):
            own = self._kept.get(place) or self._read.get(place)
            if own is not None:
                return own
        return self._shipped[number]

    def slots(self, scanner: str = ANY) -> Mapping[int, Preset]:
        """Return the presets of the number keys 1 to 9 at a scanner."""
        return {number: self.slot(number, scanner) for number in KEYS}

    def first_look(self, scanner: str = ANY) -> Look:
        """Return the look that each case of a scanner starts with: plain, unless one was saved."""
        return self.slot(0, scanner).look

    def keep(self, number: int, scanner: str, look: Look, title: str) -> None:
        """Put a look into a slot: now for this session, and on disk as soon as may be.

        Parameters
        ----------
        number : int
            0 to 9.
        scanner : str
            `ANY` for all that have none of their own.
        look : Look
        title : str
            What the officer calls it.

        Raises
        ------
        ValueError
            If there is no such slot, or the title is empty.
        """
        if number not in SLOTS:
            raise ValueError(f"slots go from 0 to 9, got {number}")
        title = title.strip()
        if not title:
            raise ValueError("a preset has a title")
        name = f"{scanner or 'any'}.{number}"
        self._kept[scanner, number] = Preset(name=name, title=title, title_zh=title, look=look)
        self.changed.emit()
        asked = self._path
        self._run(lambda: self._keep_in_worker(asked, number, scanner, look, title))

    def _read_in_worker(self, path: Path) -> None:
        try:
            slots = read_slots(path)
        except (OSError, PresetUnreadable) as error:
            self._has_read.emit(path, {}, str(error))
        else:
            self._has_read.emit(path, slots, "")

    def _keep_in_worker(
        self, path: Path, number: int, scanner: str, look: Look, title: str
    ) -> None:
        try:
            aside = keep_slot(path, scanner=scanner, slot=number, title=title, look=look)
        except OSError as error:
            self._has_kept.emit("", str(error))
        else:
            self._has_kept.emit("" if aside is None else aside.name, "")

    @Slot(object, object, str)
    def _on_read(self, path: Path, slots: Slots, reason: str) -> None:
        if path != self._path:  # another officer has come meanwhile
            return
        self._read = slots
        if reason:
            _LOG.warning("presets cannot be read", extra={"reason": reason})
            self.told.emit(
                self.tr("Your presets cannot be read, the shipped ones are used: {}").format(reason)
            )
        self.changed.emit()

    @Slot(str, str)
    def _on_kept(self, aside: str, reason: str) -> None:
        if reason:
            _LOG.warning("a preset cannot be kept", extra={"reason": reason})
            self.told.emit(
                self.tr("The preset counts until you sign out; it cannot be saved: {}").format(
                    reason
                )
            )
        if aside:
            self.told.emit(self.tr("Presets that cannot be read were moved to {}").format(aside))
