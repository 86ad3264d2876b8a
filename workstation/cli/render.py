"""``reviewroom render``: a scan file as a picture, with the very pixels of the pane."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
from numpy.typing import NDArray

from workstation.domain.errors import ReviewRoomError
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.scan import Plane, Scan

if TYPE_CHECKING:
    from viewer.pixels.render import Source
    from viewer.pixels.state import PictureState

_LARGEST_PX = 400_000_000
"""Drawn pixels, at most: 1.6 GB while they are drawn."""


class PictureNotWritten(ReviewRoomError):
    """The drawn picture could not be written, or would be too large."""

    advice = "Choose another file name or a smaller --width."

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target, self.reason = target, reason


class StateUnreadable(ReviewRoomError):
    """A file that should hold a recorded view state does not."""

    advice = "Take the view_state of a decision's evidence: `reviewroom decisions --json` shows it."

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason


@click.command("render")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The PNG to write.",
)
@click.option("--preset", default="default", show_default=True, help="Name of the look.")
@click.option("--width", type=click.IntRange(1, 100_000), help="Width of the picture [pixels].")
@click.option(
    "--view", default=None, type=click.Choice([view.value for view in ViewName]), help="The view."
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A recorded view state (JSON), or a decision that holds one: draws the very frame seen.",
)
def render_command(  # noqa: PLR0913 - the options of a command
    file: Path,
    output: Path,
    *,
    preset: str,
    width: int | None,
    view: str | None,
    state: Path | None,
) -> None:
    """Draw scan FILE as a PNG: at 1:1, or at the given width, as a pane would show it.

    With --state the part that an officer saw is drawn again, pixel for pixel.
    """
    # OpenCV takes its time; --help does without.
    from viewer.pixels.frame import draw_frame  # noqa: PLC0415
    from viewer.pixels.presets import read_presets  # noqa: PLC0415
    from viewer.pixels.render import draw, zoomed_shape  # noqa: PLC0415
    from workstation.imaging.sandbox.apart import apart  # noqa: PLC0415

    if state is not None and (width is not None or preset != "default"):
        raise click.UsageError("--state tells look and size itself: leave --preset and --width out")
    presets = read_presets()
    if preset not in presets:
        known = ", ".join(presets)
        raise click.BadParameter(f"{preset!r} is none of {known}", param_hint="--preset")
    if output.suffix.lower() != ".png":
        raise click.BadParameter(f"{output.name!r} does not end in .png", param_hint="--output")
    seen = None if state is None else _read_state(state)
    scan = apart().read_scan(file)
    high, low = _planes(scan, view, file)
    if seen is not None:
        _write(output, draw_frame(_source(high, low), seen, pitch_mm=high.pitch_mm))
        return
    look = presets[preset].look
    if look.material and low is None:
        click.echo(f"reviewroom: {file.name}: no low energy, so no material colours", err=True)
        look = replace(look, material=False)
    source, zoom = _source(high, low), _zoom(high, width)
    rows, columns = zoomed_shape(source.shape, zoom)
    if rows * columns > _LARGEST_PX:
        raise PictureNotWritten(output.name, f"{columns} x {rows} pixels are too many")
    _write(output, draw(source, look, zoom))


def _read_state(path: Path) -> "PictureState":
    """Read a recorded view state, by itself or within a decision's evidence."""
    from viewer.pixels.state import PictureState  # noqa: PLC0415

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if "view_state" not in data.get("evidence", {"view_state"}):
            raise StateUnreadable(path.name, "this decision holds no view state")
        data = data.get("evidence", data).get("view_state", data)
        state = PictureState.from_json(data)
    except OSError as error:
        raise StateUnreadable(path.name, error.strerror or str(error)) from error
    except KeyError as error:
        raise StateUnreadable(path.name, f"it is no view state: it lacks {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise StateUnreadable(path.name, f"it is no view state ({error})") from error
    if state.viewpoint is None or state.size_px is None:
        raise StateUnreadable(path.name, "it does not tell which part was seen")
    if state.size_px[0] * state.size_px[1] > _LARGEST_PX or min(state.size_px) < 1:
        raise StateUnreadable(path.name, f"a pane of {state.size_px} pixels was never seen")
    return state


def _planes(scan: Scan, view: str | None, file: Path) -> tuple[Plane, Plane | None]:
    wanted = scan.views()[0] if view is None else ViewName(view)
    if wanted not in scan.views():
        raise click.BadParameter(f"{file.name} has no {wanted.value} view", param_hint="--view")
    return scan.main_plane(wanted), scan.plane(wanted, EnergyBand.LOW)


def _source(high: Plane, low: Plane | None) -> "Source":
    from viewer.pixels.material_scale import scan_scale  # noqa: PLC0415
    from viewer.pixels.render import Source  # noqa: PLC0415
    from workstation.imaging.wedges import dual_wedges  # noqa: PLC0415

    if low is None or low is high:
        return Source(high.transmission)
    scale = scan_scale(
        high.transmission,
        low.transmission,
        energies_mev=(high.energy_mev, low.energy_mev),
        wedges=dual_wedges(high, low),
    )
    return Source(high.transmission, low.transmission, scale=scale)


def _zoom(plane: Plane, width: int | None) -> tuple[float, float]:
    """Device pixels per pixel, as a pane at 1:1 or of that width, in true proportion."""
    from viewer.pixels.geometry import proportion  # noqa: PLC0415

    rows, columns = proportion(plane.pitch_mm)
    if width is None:
        return rows, columns
    along = width / plane.transmission.shape[1]
    return along * rows / columns, along


def _write(output: Path, pixels: NDArray[np.uint8]) -> None:
    from resources.opencv import cv2  # noqa: PLC0415

    grey = bool(
        (pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all()
    )
    done, data = cv2.imencode(".png", pixels[..., 0] if grey else pixels[..., :3])
    if not done:
        raise PictureNotWritten(output.name, "it could not be encoded")
    try:
        output.write_bytes(data.tobytes())
    except OSError as error:
        raise PictureNotWritten(str(output), error.strerror or str(error)) from error
