"""PySide6 6.12 drops a reference to None at each call on Python 3.11; the pin keeps it out."""

import re
import sys
import tomllib

from PySide6.QtWidgets import QWidget

from tests.house.tree import ROOT


def test_a_call_of_qt_costs_no_reference_to_none(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)

    for _ in range(1000):
        widget.update()

    assert abs(sys.getrefcount(None) - before) < 100


def test_the_pin_keeps_the_version_out_that_crashes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (qt,) = [line for line in project["dependencies"] if line.startswith("PySide6")]

    assert re.search(r"<6\.12$", qt)


def test_opencv_leaves_qt_s_variables_alone(monkeypatch):
    import os  # noqa: PLC0415 - the variables are looked at before and after an import

    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        monkeypatch.setenv(name, f"site-packages{os.sep}cv2{os.sep}qt")
    sys.modules.pop("resources.opencv", None)

    import resources.opencv  # noqa: F401, PLC0415

    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ
