"""``reviewroom render``: the very pixels of the pane, in a file."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PySide6.QtGui import QImage

from resources.opencv import cv2
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.presets import read_presets
from workstation.cli.render import StateUnreadable, render_command
from workstation.domain.errors import ScanUnreadable


@pytest.fixture
def scan_file(tmp_path):
    """A 16-bit grey PNG with a dense, noisy load."""
    rng = np.random.default_rng(7)
    counts = rng.integers(20000, 65536, (240, 640)).astype(np.uint16)
    counts[60:200, 100:500] = rng.integers(100, 9000, (140, 400))
    path = tmp_path / "scan.png"
    cv2.imwrite(str(path), counts)
    return path


def run(*arguments):
    return CliRunner().invoke(render_command, [str(one) for one in arguments])


def on_screen(pane):
    image = pane.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    # A copy: the image and its memory go when this returns.
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).copy()


@pytest.mark.parametrize(
    "preset", ["default", "dense", "log", "invert", "sharp", "equalised", "colour"]
)
def test_the_file_holds_the_panes_pixels_bit_by_bit(scan_file, tmp_path, qtbot, preset):
    output = tmp_path / "out.png"
    counts = cv2.imread(str(scan_file), cv2.IMREAD_UNCHANGED)
    pane = ScanPane()
    qtbot.addWidget(pane)
    pane.resize(900, 420)
    pane.show()
    qtbot.waitExposed(pane)
    pane.legend.set_allowed(False)
    pane.show_picture(Picture(high=counts), look=read_presets()[preset].look)
    pane.one_to_one()
    on_screen(pane)  # what takes long is painted coarsely first
    qtbot.waitUntil(lambda: pane.seen() is not None)

    result = run(scan_file, "-o", output, "--preset", preset)

    assert result.exit_code == 0, result.output
    on_screen(pane)  # a slow look is asked for by the first paint, and comes from a thread
    qtbot.waitUntil(lambda: pane.view.scan_item.is_settled)
    top, left = pane.view.stage().corner(pane.view.viewpoint)
    seen = on_screen(pane)[top : top + 240, left : left + 640, :3]
    assert (cv2.imread(str(output), cv2.IMREAD_COLOR) == seen).all()


def test_a_width_is_kept_and_so_is_the_form(scan_file, tmp_path):
    output = tmp_path / "out.png"

    result = run(scan_file, "-o", output, "--width", "320")

    assert result.exit_code == 0, result.output
    assert cv2.imread(str(output), cv2.IMREAD_UNCHANGED).shape == (120, 320)


def test_two_energies_give_material_colours_and_one_says_it_cannot(scan_file, tmp_path):
    output = tmp_path / "out.png"

    result = run(scan_file, "-o", output, "--preset", "material")

    assert result.exit_code == 0
    assert "no low energy" in result.stderr
    assert cv2.imread(str(output), cv2.IMREAD_UNCHANGED).ndim == 2


def test_an_unknown_preset_is_a_usage_error_that_names_the_known(scan_file, tmp_path):
    result = run(scan_file, "-o", tmp_path / "out.png", "--preset", "pretty")

    assert result.exit_code == 2
    assert "default" in result.output
    assert not (tmp_path / "out.png").exists()


def test_a_view_the_scan_lacks_is_a_usage_error(scan_file, tmp_path):
    result = run(scan_file, "-o", tmp_path / "out.png", "--view", "top")

    assert result.exit_code == 2


def test_a_name_that_is_no_png_is_a_usage_error(scan_file, tmp_path):
    assert run(scan_file, "-o", tmp_path / "out.exe").exit_code == 2


def test_a_missing_scan_writes_no_picture(tmp_path):
    result = run(tmp_path / "gone.png", "-o", tmp_path / "out.png")

    assert isinstance(result.exception, ScanUnreadable)
    assert not (tmp_path / "out.png").exists()


def test_a_folder_that_is_missing_is_said_in_a_sentence(scan_file, tmp_path):
    result = run(scan_file, "-o", tmp_path / "no" / "out.png")

    assert result.exception.advice
    assert str(Path("no") / "out.png") in str(result.exception)


@pytest.mark.parametrize("preset", ["default", "log", "sharp", "edges", "colour"])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.0])
def test_a_recorded_view_is_drawn_again_bit_by_bit(scan_file, tmp_path, qtbot, preset, zoom):
    output, state = tmp_path / "out.png", tmp_path / "state.json"
    counts = cv2.imread(str(scan_file), cv2.IMREAD_UNCHANGED)
    pane = ScanPane()
    qtbot.addWidget(pane)
    pane.set_overview_shown(False)
    pane.legend.set_allowed(False)
    pane.resize(500, 320)
    pane.show()
    qtbot.waitExposed(pane)
    pane.show_picture(Picture(high=counts), look=read_presets()[preset].look)
    pane.look_at(Viewpoint(centre=(100.0, 300.0), zoom=zoom))
    on_screen(pane)
    for step in ((7, 40), (-3, 90), (60, -200)):
        pane.look_at(pane.view.stage().pan(pane.view.viewpoint, *step))
        seen = on_screen(pane)
    state.write_text(json.dumps({"evidence": {"view_state": pane.state.to_json()}}))

    result = run(scan_file, "-o", output, "--state", state)

    assert result.exit_code == 0, result.output
    assert (cv2.imread(str(output), cv2.IMREAD_COLOR) == seen[..., :3]).all()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"view_state": {"look": 3}}'])
def test_a_file_that_holds_no_view_state_is_refused_in_a_sentence(scan_file, tmp_path, text):
    state = tmp_path / "state.json"
    state.write_text(text)

    result = run(scan_file, "-o", tmp_path / "out.png", "--state", state)

    assert isinstance(result.exception, StateUnreadable)
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize(
    ("centre", "zoom"),
    [
        ("[9, 9]", "0"),
        ("[9, 9]", "-1"),
        ("[9, 9]", "NaN"),
        ("[9, 9]", "1e9"),
        ("[9, Infinity]", "1"),
    ],
)
def test_a_view_that_no_pane_can_have_is_refused_in_a_sentence(scan_file, tmp_path, centre, zoom):
    state = tmp_path / "state.json"
    view = f'{{"centre": {centre}, "zoom": {zoom}}}'
    state.write_text(
        f'{{"look": {{}}, "viewpoint": {view}, "size_px": [90, 160], "fidelity": {{}}}}'
    )

    result = run(scan_file, "-o", tmp_path / "out.png", "--state", state)

    assert isinstance(result.exception, StateUnreadable)
    assert not (tmp_path / "out.png").exists()


def test_a_decision_without_a_view_state_is_told_so(scan_file, tmp_path):
    seen = tmp_path / "seen.json"
    seen.write_text(json.dumps({"decision_id": "d1", "evidence": {"dwell_s": 3.0}}))

    result = run(scan_file, "-o", tmp_path / "out.png", "--state", seen)

    assert "holds no view state" in str(result.exception)
