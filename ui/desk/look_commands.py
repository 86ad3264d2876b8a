"""Commands that change how the scan looks: window, curve, colours, filters, presets, loupe."""

import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Slot

from ui.commands import CommandSet
from ui.i18n import in_own_words
from ui.preset_file import ANY
from ui.presets import PresetBook
from viewer.look_history import LookHistory
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.look import DensityBand, Energy, Filter, FilterKind, Look, Strip
from viewer.pixels.state import PictureState
from viewer.pixels.window import COUNTS, Curve

_LIFTED: Final = 2.2
_FILTERS: Final = {f"filter.{kind.value}": kind for kind in FilterKind}
_BAND: Final = DensityBand(darkest=0.02 * COUNTS, brightest=0.12 * COUNTS)
"""The band of the key before another was chosen: a hand of steel, 2 to 12 % through."""


class LookCommands(QObject):
    """Lets commands change the look of the scan, and the commands show what is on.

    Parameters
    ----------
    commands : CommandSet
    panes : ComparePane
    presets : PresetBook
    """

    def __init__(
        self, commands: CommandSet, panes: ComparePane, presets: PresetBook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._commands, self._presets = commands, presets
        self._holds = panes.holds
        pane = self._pane = panes.scan
        self._scanner = ANY
        self._of: Picture | None = None
        self._band = _BAND
        self._lens = 0
        self.history = LookHistory(Look())
        slots = {
            "pane.invert": pane.toggle_invert,
            "pane.log": pane.toggle_log,
            "pane.material": pane.toggle_material,
            "pane.reset": pane.reset,
            "pane.auto": self.auto_window,
            "pane.gamma": self.toggle_gamma,
            "pane.colours": self.next_colours,
            "pane.band": self.toggle_band,
            "pane.strip": self.next_strip,
            "pane.energy": self.toggle_energy,
            "pane.loupe": self.toggle_loupe,
            "pane.loupe_look": self.next_loupe_look,
            "look.undo": self.undo,
            "look.redo": self.redo,
            "filter.none": self.clear_filters,
            **dict.fromkeys(set(_FILTERS) & set(commands.names), self._on_filter),
            **{f"preset.use_{n}": self._on_preset for n in range(1, 10)},
            **{f"preset.keep_{n}": self._on_keep for n in range(1, 10)},
        }
        for name, slot in slots.items():
            commands.connect_to(name, slot)
        pane.stateChanged.connect(self._follow)
        presets.changed.connect(self.name_presets)
        self._follow(pane.state)
        self.name_presets()

    @property
    def look(self) -> Look:
        """The look of the pane now."""
        return self._pane.state.look

    def set_scanner(self, scanner: str) -> None:
        """Take the presets of another scanner."""
        if self._scanner != (scanner or ANY):
            self._scanner = scanner or ANY
            self.name_presets()

    def first_look(self) -> Look:
        """Return the look that a case of this scanner begins with."""
        return self._presets.first_look(self._scanner)

    def on_keys(self) -> tuple[Look, ...]:
        """Return the looks that lie on the number keys of this scanner."""
        return tuple(preset.look for preset in self._presets.slots(self._scanner).values())

    @Slot()
    def auto_window(self) -> None:
        """Spread the greys over what is in sight."""
        self._pane.auto_window()

    @Slot()
    def toggle_gamma(self) -> None:
        """Lift the dark greys, or take them as they are."""
        if self.look.curve is Curve.GAMMA:
            self._set(replace(self.look, curve=Curve.LINEAR, gamma=1.0))
        else:
            self._set(replace(self.look, curve=Curve.GAMMA, gamma=_LIFTED))

    @Slot()
    def next_colours(self) -> None:
        """Go to the next map of pseudo-colours, and back to greys after the last."""
        maps = list(ColourMap)
        following = maps[(maps.index(self.look.colours) + 1) % len(maps)]
        self._set(replace(self.look, colours=following, material=False))

    @Slot()
    def toggle_band(self) -> None:
        """Show the density band that was last chosen, or none."""
        self._set(replace(self.look, band=None if self.look.band is not None else self._band))

    @Slot()
    def next_strip(self) -> None:
        """Keep the colours of the next material; this turns material colours on."""
        strips = list(Strip)
        following = strips[(strips.index(self.look.strip) + 1) % len(strips)]
        self._set(replace(self.look, material=True, strip=following))

    @Slot()
    def toggle_energy(self) -> None:
        """Change between high and low energy; where one is missing, the line says so."""
        to = Energy.HIGH if self.look.energy is Energy.LOW else Energy.LOW
        self._set(replace(self.look, energy=to))

    @Slot()
    def toggle_loupe(self) -> None:
        """Let the lens come or go."""
        self._pane.loupe.set_wanted(self._commands["pane.loupe"].isChecked())

    @Slot()
    def next_loupe_look(self) -> None:
        """Give the lens the look of the next number key, and the picture's own after the last."""
        self._lens = (self._lens + 1) % 10
        self._dress_loupe()

    @Slot()
    def undo(self) -> None:
        """Go back to the look before."""
        self._set(self.history.undo())

    @Slot()
    def redo(self) -> None:
        """Go forward to the look that was left."""
        self._set(self.history.redo())

    @Slot()
    def clear_filters(self) -> None:
        """Take all filters away."""
        self._set(replace(self.look, filters=()))

    @Slot()
    def name_presets(self) -> None:
        """Write what lies on the number keys of this scanner into the commands and the lens."""
        for number, preset in self._presets.slots(self._scanner).items():
            title = in_own_words(preset.title, preset.title_zh)
            self._commands[f"preset.use_{number}"].setText(f"{number}  {title}")
        self._dress_loupe()

    def use_preset(self, number: int) -> None:
        """Take the look of a number key; energy and material stay what the scan can give."""
        self._set(self._presets.slot(number, self._scanner).look)

    def keep_preset(self, number: int, title: str) -> None:
        """Keep the look of the moment on a number key, for this scanner."""
        self._presets.keep(number, self._scanner, self.look, title)

    def _dress_loupe(self) -> None:
        if self._lens == 0:
            self._pane.loupe.set_own_look("", None)
            return
        preset = self._presets.slot(self._lens, self._scanner)
        self._pane.loupe.set_own_look(in_own_words(preset.title, preset.title_zh), preset.look)

    def _set(self, look: Look) -> None:
        self._pane.set_look(look)

    @Slot()
    def _on_filter(self) -> None:
        kind = _FILTERS[self._sender_name()]
        kept = tuple(one for one in self.look.filters if one.kind is not kind)
        if len(kept) == len(self.look.filters):
            kept = (*kept, Filter(kind=kind))
        self._set(replace(self.look, filters=kept))

    @Slot()
    def _on_preset(self) -> None:
        self.use_preset(int(self._sender_name()[-1]))

    @Slot()
    def _on_keep(self) -> None:
        number = int(self._sender_name()[-1])
        self.keep_preset(number, self.tr("Mine {}").format(number))

    def _sender_name(self) -> str:
        sender = self.sender()
        return "" if sender is None else sender.objectName()

    @Slot(object)
    def _follow(self, state: PictureState) -> None:
        """Show in the commands what is on, and remember the look."""
        look = state.look
        former, self._of = self._of, self._pane.picture
        if former is not self._of and not _is_in_full(former, self._of):
            self.history.restart(look)
        if not self._holds.is_raw:  # what a key holds is given back and is no step
            self.history.push(look, time.monotonic())
        self._band = look.band or self._band
        on = {one.kind for one in look.filters if one.on}
        for name, kind in _FILTERS.items():
            if name in self._commands.names:
                self._commands[name].setChecked(kind in on)
        self._commands["pane.band"].setChecked(look.band is not None)
        self._commands["pane.invert"].setChecked(look.invert)
        self._commands["pane.log"].setChecked(look.curve is Curve.LOG)
        self._commands["pane.gamma"].setChecked(look.curve is Curve.GAMMA)
        self._commands["pane.material"].setChecked(look.material)
        self._commands["look.undo"].setEnabled(self.history.can_undo)
        self._commands["look.redo"].setEnabled(self.history.can_redo)


def _is_in_full(coarse: Picture | None, picture: Picture | None) -> bool:
    """Tell whether a picture is what a coarse one of the same scan was waiting for."""
    if coarse is None or picture is None or coarse.reduced <= picture.reduced:
        return False
    return (coarse.label, coarse.shape) == (picture.label, picture.shape)
