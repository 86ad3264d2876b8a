"""The fencing token: a number that grows with every lease, whatever happens to the hub.

Its upper bits are an *epoch*, its lower 48 a counter. A hub that was restored from a backup has
forgotten the last tokens it gave; it begins a new epoch, so that no token is ever given twice and
what was leased before the restore is fenced. A token has to fit a JSON number (2^53): 31 epochs.
"""

from typing import Final

COUNTER_BITS: Final = 48
#: The last epoch whose tokens are exact in every JSON reader (RFC 8259, section 6).
LAST_EPOCH: Final = 2 ** (53 - COUNTER_BITS) - 1


def epoch_of(token: int) -> int:
    """Return the epoch in which a token was given."""
    return token >> COUNTER_BITS


def next_epoch(token: int) -> int:
    """Return the number before the first token of the epoch after that of ``token``.

    Raises
    ------
    ValueError
        If there is no later epoch.
    """
    epoch = epoch_of(token) + 1
    if epoch > LAST_EPOCH:
        raise ValueError(f"there is no epoch after {LAST_EPOCH}")
    return epoch << COUNTER_BITS
