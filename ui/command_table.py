"""Every act at the desk, once: buttons, keys, menus, tooltips, the key sheet and tests read this.

Why these decision keys: each is one key (a chord hurts after a hundred cases an hour), found by
touch at an edge of a group of the function row, and they lie in groups for different hands: F2
(inspect) in the first, F9 (release) at the start of the last. Their neighbours F3, F8 and F10 do
nothing, so a slip by one key decides nothing. None of them types a letter or is an answer in any
dialog, as Enter is.

Marks are plain letters, measures the same with Shift where the shape is the same. Presets lie on
the digits. The three keys that are held lie side by side: [ shows the plain picture, ] hides all
that is drawn over it, the backslash blinks between scan and typical model. What the engine says
of single regions lies together at the other end of the letters: comma and full stop go from one
to the next, the slash hides them, the apostrophe explains, the semicolon shows agreeing patches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP


class Group(StrEnum):
    """Where a command stands in the menu and on the key sheet."""

    DECISION = "decision"
    CASE = "case"
    MARK = "mark"
    MEASURE = "measure"
    VIEW = "view"
    LOOK = "look"
    FILTER = "filter"
    COMPARE = "compare"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An act by name, with its English text, its tip and its keys in Qt's portable writing.

    A command that is ``held`` acts while its key is down and stops when it is let go.
    """

    name: str
    group: Group
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    held: bool = False


def _command(  # noqa: PLR0913 - one line a command
    name: str,
    group: Group,
    text: object,
    tip: object,
    *keys: str,
    checkable: bool = False,
    held: bool = False,
) -> Command:
    return Command(
        name=name,
        group=group,
        text=str(text),
        tip=str(tip),
        keys=keys,
        checkable=checkable,
        held=held,
    )


