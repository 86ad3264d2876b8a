import shutil
from pathlib import Path

import pytest

from tests.storage.opened import open_hub, records
from workstation.storage.records import open_records

__all__ = ["open_hub", "records"]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """A hub's database as it is after the migrations, made once."""
    path = tmp_path_factory.mktemp("hub") / "hub.sqlite"
    open_records(path).close()
    return path


@pytest.fixture
def home(tmp_path, empty_database) -> Path:
    """A data folder with records of its own, without any as yet."""
    shutil.copyfile(empty_database, tmp_path / "hub.sqlite")
    return tmp_path
