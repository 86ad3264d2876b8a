"""The index: new models are seen at once, old ones are not read again, damage is thrown away."""

from __future__ import annotations

import logging
import shutil
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.matching.made_up import made_up_description, made_up_entry, made_up_models
from workstation.domain.folder_lock import FolderLock
from workstation.matching import index, search
from workstation.matching.description import (
    Description,
    DescriptionOutdated,
    DescriptionUnreadable,
    Evidence,
)
from workstation.matching.gallery import Gallery
from workstation.matching.index import Index
from workstation.matching.library import Library
from workstation.matching.model_list import ModelList
from workstation.matching.ports import Changes, ModelEntry
from workstation.matching.prior import Prior
from workstation.matching.signature import LENGTH

PRIOR = Prior.nothing()
FULL = Evidence.CALIBRATED


class Source(ModelList):
    """A list of models that counts reads, tells in pages, and may hold models that fail."""

    def __init__(self, entries: list[ModelEntry], page: int = 10_000) -> None:
        super().__init__(entries)
        self.page = page
        self.reads: Counter[str] = Counter()
        self.failing: dict[str, Exception] = {}

    def changes(self, since: int) -> Changes:
        whole = super().changes(since)
        if len(whole.came) <= self.page:
            return whole
        return Changes(
            library=whole.library,
            edition=since + self.page,
            newest=whole.newest,
            came=whole.came[: self.page],
            gone=(),
        )

    def description(self, model_id: str) -> Description:
        self.reads[model_id] += 1
        if model_id in self.failing:
            raise self.failing[model_id]
        return super().description(model_id)


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten models be many, so that a test is quick."""
    monkeypatch.setattr(index, "IN_MEMORY", 10)


def ids_of(gallery: Gallery) -> list[str]:
    alive = np.isfinite(gallery.similarities(made_up_description("100000", 1)))
    return sorted(gallery.record(row).model_id for row in np.flatnonzero(alive))


def names_of(source: ModelList) -> list[str]:
    return sorted(entry.model_id for entry in source.entries)


def best(library: Library, hs: str) -> str:
    gallery = library.gallery(FULL)
    found = gallery.search(made_up_description(hs, 999_999), [])
    return gallery.record(int(found.rows[0])).hs


def snapshots(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("f*") if path.is_dir())


def wait_for(holds) -> None:
    ends = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_models_that_come_change_and_go_are_seen_by_the_next_comparison() -> None:
    source = Source(made_up_models(6, 5))
    kept = Index(source, PRIOR)
    kept.current()

    source.put(made_up_entry("200000", 1))
    source.remove("100003-3")
    came = kept.current()
    source.put(made_up_entry("100005", 5, prohibited=True))
    changed = kept.current()

    assert best(came, "200000") == "200000"
    assert ids_of(changed.gallery(FULL)) == names_of(source)
    assert source.reads["100000-0"] == 1
    gallery = changed.gallery(FULL)
    rows = [gallery.record(row) for row in range(len(gallery))]
    flags = {record.model_id: record.prohibited for record in rows}
    assert flags["100005-5"]


def test_a_gallery_of_snapshot_and_changes_finds_what_a_fresh_one_finds() -> None:
    source = Source(made_up_models(6, 6))
    grown = Index(source, PRIOR)
    grown.current()
    for entry in made_up_models(1, 4, first=500):
        source.put(entry)
    source.remove("100002-2")
    query = made_up_description("100000", 77)

    one = grown.current().gallery(FULL)
    two = Gallery.of(source.entries, FULL, PRIOR)
    found, again = one.search(query, ["100000"]), two.search(query, ["100000"])

    counts = dict(zip(found.codes, found.code_counts.tolist(), strict=True))
    assert counts == dict(zip(again.codes, again.code_counts.tolist(), strict=True))
    assert counts["100000"] == 10
    assert counts["100002"] == 5
    assert len(found.rows) == len(again.rows) == len(source)
    assert one.fit(found, ["100000"]).several
    assert one.record(int(found.rows[0])).hs == two.record(int(again.rows[0])).hs == "100000"


def test_the_metric_stays_while_little_changes_and_is_fitted_anew_when_a_fifth_came() -> None:
    source = Source(made_up_models(10, 3))
    kept = Index(source, PRIOR)
    first = kept.current().version

    source.put(made_up_entry("200000", 1))
    little = kept.current().version
    for seed in range(2, 9):
        source.put(made_up_entry("200000", seed))
    much = kept.current().version

    assert first.endswith("/i30")
    assert little.endswith("/i30")
    assert much.endswith("/i38")


def test_the_next_program_opens_the_index_and_reads_only_what_changed(tmp_path: Path) -> None:
    entries = made_up_models(8, 3)
    Index(Source(entries), PRIOR, folder=tmp_path).current().gallery(FULL)
    source = Source(entries)
    source.put(made_up_entry("200000", 1))

    library = Index(source, PRIOR, folder=tmp_path).current()

    assert sum(source.reads.values()) == 1
    assert ids_of(library.gallery(FULL)) == names_of(source)
    assert best(library, "200000") == "200000"
    assert best(library, "100004") == "100004"


def test_what_is_on_disk_answers_as_what_is_in_memory(tmp_path: Path) -> None:
    source = Source(made_up_models(8, 4))
    query = made_up_description("100002", 5)

    on_disk = Index(source, PRIOR, folder=tmp_path).current().gallery(FULL)
    in_memory = Index(source, PRIOR).current().gallery(FULL)
    opened = Index(source, PRIOR, folder=tmp_path).current().gallery(FULL)

    assert snapshots(tmp_path)
    found = [gallery.search(query, ["100002"], 5) for gallery in (on_disk, in_memory, opened)]
    for other in found[1:]:
        assert other.rows.tolist() == found[0].rows.tolist()
        np.testing.assert_allclose(other.scores, found[0].scores, atol=1e-6)
        np.testing.assert_allclose(other.code_scores, found[0].code_scores, atol=1e-6)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index over the models that `test_a_damaged_index` has."""
    folder = tmp_path_factory.mktemp("made-once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "IN_MEMORY", 10)
        Index(Source(made_up_models(8, 3)), PRIOR, folder=folder).current().gallery(FULL)
    return folder


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "code_of.npy").write_bytes(b"rubbish"),
        lambda folder: (folder / "seal.json").unlink(),
        lambda folder: (folder / "seal.json").write_text("[]"),
        lambda folder: (folder / "ids-heap.npy").unlink(),
        lambda folder: next(folder.glob("calibrated-*/vectors.npy")).write_bytes(b"x"),
        lambda folder: next(folder.glob("calibrated-*/metric.npz")).unlink(),
    ],
)
def test_a_damaged_index_is_thrown_away_with_a_warning_and_made_anew(
    tmp_path: Path, made_once: Path, caplog: pytest.LogCaptureFixture, harm
) -> None:
    source = Source(made_up_models(8, 3))
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    harm(snapshots(tmp_path)[0])

    with caplog.at_level(logging.WARNING):
        library = Index(source, PRIOR, folder=tmp_path).current()
        found = best(library, "100004")

    assert found == "100004"
    assert "thrown away" in caplog.text
    assert len(snapshots(tmp_path)) == 1