COMMANDS: Final[tuple[Command, ...]] = (
    _command(
        "decision.release",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Release"),
        QT_TRANSLATE_NOOP("Commands", "Nothing unusual seen: the container may go"),
        "F9",
    ),
    _command(
        "decision.inspect",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Inspect"),
        QT_TRANSLATE_NOOP("Commands", "Have the container opened, with your marks and the reason"),
        "F2",
    ),
    _command(
        "decision.refer",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Refer"),
        QT_TRANSLATE_NOOP("Commands", "Ask a shift chief to decide this doubtful picture"),
        "F6",
    ),
    _command(
        "decision.rescan",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Rescan"),
        QT_TRANSLATE_NOOP("Commands", "The picture is not good enough: have it scanned again"),
        "Shift+F6",
    ),
    _command(
        "decision.recall",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Recall"),
        QT_TRANSLATE_NOOP("Commands", "Take the last release back before it is announced"),
        "Backspace",
    ),
    _command(
        "decision.reason",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Next reason"),
        QT_TRANSLATE_NOOP("Commands", "Choose the next reason for an inspection"),
        "Q",
    ),
    _command(
        "decision.note",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Write a note"),
        QT_TRANSLATE_NOOP("Commands", "Go to the note; Enter or Esc leads back to the picture"),
        "Ctrl+T",
    ),
    _command(
        "case.skip",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back to the queue undecided"),
        "Ctrl+Backspace",
    ),
    _command(
        "case.sign_out",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Sign out"),
        QT_TRANSLATE_NOOP("Commands", "Leave the desk; open cases go back to the queue"),
    ),
    _command(
        "case.quit",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Quit"),
        QT_TRANSLATE_NOOP("Commands", "Close the window; open cases go back to the queue"),
        "Ctrl+Q",
    ),
    _command(
        "case.skip_short",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for 5 minutes"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back; it is not offered to you for 5 minutes"),
        "Ctrl+Shift+Backspace",
    ),
    _command(
        "case.skip_longer",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for 15 minutes"),
        QT_TRANSLATE_NOOP(
            "Commands", "Give the case back; it is not offered to you for 15 minutes"
        ),
    ),
    _command(
        "case.skip_hour",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for an hour"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back; it is not offered to you for an hour"),
    ),
    _command(
        "case.last",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Back to my last"),
        QT_TRANSLATE_NOOP(
            "Commands", "Look at your last decided case again; the key again leads back"
        ),
        "Home",
    ),
    _command(
        "case.go_on",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Go on"),
        QT_TRANSLATE_NOOP("Commands", "Leave the decided case for the open or the next one"),
        "Return",
        "Enter",
    ),
    _command(
        "case.auto_advance",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Next case by itself"),
        QT_TRANSLATE_NOOP(
            "Commands", "Open the next case right after a decision, or wait for a key"
        ),
        checkable=True,
    ),
    _command(
        "desk.lock",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Lock the desk"),
        QT_TRANSLATE_NOOP("Commands", "Cover picture and papers until your password is typed"),
        "Ctrl+Shift+L",
    ),
    _command(
        "desk.rest_later",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Remind me of a break later"),
        QT_TRANSLATE_NOOP("Commands", "Call a break to mind again in ten minutes"),
        "Ctrl+B",
    ),
    _command(
        "desk.training",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Training …"),
        QT_TRANSLATE_NOOP(
            "Commands", "Practise on simulated cases in a window of its own; nothing counts"
        ),
    ),
    _command(
        "mark.pan",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Hand"),
        QT_TRANSLATE_NOOP("Commands", "Move the picture by dragging"),
        "Esc",
        checkable=True,
    ),
    _command(
        "mark.box",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Box"),
        QT_TRANSLATE_NOOP("Commands", "Draw a box around something suspicious"),
        "B",
        checkable=True,
    ),
    _command(
        "mark.ellipse",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Ellipse"),
        QT_TRANSLATE_NOOP("Commands", "Draw an ellipse around something suspicious"),
        "E",
        checkable=True,
    ),
    _command(
        "mark.arrow",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Arrow"),
        QT_TRANSLATE_NOOP("Commands", "Draw an arrow to something suspicious"),
        "A",
        checkable=True,
    ),
    _command(
        "mark.polygon",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Polygon"),
        QT_TRANSLATE_NOOP(
            "Commands", "Click around something suspicious; a double click closes it"
        ),
        "O",
        checkable=True,
    ),
    _command(
        "mark.freehand",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Freehand"),
        QT_TRANSLATE_NOOP("Commands", "Draw around something suspicious by hand"),
        "D",
        checkable=True,
    ),
    _command(
        "mark.text",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Text"),
        QT_TRANSLATE_NOOP("Commands", "Write words on the picture"),
        "T",
        checkable=True,
    ),
    _command(
        "mark.undo",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Undo"),
        QT_TRANSLATE_NOOP("Commands", "Take the last change of marks or measures back"),
        "Ctrl+Z",
    ),
    _command(
        "mark.redo",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        QT_TRANSLATE_NOOP("Commands", "Bring back what was undone"),
        "Ctrl+Y",
    ),
    _command(
        "mark.remove",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Remove"),
        QT_TRANSLATE_NOOP("Commands", "Take the picked mark away"),
        "Delete",
    ),
    _command(
        "mark.edit",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Words"),
        QT_TRANSLATE_NOOP("Commands", "Write the words of the picked mark"),
        "F4",
    ),
    _command(
        "measure.length",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Length"),
        QT_TRANSLATE_NOOP("Commands", "Measure a length by dragging"),
        "Shift+L",
        checkable=True,
    ),
    _command(
        "measure.angle",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Angle"),
        QT_TRANSLATE_NOOP("Commands", "Measure an angle by three clicks"),
        "Shift+A",
        checkable=True,
    ),
    _command(
        "measure.area",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Area"),
        QT_TRANSLATE_NOOP("Commands", "Click the corners of an area; a double click closes it"),
        "Shift+O",
        checkable=True,
    ),
    _command(
        "measure.count",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Count"),
        QT_TRANSLATE_NOOP("Commands", "Number items by clicking them"),
        "Shift+C",
        checkable=True,
    ),
    _command(
        "measure.profile",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Profile"),
        QT_TRANSLATE_NOOP("Commands", "Show the density along a line"),
        "Shift+P",
        checkable=True,
    ),
    _command(
        "measure.region",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Region"),
        QT_TRANSLATE_NOOP("Commands", "Show the statistics of a region"),
        "Shift+R",
        checkable=True,
    ),
    _command(
        "measure.clear",
        Group.MEASURE,
        QT_TRANSLATE_NOOP("Commands", "Clear measures"),
        QT_TRANSLATE_NOOP("Commands", "Take all measures away"),
        "Shift+Delete",
    ),
    _command(
        "pane.fit",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Fit"),
        QT_TRANSLATE_NOOP("Commands", "Show the whole picture"),
        "F",
    ),
    _command(
        "pane.one_to_one",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "1:1"),
        QT_TRANSLATE_NOOP("Commands", "One pixel of the scan on one pixel of the screen"),
        "Z",
    ),
    _command(
        "pane.loupe",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Loupe"),
        QT_TRANSLATE_NOOP(
            "Commands",
            "A lens at the cursor; wheel: how near, Ctrl+wheel: how large",
        ),
        "X",
        checkable=True,
    ),
    _command(
        "pane.loupe_look",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Loupe's look"),
        QT_TRANSLATE_NOOP("Commands", "Give the loupe the next look of its own"),
        "Shift+X",
    ),
    _command(
        "pane.structure",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Structure"),
        QT_TRANSLATE_NOOP("Commands", "Show floor, roof and sections of the container"),
        "Shift+H",
        checkable=True,
    ),
    _command(
        "view.clean",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Hide all over it"),
        QT_TRANSLATE_NOOP("Commands", "While held: the picture with nothing drawn over it"),
        "]",
        held=True,
    ),
    _command(
        "view.raw",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Plain picture"),
        QT_TRANSLATE_NOOP("Commands", "While held: no window, no filters, no colours"),
        "[",
        held=True,
    ),
    _command(
        "pane.invert",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Invert"),
        QT_TRANSLATE_NOOP("Commands", "Swap dark and bright"),
        "I",
        checkable=True,
    ),
    _command(
        "pane.log",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Log"),
        QT_TRANSLATE_NOOP("Commands", "Logarithmic greys: shows what lies behind dense goods"),
        "L",
        checkable=True,
    ),
    _command(
        "pane.material",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Material"),
        QT_TRANSLATE_NOOP("Commands", "Colours by material, where the scan has two energies"),
        "M",
        checkable=True,
    ),
    _command(
        "pane.reset",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Reset"),
        QT_TRANSLATE_NOOP("Commands", "Back to the first look of the picture"),
        "R",
    ),
    _command(
        "pane.window",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Window of a region"),
        QT_TRANSLATE_NOOP("Commands", "Drag a box: the greys are spread over what it holds"),
        "W",
        checkable=True,
    ),
    _command(
        "pane.auto",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Auto window"),
        QT_TRANSLATE_NOOP("Commands", "Spread the greys over what is in sight"),
        "Shift+W",
    ),
    _command(
        "pane.gamma",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Gamma"),
        QT_TRANSLATE_NOOP("Commands", "Lift the dark greys, and back"),
        "G",
        checkable=True,
    ),
    _command(
        "pane.colours",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Colours"),
        QT_TRANSLATE_NOOP("Commands", "The next map of pseudo-colours"),
        "C",
    ),
    _command(
        "pane.band",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Density band"),
        QT_TRANSLATE_NOOP("Commands", "Show one band of density in colour"),
        "V",
        checkable=True,
    ),
    _command(
        "pane.strip",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Strip"),
        QT_TRANSLATE_NOOP("Commands", "Keep the colours of the next material alone"),
        "Shift+M",
    ),
    _command(
        "pane.energy",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Energy"),
        QT_TRANSLATE_NOOP("Commands", "Change between high and low energy"),
        "Y",
    ),
    _command(
        "look.undo",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Look before"),
        QT_TRANSLATE_NOOP("Commands", "Back to the look before"),
        "Alt+Left",
    ),
    _command(
        "look.redo",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Look after"),
        QT_TRANSLATE_NOOP("Commands", "Forward to the look after"),
        "Alt+Right",
    ),
    _command(
        "look.panel",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Look panel"),
        QT_TRANSLATE_NOOP("Commands", "Window, curve, colours, band and filters as numbers"),
        "Ctrl+L",
        checkable=True,
    ),
    _command(
        "preset.use_1",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 1"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "1",
    ),
    _command(
        "preset.use_2",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 2"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "2",
    ),
    _command(
        "preset.use_3",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 3"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "3",
    ),
    _command(
        "preset.use_4",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 4"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "4",
    ),
    _command(
        "preset.use_5",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 5"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "5",
    ),
    _command(
        "preset.use_6",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 6"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "6",
    ),
    _command(
        "preset.use_7",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 7"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "7",
    ),
    _command(
        "preset.use_8",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 8"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "8",
    ),
    _command(
        "preset.use_9",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Preset 9"),
        QT_TRANSLATE_NOOP("Commands", "Use the look on this number key"),
        "9",
    ),
    _command(
        "preset.keep_1",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 1"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+1",
    ),
    _command(
        "preset.keep_2",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 2"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+2",
    ),
    _command(
        "preset.keep_3",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 3"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+3",
    ),
    _command(
        "preset.keep_4",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 4"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+4",
    ),
    _command(
        "preset.keep_5",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 5"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+5",
    ),
    _command(
        "preset.keep_6",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 6"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+6",
    ),
    _command(
        "preset.keep_7",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 7"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+7",
    ),
    _command(
        "preset.keep_8",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 8"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+8",
    ),
    _command(
        "preset.keep_9",
        Group.LOOK,
        QT_TRANSLATE_NOOP("Commands", "Keep as 9"),
        QT_TRANSLATE_NOOP("Commands", "Keep the look on this number key, for this scanner and you"),
        "Ctrl+9",
    ),
    _command(
        "filter.sharpen",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Sharpen"),
        QT_TRANSLATE_NOOP("Commands", "Sharpen fine detail, or not"),
        "U",
        checkable=True,
    ),
    _command(
        "filter.smooth",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Smooth"),
        QT_TRANSLATE_NOOP("Commands", "Smooth the noise, or not"),
        "Shift+S",
        checkable=True,
    ),
    _command(
        "filter.median",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Median"),
        QT_TRANSLATE_NOOP("Commands", "Take single odd pixels away, or not"),
        "Shift+N",
        checkable=True,
    ),
    _command(
        "filter.edges",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Edges"),
        QT_TRANSLATE_NOOP("Commands", "Darken edges, or not"),
        "Shift+E",
        checkable=True,
    ),
    _command(
        "filter.emboss",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Relief"),
        QT_TRANSLATE_NOOP("Commands", "Light the picture from the side, or not"),
        "Shift+B",
        checkable=True,
    ),
    _command(
        "filter.equalise",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Local contrast"),
        QT_TRANSLATE_NOOP("Commands", "Raise the contrast region by region, or not"),
        "J",
        checkable=True,
    ),
    _command(
        "filter.histogram",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Equalise the whole"),
        QT_TRANSLATE_NOOP("Commands", "Spread the greys of the whole picture evenly, or not"),
        "Shift+J",
        checkable=True,
    ),
    _command(
        "filter.mean",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Mean"),
        QT_TRANSLATE_NOOP("Commands", "Average each pixel with its neighbours, or not"),
        checkable=True,
    ),
    _command(
        "filter.erode",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Erode: dense grows"),
        QT_TRANSLATE_NOOP("Commands", "Let dense goods gain a rim, or not"),
        checkable=True,
    ),
    _command(
        "filter.dilate",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "Dilate: dense thins"),
        QT_TRANSLATE_NOOP("Commands", "Let dense goods lose their rim, or not"),
        checkable=True,
    ),
    _command(
        "filter.none",
        Group.FILTER,
        QT_TRANSLATE_NOOP("Commands", "No filter"),
        QT_TRANSLATE_NOOP("Commands", "Take all filters away"),
        "Shift+U",
    ),
    _command(
        "pane.link",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Link"),
        QT_TRANSLATE_NOOP("Commands", "Move scan and typical model together"),
        "K",
        checkable=True,
    ),
    _command(
        "compare.split",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Split"),
        QT_TRANSLATE_NOOP("Commands", "Scan above, typical model below"),
        "Alt+1",
        checkable=True,
    ),
    _command(
        "compare.swipe",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Swipe"),
        QT_TRANSLATE_NOOP("Commands", "The model over the scan, behind a curtain to drag"),
        "Alt+2",
        checkable=True,
    ),
    _command(
        "compare.blink",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Blink"),
        QT_TRANSLATE_NOOP("Commands", "Scan and model by turns in one place"),
        "Alt+3",
        checkable=True,
    ),
    _command(
        "compare.difference",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Difference"),
        QT_TRANSLATE_NOOP("Commands", "By how much the scan is denser or lighter than the model"),
        "Alt+4",
        checkable=True,
    ),
    _command(
        "compare.next",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Next way"),
        QT_TRANSLATE_NOOP("Commands", "Change the way of comparing"),
        "S",
    ),
    _command(
        "compare.hold_blink",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Show the model"),
        QT_TRANSLATE_NOOP("Commands", "While held: the model in the scan's place"),
        "\\",
        held=True,
    ),
    _command(
        "compare.other_view",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Other view"),
        QT_TRANSLATE_NOOP("Commands", "The scan's other view below, linked along the container"),
        "Shift+V",
        checkable=True,
    ),
    _command(
        "view.deviations",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Overlay"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the engine's regions and the marks"),
        "H",
        checkable=True,
    ),
    _command(
        "model.next",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Model >"),
        QT_TRANSLATE_NOOP("Commands", "Show the next matched typical model"),
        "N",
    ),
    _command(
        "model.previous",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "< Model"),
        QT_TRANSLATE_NOOP("Commands", "Show the typical model before"),
        "P",
    ),
    _command(
        "region.next",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Region >"),
        QT_TRANSLATE_NOOP("Commands", "Bring the engine's next region into view and explain it"),
        ".",
    ),
    _command(
        "region.previous",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "< Region"),
        QT_TRANSLATE_NOOP("Commands", "Bring the engine's region before into view and explain it"),
        ",",
    ),
    _command(
        "region.explain",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Why"),
        QT_TRANSLATE_NOOP("Commands", "Explain the region beside models for and against it"),
        "'",
        checkable=True,
    ),
    _command(
        "region.show",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Regions"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the regions that the engine finds odd"),
        "/",
        checkable=True,
    ),
    _command(
        "match.patches",
        Group.COMPARE,
        QT_TRANSLATE_NOOP("Commands", "Agreeing patches"),
        QT_TRANSLATE_NOOP("Commands", "Show which patches of scan and typical model agree"),
        ";",
        checkable=True,
    ),
    _command(
        "view.full_screen",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Full screen"),
        QT_TRANSLATE_NOOP("Commands", "Use the whole screen"),
        "F11",
        checkable=True,
    ),
    _command(
        "help.keys",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Keys"),
        QT_TRANSLATE_NOOP("Commands", "Show every key on one sheet"),
        "F1",
        "?",
    ),
    _command(
        "help.about",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "About Review Room"),
        QT_TRANSLATE_NOOP("Commands", "Versions of the program and its parts"),
    ),
)
BY_NAME: Final[Mapping[str, Command]] = {command.name: command for command in COMMANDS}
