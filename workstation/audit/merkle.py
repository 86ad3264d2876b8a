"""The Merkle tree over the entries, as RFC 6962 builds it; pure.

One root of 32 bytes stands for every entry up to a size. That a given entry is in it, and that a
later root continues an earlier one, is shown with a few hashes instead of the whole log.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
#: So many leaves make a block; only whole blocks are kept, what is in them is read again.
BLOCK: Final = 256
HASH_BYTES: Final = 32
_JOINED: Final = 1024

ReadLeaves = Callable[[int, int], Sequence[bytes]]


def leaf_hash(entry: bytes) -> bytes:
    """Return ``SHA256(0x00 ‖ entry)``; an entry is its canonical text in UTF-8."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return ``SHA256(0x01 ‖ left ‖ right)``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The root of a growing tree, for the price of its height: one hash for each whole part.

    Leaves are joined many at a time, which takes half as long as one by one.
    """

    def __init__(self) -> None:
        self._joined = 0
        self._peaks: list[bytes] = []
        self._pending: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._joined + len(self._pending)

    def add(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        self._pending.append(leaf)
        if len(self._pending) >= _JOINED:
            self._join()

    def _join(self) -> None:
        """Join what is pending, level by level, with the whole parts that stood before it."""
        rest, nodes, fresh = self._joined, self._pending, []
        self._joined, self._pending = self.size, []
        sha256 = hashlib.sha256
        while nodes:
            if rest & 1:
                nodes.insert(0, self._peaks.pop())
            if len(nodes) & 1:
                fresh.append(nodes.pop())
            pairs = iter(nodes)
            nodes = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(pairs, pairs, strict=True)
            ]
            rest >>= 1
        self._peaks += reversed(fresh)

    def peaks(self) -> tuple[bytes, ...]:
        """Return the root of each whole part, the largest first."""
        self._join()
        return tuple(self._peaks)

    def root(self) -> bytes:
        """Return the root over every leaf so far."""
        return root_of_peaks(self.peaks())


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over whole parts, the largest first.

    Leaves that follow a whole number of parts of 2ⁿ have peaks of their own as long as there are
    fewer than 2ⁿ of them: those of both, one after the other, are the peaks of all.
    """
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Tree:
    """A tree that can show what is in it, and that it goes on from what it was.

    Parameters
    ----------
    read : callable
        Returns the hashes of the leaves from one index up to another, at most `BLOCK` of them.
    """

    def __init__(self, read: ReadLeaves) -> None:
        self._read = read
        self._levels: list[list[bytes]] = [[]]  # whole parts of BLOCK << level leaves
        self._open: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return BLOCK * len(self._levels[0]) + len(self._open)

    @property
    def blocks(self) -> Sequence[bytes]:
        """The root of each whole block."""
        return self._levels[0]

    def add(self, leaf: bytes) -> bool:
        """Take the next leaf's hash; True when it makes a block whole."""
        self._open.append(leaf)
        if len(self._open) < BLOCK:
            return False
        self.add_block(_root_of(self._open))
        return True

    def add_block(self, root: bytes) -> None:
        """Take the root of the next whole block; what was begun of it is given up."""
        self._open = []
        level = 0
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(root)
            if len(row) & 1:
                return
            root = node_hash(row[-2], row[-1])
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves, or over all.

        Raises
        ------
        ValueError
            If there are not that many.
        """
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ValueError(f"{size} is beyond a tree of {self.size}")
        return EMPTY_ROOT if size == 0 else self._hash(0, size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the hashes that lead from a leaf to the root of a size (RFC 6962, 2.1.1).

        Raises
        ------
        ValueError
            If there is no such leaf in a tree of this size.
        """
        if not 0 <= index < size <= self.size:
            raise ValueError(f"no leaf {index} in {size} of {self.size}")
        path: list[bytes] = []
        low, high = 0, size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._hash(middle, high))
                high = middle
            else:
                path.append(self._hash(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the hashes that show that a size goes on from an older one (RFC 6962, 2.1.2).

        Raises
        ------
        ValueError
            If the sizes are not those of this tree, or in the wrong order.
        """
        if not 0 <= old <= new <= self.size:
            raise ValueError(f"{old} and {new} are not sizes of a tree of {self.size}")
        if old in {0, new}:
            return []
        path: list[bytes] = []
        low, high, whole = 0, new, True
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._hash(middle, high))
                high = middle
            else:
                path.append(self._hash(low, middle))
                low, whole = middle, False
        if not whole:
            path.append(self._hash(low, high))
        return path[::-1]

    def _hash(self, low: int, high: int) -> bytes:
        count = high - low
        if count >= BLOCK and count & (count - 1) == 0:
            row = self._levels[(count // BLOCK).bit_length() - 1]
            return row[low // count]
        if count <= BLOCK:
            return _root_of(self._leaves(low, high))
        middle = low + _split(count)
        return node_hash(self._hash(low, middle), self._hash(middle, high))

    def _leaves(self, low: int, high: int) -> Sequence[bytes]:
        begun = BLOCK * len(self._levels[0])
        if low >= begun:
            return self._open[low - begun : high - begun]
        leaves = self._read(low, high)
        if len(leaves) != high - low:
            raise ValueError(f"{len(leaves)} leaves from {low} to {high}")
        return leaves


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path leads from a leaf to a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(other, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = node_hash(found, other)
        place >>= 1
        last >>= 1
    return last == 0 and found == root


def goes_on(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a tree goes on from an older one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if not 0 < old < new or not path:
        return False
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    place, last = old - 1, new - 1
    while place & 1:
        place >>= 1
        last >>= 1
    first = second = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(other, first), node_hash(other, second)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            second = node_hash(second, other)
        place >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root


def _split(count: int) -> int:
    """Return the largest power of two below a count."""
    return 1 << ((count - 1).bit_length() - 1)


def _root_of(leaves: Sequence[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()
