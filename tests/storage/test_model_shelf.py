import contextlib
import hashlib
import multiprocessing
import sqlite3
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


def test_what_changed_since_an_edition_is_told_in_the_order_of_the_changes(shelf, package):
    for model_id in ("0805-a", "0805-b", "0805-c"):
        shelf.add(make_model(model_id), package, b"1")
    seen = shelf.changed_since(0)
    shelf.describe("0805-c", b"2")
    shelf.change_state("0805-a", ModelState.RETIRED, now=at(1))

    since = shelf.changed_since(seen.edition)

    assert [model.model_id for model in seen.models] == ["0805-a", "0805-b", "0805-c"]
    assert [model.model_id for model in since.models] == ["0805-c", "0805-a"]
    assert since.models[1].state is ModelState.RETIRED
    assert shelf.version() == f"{since.library}.{since.edition}"
    assert shelf.changed_since(since.edition).models == ()


def test_many_changes_come_in_pages_that_leave_none_out(shelf, package):
    for number in range(7):
        shelf.add(make_model(f"0805-{number}"), package, b"1")
    shelf.describe("0805-0", b"2")

    pages = [shelf.changed_since(0, limit=3)]
    while pages[-1].edition < pages[-1].newest:
        pages.append(shelf.changed_since(pages[-1].edition, limit=3))

    seen = [model.model_id for page in pages for model in page.models]
    assert seen == [f"0805-{number}" for number in (1, 2, 3, 4, 5, 6, 0)]
    assert shelf.version().endswith(f".{pages[-1].edition}")


def test_a_library_without_models_tells_of_no_change(shelf):
    changes = shelf.changed_since(0)

    assert (changes.library, changes.edition, changes.models) == ("empty", 0, ())


def test_an_older_library_is_brought_up_and_tells_of_all_its_models(shelf, package, tmp_path):
    for model_id in ("0805-b", "0805-a"):
        shelf.add(make_model(model_id), package, b"1")
    shelf.describe("0805-a", b"2")
    shelf.close()
    path = tmp_path / "library" / "library.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("DROP INDEX ix_model_edition")
        database.execute("ALTER TABLE model DROP COLUMN edition")
        database.execute("UPDATE alembic_version SET version_num = 'library_0001'")
        database.commit()

    older = ShelfFolder(tmp_path / "library")
    first = older.changed_since(0, limit=1)
    rest = older.changed_since(first.edition)
    older.add(make_model("0805-c"), package, b"1")
    newest = older.changed_since(rest.edition)
    older.close()

    assert [model.model_id for model in first.models] == ["0805-a"]
    assert [model.model_id for model in rest.models] == ["0805-b"]
    assert [model.model_id for model in newest.models] == ["0805-c"]


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
