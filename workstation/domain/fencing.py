"""Lease tokens: a counter that only grows, under an epoch that grows with every restored backup.

``token = epoch << 40 | counter``. The counter starts anew in each epoch, and a token of an earlier
epoch is smaller than every token of a later one: whatever a desk still holds from before a restore
is fenced. Tokens travel as JSON integers, which end at 2**53; that leaves 2**40 leases in each of
2**13 epochs.
"""

from typing import Final

COUNTER_BITS: Final = 40
LAST_EPOCH: Final = (1 << 53 - COUNTER_BITS) - 1


def epoch_of(token: int) -> int:
    """Return the epoch that a token was given in; 0 until a backup is restored."""
    return token >> COUNTER_BITS


def first_of_next_epoch(token: int) -> int:
    """Return where the counter starts in the epoch after that of a token.

    Raises
    ------
    OverflowError
        If there is no further epoch.
    """
    epoch = epoch_of(token) + 1
    if epoch > LAST_EPOCH:
        raise OverflowError(f"{LAST_EPOCH} epochs are used up")
    return epoch << COUNTER_BITS