def test_the_index_of_another_library_is_not_taken(tmp_path: Path) -> None:
    class Other(Source):
        def changes(self, since: int) -> Changes:
            whole = super().changes(since)
            return Changes(
                library="other",
                edition=whole.edition,
                newest=whole.newest,
                came=whole.came,
                gone=whole.gone,
            )

    Index(Source(made_up_models(8, 3)), PRIOR, folder=tmp_path).current()
    other = Other(made_up_models(5, 4))

    library = Index(other, PRIOR, folder=tmp_path).current()

    assert ids_of(library.gallery(FULL)) == names_of(other)
    assert len(other.reads) == 20


def test_a_library_that_was_put_back_to_an_older_state_is_read_anew(tmp_path: Path) -> None:
    Index(Source(made_up_models(8, 4)), PRIOR, folder=tmp_path).current()
    older = Source(made_up_models(8, 3))

    library = Index(older, PRIOR, folder=tmp_path).current()

    assert ids_of(library.gallery(FULL)) == names_of(older)


def test_a_metric_of_another_prior_is_not_used(tmp_path: Path) -> None:
    source = Source(made_up_models(8, 3))
    Index(source, PRIOR, folder=tmp_path).current().gallery(FULL)
    scatters = dict(PRIOR.scatters)
    scatters[FULL] = type(scatters[FULL])(
        mean=scatters[FULL].mean + 1,
        within=scatters[FULL].within,
        total=scatters[FULL].total,
        weight=1.0,
    )
    other = Prior(scatters=scatters, fits={}, alike=0.6)
    before = next(snapshots(tmp_path)[0].glob("calibrated-*"))

    Index(source, other, folder=tmp_path).current().gallery(FULL)

    (after,) = snapshots(tmp_path)[0].glob("calibrated-*")
    assert after != before


