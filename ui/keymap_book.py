"""The keymap in force: a shipped one, and over it the officer's own keys."""

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ui.key_words import told
from ui.keymap import STANDARD, Keymap, KeyTrouble, lay_over
from ui.keymap_file import KeymapSheet, KeymapUnreadable, keep_keys, read_keymap, read_shipped
from ui.own_files import Run, at_once

_LOG = logging.getLogger(__name__)
_TOLD_AT_ONCE = 2


class KeymapBook(QObject):
    """The keys of whoever sits at the desk.

    Born on the Qt thread and asked there; the disk is touched only within ``run``. Until files
    are read, and for good where they cannot be, the keys of the command table count.

    Parameters
    ----------
    path : Path
        The officer's own keys; the file need not be there.
    run : callable
        Runs a piece of work somewhere, one after the other, such as `Jobs.run`; by default at
        once.
    """

    changed = Signal(object)
    """Keymap: another one is in force."""
    told = Signal(str)
    """A sentence for the officer: what of the keys cannot be used, read or kept."""
    _has_read = Signal(object, object, object, str)
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
        self._shipped: Mapping[str, KeymapSheet] = {}
        self._name = "standard"
        self._own: dict[str, tuple[str, ...]] = {}
        self._base = self._in_force = STANDARD
        self.troubles: tuple[KeyTrouble, ...] = ()
        self._has_read.connect(self._on_read)
        self._has_kept.connect(self._on_kept)

    @property
    def in_force(self) -> Keymap:
        """The keymap that counts now."""
        return self._in_force

    @property
    def base(self) -> Keymap:
        """The shipped keymap, without the officer's own keys."""
        return self._base

    @property
    def own(self) -> frozenset[str]:
        """The commands that have keys of the officer's own."""
        return frozenset(self._own)

    @property
    def shipped(self) -> tuple[KeymapSheet, ...]:
        """The keymaps to choose from; none before they are read."""
        return tuple(self._shipped.values())

    def open(self, path: Path | None = None) -> None:
        """Have the keys read, or those of another officer; until then nothing changes."""
        self._path = path or self._path
        asked = self._path
        self._run(lambda: self._read_in_worker(asked))

    def choose(self, name: str) -> None:
        """Put a shipped keymap under the officer's own keys, as soon as it is read."""
        if name != self._name:
            self._name = name
            self._lay()

    def give(self, command: str, texts: tuple[str, ...]) -> tuple[KeyTrouble, ...]:
        """Give a command other keys; keys that it takes from others are theirs no more.

        Returns
        -------
        tuple of KeyTrouble
            Why not; empty when it was done and is being kept.
        """
        wanted = {**self._own, **self._yielded(command, texts), command: texts}
        keymap, troubles = lay_over(self._base, wanted)
        new = tuple(one for one in troubles if one not in self.troubles)
        if not new:
            self._own = wanted
            self._use(keymap, troubles)
            self._keep()
        return new

    def forget(self, command: str | None = None) -> None:
        """Go back to the shipped keys of a command, or of all."""
        if command is None:
            self._own = {}
        elif self._own.pop(command, None) is None:
            return
        self._use(*lay_over(self._base, self._own))
        self._keep()

    def _yielded(self, command: str, texts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return the keys of those who lose some to a command."""
        wanted, _ = lay_over(Keymap(strokes={}), {command: texts})
        places = {one.place for one in wanted.of(command)}
        return {
            name: tuple(one.text for one in strokes if one.place not in places)
            for name, strokes in self._in_force.strokes.items()
            if name != command and any(one.place in places for one in strokes)
        }

    def _lay(self) -> None:
        """Lay the shipped keymap and the officer's own keys anew, and tell what does not fit."""
        sheet = self._shipped.get(self._name)
        base, at_base = (STANDARD, ()) if sheet is None else lay_over(STANDARD, sheet.keys)
        self._base = base
        keymap, troubles = lay_over(base, self._own)
        self._use(keymap, (*at_base, *troubles))
        if self.troubles:
            sentences = [told(one) for one in self.troubles[:_TOLD_AT_ONCE]]
            rest = len(self.troubles) - len(sentences)
            if rest:
                sentences.append(self.tr("%1 more: see the settings.").replace("%1", str(rest)))
            self.told.emit(" ".join(sentences))

    def _use(self, keymap: Keymap, troubles: tuple[KeyTrouble, ...]) -> None:
        self.troubles = troubles
        if keymap != self._in_force:
            self._in_force = keymap
            self.changed.emit(keymap)

    def _keep(self) -> None:
        path, own = self._path, dict(self._own)
        self._run(lambda: self._keep_in_worker(path, own))

    def _read_in_worker(self, path: Path) -> None:
        reason = ""
        shipped = {sheet.name: sheet for sheet in read_shipped()}
        try:
            own = read_keymap(path)
        except KeymapUnreadable as error:
            own, reason = KeymapSheet(name=path.stem, keys={}), error.reason
        self._has_read.emit(path, shipped, own, reason)

    def _keep_in_worker(self, path: Path, own: Mapping[str, tuple[str, ...]]) -> None:
        try:
            aside = keep_keys(path, own)
        except OSError as error:
            self._has_kept.emit("", str(error))
        else:
            self._has_kept.emit("" if aside is None else aside.name, "")

    @Slot(object, object, object, str)
    def _on_read(
        self, path: Path, shipped: Mapping[str, KeymapSheet], own: KeymapSheet, reason: str
    ) -> None:
        if path != self._path:  # another officer has come meanwhile
            return
        self._shipped, self._own = shipped, dict(own.keys)
        self._lay()
        if reason:
            _LOG.warning("keys cannot be read", extra={"reason": reason})
            text = self.tr("Your own keys cannot be read, the shipped ones are used: %1")
            self.told.emit(text.replace("%1", reason))

    @Slot(str, str)
    def _on_kept(self, aside: str, reason: str) -> None:
        if reason:
            _LOG.warning("keys cannot be kept", extra={"reason": reason})
            text = self.tr("Your keys count until you sign out; they cannot be saved: %1")
            self.told.emit(text.replace("%1", reason))
        if aside:
            text = self.tr("Keys that could not be read were moved to %1")
            self.told.emit(text.replace("%1", aside))
