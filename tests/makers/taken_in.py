"""An intake's answers as a test wants them: waited for, where they come later."""

import time

from workstation.hub.way_back import WayBack


def way(ask):
    """Return the way back to who asks a question of this number."""
    return WayBack(key="key", route=b"way", ask=ask)


def settled(intake, taken):
    """Return the header of an answer; of one that follows later, once it is there."""
    if taken == (None, None) and intake.keeps:
        (one,) = wait_for_settled(intake)
        return one.answer()[0]
    return taken[0]


def wait_for_settled(intake, within_s=60.0):
    """Return the answers that had to wait, as soon as there is one."""
    ends = time.monotonic() + within_s
    while not (found := list(intake.settled())):
        assert time.monotonic() < ends, "nothing was settled"
        time.sleep(0.002)
    return found
