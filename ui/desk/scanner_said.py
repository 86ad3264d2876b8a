"""What the scanner's own programs say beside the picture: containers read, findings in words."""

from typing import Final

from PySide6.QtWidgets import QWidget

from ui import foreign, theme
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import paint
from workstation.domain.scanner_report import ContainerRead, ScannerReport, ScannerResult

_MOST_LINES: Final = 3


class ScannerSaid(FewLines):
    """A few quiet lines; hidden when the scanner said nothing in words.

    Codes without words, whose meaning its maker keeps, are no use to a reviewer and stay in the
    record.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        paint(self, colour=theme.QUIET)

    def show_report(self, report: ScannerReport) -> None:
        """Show what one scan's report says; several containers with how sure the cameras were."""
        several = len(report.containers) > 1
        lines = [self._read(report.containers)] if several else []
        lines += [_found(result) for result in report.results if result.words]
        self.say("\n".join(lines[:_MOST_LINES]))
        self.setVisible(bool(lines))

    def _read(self, containers: tuple[ContainerRead, ...]) -> str:
        parts = [
            foreign.shown(one.number)
            + (
                ""
                if one.confidence is None
                else f"\N{NO-BREAK SPACE}{one.confidence}\N{NO-BREAK SPACE}%"
            )
            for one in containers
        ]
        return self.tr("Cameras read: %1").replace("%1", ", ".join(parts))


def _found(result: ScannerResult) -> str:
    return f"{foreign.shown(result.name)}: {foreign.shown(result.words)}"
