"""A librarian's acts, and what the engine sees of them."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.library.shelves import MemoryShelf
from tests.matching.loads import KINDS, make_load
from workstation.domain.errors import LibraryProblem, ScanUnreadable
from workstation.domain.typical_model import ModelState
from workstation.library import curate
from workstation.library.curate import Indexed, ModelLabel
from workstation.library.ports import ModelShelf
from workstation.library.source import ShelfSource
from workstation.matching.describe import describe
from workstation.matching.description import Evidence
from workstation.matching.index import Index
from workstation.matching.prior import Prior

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LABEL = ModelLabel(hs="020329", name="Frozen pork", name_zh="冻猪肉")
OTHER_DESCRIPTION = b"another"
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
    before = source.changes(0)
    curate.approve(shelf, model.model_id, now=NOW)
    after = source.changes(before.edition)

    assert model.state is ModelState.PROPOSED
    assert before.came == ()
    assert [(record.hs, record.name) for record in after.came] == [("020329", "Frozen pork")]


def test_a_retired_model_is_kept_but_not_compared_with(package: Path) -> None:
    shelf = MemoryShelf()
    model = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    curate.approve(shelf, model.model_id, now=NOW)

    seen = ShelfSource(shelf).changes(0)

    curate.retire(shelf, model.model_id, now=NOW)

    changes = ShelfSource(shelf).changes(seen.edition)
    assert (changes.came, changes.gone) == ((), (model.model_id,))
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
    list(curate.index_again(shelf, [model.model_id], lambda _: OTHER_DESCRIPTION))
    seen.append(source.version())

    assert len(set(seen)) == len(seen)


def test_changes_come_in_pages(package: Path) -> None:
    shelf = MemoryShelf()
    source = ShelfSource(shelf, page=2)
    for hs in ("1001", "1002", "1003"):
        label = ModelLabel(hs=hs, name="grain")
        curate.propose(shelf, package, DESCRIPTION, label, now=NOW)

    first = source.changes(0)
    second = source.changes(first.edition)

    assert [len(first.gone), len(second.gone)] == [2, 1]
    assert [first.is_last, second.is_last] == [False, True]


def test_a_damaged_description_leaves_only_its_own_model_out(
    package: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = MemoryShelf()
    good = curate.propose(shelf, package, DESCRIPTION, LABEL, now=NOW)
    bad_label = ModelLabel(hs="470790", name="Waste paper", prohibited=True)
    bad = curate.propose(shelf, package, b"rubbish", bad_label, now=NOW)
    for model in (good, bad):
        curate.approve(shelf, model.model_id, now=NOW)

    with caplog.at_level(logging.WARNING):
        library = Index(ShelfSource(shelf), Prior.nothing()).current()

    gallery = library.gallery(Evidence.CALIBRATED)
    assert [gallery.record(row).model_id for row in range(len(gallery))] == [good.model_id]
    assert (library.trouble, library.notes) == (None, ("library_partly_damaged",))
    assert bad.model_id in caplog.text


def test_indexing_again_mends_a_damaged_description(package: Path) -> None:
    shelf = MemoryShelf()
    model = curate.propose(shelf, package, b"old", LABEL, now=NOW)
    curate.approve(shelf, model.model_id, now=NOW)

    wanted = [model.model_id]
    done = list(
        curate.index_again(shelf, wanted, lambda path: DESCRIPTION if path == package else b"")
    )

    assert done == [Indexed(model_id=model.model_id)]
    assert len(Index(ShelfSource(shelf), Prior.nothing()).current()) == 1


def test_a_model_that_cannot_be_described_keeps_what_it_has_and_the_rest_goes_on(
    package: Path,
) -> None:
    shelf = MemoryShelf()
    good = curate.propose(shelf, package, b"old", LABEL, now=NOW)
    bad_label = ModelLabel(hs="470790", name="Waste paper")
    bad = curate.propose(shelf, package, b"old", bad_label, now=NOW)
    told = iter([ScanUnreadable("a.scan.tif", "it is cut short")])

    def describe_package(path: Path) -> bytes:
        del path
        for error in told:
            raise error
        return DESCRIPTION

    done = list(curate.index_again(shelf, [bad.model_id, "none", good.model_id], describe_package))

    assert [one.model_id for one in done] == [bad.model_id, "none", good.model_id]
    assert [one.problem is None for one in done] == [False, False, True]
    assert shelf.description(bad.model_id) == b"old"


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
