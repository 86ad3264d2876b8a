"""Which layouts there are to choose from: whoever makes them says so."""

from collections.abc import Sequence
from typing import Protocol


class LayoutChoices(Protocol):
    """Names the layouts of the desk."""

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return each layout's name, and its title in the language of the moment."""
        ...


class NoLayouts:
    """A desk that knows no layouts but its own choice."""

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return no layouts."""
        return ()
