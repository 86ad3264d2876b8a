"""Every key on one sheet, made from the command table and the keys in force; it cannot lie."""

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.both_languages import entry_of
from ui.command_search import search
from ui.commands import BY_NAME, COMMANDS, Command, Group, key_text, text_of, tip_of
from ui.key_paper import PaperGroup, to_html, write_paper
from ui.own_files import Run, at_once
from ui.widgets.texts import Elided, paint, plain

_COLUMNS: tuple[tuple[Group, ...], ...] = (
    (Group.DECISION, Group.CASE, Group.MARK, Group.MEASURE, Group.HELP),
    (Group.VIEW, Group.LOOK),
    (Group.FILTER, Group.COMPARE),
)
_NARROW = (_COLUMNS[0], _COLUMNS[1] + _COLUMNS[2])
"""For a screen where three columns would leave of what a command does a word or two."""
_SINGLE = (_COLUMNS[0] + _COLUMNS[1] + _COLUMNS[2],)
"""For a screen, or letters, where two columns would."""
_BETWEEN_PX, _BESIDE_PX = 36, 18
_FRAME = QSize(8, 40)
"""What the window manager puts around the sheet, roughly."""
_SERIES = re.compile(r"(?P<stem>preset\.\w+_)(?P<digit>[1-9])")


