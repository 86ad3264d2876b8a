"""What a site tells a hub that lost something: what it holds, and what it has applied."""

from queue_client.frames import Header
from queue_client.shapes import Count


class Custody(Header, frozen=True, kw_only=True):
    """A site tells what it holds and has applied, as a list of `HeldDocument`; it may be empty.

    ``last`` when this ends a whole report.
    """

    last: bool


class CustodyState(Header, frozen=True, kw_only=True):
    """What the hub wants of a site, as a list of scan ids: it lost them, or they were damaged.

    ``epoch`` grows whenever the hub is restored from a backup. ``owes`` when the site has to
    report everything.
    """

    epoch: Count
    owes: bool
