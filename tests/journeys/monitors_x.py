"""A desk on a real X server whose monitors are pulled and plugged in while a case is open.

Run as ``python -m tests.journeys.monitors_x`` with a DISPLAY of its own, 3200 by 1080, of which
RandR 1.5 makes two monitors; prints one JSON object: what stood against a release after each step,
what became of the monitor, and what the hub was told.
"""

import ctypes
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from queue_client.testing import StubHub
from tests.ui.conftest import OFFICER, PASSWORD, Room
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from workstation.domain.decision import Conclusion

HEIGHT_PX = 1080
WIDTH_PX = 1600
WAIT_S = 60.0


class _Monitor(ctypes.Structure):
    """``XRRMonitorInfo``; see Xrandr(3)."""

    _fields_ = (
        ("name", ctypes.c_ulong),
        ("primary", ctypes.c_int),
        ("automatic", ctypes.c_int),
        ("noutput", ctypes.c_int),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("mwidth", ctypes.c_int),
        ("mheight", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


class _Resources(ctypes.Structure):
    """The beginning of ``XRRScreenResources``."""

    _fields_ = (
        ("timestamp", ctypes.c_ulong),
        ("configTimestamp", ctypes.c_ulong),
        ("ncrtc", ctypes.c_int),
        ("crtcs", ctypes.POINTER(ctypes.c_ulong)),
        ("noutput", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


class Plugs:
    """Monitors of an X server, by name; over a connection of its own, as ``xrandr`` would."""

    def __init__(self) -> None:
        self._x, self._randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._randr.XRRAllocateMonitor.restype = ctypes.POINTER(_Monitor)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XInternAtom.restype = ctypes.c_ulong
        self._randr.XRRGetScreenResources.restype = ctypes.POINTER(_Resources)
        found = self._randr.XRRGetScreenResources(self._display, self._root)
        self._output = found.contents.outputs[0]

    def plug(self, name: str, *, left: int) -> None:
        """Plug a monitor in; the leftmost takes the server's only output, which it hides."""
        outputs = int(left == 0)
        info = self._randr.XRRAllocateMonitor(self._display, outputs)
        monitor = info.contents
        monitor.name, monitor.primary, monitor.automatic = self._atom(name).value, outputs, 0
        monitor.x, monitor.y, monitor.width, monitor.height = left, 0, WIDTH_PX, HEIGHT_PX
        monitor.mwidth, monitor.mheight = WIDTH_PX // 4, HEIGHT_PX // 4
        if outputs:
            monitor.outputs[0] = self._output
        self._randr.XRRSetMonitor(self._display, self._root, info)
        self._x.XSync(self._display, 0)

    def pull(self, name: str) -> None:
        self._randr.XRRDeleteMonitor(self._display, self._root, self._atom(name))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> ctypes.c_ulong:
        return ctypes.c_ulong(self._x.XInternAtom(self._display, name.encode(), 0))


class Walk:
    """One desk, its monitors, and what was seen at each step."""

    def __init__(self, app: QApplication, desk: Desk, plugs: Plugs) -> None:
        self._app, self._desk, self._plugs = app, desk, plugs
        self.seen: dict[str, str | None] = {}

    def until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + WAIT_S
        while not true():
            self._app.processEvents()
            assert time.monotonic() < ends, f"it did not happen in time, after {self.seen}"
            time.sleep(0.01)

    @property
    def _told(self) -> list[list[object]]:
        changes: list[list[object]] = self._desk.screens.evidence()["monitor"]["changes"]
        return changes

    def take(self, step: str) -> None:
        """Note what stands against a release."""
        self._app.processEvents()
        found = self._desk.window.controller.obstacle(Conclusion.RELEASE, None)
        self.seen[step] = None if found is None else found.value

    def run(self) -> None:
        plugs, window = self._plugs, self._desk.window
        self.until(lambda: window.controller.obstacle(Conclusion.RELEASE, None) is None)
        window.setGeometry(10, 10, 1400, 900)
        self.until(lambda: self._desk.screens.here().port == "LEFT")
        self.take("opened")
        plugs.pull("LEFT")
        self.until(lambda: all(one.name() != "LEFT" for one in self._app.screens()))
        self.take("pulled")
        QTest.keyClick(window.desk.panes.scan.view, Qt.Key.Key_F9)
        assert window.controller.case is not None
        plugs.plug("LEFT", left=0)
        self.until(lambda: any(one.name() == "LEFT" for one in self._app.screens()))
        window.move(10, 10)  # where it was, unless the desk has brought it onto the other one
        self.until(lambda: self._desk.screens.here().port == "LEFT")
        self.take("back")
        window.move(WIDTH_PX + 10, 10)
        self.until(lambda: self._told[-1][0] == "moved")
        self.take("moved by hand")


def main() -> int:
    """Walk, and print what was seen."""
    os.environ["QT_QPA_PLATFORM"] = "xcb"  # whatever the tests' own settings say
    plugs = Plugs()
    for number, name in enumerate(("LEFT", "RIGHT")):
        plugs.plug(name, left=number * WIDTH_PX)
    app = QApplication([])
    theme.apply(app)
    translations = Translations(app)
    translations.use(Language.ENGLISH)
    with tempfile.TemporaryDirectory() as folder, StubHub() as hub:
        made = Path(folder) / "made"
        made.mkdir()
        hub.add_officer(OFFICER, PASSWORD, name="Li Wei")
        Room(hub, made).add_cases(1)
        desk = Desk(
            DeskSettings(
                address=hub.address,
                desk="desk-1",
                keys=hub.keys_for("desk-1"),
                cache=Path(folder) / "cache",
                officer=OFFICER,
                password=PASSWORD,
                dwell_s=0.0,
            ),
            translations,
        )
        desk.window.is_active = lambda: True
        desk.start()
        desk.window.show()
        walk = Walk(app, desk, plugs)
        try:
            walk.run()
            changes = desk.screens.evidence()["monitor"]["changes"]
            walk.until(lambda: len(hub.steered) >= 2)
        finally:
            desk.stop()
            desk.window.close()
        told = [document["change"] for act, document in hub.steered if act == "note_screen"]
    result = {"seen": walk.seen, "changes": [one[:1] + one[2:3] for one in changes], "told": told}
    sys.stdout.write(f"{json.dumps(result)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
