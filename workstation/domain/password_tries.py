"""How long nobody tries again after wrong passwords: at a desk, and at the hub's own machine."""

from typing import Final

LOCK_S: Final = 900.0
"""The longest wait."""
MOST_A_DAY: Final = 20
"""So many wrong passwords in a day lock an officer out until somebody lets them in."""
MOST_OF_PLACE: Final = 20
"""Of a desk, whatever names are tried there, within the longest wait: else it could keep the hub at
hashing for ever, and have every officer of the room locked out."""
DAY_S: Final = 24 * 3600.0
_FREE_FAILURES: Final = 5


def wait_after(count: int) -> float:
    """Return how long to wait [s] after so many wrong passwords in a row.

    A second, two, four, eight; then a quarter of an hour.
    """
    return 2.0 ** (count - 1) if count < _FREE_FAILURES else LOCK_S