def test_a_folder_that_cannot_be_written_leaves_the_index_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index").write_text("in the way")
    source = Source(made_up_models(8, 3))

    with caplog.at_level(logging.WARNING):
        library = Index(source, PRIOR, folder=tmp_path / "index").current()

    assert best(library, "100004") == "100004"
    assert "memory only" in caplog.text


def test_unreadable_models_are_left_out_and_told_of() -> None:
    source = Source(made_up_models(10, 2))
    source.failing = {"100001-1": DescriptionUnreadable("x"), "100002-2": DescriptionOutdated("y")}
    kept = Index(source, PRIOR)

    library = kept.current()
    source.failing = {}
    source.put(source.entries[0])
    mended = made_up_entry("100001", 1)
    source.put(mended)
    after = kept.current()

    assert len(library) == 18
    assert library.trouble is None
    assert library.notes == ("library_partly_outdated", "library_partly_damaged")
    assert after.notes == ("library_partly_outdated",)


def test_a_library_of_another_feature_version_cannot_be_used(tmp_path: Path) -> None:
    source = Source(made_up_models(10, 2))
    source.failing = {entry.model_id: DescriptionOutdated("old") for entry in source.entries[:19]}

    library = Index(source, PRIOR, folder=tmp_path).current()

    assert library.trouble == "library_outdated"
    assert "library_outdated" not in library.notes


def test_a_signature_that_is_no_signature_leaves_its_model_out() -> None:
    source = Source(made_up_models(5, 2))
    good = source.entries[0]
    for model_id, signature in (("short", np.ones(3)), ("nan", np.full(LENGTH, np.nan))):
        broken = made_up_description("100001", 1)
        object.__setattr__(broken, "signature", signature.astype(np.float32))
        source.put(
            ModelEntry(
                model_id=model_id,
                hs="100001",
                name="x",
                prohibited=False,
                description=broken,
            )
        )

    library = Index(source, PRIOR).current()

    assert len(library) == 10
    assert good.model_id in ids_of(library.gallery(FULL))


def test_the_level_is_what_scan_most_models_and_the_declared_ones_bring() -> None:
    entries = made_up_models(10, 3)
    entries.append(made_up_entry("200000", 1, Evidence.SINGLE))
    library = Index(Source(entries), PRIOR).current()

    assert library.level(FULL, ()) is FULL
    assert library.level(Evidence.DUAL, ()) is Evidence.DUAL
    assert library.level(FULL, ("2000",)) is Evidence.SINGLE
    assert len(library.gallery(FULL)) == 30
    assert len(library.gallery(Evidence.SINGLE)) == 31


def test_empty_models_are_listed_apart() -> None:
    entries = [*made_up_models(5, 2), made_up_entry("860900", 1, fill="empty")]
    source = Source(entries)
    kept = Index(source, PRIOR)
    kept.current()
    source.put(made_up_entry("860900", 2, fill="empty"))

    library = kept.current()

    assert library.empty_codes() == ["860900"]
    assert [record.model_id for record in library.empties(1)] == ["860900-1"]
    assert len(library.gallery(FULL)) == 10


def test_a_large_library_is_made_anew_in_the_background_while_the_old_one_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 20)
    source = Source(made_up_models(8, 3), page=30)
    Index(source, PRIOR, folder=tmp_path).current()
    kept = Index(source, PRIOR, folder=tmp_path, wait=False)
    first = kept.current()
    for entry in made_up_models(8, 3, first=1000):
        source.put(entry)

    meanwhile = kept.current()
    wait_for(lambda: kept.current().version.endswith("/i48"))
    last = kept.current()
    kept.close()

    assert first.version.endswith("/i24")
    assert ids_of(meanwhile.gallery(FULL)) == names_of(source)
    assert ids_of(last.gallery(FULL)) == names_of(source)
    assert len(snapshots(tmp_path)) == 1


