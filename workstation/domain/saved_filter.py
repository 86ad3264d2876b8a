"""Filters under a name, as officers keep them."""

from dataclasses import dataclass

from workstation.domain.filters import Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter that somebody kept; ``shared`` shows it to every supervisor.

    ``filter`` is None when what is kept is damaged or of a newer version; it can only be dropped.
    """

    filter_id: str
    name: str
    owner: str
    shared: bool
    filter: Filter | None
