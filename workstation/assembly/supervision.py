"""Joins the subjects of the supervisor's room to a hub: one line a subject."""

from collections.abc import Sequence

from workstation.hub.supervision import Contribution
from workstation.settings import HubConfig
from workstation.storage.records import SqlRecords


def contributions(config: HubConfig, records: SqlRecords) -> Sequence[Contribution]:
    """Return what the subjects bring to a hub over its data folder.

    Answerers read through storage of their own, by ``config.data``; only steerers use
    ``records``, which belong to the broker's thread.
    """
    del config, records
    return ()
