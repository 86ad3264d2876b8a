"""Marks and measures."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "mark.pan",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Hand"),
        QT_TRANSLATE_NOOP("Commands", "Move the picture by dragging or arrows"),
        "Esc",
        checkable=True,
    ),
    command(
        "mark.box",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Box"),
        QT_TRANSLATE_NOOP(
            "Commands", "Draw a box around something suspicious; arrows and Space do it too"
        ),
        "B",
        checkable=True,
    ),
    command(
        "mark.ellipse",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Ellipse"),
        QT_TRANSLATE_NOOP("Commands", "Draw an ellipse around something suspicious"),
        "E",
        checkable=True,
    ),
    command(
        "mark.arrow",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Arrow"),
        QT_TRANSLATE_NOOP("Commands", "Draw an arrow to something suspicious"),
        "A",
        checkable=True,
    ),
    command(
        "mark.polygon",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Polygon"),
        QT_TRANSLATE_NOOP(
            "Commands", "Click around something suspicious; a double click closes it"
        ),
        "O",
        checkable=True,
    ),
    command(
        "mark.freehand",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Freehand"),
        QT_TRANSLATE_NOOP("Commands", "Draw around something suspicious by hand"),
        "D",
        checkable=True,
    ),
    command(
        "mark.text",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Text"),
        QT_TRANSLATE_NOOP("Commands", "Write words on the picture"),
        "T",
        checkable=True,
    ),
    command(
        "mark.undo",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Undo"),
        QT_TRANSLATE_NOOP("Commands", "Take the last change of marks or measures back"),
        "Ctrl+Z",
    ),
    command(
        "mark.redo",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        QT_TRANSLATE_NOOP("Commands", "Bring back what was undone"),
        "Ctrl+Y",
    ),
    command(
        "mark.next",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Pick the next"),
        QT_TRANSLATE_NOOP("Commands", "Pick the next mark, to change its words or take it away"),
        "Ctrl+M",
    ),
    command(
        "mark.remove",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Remove"),
        QT_TRANSLATE_NOOP("Commands", "Take the picked mark away"),
        "Delete",
    ),
    command(
        "mark.edit",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Words"),
        QT_TRANSLATE_NOOP("Commands", "Write the words of the picked mark"),
        "F4",
    ),
    command(
        "mark.finding",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Finding"),
        QT_TRANSLATE_NOOP("Commands", "Say what the mark is: type, confidence and goods"),
        "F5",
    ),
    command(
        "measure.length",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Length"),
        QT_TRANSLATE_NOOP("Commands", "Measure a length by dragging"),
        "Shift+L",
        checkable=True,
    ),
    command(
        "measure.angle",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Angle"),
        QT_TRANSLATE_NOOP("Commands", "Measure an angle by three clicks"),
        "Shift+A",
        checkable=True,
    ),
    command(
        "measure.area",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Area"),
        QT_TRANSLATE_NOOP("Commands", "Click the corners of an area; a double click closes it"),
        "Shift+O",
        checkable=True,
    ),
    command(
        "measure.count",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Count"),
        QT_TRANSLATE_NOOP("Commands", "Number items by clicking them"),
        "Shift+C",
        checkable=True,
    ),
    command(
        "measure.profile",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Profile"),
        QT_TRANSLATE_NOOP("Commands", "Show the density along a line"),
        "Shift+P",
        checkable=True,
    ),
    command(
        "measure.region",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Region"),
        QT_TRANSLATE_NOOP("Commands", "Show the statistics of a region"),
        "Shift+R",
        checkable=True,
    ),
    command(
        "measure.clear",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Clear measures"),
        QT_TRANSLATE_NOOP("Commands", "Take all measures away"),
        "Shift+Delete",
    ),
)
