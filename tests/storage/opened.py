"""Records opened for a test in its ``home``, whichever that is, and closed after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workstation.storage.records import SqlRecords, open_records

__all__ = ["open_hub", "records"]


@pytest.fixture
def open_hub(home: Path) -> Iterator[Callable[[], SqlRecords]]:
    """Opens the records of the test's own home; may be asked again, as after a restart."""
    opened: list[SqlRecords] = []

    def open_again() -> SqlRecords:
        opened.append(open_records(home / "hub.sqlite"))
        return opened[-1]

    yield open_again
    for one in opened:
        one.close()


@pytest.fixture
def records(open_hub: Callable[[], SqlRecords]) -> SqlRecords:
    return open_hub()
