"""The baseline: grey histogram and ORB of the container, what OpenCV alone would do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.matching.pixels import ScanPixels

NAME = "hist+ORB"
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ROWS = 256
_FEATURES = 500
_RATIO = 0.8  # D. G. Lowe, IJCV 60 (2004), 7.1: nearest over second nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A grey histogram, float32, shape (64,), and ORB features, uint8, shape (points, 32)."""

    histogram: NDArray[np.float32]
    orb: NDArray[np.uint8]


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Return processes that use one thread each: as many threads as cores is fastest.

    Libraries read their number of threads when they are loaded, so it stands in the environment
    of what is started from here on.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),
        initializer=cv2.setNumThreads,
        initargs=(1,),
    )


def looks_of(pixels: ScanPixels) -> Looks:
    """Return the looks of the container, 256 rows high."""
    box = pixels.container or Rectangle(
        row=0, column=0, height=pixels.high.shape[0], width=pixels.high.shape[1]
    )
    crop = pixels.high[box.row : box.row + box.height, box.column : box.column + box.width]
    width = max(round(_ROWS * box.width / box.height), 64)
    grey = (cv2.resize(crop, (width, _ROWS), interpolation=cv2.INTER_AREA) // 257).astype(np.uint8)
    histogram = cv2.calcHist([grey], [0], None, [64], [0, 256]).ravel()
    _, orb = cv2.ORB_create(nfeatures=_FEATURES).detectAndCompute(grey, None)
    return Looks(histogram=histogram, orb=np.zeros((0, 32), np.uint8) if orb is None else orb)


def baseline_scores(
    queries: Sequence[Looks], models: Sequence[Looks], *, workers: int = 2
) -> NDArray[np.float64]:
    """Histogram correlation plus share of ORB features matched, each over its spread.

    Returns
    -------
    ndarray of float64, shape (queries, models)
    """
    with pool_of(workers) as pool:
        rows = list(pool.map(partial(_against, list(models)), queries, chunksize=8))
    both = np.asarray(rows, dtype=np.float64)
    return both[..., 0] / both[..., 0].std() + both[..., 1] / (both[..., 1].std() + 1e-9)


def _against(models: Sequence[Looks], query: Looks) -> NDArray[np.float64]:
    """Return (correlation, share matched) with each model, shape (models, 2)."""
    matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
    return np.asarray(
        [
            (
                cv2.compareHist(query.histogram, model.histogram, cv2.HISTCMP_CORREL),
                _share(matcher, query.orb, model.orb),
            )
            for model in models
        ]
    )


def _share(matcher: cv2.BFMatcher, one: NDArray[np.uint8], two: NDArray[np.uint8]) -> float:
    if len(one) < 2 or len(two) < 2:
        return 0.0
    pairs = matcher.knnMatch(one, two, k=2)
    good = sum(1 for a, b in (p for p in pairs if len(p) == 2) if a.distance < _RATIO * b.distance)
    return good / len(one)
