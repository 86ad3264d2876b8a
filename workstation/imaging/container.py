"""Where the container is in a scan of a truck: its outline, without chassis, cab and tyres.

The source of a drive-through scanner stands low, so the near and the far side of a container
are drawn one above the other: two roof edges, two floors, two bottom rails. The box holds the
near side, which is the larger. Settings were chosen on 24 real scans of four scanners; lengths
are shares of the picture or of the container, so they do not depend on its resolution.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from resources.opencv import cv2

#: The search works on a reduced picture of at most this size.
_WORK_ROWS: Final = 640
_WORK_COLUMNS: Final = 2048
#: Two walls of steel pass about 0.9 of a MeV beam; streaks and scatter in air stay above 0.97.
_BODY: Final = 0.955
#: A body column starts where this share of the next rows (4 % of the picture) is body.
_SOLID: Final = 0.85
#: How far the top edge may wander along a container: the truck nods as it drives [picture].
_NOD: Final = 0.04
_LOWEST_TOP: Final = 0.6
_LEAST_WIDTH: Final = 0.12
_LEAST_HEIGHT: Final = 0.2
_LEAST_ASPECT: Final = 0.7
#: A second container of the same truck is at least so wide and so level with the first.
_SISTER_WIDTH: Final = 0.6
_SISTER_LEVEL: Final = 0.15
#: Attenuation above which goods hide a line behind them.
_HIDDEN: Final = 3.3
_LINE_CONTRAST: Final = 0.10
_LINE_SHARE: Final = 0.4
#: The chassis may be tilted so much against the roof, from end to end [picture]; no tilt is taken
#: for it unless the lines get so much sharper.
_TILT: Final = 0.025
_LEVEL_FIRST: Final = 1.05
_BLOCKS: Final = 24
#: The two main beams of a chassis carry the container; their upper flanges are two dark lines
#: this far apart, and the near bottom rail ends this far below the lower one [height]. Beams 1 m
#: apart, 1.1 to 1.4 m above ground, seen from 1.7 m high at 1.7 to 6 m: 0.02 to 0.12.
_BEAM_SPACING: Final = (0.025, 0.1)
_NEARLY_AS_STRONG: Final = 0.8
_RAIL_BELOW_BEAM: Final = 0.024
_LOWEST_FLOOR: Final = 0.5
#: A container stands alone when below it so many columns are air and so much mass is above.
_ALONE: Final = 0.85
_MASS_ABOVE: Final = 0.6
_ENDS_ABRUPTLY: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerBox:
    """A container's outline in array coordinates of its view [pixels]."""

    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """Sides and top of a container in the reduced picture; the bottom is found afterwards."""

    left: int
    right: int
    top: int


def find_container(transmission: NDArray[np.uint16]) -> ContainerBox | None:
    """Find the container of a scan; of two on one truck the larger.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Side view; 0 is opaque, open air is the brightest.

    Returns
    -------
    ContainerBox or None
        The outline from the near roof edge to the near bottom rail, or None when nothing in
        the picture is built like a container.
    """
    found = find_containers(transmission)
    return max(found, key=lambda box: box.width * box.height) if found else None


def find_containers(transmission: NDArray[np.uint16]) -> tuple[ContainerBox, ...]:
    """Find the containers of a scan from left to right; two only when air parts them."""
    rows, columns = transmission.shape
    if rows < 16 or columns < 16:
        return ()
    light = _relative_to_air(_reduced(transmission))
    if light is None:
        return ()
    tops = _tops(light)
    boxes = []
    for outline in _outlines(tops, light.shape[0]):
        bottom = _bottom(light, tops, outline)
        if _is_container(outline, bottom, light.shape):
            boxes.append(_full_size(outline, bottom, light.shape, (rows, columns)))
    return tuple(sorted(boxes, key=lambda box: box.column))


def _reduced(transmission: NDArray[np.uint16]) -> NDArray[np.float32]:
    rows, columns = transmission.shape
    size = min(columns, _WORK_COLUMNS), min(rows, _WORK_ROWS)
    smaller = cv2.resize(transmission, size, interpolation=cv2.INTER_AREA)
    return cv2.medianBlur(smaller, 5 if min(size) >= 200 else 3).astype(np.float32)


def _relative_to_air(counts: NDArray[np.float32]) -> NDArray[np.float32] | None:
    air = float(np.percentile(counts, 99.5))
    if air <= 0:
        return None
    return np.asarray(np.clip(counts / np.float32(air), 0, 1), dtype=np.float32)


