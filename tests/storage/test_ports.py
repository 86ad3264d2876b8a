"""The records, blobs and shelf fit the ports of the rooms that never heard of them."""

import inspect
from pathlib import Path

import pytest

from workstation.hub.ports import Blobs, Records
from workstation.library.ports import ModelShelf
from workstation.storage.blobs import FolderBlobs
from workstation.storage.model_shelf import ShelfFolder
from workstation.storage.records import SqlRecords, open_records


def records_of(folder: Path) -> Records:
    # mypy holds these three to the Protocols.
    fitted: Records = open_records(folder / "hub.sqlite")
    return fitted


def blobs_of(folder: Path) -> Blobs:
    fitted: Blobs = FolderBlobs(folder)
    return fitted


def shelf_of(folder: Path) -> ModelShelf:
    fitted: ModelShelf = ShelfFolder(folder)
    return fitted


@pytest.mark.parametrize(
    ("port", "fitted"), [(Records, SqlRecords), (Blobs, FolderBlobs), (ModelShelf, ShelfFolder)]
)
def test_every_method_of_a_port_is_there_and_takes_the_same(port: type, fitted: type) -> None:
    wanted = [name for name in vars(port) if not name.startswith("_")]

    assert wanted
    for name in wanted:
        theirs, ours = (
            inspect.signature(getattr(port, name)),
            inspect.signature(getattr(fitted, name)),
        )
        taken = [(p.name, p.kind, p.default) for p in ours.parameters.values()]
        assert taken == [(p.name, p.kind, p.default) for p in theirs.parameters.values()], name
        assert ours.return_annotation == theirs.return_annotation, name
