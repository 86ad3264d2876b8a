import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workstation.storage.records import SqlRecords, open_records


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """A hub's database as it is after the migrations, made once."""
    path = tmp_path_factory.mktemp("hub") / "hub.sqlite"
    open_records(path).close()
    return path


@pytest.fixture
def open_hub(tmp_path, empty_database) -> Iterator[Callable[[], SqlRecords]]:
    """Opens the records in the test's own folder; may be asked again, as after a restart."""
    shutil.copyfile(empty_database, tmp_path / "hub.sqlite")
    opened: list[SqlRecords] = []

    def open_again() -> SqlRecords:
        opened.append(open_records(tmp_path / "hub.sqlite"))
        return opened[-1]

    yield open_again
    for records in opened:
        records.close()


@pytest.fixture
def records(open_hub) -> SqlRecords:
    return open_hub()
