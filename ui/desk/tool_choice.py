"""Which tool the hand has on the scan, and which command shows it."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Slot

from ui.commands import CommandSet
from ui.desk.controller import DeskController
from ui.desk.desk_page import DeskPage
from viewer.overlay import Tool

_MEASURES: Final = (
    Tool.LENGTH,
    Tool.ANGLE,
    Tool.AREA,
    Tool.COUNT,
    Tool.PROFILE,
    Tool.REGION,
)
_TOOLS: Final[Mapping[Tool, str]] = {
    **{tool: f"mark.{tool.value}" for tool in Tool if tool not in (*_MEASURES, Tool.WINDOW)},
    **{tool: f"measure.{tool.value}" for tool in _MEASURES},
    Tool.WINDOW: "pane.window",
}
_TOOL_OF: Final = {name: tool for tool, name in _TOOLS.items()}


class ToolChoice(QObject):
    """Joins the tools' commands to the scan's pane; taking changes back goes by the tool too."""

    def __init__(
        self,
        commands: CommandSet,
        page: DeskPage,
        controller: DeskController,
        back_to_picture: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._commands, self._page, self._controller = commands, page, controller
        self._back_to_picture = back_to_picture
        for name in _TOOL_OF:
            commands.connect_to(name, self._choose)
        commands.connect_to("mark.undo", self._undo)
        page.panes.scan.toolChanged.connect(self._show)
        self._show(Tool.PAN)

    def take(self, tool: Tool) -> None:
        """Put a tool into the hand."""
        if tool in _MEASURES:
            self._page.drawer.open_measures()
        self._page.panes.scan.set_tool(tool)
        self._show(tool)
        self._back_to_picture()

    @Slot(object)
    def _show(self, tool: Tool) -> None:
        for one, name in _TOOLS.items():
            self._commands[name].setChecked(one is tool)

    @Slot()
    def _choose(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.take(_TOOL_OF[sender.objectName()])

    @Slot()
    def _undo(self) -> None:
        """Take back the last change of what the hand is at: of the measures, or of the marks."""
        scan = self._page.panes.scan
        if scan.tool not in _MEASURES or not scan.undo_measure():
            self._controller.undo_mark()
