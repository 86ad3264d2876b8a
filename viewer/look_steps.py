"""Steps from one look to the next: what a key does to the look of a picture."""

from dataclasses import replace
from typing import Final

from viewer.pixels.look import Look
from viewer.pixels.window import COUNTS, Curve, WindowLevel, between
from viewer.tools.grey import level_step, window_step

_LOG_WINDOW: Final = between(320, COUNTS - 1)


def inverted(look: Look) -> Look:
    """Show dense cargo bright, or dark again."""
    return replace(look, invert=not look.invert)


def log_or_linear(look: Look) -> Look:
    """Show even steps of attenuation, or of transmission again.

    Half of the greys of a full logarithmic window lie below 1/200 of the beam, where a
    detector has little but noise; so a full window begins there, and is full again after.
    """
    if look.curve is Curve.LOG:
        window = WindowLevel() if look.window == _LOG_WINDOW else look.window
        return replace(look, curve=Curve.LINEAR, window=window)
    window = _LOG_WINDOW if look.window == WindowLevel() else look.window
    return replace(look, curve=Curve.LOG, window=window)


def material_or_grey(look: Look) -> Look:
    """Colour by material, or not."""
    return replace(look, material=not look.material)


def wider(look: Look, steps: int) -> Look:
    """Make the grey window some key strokes wider, or narrower when negative."""
    return replace(look, window=window_step(look.window, steps))


def brighter(look: Look, steps: int) -> Look:
    """Make the picture some key strokes brighter, or darker when negative."""
    return replace(look, window=level_step(look.window, steps))
