"""Photos of a simulated container as a gate's cameras take them: its doors, its goods.

Drawn, not taken: each says so in its corner.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.simulation.kinds import find_kind
from workstation.simulation.phantom import SimulatedScan

_ROWS: Final = 720
_COLUMNS: Final = 960
_PAINTS: Final = ((52, 62, 140), (120, 84, 42), (70, 104, 52), (60, 110, 176), (118, 116, 112))
"""Colours of containers: oxide red, blue, green, ochre, grey (blue, green, red)."""
_CARTONS: Final = ((96, 140, 184), (110, 154, 196), (84, 126, 170))
_CARTON: Final = "CT"
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_WHITE: Final = (222, 226, 226)


def door_photo(number: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw the closed doors of a container with its number and a seal on the bolt.

    Returns
    -------
    ndarray of uint8, shape (720, 960, 3)
        Blue, green, red.
    """
    paint = _PAINTS[int(rng.integers(len(_PAINTS)))]
    picture = _yard(rng)
    left, top, right, bottom = 210, 60, 750, 650
    cv2.rectangle(
        picture, (left - 16, top - 16), (right + 16, bottom + 12), _shade(paint, 0.55), -1
    )
    middle = (left + right) // 2
    for start, stop in ((left, middle - 3), (middle + 3, right)):
        cv2.rectangle(picture, (start, top), (stop, bottom), paint, -1)
        for row in range(top + 60, bottom - 30, 108):
            cv2.rectangle(
                picture, (start + 14, row), (stop - 14, row + 62), _shade(paint, 0.88), -1
            )
            cv2.line(picture, (start + 14, row), (stop - 14, row), _shade(paint, 1.2), 2)
        for rod in (start + 74, stop - 74):
            cv2.line(picture, (rod, top - 6), (rod, bottom + 6), _shade(paint, 0.6), 11)
            cv2.line(picture, (rod - 3, top - 6), (rod - 3, bottom + 6), (170, 172, 172), 3)
            for hinge in (top + 30, (top + bottom) // 2 + 60, bottom - 30):
                cv2.rectangle(
                    picture, (rod - 13, hinge - 9), (rod + 13, hinge + 9), (92, 94, 94), -1
                )
        cv2.line(picture, (start + 74, 440), (stop - 60, 446), (146, 148, 148), 8)
    _write(picture, number[:4], (middle + 18, top + 44), 1.0)
    _write(picture, f"{number[4:10]} {number[10:]}", (middle + 102, top + 44), 1.0)
    _write(picture, "45G1", (middle + 168, top + 84), 0.8)
    seal = f"CN{int(rng.integers(10**6, 10**7))}"
    cv2.line(picture, (middle + 84, 446), (middle + 84, 486), (40, 46, 60), 4)
    cv2.ellipse(picture, (middle + 84, 500), (13, 20), 0, 0, 360, (40, 190, 226), -1)
    cv2.rectangle(picture, (middle + 34, 522), (middle + 138, 550), (36, 176, 212), -1)
    cv2.putText(picture, seal, (middle + 40, 543), _FONT, 0.55, (20, 28, 34), 1, cv2.LINE_AA)
    return _taken(picture, rng)


def goods_photo(number: str, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw a look into an open container: stacked cartons to a height; as `door_photo`."""
    picture = np.full((_ROWS, _COLUMNS, 3), (34, 36, 38), np.uint8)
    paint = _PAINTS[int(rng.integers(len(_PAINTS)))]
    left, top, right, bottom = 150, 70, 810, 650
    frame = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    cv2.rectangle(picture, (0, bottom), (_COLUMNS, _ROWS), (84, 88, 92), -1)
    cv2.fillPoly(picture, [frame], (26, 28, 30))
    for side, edge in ((left, 0), (right, _COLUMNS)):  # the open leaves
        leaf = np.array([[side, top], [edge, top - 40], [edge, bottom + 44], [side, bottom]])
        cv2.fillPoly(picture, [leaf], _shade(paint, 0.8))
    across, high = int(rng.integers(5, 8)), int(rng.integers(4, 7))
    wide, tall = (right - left - 24) // across, (bottom - top - 70) // 7
    for level in range(high):
        for place in range(across):
            if level == high - 1 and rng.random() < 0.3:
                continue
            jitter = int(rng.integers(-3, 4))
            x, y = left + 12 + place * wide + jitter, bottom - 14 - (level + 1) * tall
            _carton(picture, (x, y, wide - 5, tall - 4), rng)
    cv2.rectangle(picture, (left, top), (right, bottom), _shade(paint, 0.5), 12)
    _write(picture, number, (left + 24, top - 24), 0.8)
    return _taken(picture, rng)


def _carton(
    picture: NDArray[np.uint8], box: tuple[int, int, int, int], rng: np.random.Generator
) -> None:
    x, y, wide, tall = box
    colour = _shade(_CARTONS[int(rng.integers(len(_CARTONS)))], float(rng.uniform(0.85, 1.1)))
    cv2.rectangle(picture, (x, y), (x + wide, y + tall), colour, -1)
    cv2.rectangle(picture, (x, y), (x + wide, y + tall), _shade(colour, 0.6), 2)
    tape = y + tall // 2
    cv2.rectangle(picture, (x, tape - 5), (x + wide, tape + 5), _shade(colour, 1.15), -1)
    if rng.random() < 0.5:
        label = (x + wide - 40, y + 8), (x + wide - 10, y + 28)
        cv2.rectangle(picture, *label, (214, 220, 222), -1)


def _yard(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return sky and ground."""
    sky = np.linspace(178, 142, 470)[:, None, None] * np.array([1.0, 0.97, 0.92])
    ground = np.linspace(86, 116, _ROWS - 470)[:, None, None] * np.array([0.95, 0.98, 1.0])
    picture = np.concatenate([sky, ground]).repeat(_COLUMNS, axis=1)
    noise = rng.normal(0, 3, (_ROWS // 4, _COLUMNS // 4, 1)).repeat(4, axis=0).repeat(4, axis=1)
    return _eight_bit(picture + noise)


def _taken(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a drawing as a camera sees it: a little aslant, soft and noisy; it says what it is."""
    tilt = cv2.getRotationMatrix2D((_COLUMNS / 2, _ROWS / 2), float(rng.uniform(-2, 2)), 1.04)
    seen = cv2.warpAffine(picture, tilt, (_COLUMNS, _ROWS), borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.5, 0.9)))
    light = np.linspace(1.05, float(rng.uniform(0.6, 0.9)), _COLUMNS, dtype=np.float32)
    grain = rng.normal(0, 3.0, (_ROWS, _COLUMNS, 1)).astype(np.float32)
    lit = _eight_bit(seen * light[None, :, None] + grain)
    cv2.rectangle(lit, (0, _ROWS - 34), (180, _ROWS), (20, 22, 24), -1)
    cv2.putText(lit, "SIMULATED", (12, _ROWS - 10), _FONT, 0.8, _WHITE, 2, cv2.LINE_AA)
    return lit


def _eight_bit(picture: NDArray[Any]) -> NDArray[np.uint8]:
    clipped: NDArray[np.uint8] = np.clip(picture, 0, 255).astype(np.uint8)
    return clipped


def _write(picture: NDArray[np.uint8], text: str, at: tuple[int, int], size: float) -> None:
    cv2.putText(picture, text, at, _FONT, size, _WHITE, 2, cv2.LINE_AA)


def _shade(colour: tuple[int, int, int], by: float) -> tuple[int, int, int]:
    blue, green, red = (min(255, round(part * by)) for part in colour)
    return blue, green, red


def photo_files(simulated: SimulatedScan) -> dict[str, bytes]:
    """Return the photo files (JPEG) that come with a simulated scan by name: none, one or two.

    The doors come first, then the goods; these are shown only where they come in cartons, the
    one kind that is drawn, so that no photo says another thing than the scan. The same scan has
    the same photos.
    """
    head, truth = simulated.scan.head, simulated.truth
    scan_id, number = str(head.scan_id), str(head.container or "")
    rng = np.random.default_rng([0xF070, *scan_id.encode()])
    in_cartons = truth.load_area is not None and find_kind(truth.kind).package_kind == _CARTON
    wanted = int(rng.integers(0, 3))
    pictures = [door_photo, goods_photo][: wanted if in_cartons else min(wanted, 1)]
    return {
        f"{scan_id}.photo{place}.jpg": _jpeg(draw(number, rng))
        for place, draw in enumerate(pictures, start=1)
    }


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return bytes(jpeg)