class KeySheet(QDialog):
    """A sheet of keys; Esc closes it.

    Parameters
    ----------
    run : callable
        Runs a piece of work off the Qt thread, such as `Jobs.run`; by default at once.
    """

    _written = Signal(str, str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        run: Run = at_once,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._rows: dict[str, list[QLabel]] = {}
        self._headings: dict[Group, QLabel] = {}
        self.columns = _COLUMNS
        self.field, self._says = QLineEdit(), plain(colour=theme.QUIET)
        self.field.setClearButtonEnabled(True)
        self.paper, self._close = QPushButton(), QPushButton()
        for button in (self.paper, self._close):
            button.setAutoDefault(False)
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.field.textChanged.connect(self._find)
        self.paper.clicked.connect(self._ask_where)
        self._close.clicked.connect(self.reject)
        self._written.connect(self._tell_written)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language or the keys change."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def told(self) -> tuple[str, ...]:
        """The commands that are told of now."""
        return tuple(name for name, labels in self._rows.items() if not labels[0].isHidden())

    @property
    def said(self) -> str:
        """What is said of the sheet on paper."""
        return self._says.text()

    def retranslate(self) -> None:
        """Write the sheet anew."""
        self.setWindowTitle(self.tr("Keys"))
        self.field.setPlaceholderText(self.tr("Find: name, pinyin or key"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.paper.setText(self.tr("Print …"))
        self.paper.setToolTip(self.tr("Write the sheet as PDF or HTML, to be printed"))
        self._close.setText(self.tr("Close"))
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(_BETWEEN_PX)
        self._rows = {}
        names = self._names()
        self.columns = self._that_fit()
        for groups in self.columns:
            grid = QGridLayout()
            grid.setHorizontalSpacing(_BESIDE_PX)
            grid.setVerticalSpacing(4)
            for group in groups:
                self._fill(grid, names[group], group)
            grid.setRowStretch(grid.rowCount(), 1)
            row.addLayout(grid)
        self._room.setWidget(sheet)
        self._fit(sheet.sizeHint())
        self._find()

    def to_html(self) -> str:
        """Return the sheet as a page to be printed."""
        names = self._names()
        groups = [
            PaperGroup(
                heading=names[group],
                rows=tuple((_keys(one), _name(one), tip_of(one)) for one in _told_of(group)),
            )
            for column in _COLUMNS
            for group in column
        ]
        line = self.tr("A decision key counts once the scan has been seen, and never while typing.")
        return to_html(self.tr("Review Room: keys"), line, groups)

    def print_to(self, path: Path) -> None:
        """Write the sheet to a PDF or HTML file; says when it is done."""
        html = self.to_html()
        self._run(lambda: self._write_in_worker(path, html))

    def _write_in_worker(self, path: Path, html: str) -> None:
        try:
            write_paper(path, html)
        except OSError as error:
            self._written.emit(path.name, str(error))
        else:
            self._written.emit(path.name, "")

    @Slot(str, str)
    def _tell_written(self, name: str, reason: str) -> None:
        if reason:
            text = self.tr("The sheet cannot be written to %1: %2").replace("%2", reason)
        else:
            text = self.tr("Written to %1")
        self._says.setText(text.replace("%1", name))

    @Slot()
    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Write the key sheet to"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's own is white
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)", "HTML (*.html)"])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("review-room-keys.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    @Slot(str)
    def _on_place(self, path: str) -> None:
        self.print_to(Path(path))

    @Slot()
    def _find(self) -> None:
        """Show what is looked for; a key finds its command as well."""
        typed = self.field.text().strip().casefold()
        found = set(search(typed, [entry_of(command) for command in COMMANDS]))
        for command in COMMANDS:
            keys = key_text(command).casefold().split(" / ")
            shown = command.name in found or typed in keys
            for label in self._rows.get(command.name, ()):
                label.setVisible(shown)
        told = {BY_NAME[name].group for name in self.told}
        for group, heading in self._headings.items():
            heading.setVisible(group in told)

    def _names(self) -> dict[Group, str]:
        return {
            Group.DECISION: self.tr("Decision"),
            Group.CASE: self.tr("Case"),
            Group.MARK: self.tr("Marks"),
            Group.MEASURE: self.tr("Measures"),
            Group.VIEW: self.tr("Picture"),
            Group.LOOK: self.tr("Look"),
            Group.FILTER: self.tr("Filters"),
            Group.COMPARE: self.tr("Compare"),
            Group.HELP: self.tr("Help"),
        }

    def _fill(self, grid: QGridLayout, name: str, group: Group) -> None:
        line = grid.rowCount()
        if line > 1:
            grid.setRowMinimumHeight(line, 8)
            line += 1
        self._headings[group] = plain(name, colour=theme.ACCENT, bold=True)
        grid.addWidget(self._headings[group], line, 0, 1, 3)
        for command in _told_of(group):
            line += 1
            key = plain(_keys(command), bold=True)
            key.setAlignment(Qt.AlignmentFlag.AlignRight)
            tip = Elided(tip_of(command))
            tip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            paint(tip, colour=theme.QUIET)
            labels = [key, plain(_name(command)), tip]
            for place, label in enumerate(labels):
                grid.addWidget(label, line, place)
            self._rows[command.name] = labels

    def _that_fit(self) -> tuple[tuple[Group, ...], ...]:
        """Return the columns that leave a screen's width room for what each command does."""
        wide = self.screen().availableSize().width()
        if self._width(_COLUMNS, told=1.0) <= wide:
            return _COLUMNS
        return _NARROW if self._width(_NARROW, told=0.6) <= wide else _SINGLE

    def _width(self, columns: tuple[tuple[Group, ...], ...], *, told: float) -> float:
        """Return how wide columns are with such a share of what the longest lines tell [px]."""
        metrics = self.fontMetrics()
        wide = float(_BETWEEN_PX * len(columns))
        for groups in columns:
            listed = [one for group in groups for one in _told_of(group)]
            for part, share in ((_keys, 1.0), (_name, 1.0), (tip_of, told)):
                longest = max(metrics.horizontalAdvance(part(one)) for one in listed)
                wide += longest * share + _BESIDE_PX
        return wide

    def _fit(self, sheet: QSize) -> None:
        """Take the room the sheet wants, within the screen; what has no room there is scrolled."""
        around = self._page.sizeHint() - self._room.sizeHint()
        bar = self._room.verticalScrollBar().sizeHint().width()
        screen = self.screen().availableSize() - _FRAME
        self.resize((sheet + around + QSize(bar, 0)).boundedTo(screen))

    def _lay_out(self) -> None:
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(24, 18, 24, 18)
        self._page.setSpacing(12)
        self._page.addWidget(self.field)
        self._page.addWidget(self._room, 1)
        below = QHBoxLayout()
        below.addWidget(self._says, 1)
        below.addWidget(self.paper)
        below.addWidget(self._close)
        self._page.addLayout(below)


def _told_of(group: Group) -> Iterator[Command]:
    """Give the commands of a group that have keys; a series is told once, by its first."""
    for command in COMMANDS:
        series = _SERIES.fullmatch(command.name)
        is_later = series is not None and series["digit"] != "1" and _is_in_series(command)
        if command.group is group and key_text(command) and not is_later:
            yield command


def _is_in_series(command: Command) -> bool:
    """Tell whether a preset still lies on the digit that the series lets one expect."""
    return key_text(command) in (command.name[-1], f"Ctrl+{command.name[-1]}")


def _keys(command: Command) -> str:
    keys = key_text(command)
    is_series = _SERIES.fullmatch(command.name) is not None and _is_in_series(command)
    return f"{keys} - 9" if is_series else keys


def _name(command: Command) -> str:
    return (
        text_of(command).removesuffix(" 1") if _keys(command).endswith("- 9") else text_of(command)
    )
