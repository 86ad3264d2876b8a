"""Random relative densities: grains of noise, and what the inside of a carton looks like."""

from enum import Enum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.simulation.rays import Floats32

_TILE: Final = 1024
_STAMP: Final = 72


class Grain(Enum):
    """What a noise looks like: correlation lengths along rows and columns [pixels], slope."""

    FINE = (1.2, 1.2)
    CLUMPS = (5.0, 5.0)
    LUMPS = (16.0, 16.0)
    FIBRES_FLAT = (1.2, 24.0)
    FIBRES_UPRIGHT = (24.0, 1.2)
    SHEETS_FLAT = (2.0, 90.0)
    CLOUDS = (45.0, 60.0)
    PRESSED = (0.0, 0.0)


_PRESSED: Final = ((Grain.FIBRES_FLAT, 1.0), (Grain.CLUMPS, 0.9), (Grain.LUMPS, 0.7))


@lru_cache(maxsize=16)
def _tile(grain: Grain) -> Floats32:
    """Return a seamless noise of mean 0 and standard deviation 1."""
    if grain is Grain.PRESSED:
        # What a baling press leaves: flat fibres, clumps and lumps at once.
        parts = [_tile(g) * w for g, w in _PRESSED]
        return np.asarray(
            np.sum(parts, axis=0) / np.hypot.reduce([w for _, w in _PRESSED]), np.float32
        )
    rng = np.random.default_rng((0x6EA1, *(int(10 * v) for v in grain.value)))
    white = np.fft.rfft2(rng.standard_normal((_TILE, _TILE)))
    fy = np.fft.fftfreq(_TILE)[:, None] * grain.value[0]
    fx = np.fft.rfftfreq(_TILE)[None, :] * grain.value[1]
    smooth = np.fft.irfft2(white * np.exp(-2 * (np.pi * np.hypot(fy, fx)) ** 2), (_TILE, _TILE))
    return np.asarray((smooth - smooth.mean()) / smooth.std(), np.float32)


def grain(
    kind: Grain, shape: tuple[int, int], strength: float, rng: np.random.Generator
) -> Floats32:
    """Return a window of noise around 1 with this relative strength, never below 0."""
    rows = np.arange(shape[0]) + int(rng.integers(_TILE))
    columns = np.arange(shape[1]) + int(rng.integers(_TILE))
    tile = _tile(kind)
    if shape[0] <= _TILE // 2 and shape[1] <= _TILE // 2:
        top, left = int(rng.integers(_TILE - shape[0])), int(rng.integers(_TILE - shape[1]))
        window = tile[top : top + shape[0], left : left + shape[1]]
    else:
        window = tile[np.ix_(rows % _TILE, columns % _TILE)]
    return np.asarray(np.maximum(1 + np.float32(strength) * window, 0), np.float32)


class Inside(Enum):
    """How goods lie in their carton."""

    EVEN = "even"
    SUB_BOXES = "sub_boxes"
    CYLINDERS = "cylinders"
    LAYERS = "layers"
    SOFT = "soft"
    DEVICE = "device"
    ROUND = "round"
    UPRIGHT = "upright"


def stamp(inside: Inside, rng: np.random.Generator) -> Floats32:
    """Return the inside of one carton seen from the side: relative density, mean 1.

    All cartons of one product show the same inside, which is what makes a stack of them look
    woven.
    """
    drawn = _DRAW[inside](rng).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(drawn, (0, 0), 0.8), np.float32)
    return soft / np.float32(max(float(soft.mean()), 1e-3))


def fit(picture: Floats32, shape: tuple[int, int]) -> Floats32:
    """Return a stamp at the size that it has in the picture."""
    if shape[0] <= 0 or shape[1] <= 0:
        return np.ones(shape, np.float32)
    shrinks = shape[0] < picture.shape[0] and shape[1] < picture.shape[1]
    return np.asarray(
        cv2.resize(
            picture,
            (shape[1], shape[0]),
            interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR,
        ),
        dtype=np.float32,
    )


def _blank(value: float = 0.0) -> NDArray[np.float64]:
    return np.full((_STAMP, _STAMP), value)


def _even(rng: np.random.Generator) -> NDArray[np.float64]:
    return _blank(1.0) + 0.05 * rng.standard_normal((_STAMP, _STAMP))


