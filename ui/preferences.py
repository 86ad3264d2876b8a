"""What an officer likes: size of the letters, sound, breaks, language, keys, layout.

One TOML file an officer, beside the presets::

    font_percent = 115
    sound = true
    break_every_min = 50
    language = "zh_CN"
    keymap = "left_handed"
    layout = ""
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import tomli_w
from PySide6.QtCore import QObject, Signal, Slot

from ui.i18n import Language
from ui.own_files import FileUnreadable, Run, at_once, own_path, read_table, replace_text

_LOG = logging.getLogger(__name__)

FONT_PERCENT: Final = range(90, 151)
"""How large letters may be, in percent of what the program starts with."""
BREAK_EVERY_MIN: Final = range(241)
"""After how long a break may be called to mind [min]; 0 never does."""
NAME_LIMIT: Final = 64
"""Signs of the longest name of a keymap or layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one officer likes; a value out of its bounds is refused.

    Attributes
    ----------
    font_percent : int
        Size of the letters, 90 to 150 [%].
    sound : bool
        Whether the desk may sound.
    break_every_min : int
        After how long at work a break is called to mind [min]; 0 for never.
    language : str
        ``"zh_CN"`` or ``"en"``; empty for the desk's own.
    keymap : str
        Name of a shipped keymap, over which the officer's own keys lie.
    layout : str
        Name of a layout; empty leaves the choice to the desk.
    """

    font_percent: int = 100
    sound: bool = True
    break_every_min: int = 50
    language: str = ""
    keymap: str = "standard"
    layout: str = ""

    def __post_init__(self) -> None:
        for one in fields(self):
            given = getattr(self, one.name)
            if type(given) is not type(one.default):
                kind = type(one.default).__name__
                raise ValueError(f"{one.name} is {given!r}, which is no {kind}")
        if self.font_percent not in FONT_PERCENT:
            raise ValueError(f"font_percent goes from 90 to 150, got {self.font_percent}")
        if self.break_every_min not in BREAK_EVERY_MIN:
            raise ValueError(f"break_every_min goes from 0 to 240, got {self.break_every_min}")
        if self.language not in ("", *Language):
            raise ValueError(f"language is zh_CN, en or empty, got {self.language!r}")
        if max(len(self.keymap), len(self.layout)) > NAME_LIMIT:
            raise ValueError(f"a name has at most {NAME_LIMIT} signs")

    @property
    def font_scale(self) -> float:
        """Size of the letters as a factor, 0.9 to 1.5."""
        return self.font_percent / 100


def preferences_path(presets: Path, officer: str) -> Path:
    """Return where an officer's preferences lie, given the folder of the presets."""
    return own_path(presets / "preferences", officer)


def read_preferences(path: Path) -> tuple[Preferences, tuple[str, ...]]:
    """Read what an officer likes; what cannot be used is left out, and told.

    Returns
    -------
    preferences : Preferences
        Of what could be read; all defaults while there is no file.
    faults : tuple of str
        What could not, each in a few words.
    """
    try:
        table = read_table(path)
    except FileUnreadable as error:
        return Preferences(), (str(error),)
    return _of_table(path.name, table)


def _of_table(source: str, table: Mapping[str, Any]) -> tuple[Preferences, tuple[str, ...]]:
    liked, faults = Preferences(), []
    known = {one.name for one in fields(Preferences)}
    for name, value in table.items():
        if name not in known:
            faults.append(f"{source}: unknown setting {name!r}")
            continue
        try:
            liked = replace(liked, **{name: value})
        except ValueError as error:
            faults.append(f"{source}: {error}")
    return liked, tuple(faults)


class PreferenceBook(QObject):
    """The preferences of whoever sits at the desk.

    Born on the Qt thread and asked there; the disk is touched only within ``run``.

    Parameters
    ----------
    path : Path
        The file; it need not be there.
    run : callable
        Runs a piece of work somewhere, one after the other, such as `Jobs.run`; by default at
        once.
    """

    changed = Signal(object)
    """Preferences: other ones count from now on."""
    told = Signal(str)
    """A sentence for the officer: preferences could not be read or kept."""
    _has_read = Signal(object, object, object)
    _has_failed = Signal(str)

    def __init__(
        self,
        path: Path,
        *,
        run: Run = at_once,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._run = path, run
        self._now = Preferences()
        self._asked = 0
        self._has_read.connect(self._on_read)
        self._has_failed.connect(self._on_failed)

    @property
    def path(self) -> Path:
        """The file of whoever sits here."""
        return self._path

    @property
    def now(self) -> Preferences:
        """What counts now."""
        return self._now

    def open(self, path: Path | None = None) -> None:
        """Have the file read, or that of another officer; until then nothing changes."""
        self._path = path or self._path
        self._asked += 1
        asked, file = self._asked, self._path
        self._run(lambda: self._read_in_worker(asked, file))

    def change(self, **liked: object) -> None:
        """Let other preferences count: now on the screen, and on disk as soon as may be.

        Parameters
        ----------
        **liked
            Fields of `Preferences`.

        Raises
        ------
        ValueError
            If a value is out of its bounds; nothing is then changed.
        """
        wanted: Preferences = replace(self._now, **liked)  # type: ignore[arg-type] # checked inside
        if wanted == self._now:
            return
        self._asked += 1  # an answer still under way would undo the change
        self._now = wanted
        self.changed.emit(wanted)
        file = self._path
        self._run(lambda: self._keep_in_worker(file, wanted))

    def _read_in_worker(self, asked: int, file: Path) -> None:
        liked, faults = read_preferences(file)
        self._has_read.emit(asked, liked, faults)

    def _keep_in_worker(self, file: Path, liked: Preferences) -> None:
        _, faults = read_preferences(file)
        try:
            replace_text(file, tomli_w.dumps(asdict(liked)), keep_old=bool(faults))
        except OSError as error:
            self._has_failed.emit(str(error))

    @Slot(object, object, object)
    def _on_read(self, asked: int, liked: Preferences, faults: tuple[str, ...]) -> None:
        if asked != self._asked:  # another officer has come, or something was changed meanwhile
            return
        if faults:
            _LOG.warning("preferences cannot be read", extra={"faults": list(faults)})
            text = self.tr("Some of your settings cannot be read and are left out: %1")
            self.told.emit(text.replace("%1", "; ".join(faults)))
        if liked != self._now:
            self._now = liked
            self.changed.emit(liked)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        _LOG.warning("preferences cannot be kept", extra={"reason": reason})
        text = self.tr("Your settings count until you sign out; they cannot be saved: %1")
        self.told.emit(text.replace("%1", reason))
