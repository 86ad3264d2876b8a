"""A database with damaged pages is a store that cannot be used now, whoever asks it and how."""

import sqlite3
from contextlib import closing

import pytest

from tests.storage.scenes import MORNING, make_arrival
from workstation.domain.errors import StorageUnavailable
from workstation.domain.principal import Principal, PrincipalKind

TABLES = ("principal", "sampling", "scan_case", "audit")
SITE = Principal(name="yantian", kind=PrincipalKind.SITE, public_key="key")


def damage(path):
    """Spoil the first page of some tables, as a disk that decays does."""
    with closing(sqlite3.connect(path)) as database:
        size = database.execute("PRAGMA page_size").fetchone()[0]
        marks = ", ".join("?" * len(TABLES))
        query = f"SELECT rootpage FROM sqlite_master WHERE name IN ({marks})"  # noqa: S608 - marks
        pages = [page for (page,) in database.execute(query, TABLES)]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda records: records.principals(), id="who may speak"),
        pytest.param(lambda records: records.sampling(), id="how much is looked at again"),
        pytest.param(lambda records: records.case("yantian:s1"), id="a case"),
        pytest.param(lambda records: records.receive(make_arrival(), now=MORNING), id="a scan"),
        pytest.param(lambda records: records.note("hub:started", {}, now=MORNING), id="a note"),
    ],
)
def test_damaged_pages_are_told_as_a_store_that_cannot_be_used(open_hub, home, ask):
    records = open_hub()
    records.enrol(SITE, now=MORNING)
    records.receive(make_arrival("s1"), now=MORNING)
    records.close()
    damage(home / "hub.sqlite")

    with pytest.raises(StorageUnavailable, match="malformed") as told:
        ask(open_hub())
    assert "restore the newest backup" in told.value.sentence()