def _sub_boxes(rng: np.random.Generator) -> NDArray[np.float64]:
    picture = _blank(0.12)
    rows, columns = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    content = 1 + 0.5 * cv2.GaussianBlur(rng.standard_normal((40, 40)), (0, 0), 4) * 4
    content = np.clip(content, 0.15, None)
    for r in range(rows):
        for c in range(columns):
            top, bottom = _part(r, rows)
            left, right = _part(c, columns)
            piece = cv2.resize(content, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
            picture[top:bottom, left:right] = piece if (r + c) % 2 else piece[:, ::-1]
    return picture


def _part(index: int, count: int) -> tuple[int, int]:
    step = (_STAMP - 4) / count
    return 2 + int(index * step) + 1, 2 + int((index + 1) * step) - 1


def _cylinders(rng: np.random.Generator) -> NDArray[np.float64]:
    picture = _blank(0.08)
    rows, columns = int(rng.integers(1, 5)), int(rng.integers(4, 10))
    neck = float(rng.choice([0.0, 0.0, 0.3]))
    for r in range(rows):
        for c in range(columns):
            top, bottom = _part(r, rows)
            left, right = _part(c, columns)
            u = np.linspace(-1, 1, max(right - left, 2))
            body = np.sqrt(np.clip(1 - (0.97 * u) ** 2, 0, 1))
            shape = np.repeat(body[None], bottom - top, 0)
            shape[: int(neck * (bottom - top))] *= np.abs(u) < 0.35
            shape[int((0.1 + neck) * (bottom - top)) :] *= 1.15
            picture[top:bottom, left:right] = shape
    return picture


def _layers(rng: np.random.Generator) -> NDArray[np.float64]:
    count = int(rng.integers(3, 14))
    picture = _blank(0.0)
    for index in range(count):
        top, bottom = _part(index, count)
        picture[top:bottom, 2:-2] = float(rng.uniform(0.75, 1.15))
    picture += 0.04 * rng.standard_normal((_STAMP, _STAMP))
    return np.clip(picture, 0.05, None)


def _soft(rng: np.random.Generator) -> NDArray[np.float64]:
    fine = cv2.GaussianBlur(rng.standard_normal((_STAMP, _STAMP)), (0, 0), 2.2)
    broad = cv2.GaussianBlur(rng.standard_normal((_STAMP, _STAMP)), (0, 0), sigmaX=9, sigmaY=4)
    picture = 1 + 0.22 * fine / fine.std() + 0.22 * broad / broad.std()
    return np.asarray(np.clip(picture, 0.1, None), np.float64)


def _device(rng: np.random.Generator) -> NDArray[np.float64]:
    picture = _blank(0.1)
    margin = int(rng.integers(5, 13))
    inner = slice(margin, -margin)
    picture[inner, inner] = float(rng.uniform(0.3, 0.6))
    for _ in range(int(rng.integers(4, 12))):
        h, w = int(rng.integers(3, 24)), int(rng.integers(3, 24))
        top = int(rng.integers(margin, _STAMP - margin - 2))
        left = int(rng.integers(margin, _STAMP - margin - 2))
        picture[top : min(top + h, _STAMP - margin), left : min(left + w, _STAMP - margin)] += (
            float(rng.uniform(0.2, 2.2))
        )
    if rng.random() < 0.7:
        cv2.circle(
            picture, (int(rng.integers(18, 54)), int(rng.integers(18, 54))),
            int(rng.integers(5, 16)), float(rng.uniform(1.5, 4)), int(rng.choice([-1, 3])),
        )  # fmt: skip
    return picture


def _round_things(rng: np.random.Generator) -> NDArray[np.float64]:
    picture = _blank(0.1)
    count = int(rng.integers(3, 8))
    r = (_STAMP - 4) / count / 2
    yy, xx = np.mgrid[:_STAMP, :_STAMP].astype(np.float64)
    rows = int((_STAMP - 4) / (r * 1.75))
    for depth in range(3):
        for i in range(rows):
            for j in range(count + 1):
                cx = 2 + r * (2 * j + (i + depth) % 2) + rng.normal(0, r * 0.12)
                cy = _STAMP - 2 - r - i * r * 1.75 + rng.normal(0, r * 0.12)
                picture += np.sqrt(np.clip(1 - ((xx - cx) ** 2 + (yy - cy) ** 2) / r**2, 0, 1)) / 3
    return picture


def _upright(rng: np.random.Generator) -> NDArray[np.float64]:
    count = int(rng.integers(4, 16))
    picture = _blank(0.08)
    for index in range(count):
        left, right = _part(index, count)
        top = int(rng.integers(4, 12))
        picture[top:-3, left:right] = float(rng.uniform(0.8, 1.2))
    return picture


_DRAW: Final = {
    Inside.EVEN: _even,
    Inside.SUB_BOXES: _sub_boxes,
    Inside.CYLINDERS: _cylinders,
    Inside.LAYERS: _layers,
    Inside.SOFT: _soft,
    Inside.DEVICE: _device,
    Inside.ROUND: _round_things,
    Inside.UPRIGHT: _upright,
}
