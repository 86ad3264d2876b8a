"""A dim room stays dim, words can be read, and nothing speaks by colour alone."""

import itertools
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

import ui
from tests.ui.test_desk import wait_armed
from ui import theme
from ui.models_window import ModelsWindow
from ui.widgets.key_sheet import KeySheet

READABLE = 4.5
PAIRS = [
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
    (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
    (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Link, QPalette.ColorRole.Window),
    (QPalette.ColorRole.BrightText, QPalette.ColorRole.Window),
]
GROUPS = [
    QPalette.ColorGroup.Active,
    QPalette.ColorGroup.Inactive,
    QPalette.ColorGroup.Disabled,
]
_COLOUR = re.compile(r"(?<![-\w])(color|background): (#[0-9a-f]{6})")


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_of_the_palette_can_be_read(group, pair):
    text, ground = (theme.palette().color(group, role).name() for role in pair)

    assert theme.contrast(text, ground) >= READABLE


def rules(window):
    """Yield text colour and ground of each rule in force that sets both."""
    widgets = [window, *window.findChildren(QWidget)]
    for sheet in {QApplication.instance().styleSheet(), *(one.styleSheet() for one in widgets)}:
        for rule in re.findall(r"\{([^{}]*)\}", sheet):
            colours = dict(_COLOUR.findall(rule))
            if set(colours) == {"color", "background"}:
                yield colours["color"], colours["background"]


def test_every_rule_that_sets_text_and_ground_can_be_read(open_desk):
    desk = open_desk()

    found = set(rules(desk.window))

    assert len(found) >= 2
    assert [pair for pair in found if theme.contrast(*pair) < READABLE] == []


def ground_of(picture, place):
    """Return the colour that most of a place has: what lies under its letters."""
    place = place.intersected(picture.rect())
    spots = itertools.product(
        range(place.left() + 2, place.right() - 1, 2), range(place.top() + 2, place.bottom() - 1, 2)
    )
    ((colour, _),) = Counter(picture.pixelColor(x, y).name() for x, y in spots).most_common(1)
    return colour


def test_every_word_on_the_desk_can_be_read_on_what_lies_under_it(qtbot, room, open_desk):
    room.add_cases(1, risk_instruction="look", consignor="A")
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["look.panel"].trigger()
    qtbot.wait(100)
    picture = desk.window.grab().toImage()

    weak, seen = [], 0
    for kind in (QLabel, QAbstractButton):
        for one in desk.window.findChildren(kind):
            corner = one.mapTo(desk.window, one.rect().topLeft())
            if not one.isVisible() or not one.text() or not picture.rect().contains(corner):
                continue
            seen += 1
            ground = ground_of(picture, QRect(corner, one.size()))
            group = QPalette.ColorGroup.Active if one.isEnabled() else QPalette.ColorGroup.Disabled
            text = one.palette().color(group, one.foregroundRole()).name()
            if theme.contrast(text, ground) < READABLE:
                weak.append((one.text(), text, ground))
    assert seen > 60
    assert weak == []


def test_every_colour_of_a_text_has_its_grounds_told():
    spoken = set()
    for path in Path(ui.__file__).parent.rglob("*.py"):
        spoken |= set(re.findall(r"colour=theme\.([A-Z]+)", path.read_text(encoding="utf-8")))

    assert {getattr(theme, name) for name in spoken} <= set(theme.READ_ON)


def lightest(picture):
    """Return the lightness of the lightest of many pixels of a picture, 0 to 255."""
    places = itertools.product(
        range(0, picture.width(), 7),
        range(0, picture.height(), 7),
    )
    return max(picture.pixelColor(x, y).lightness() for x, y in places)


class FirstPaint(QObject):
    """Notes how a window looks when it is painted for the first time."""

    def __init__(self, window):
        super().__init__(window)
        self.ground = None
        window.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == event.Type.Paint and self.ground is None:
            self.ground = watched.palette().color(watched.backgroundRole())
        return False


@pytest.mark.parametrize(
    "make",
    [QWidget, KeySheet, QMessageBox, lambda: ModelsWindow([])],
    ids=["any window", "key sheet", "message", "models"],
)
def test_no_window_opens_white(qapp, qtbot, make):
    theme.apply(qapp)
    window = make()
    qtbot.addWidget(window)
    first = FirstPaint(window)

    window.show()
    qtbot.waitUntil(lambda: first.ground is not None, timeout=3000)

    picture = window.grab().toImage()
    assert first.ground.lightness() < 60
    corners = [(1, 1), (picture.width() - 2, 1), (1, picture.height() - 2)]
    assert max(picture.pixelColor(x, y).lightness() for x, y in corners) < 60


def test_the_desk_is_dark_from_its_first_pixel(qtbot, open_desk):
    desk = open_desk()
    desk.window.hide()
    first = FirstPaint(desk.window)

    desk.window.show()

    qtbot.waitUntil(lambda: first.ground is not None, timeout=3000)
    assert first.ground == QColor(theme.GROUND)
    assert lightest(desk.window.grab().toImage()) <= 235  # letters are no white either


def controls(window):
    kinds = (
        QAbstractButton,
        QComboBox,
        QLineEdit,
        QPlainTextEdit,
        QAbstractSlider,
        QAbstractSpinBox,
    )
    for one in window.findChildren(QWidget):
        inside = isinstance(one.parent(), QComboBox | QAbstractSpinBox)
        if isinstance(one, kinds) and not isinstance(one, QScrollBar) and not inside:
            yield one


def test_every_control_has_a_name_that_can_be_read_out(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.commands["look.panel"].trigger()
    QApplication.processEvents()

    nameless = [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in controls(desk.window)
        if one.objectName() not in {"qt_toolbar_ext_button", "qt_menubar_ext_button"}
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]

    assert sum(1 for _ in controls(desk.window)) > 30
    assert nameless == []


def test_the_models_fill_the_second_of_two_screens(tmp_path):
    plugged = [
        {"name": "A", "x": 0, "y": 0, "width": 1600, "height": 900, "dpr": 1},
        {"name": "B", "x": 1600, "y": 0, "width": 1280, "height": 1024, "dpr": 1},
    ]
    dpi = {"logicalDpi": 96, "logicalBaseDpi": 96}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [{**one, **dpi} for one in plugged]}))
    code = """
from PySide6.QtWidgets import QApplication
from ui import layouts
from ui.layout_keeper import screens_of_qt
from ui.models_window import ModelsWindow

app = QApplication([])
screens = screens_of_qt()
window = ModelsWindow([])
window.winId()
window.fill(layouts.second_of(screens, screens[0].frame).frame)
app.processEvents()
print(len(screens), window.screen().name(), window.geometry().left() >= 1600)
"""
    done = subprocess.run(  # noqa: S603 - our own code in our own interpreter
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.split() == ["2", "B", "True"]


def test_one_to_one_is_a_pixel_of_the_device_on_a_fine_screen():
    code = """
import numpy as np
from PySide6.QtWidgets import QApplication
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture

app = QApplication([])
pane = ScanPane()
rng = np.random.default_rng(1)
pane.show_picture(Picture(high=rng.integers(0, 65535, (900, 1600), dtype=np.uint16)))
pane.resize(600, 400)
pane.show()
app.processEvents()
pane.one_to_one()
app.processEvents()
shown = pane.view.viewport().grab().toImage()
middle = [shown.pixelColor(x, shown.height() // 2).value() for x in range(200, 300)]
twins = sum(a == b for a, b in zip(middle[::2], middle[1::2]))
print(pane.devicePixelRatioF(), pane.state.viewpoint.zoom, twins)
"""
    done = subprocess.run(  # noqa: S603 - our own code in our own interpreter
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    ratio, zoom, twins = map(float, done.stdout.split())
    assert ratio == 2.0
    assert zoom == 1.0
    assert twins < 10  # noise: two pixels beside each other are hardly ever the same
