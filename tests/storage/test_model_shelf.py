import hashlib
import multiprocessing
from pathlib import Path

import pytest

from tests.storage.scenes import MORNING, at
from workstation.domain.errors import ContentConflict, StorageUnavailable
from workstation.domain.typical_model import ModelState, TypicalModel
from workstation.storage.model_shelf import ShelfFolder

CONTENT = b"a typical picture"


def make_model(model_id: str = "0805-a", *, content: bytes = CONTENT) -> TypicalModel:
    return TypicalModel(
        model_id=model_id,
        hs=model_id.partition("-")[0],
        name="oranges",
        name_zh="橙",
        prohibited=False,
        state=ModelState.PROPOSED,
        package_sha256=hashlib.sha256(content).hexdigest(),
        source="yantian 2025",
        added_at=MORNING,
    )


@pytest.fixture
def package(tmp_path) -> Path:
    path = tmp_path / "oranges.scan.tif"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def shelf(tmp_path):
    shelf = ShelfFolder(tmp_path / "library")
    yield shelf
    shelf.close()


def test_a_model_is_kept_with_package_and_description(shelf, package):
    added = shelf.add(make_model(), package, b"features")

    assert added == shelf.model("0805-a") == make_model()
    assert shelf.package("0805-a").read_bytes() == CONTENT
    assert shelf.description("0805-a") == b"features"
    assert package.exists()


def test_adding_the_same_again_changes_nothing(shelf, package):
    shelf.add(make_model(), package, b"features")
    shelf.change_state("0805-a", ModelState.APPROVED, now=at(1))
    version = shelf.version()

    again = shelf.add(make_model(), package, b"others")

    assert again.state is ModelState.APPROVED
    assert (shelf.version(), shelf.description("0805-a")) == (version, b"features")


def test_the_same_id_for_another_package_is_refused(shelf, package):
    shelf.add(make_model(), package, b"")
    package.write_bytes(b"apples")

    with pytest.raises(ContentConflict):
        shelf.add(make_model(content=b"apples"), package, b"")


def test_a_package_of_another_hash_is_refused_and_leaves_nothing(shelf, package, tmp_path):
    package.write_bytes(b"apples")

    with pytest.raises(ContentConflict):
        shelf.add(make_model(), package, b"")

    assert shelf.models() == []
    assert list((tmp_path / "library" / "parts").iterdir()) == []


def test_a_package_that_is_not_there_is_said_so(shelf, tmp_path):
    with pytest.raises(StorageUnavailable, match="No such file"):
        shelf.add(make_model(), tmp_path / "none.tif", b"")


def test_models_are_listed_by_code_and_state(shelf, package):
    for model_id in ("8703-b", "0805-z", "0805-a"):
        shelf.add(make_model(model_id), package, b"")
    shelf.change_state("0805-z", ModelState.APPROVED, now=at(1))

    assert [model.model_id for model in shelf.models()] == ["0805-a", "0805-z", "8703-b"]
    assert [model.model_id for model in shelf.models(ModelState.APPROVED)] == ["0805-z"]


def test_the_version_differs_after_every_change_and_between_libraries(shelf, package, tmp_path):
    seen = [shelf.version()]
    shelf.add(make_model(), package, b"1")
    seen.append(shelf.version())
    shelf.change_state("0805-a", ModelState.APPROVED, now=at(1))
    seen.append(shelf.version())
    shelf.describe("0805-a", b"2")
    seen.append(shelf.version())

    other = ShelfFolder(tmp_path / "other")
    other.add(make_model(), package, b"1")
    seen.append(other.version())
    other.close()

    assert len(set(seen)) == len(seen)


def test_what_changes_nothing_leaves_the_version(shelf, package):
    shelf.add(make_model(), package, b"1")
    version = shelf.version()

    shelf.describe("0805-a", b"1")
    shelf.change_state("0805-a", ModelState.PROPOSED, now=at(1))

    assert shelf.version() == version


@pytest.mark.parametrize(
    "act",
    [
        lambda shelf: shelf.model("x"),
        lambda shelf: shelf.package("x"),
        lambda shelf: shelf.description("x"),
        lambda shelf: shelf.describe("x", b""),
        lambda shelf: shelf.change_state("x", ModelState.RETIRED, now=MORNING),
    ],
)
def test_an_unknown_model_is_said_so(shelf, act):
    with pytest.raises(KeyError):
        act(shelf)


def add_some(folder: Path, package: Path, who: int) -> None:
    shelf = ShelfFolder(folder)
    for number in range(3):
        shelf.add(make_model(f"0805-{who}{number}"), package, b"features")
    shelf.close()


def test_several_processes_may_add_at_once(shelf, package, tmp_path):
    spawn = multiprocessing.get_context("spawn")
    helper = spawn.Process(target=add_some, args=(tmp_path / "library", package, 0))

    helper.start()
    add_some(tmp_path / "library", package, 1)
    helper.join()

    assert helper.exitcode == 0
    assert len(shelf.models()) == 6
    assert shelf.version().endswith(".6")
