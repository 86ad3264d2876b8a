"""``reviewroom render``: a scan file as a picture, with the very pixels of the pane."""

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

_LARGEST_PX = 400_000_000
"""Drawn pixels, at most: 1.6 GB while they are drawn."""


class PictureNotWritten(ReviewRoomError):
    """The drawn picture could not be written, or would be too large."""

    advice = "Choose another file name or a smaller --width."

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target, self.reason = target, reason


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
def render_command(
    file: Path, output: Path, *, preset: str, width: int | None, view: str | None
) -> None:
    """Draw scan FILE as a PNG: at 1:1, or at the given width, as a pane would show it."""
    # OpenCV takes its time; --help does without.
    from viewer.pixels.presets import read_presets  # noqa: PLC0415
    from viewer.pixels.render import draw, zoomed_shape  # noqa: PLC0415
    from workstation.imaging.readers import read_scan  # noqa: PLC0415

    presets = read_presets()
    if preset not in presets:
        known = ", ".join(presets)
        raise click.BadParameter(f"{preset!r} is none of {known}", param_hint="--preset")
    if output.suffix.lower() != ".png":
        raise click.BadParameter(f"{output.name!r} does not end in .png", param_hint="--output")
    scan = read_scan(file)
    high, low = _planes(scan, view, file)
    look = presets[preset].look
    if look.material and low is None:
        click.echo(f"reviewroom: {file.name}: no low energy, so no material colours", err=True)
        look = replace(look, material=False)
    source, zoom = _source(high, low), _zoom(high, width)
    rows, columns = zoomed_shape(source.shape, zoom)
    if rows * columns > _LARGEST_PX:
        raise PictureNotWritten(output.name, f"{columns} x {rows} pixels are too many")
    _write(output, draw(source, look, zoom))


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