def test_a_library_too_large_to_wait_for_says_that_it_is_being_indexed(tmp_path: Path) -> None:
    source = Source(made_up_models(8, 5), page=15)
    kept = Index(source, PRIOR, folder=tmp_path, wait=False)

    first = kept.current()
    wait_for(lambda: kept.current().trouble is None)
    library = kept.current()
    kept.close()

    assert first.trouble == "library_being_indexed"
    assert len(first.gallery(FULL)) == 0
    assert ids_of(library.gallery(FULL)) == names_of(source)


def test_while_another_program_makes_the_index_a_large_library_waits_for_it(
    tmp_path: Path,
) -> None:
    source = Source(made_up_models(8, 5), page=15)
    kept = Index(source, PRIOR, folder=tmp_path, wait=False)
    tmp_path.mkdir(exist_ok=True)
    with FolderLock(tmp_path, who="another"):
        kept.current()
        wait_for(lambda: kept._builder is not None and not kept._builder.is_alive())  # noqa: SLF001 - nothing tells of it
        reads = sum(source.reads.values())
    Index(source, PRIOR, folder=tmp_path).current()

    reads_of_the_other = sum(source.reads.values())
    library = kept.current()
    kept.close()

    assert reads == 0
    assert library.trouble is None
    assert sum(source.reads.values()) == reads_of_the_other


def test_closing_ends_the_background_work(tmp_path: Path) -> None:
    class Slow(Source):
        def description(self, model_id: str) -> Description:
            time.sleep(0.002)
            return super().description(model_id)

    source = Slow(made_up_models(10, 100), page=5)
    kept = Index(source, PRIOR, folder=tmp_path, wait=False)
    kept.current()

    kept.close()

    assert sum(source.reads.values()) < 1000
    assert snapshots(tmp_path) == []


def test_rebuilding_reads_nothing_twice(tmp_path: Path) -> None:
    source = Source(made_up_models(8, 3))
    kept = Index(source, PRIOR, folder=tmp_path)
    kept.current()
    source.put(made_up_entry("200000", 1))

    kept.rebuild()

    assert kept.current().version.endswith("/i25")
    assert max(source.reads.values()) == 1
    assert len(snapshots(tmp_path)) == 1


def test_the_two_step_search_finds_what_the_exact_one_finds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entries = made_up_models(40, 25)
    exact = Index(Source(entries), PRIOR).current().gallery(FULL)
    monkeypatch.setattr(search, "EXACT", 500)
    monkeypatch.setattr(search, "_BEST", 60)
    source = Source(entries)
    kept = Index(source, PRIOR, folder=tmp_path)
    stepwise = kept.current().gallery(FULL)

    for hs in ("100000", "100017", "100039"):
        query = made_up_description(hs, 4242)
        one, two = exact.search(query, [hs], 10), stepwise.search(query, [hs], 10)

        assert two.rows[:10].tolist() == one.rows[:10].tolist()
        np.testing.assert_allclose(two.scores[:10], one.scores[:10], atol=1e-6)
        own = one.codes.index(hs)
        assert two.code_scores[own] == pytest.approx(one.code_scores[own])
        assert np.abs(two.code_scores - one.code_scores).mean() < 0.05
    assert stepwise.calibration
    source.remove("100000-0")
    source.put(made_up_entry("200000", 1))
    assert best(kept.current(), "200000") == "200000"
    assert "100000-0" not in ids_of(kept.current().gallery(FULL))


def test_prohibited_models_are_in_the_shortlist_however_many_are_nearer() -> None:
    entries = [*made_up_models(5, 20), made_up_entry("470790", 3, prohibited=True)]
    gallery = Index(Source(entries), PRIOR).current().gallery(FULL)

    found = gallery.search(made_up_description("100002", 9), ["100002"], 5)

    flags = [gallery.record(row).prohibited for row in found.rows.tolist()]
    assert sum(flags) == 1
    assert len(flags) <= 11
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_an_index_folder_that_vanishes_while_it_is_open_still_answers(tmp_path: Path) -> None:
    source = Source(made_up_models(8, 3))
    kept = Index(source, PRIOR, folder=tmp_path)
    library = kept.current()
    shutil.rmtree(snapshots(tmp_path)[0])

    assert best(library, "100004") == "100004"
