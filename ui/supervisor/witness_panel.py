"""Who witnesses the evidence log, and the witnesses' files that a verification takes along."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from ui import foreign, theme
from ui.supervisor.room_cards import Cell, RowsTable
from ui.supervisor.witness_files import Fetched
from ui.widgets.texts import Panel, wrapped


class WitnessPanel(QWidget):
    """At the left what the hub says of its witnesses, at the right what they keep themselves.

    Signals
    -------
    chosen
        Files and folders that somebody wants to take along (list of Path); the page reads them.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.known, self.brought = RowsTable(0), RowsTable(0)
        self.fetched = Fetched()
        self.said = wrapped(colour=theme.QUIET)
        self.add_files, self.add_folder, self.clear = QPushButton(), QPushButton(), QPushButton()
        self._places: list[Path] = []
        self.brought.show_rows([], [])
        self._panels = [Panel(), Panel()]
        left, right = self._panels
        left.body.addWidget(self.known, 1)
        right.body.addWidget(self.brought, 1)
        right.body.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.clear, self.add_files, self.add_folder):
            row.addWidget(button)
        right.body.addLayout(row)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(8)
        halves.addWidget(left, 1)
        halves.addWidget(right, 1)
        self.add_files.clicked.connect(self._choose_files)
        self.add_folder.clicked.connect(self._choose_folder)
        self.clear.clicked.connect(self._clear)

    def show_known(self, witnesses: Sequence[dict[str, Any]]) -> None:
        """Show what the hub was asked for by sites and desks."""
        rows = []
        for one in witnesses:
            at = datetime.fromisoformat(one["at"]).astimezone()
            rows.append(
                [
                    Cell(text=foreign.shown(one["machine"])),
                    Cell(text=f"{one['size']:,}", right=True),
                    Cell(text=f"{at:%Y-%m-%d %H:%M:%S}", colour=theme.QUIET),
                ]
            )
        self.known.show_rows(rows, [one["machine"] for one in witnesses])

    def show_fetched(self, fetched: Fetched) -> None:
        """Show what was read from the files that were chosen."""
        self.fetched = fetched
        rows = [
            [
                Cell(text=foreign.shown(one.name), tip=foreign.tip(one.name)),
                Cell(text=f"{one.size:,}", right=True),
            ]
            for one in fetched.notes
        ]
        self.brought.show_rows(rows, list(range(len(rows))))
        self._say()

    def retranslate(self) -> None:
        """Write every text anew."""
        known, brought = self._panels
        known.heading.setText(
            self.tr("Witnesses: sites and desks that keep a checkpoint of their own")
        )
        brought.heading.setText(self.tr("Witnesses' files, taken along when the log is verified"))
        self.known.set_titles(
            (self.tr("Machine"), self.tr("Keeps up to entry"), self.tr("Last asked"))
        )
        self.brought.set_titles((self.tr("File"), self.tr("Up to entry")))
        self.known.say_nothing(self.tr("No site or desk keeps a checkpoint yet"))
        self.brought.say_nothing(self.tr("Fetch the folder “witness” of some sites and desks"))
        self.add_files.setText(self.tr("Add files…"))
        self.add_folder.setText(self.tr("Add a folder…"))
        self.clear.setText(self.tr("Take none"))
        self._say()

    def take(self, places: Sequence[Path]) -> None:
        """Take files and folders along, beside those that are taken already."""
        self._places += [place for place in places if place not in self._places]
        self.chosen.emit(list(self._places))

    @Slot()
    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Checkpoints that sites and desks keep"),
            "",
            self.tr("Checkpoints (*.checkpoint *.notes *.txt);;All files (*)"),
        )
        if chosen:
            self.take([Path(one) for one in chosen])

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("A folder with checkpoints that sites and desks keep")
        )
        if chosen:
            self.take([Path(chosen)])

    @Slot()
    def _clear(self) -> None:
        self._places.clear()
        self.show_fetched(Fetched())

    def _say(self) -> None:
        told = []
        if self.fetched.left_out:
            said = self.tr("%1 older checkpoints are left out.")
            told.append(said.replace("%1", f"{self.fetched.left_out:,}"))
        if self.fetched.unread:
            said = self.tr("No checkpoint was found in: %1")
            told.append(said.replace("%1", foreign.shown(", ".join(self.fetched.unread[:5]))))
        self.said.setText(" ".join(told))
        self.said.setVisible(bool(told))
        self.clear.setEnabled(bool(self._places))
