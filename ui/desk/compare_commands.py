"""Commands that lay scan and typical model on each other, and keys that are held."""

from typing import Final

from PySide6.QtCore import QObject, Slot

from ui.commands import CommandSet
from ui.held_keys import HeldKeys
from viewer.compare import CompareMode
from viewer.panes.compare_pane import ComparePane

_MODES: Final = {f"compare.{mode.value}": mode for mode in CompareMode}


class CompareCommands(QObject):
    """Lets commands choose how the two are compared, and shows which way is on."""

    def __init__(
        self, commands: CommandSet, panes: ComparePane, held: HeldKeys, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._commands, self._panes = commands, panes
        for name in _MODES:
            commands.connect_to(name, self._on_mode)
        commands.connect_to("compare.next", self.next_mode)
        commands.connect_to("pane.link", self._on_link)
        commands.connect_to("pane.structure", self._on_structure)
        held.connect_to("view.clean", panes.hold_clean)
        held.connect_to("view.raw", panes.hold_raw)
        held.connect_to("compare.hold_blink", panes.hold_blink)
        panes.modeChanged.connect(self._show_mode)
        panes.linkChanged.connect(commands["pane.link"].setChecked)
        commands["pane.link"].setChecked(panes.linked)
        self._show_mode(panes.mode)

    @Slot()
    def next_mode(self) -> None:
        """Go to the next way of comparing, round and round."""
        modes = list(CompareMode)
        self._panes.set_mode(modes[(modes.index(self._panes.mode) + 1) % len(modes)])

    @Slot()
    def _on_mode(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._panes.set_mode(_MODES[sender.objectName()])
        self._show_mode(self._panes.mode)

    @Slot()
    def _on_link(self) -> None:
        self._panes.set_linked(self._commands["pane.link"].isChecked())

    @Slot()
    def _on_structure(self) -> None:
        self._panes.set_structure_shown(self._commands["pane.structure"].isChecked())

    @Slot(object)
    def _show_mode(self, mode: CompareMode) -> None:
        for name, one in _MODES.items():
            self._commands[name].setChecked(one is mode)