def _tops(light: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return for each column the first row of something solid; the row count where none is."""
    rows = light.shape[0]
    reach = max(5, rows // 25)
    body = (light < _BODY).astype(np.float32)
    ahead = cv2.boxFilter(body, -1, (1, reach), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    solid = (ahead > _SOLID) & (body > 0)
    return np.asarray(np.where(solid.any(axis=0), solid.argmax(axis=0), rows))


def _outlines(tops: NDArray[np.intp], rows: int) -> list[_Outline]:
    """Return the widest level run of columns, and a sister of about its size if there is one."""
    first = _widest_level_run(tops, rows)
    if first is None:
        return []
    rest = tops.copy()
    rest[first.left : first.right] = rows
    sister = _widest_level_run(rest, rows)
    if (
        sister is not None
        and sister.right - sister.left >= _SISTER_WIDTH * (first.right - first.left)
        and abs(sister.top - first.top) <= _SISTER_LEVEL * rows
    ):
        return [first, sister]
    return [first]


def _widest_level_run(tops: NDArray[np.intp], rows: int) -> _Outline | None:
    columns = tops.size
    step = max(1, rows // 50)
    gap = np.ones((1, max(3, columns // 150)), np.uint8)
    best: tuple[int, int] = (0, 0)
    for level in np.unique(tops[tops < _LOWEST_TOP * rows] // step) * step:
        near = (tops >= level - _NOD * rows / 2) & (tops < level + _NOD * rows)
        joined = cv2.morphologyEx(near.astype(np.uint8)[np.newaxis], cv2.MORPH_CLOSE, gap)[0]
        left, right = _longest_run(joined)
        if right - left > best[1] - best[0]:
            best = left, right
    left, right = best
    if right - left < _LEAST_WIDTH * columns:
        return None
    return _Outline(left=left, right=right, top=int(np.median(tops[left:right])))


def _longest_run(flags: NDArray[np.uint8]) -> tuple[int, int]:
    change = np.diff(np.concatenate(([0], flags, [0])).astype(np.int8))
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    if starts.size == 0:
        return 0, 0
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])


def _bottom(light: NDArray[np.float32], tops: NDArray[np.intp], outline: _Outline) -> int:
    """Return the row after the near bottom rail.

    Where air begins below, if the container stands alone; else by the chassis' two beams; else
    by the one strongest line, the deck of a rail car or a floor; else the end of the picture.
    """
    level = _levelled(light, tops, outline)
    rows, top = level.shape[0], outline.top
    air_begins = _air_below(level, top)
    if air_begins is not None:
        return air_begins
    share = _line_share(level, top)
    lines = _lines(share, top)
    if not lines:
        return int(rows)
    pair = _beams(lines, share, top)
    beam = pair[1] if pair else max(lines, key=lambda row: share[row])
    return int(min(round(beam + _RAIL_BELOW_BEAM * (beam - top)), rows))


def _levelled(
    light: NDArray[np.float32], tops: NDArray[np.intp], outline: _Outline
) -> NDArray[np.float32]:
    """Return the container's columns shifted so that its top edge is straight."""
    rows = light.shape[0]
    span = max(5, (outline.right - outline.left) // 40) | 1
    edge = np.pad(tops[outline.left : outline.right], span // 2, mode="edge")
    smooth = np.median(sliding_window_view(edge, span), axis=1)
    shift = np.clip(smooth - outline.top, -0.05 * rows, 0.05 * rows).astype(np.float32)
    columns = np.arange(outline.left, outline.right, dtype=np.float32)
    from_row = np.arange(rows, dtype=np.float32)[:, np.newaxis] + shift
    from_column = np.broadcast_to(columns, from_row.shape)
    levelled = cv2.remap(
        light,
        np.ascontiguousarray(from_column),
        from_row,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(levelled, dtype=np.float32)


def _air_below(level: NDArray[np.float32], top: int) -> int | None:
    """Return the row where nothing but air begins, or None with a chassis or an edge below.

    Thin walls may look like air; so most of what attenuates must lie above. Air under tyres
    does not count: there, too little of the width ends.
    """
    rows = level.shape[0]
    reach = max(3, rows // 60)
    air = (level >= _BODY).astype(np.float32)
    ahead = cv2.boxFilter(air, -1, (1, reach), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    share = (ahead > 0.99).mean(axis=1)
    mass = np.cumsum((1 - level).sum(axis=1))
    share_above = np.concatenate((np.zeros(reach), share[:-reach]))
    abrupt = share_above < _ENDS_ABRUPTLY
    found = np.flatnonzero((share > _ALONE) & abrupt & (mass > _MASS_ABOVE * mass[-1]))
    found = found[found >= top + _LEAST_HEIGHT * rows]
    return int(found[0]) if found.size else None


def _line_share(level: NDArray[np.float32], top: int) -> NDArray[np.float64]:
    """Return for each row the share of columns that cross a thin, dark line there.

    A truck that nods tilts the chassis other than the roof: of some tilts, the one counts under
    which the lines below the middle are sharpest.
    """
    shares = _block_shares(level, top)
    rows = shares.shape[1]
    most = round(_TILT * rows)
    low = top + int(_LOWEST_FLOOR * (rows - top))
    best = _tilted(shares, 0)
    sharpest = _LEVEL_FIRST * float((best[low:] ** 2).sum())
    for tilt in range(-most, most + 1, max(1, rows // 320)):
        share = _tilted(shares, tilt)
        sharpness = float((share[low:] ** 2).sum())
        if sharpness > sharpest:
            best, sharpest = share, sharpness
    return best


def _tilted(shares: NDArray[np.float64], tilt: int) -> NDArray[np.float64]:
    """Return the mean of all blocks when the last stands so many rows lower than the first."""
    count, rows = shares.shape
    total = np.zeros(rows)
    for block, share in enumerate(shares):
        shift = round(tilt * (block / (count - 1) - 0.5))
        start, stop = max(0, shift), min(rows, rows + shift)
        total[start - shift : stop - shift] += share[start:stop]
    return np.asarray(total / count)


def _block_shares(level: NDArray[np.float32], top: int) -> NDArray[np.float64]:
    """Return, for blocks from left to right and each row, the share of columns with a line.

    Returns
    -------
    ndarray of float64, shape (blocks, rows)
    """
    rows, width = level.shape
    height = 0.85 * (rows - top)
    attenuation = -np.log(np.clip(level, 0.03, 1))
    tall = np.ones((max(3, int(0.035 * height) | 1), 1), np.uint8)
    wide = np.ones((1, max(3, width // 60)), np.uint8)
    thin = attenuation - cv2.morphologyEx(attenuation, cv2.MORPH_OPEN, tall)
    line = cv2.morphologyEx(thin, cv2.MORPH_OPEN, wide) > _LINE_CONTRAST
    inner = slice(int(0.06 * width), int(0.94 * width) + 1)
    seen = attenuation[:, inner] < _HIDDEN
    crossed = line[:, inner] & seen
    blocks = np.array_split(crossed, _BLOCKS, axis=1)
    return np.stack([block.mean(axis=1) for block in blocks])


def _lines(share: NDArray[np.float64], top: int) -> list[int]:
    rows = share.size
    reach = max(1, rows // 120)
    start = top + int(_LOWEST_FLOOR * (rows - top))
    peaks: list[int] = []
    for row in range(start, rows):
        around = share[max(0, row - reach) : row + reach + 1]
        is_peak = share[row] >= _LINE_SHARE and share[row] == around.max()
        if is_peak and not (peaks and row - peaks[-1] <= reach):
            peaks.append(row)
    return peaks


def _beams(lines: list[int], share: NDArray[np.float64], top: int) -> tuple[int, int] | None:
    """Return the pair of lines most like the upper flanges of a chassis.

    Stacked goods and pallets draw such pairs too, but above: of all pairs nearly as strong as
    the strongest, the lowest is the chassis.
    """
    nearest, farthest = _BEAM_SPACING
    strength = {
        (upper, lower): float(share[upper] + share[lower])
        for upper in lines
        for lower in lines
        if lower > upper and nearest <= (lower - upper) / (lower - top) <= farthest
    }
    if not strength:
        return None
    enough = _NEARLY_AS_STRONG * max(strength.values())
    return max((pair for pair in strength if strength[pair] >= enough), key=lambda pair: pair[::-1])


def _is_container(outline: _Outline, bottom: int, shape: tuple[int, ...]) -> bool:
    """Refuse what is too small or too tall, and a picture in which no edge was seen at all."""
    height, width = bottom - outline.top, outline.right - outline.left
    if (height, width) == shape:
        return False
    return height >= _LEAST_HEIGHT * shape[0] and width >= _LEAST_ASPECT * height


def _full_size(
    outline: _Outline, bottom: int, work: tuple[int, ...], full: tuple[int, int]
) -> ContainerBox:
    by_row, by_column = full[0] / work[0], full[1] / work[1]
    row, column = round(outline.top * by_row), round(outline.left * by_column)
    return ContainerBox(
        row=row,
        column=column,
        height=min(round(bottom * by_row), full[0]) - row,
        width=min(round(outline.right * by_column), full[1]) - column,
    )
