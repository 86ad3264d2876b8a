"""Memory that is used again: fresh pages cost as much as the work that is done on them."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Kind = TypeVar("_Kind", bound=np.generic)


class Memory:
    """Room for one picture of each kind of number; the next one asked for takes its place."""

    def __init__(self) -> None:
        self._blocks: dict[np.dtype[np.generic], NDArray[np.generic]] = {}

    def room(self, shape: tuple[int, ...], dtype: "np.dtype[_Kind]") -> NDArray[_Kind]:
        """Return an array of that shape, full of what was there before."""
        needed = int(np.prod(shape))
        block = self._blocks.get(dtype)
        if block is None or block.size < needed:
            block = self._blocks[dtype] = np.empty(needed, dtype)
        return block[:needed].reshape(shape)  # type: ignore[return-value] # filed by its kind
