"""What a program must not load before its first window."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("modules", "too_early"),
    [
        (
            "viewer.picture, viewer.pixels.state, viewer.overlay, viewer.pixels.stage, viewer.link",
            "PySide6",
        ),
        ("viewer.pixels.render, viewer.pixels.presets", "PySide6"),
        ("viewer.picture, viewer.pixels.state, viewer.overlay", "pyqtgraph"),
        ("workstation.cli.render", "cv2"),
    ],
)
def test_descriptions_and_pixels_load_no_heavy_neighbour(modules, too_early):
    code = f"import sys, {modules}; sys.exit({too_early!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
