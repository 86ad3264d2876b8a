"""The library of typical models joined with the engine: opening it, adding to it, comparing."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workstation.assembly.scans import pixels_of
from workstation.assembly.shelf import open_shelf
from workstation.domain.errors import LibraryProblem
from workstation.domain.typical_model import ModelState, TypicalModel
from workstation.imaging.package import write_package
from workstation.imaging.package_pages import FORMAT
from workstation.imaging.readers import read_scan
from workstation.imaging.sandbox.apart import apart
from workstation.imaging.scan import Scan
from workstation.library import curate
from workstation.library.curate import Indexed, ModelLabel
from workstation.library.ports import ModelShelf
from workstation.library.source import ShelfSource
from workstation.matching.describe import describe_model
from workstation.matching.description import Description, DescriptionUnreadable, Evidence
from workstation.matching.engine import Engine
from workstation.matching.index import Index
from workstation.matching.prior import shipped

_LIST: Final = "models.json"
_SCHEMA: Final = "reviewroom.models/1"
_ENDING: Final = ".scan.tif"
INDEX: Final = "index"
"""Folder of the engine's index beside a library; may be deleted, it is made anew."""


def engine_on(folder: Path, *, false_alarm_rate: float = 0.05, wait: bool = True) -> Engine:
    """Return an engine that compares with the approved models of a library folder.

    ``wait`` tells whether a comparison waits while a large library is indexed. Close the engine
    when it is done with. Raises `LibraryProblem` when there is no library, `StorageUnavailable`.
    """
    return Engine(
        ShelfSource(open_shelf(folder, create=False)),
        false_alarm_rate=false_alarm_rate,
        index=folder / INDEX,
        wait=wait,
    )


def mend_library(folder: Path) -> Iterator[Indexed]:
    """Describe anew what the engine cannot read, one model at a time, and bring up the index.

    For the hub's upkeep, a limited child: packages are decoded in it.
    """
    shelf = open_shelf(folder, create=False)
    with closing(Index(ShelfSource(shelf), shipped(), folder=folder / INDEX)) as index:
        yield from curate.index_again(shelf, sorted(index.current().unreadable), describe_here)
        library = index.current()
        library.gallery(library.level(Evidence.CALIBRATED, ()))


def index_library(folder: Path, *, every: bool = False) -> Iterator[Indexed]:
    """Describe anew every model, or those that this engine cannot read, and make a new index."""
    shelf = open_shelf(folder, create=False)
    wanted = [
        model.model_id
        for model in shelf.models()
        if every or not _is_readable(shelf, model.model_id)
    ]
    yield from curate.index_again(shelf, wanted, describe_package)
    with closing(Index(ShelfSource(shelf), shipped(), folder=folder / INDEX)) as index:
        index.rebuild()


def _is_readable(shelf: ModelShelf, model_id: str) -> bool:
    try:
        Description.from_bytes(shelf.description(model_id))
    except (DescriptionUnreadable, KeyError):
        return False
    return True


def describe_here(package: Path) -> bytes:
    """Describe a package in a process that is itself a limited child; raises `ScanUnreadable`."""
    return _described(read_scan(package))


def describe_package(package: Path) -> bytes:
    """Return the description that a typical model is stored with; raises `ScanUnreadable`."""
    return _described(apart().read_scan(package))


def _described(scan: Scan) -> bytes:
    return describe_model(pixels_of(scan)).to_bytes()


def add_model(
    shelf: ModelShelf, files: Sequence[Path], label: ModelLabel, *, approved: bool = True
) -> TypicalModel:
    """Put one scan (a file, or the two files of its energies) on the shelf.

    Anything but a scan package is packed first, so that a desk can show every model. Adding the
    same picture for the same goods twice changes nothing.

    Raises
    ------
    ScanUnreadable, LibraryProblem, StorageUnavailable
    """
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        package, scan = files[0], apart().read_files(files)
        if len(files) > 1 or scan.format != FORMAT:
            package = Path(scratch) / f"model{_ENDING}"
            write_package(package, scan)
        model = curate.propose(shelf, package, describe_package(package), label, now=now)
    if approved and model.state is ModelState.PROPOSED:
        model = curate.approve(shelf, model.model_id, now=now)
    return model


def export_models(shelf: ModelShelf, folder: Path) -> int:
    """Write every approved model's package and one list into a folder; return how many.

    Raises `StorageUnavailable` or `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    models = shelf.models(ModelState.APPROVED)
    for model in models:
        package = folder / f"{model.model_id}{_ENDING}"
        package.write_bytes(shelf.package(model.model_id).read_bytes())
    listed = {"schema": _SCHEMA, "models": [model_to_json(model) for model in models]}
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    (folder / _LIST).write_text(text, encoding="utf-8")
    return len(models)


def import_models(shelf: ModelShelf, folder: Path) -> Iterator[TypicalModel]:
    """Add the models of an exported folder, described by this engine; yield each.

    Raises
    ------
    LibraryProblem
        If the folder holds no export, or its list is damaged.
    """
    try:
        listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        rows = [
            (str(row["model_id"]), _label_from(row))
            for row in listed["models"]
            if listed["schema"] == _SCHEMA
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryProblem(str(folder), "it holds no list of exported models") from error
    for model_id, label in rows:
        if Path(model_id).name != model_id:
            raise LibraryProblem(str(folder), f"{model_id!r} is no model id")
        yield add_model(shelf, [folder / f"{model_id}{_ENDING}"], label)


def model_to_json(model: TypicalModel) -> dict[str, Any]:
    """Return a model's record as plain JSON values."""
    return {
        "model_id": model.model_id,
        "hs": model.hs,
        "name": model.name,
        "name_zh": model.name_zh,
        "prohibited": model.prohibited,
        "state": model.state.value,
        "source": model.source,
        "package_sha256": model.package_sha256,
        "added_at": model.added_at.isoformat(),
    }


def _label_from(row: dict[str, Any]) -> ModelLabel:
    return ModelLabel(
        hs=str(row["hs"]),
        name=str(row["name"]),
        name_zh=str(row["name_zh"]),
        prohibited=bool(row["prohibited"]),
        source=str(row["source"]),
    )
