"""A librarian's acts, and what the engine sees of them."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.library.shelves import MemoryShelf
from tests.matching.loads import KINDS, make_load
from workstation.domain.errors import LibraryProblem
from workstation.domain.typical_model import ModelState
from workstation.library import curate
from workstation.library.curate import ModelLabel
from workstation.library.ports import ModelShelf
from workstation.library.source import ShelfSource
from workstation.matching.describe import describe

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LABEL = ModelLabel(hs="020329", name="Frozen pork", name_zh="冻猪肉")
DESCRIPTION = describe(make_load(KINDS[0], 1)).thinned().to_bytes()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.scan.tif"
    path.write_bytes(b"a package")
    return path


def test_the_memory_shelf_is_a_model_shelf() -> None:
    shelf: ModelShelf = MemoryShelf()

    assert shelf.models() == []


def test_a_proposed_model_is_not_compared_with_until_it_is_approved(package: Path) -> None:
    shelf = MemoryShelf()
    source = ShelfSource(shelf)

    model = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    before = source.models()
    curate.approve(shelf, model.model_id, now=NOW)
    after = source.models()

    assert model.state is ModelState.PROPOSED
    assert before == []
    assert [(entry.hs, entry.name) for entry in after] == [("020329", "Frozen pork")]


def test_a_retired_model_is_kept_but_not_compared_with(package: Path) -> None:
    shelf = MemoryShelf()
    model = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    curate.approve(shelf, model.model_id, now=NOW)

    curate.retire(shelf, model.model_id, now=NOW)

    assert ShelfSource(shelf).models() == []
    assert shelf.model(model.model_id).state is ModelState.RETIRED


def test_proposing_the_same_picture_twice_is_harmless(package: Path) -> None:
    shelf = MemoryShelf()

    first = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    version = shelf.version()
    again = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)

    assert again == first
    assert shelf.version() == version


def test_every_change_changes_the_version_the_engine_sees(package: Path) -> None:
    shelf = MemoryShelf()
    source = ShelfSource(shelf)
    seen = [source.version()]

    model = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    seen.append(source.version())
    curate.approve(shelf, model.model_id, now=NOW)
    seen.append(source.version())
    list(curate.index_again(shelf, lambda _: DESCRIPTION))
    seen.append(source.version())

    assert len(set(seen)) == len(seen)


def test_a_damaged_description_leaves_only_its_own_model_out(
    package: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = MemoryShelf()
    good = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    bad_label = ModelLabel(hs="470790", name="Waste paper", prohibited=True)
    bad = curate.propose(shelf, package, b"RRDS rubbish", bad_label, now=NOW)
    for model in (good, bad):
        curate.approve(shelf, model.model_id, now=NOW)

    with caplog.at_level(logging.WARNING):
        entries = ShelfSource(shelf).models()

    assert [entry.model_id for entry in entries] == [good.model_id]
    assert bad.model_id in caplog.text


def test_indexing_again_mends_a_damaged_description(package: Path) -> None:
    shelf = MemoryShelf()
    model = curate.propose(shelf, package, b"old", LABEL, now=NOW)
    curate.approve(shelf, model.model_id, now=NOW)

    done = list(curate.index_again(shelf, lambda path: DESCRIPTION if path == package else b""))

    assert [one.model_id for one in done] == [model.model_id]
    assert len(ShelfSource(shelf).models()) == 1


def test_approving_what_is_not_there_is_a_library_problem() -> None:
    with pytest.raises(LibraryProblem, match="no model"):
        curate.approve(MemoryShelf(), "020329-none", now=NOW)


@pytest.mark.parametrize("code", ["", "2", "02032x", "٠٢٠٣", "12345678901"])
def test_a_code_that_is_no_hs_code_is_refused(code: str) -> None:
    with pytest.raises(LibraryProblem, match="not 2 to 10 digits"):
        ModelLabel(hs=code, name="x")


def test_a_model_without_a_name_is_refused() -> None:
    with pytest.raises(LibraryProblem, match="needs a name"):
        ModelLabel(hs="0203", name="  ")
