"""Blobs are hashed again, the longest unlooked-at first; damage is noted, set aside and mended."""

from datetime import timedelta

import pytest

from tests.storage.scenes import MORNING, make_arrival, package, sha256, store_package, waiting
from tests.storage.test_backup import tags_of
from workstation.storage.blobs import FolderBlobs
from workstation.storage.scrub import scrub

MONTH = timedelta(days=30)


@pytest.fixture
def store(records, tmp_path):
    for number in range(10):
        store_package(tmp_path, f"s{number}")
        waiting(records, f"s{number}")
    return tmp_path


def spoil(folder, scan_id):
    path = FolderBlobs(folder).path(sha256(scan_id))
    path.chmod(0o600)
    path.write_bytes(b"x" * path.stat().st_size)


def test_a_damaged_blob_is_noted_set_aside_and_asked_for(records, store):
    spoil(store, "s3")

    report = scrub(store, share=1, now=MORNING)

    assert (report.checked, report.damaged, report.missing) == (10, (sha256("s3"),), ())
    assert (store / "damaged" / sha256("s3")).exists()
    assert FolderBlobs(store).size(sha256("s3")) is None
    assert records.wanted("yantian") == ["s3"]
    assert records.wanted("nansha") == []
    assert tags_of(records)[-1] == "blob:damaged"


def test_a_missing_blob_is_told_once_and_no_more_once_it_has_come_again(records, store):
    FolderBlobs(store).path(sha256("s4")).unlink()
    scrub(store, share=1, now=MORNING)
    scrub(store, share=1, now=MORNING)

    store_package(store, "s4")
    records.receive(make_arrival("s4"), now=MORNING)

    assert tags_of(records).count("blob:damaged") == 1
    assert tags_of(records)[-1] == "blob:mended"
    assert records.wanted("yantian") == []
    assert scrub(store, share=1, now=MORNING).all_whole


def test_a_share_a_day_comes_round_to_every_blob_and_to_none_too_early(store):
    looked = [
        scrub(store, share=0.2, now=MORNING + MONTH + timedelta(days=day)).checked
        for day in range(6)
    ]

    assert looked == [2, 2, 2, 2, 2, 2]
    assert scrub(store, share=0.2, now=MORNING + timedelta(days=1)).checked == 0


def test_the_upkeep_does_a_day_of_it_in_slices(store):
    now = MORNING + MONTH

    looked = [scrub(store, share=1, slices=5, now=now).checked for _ in range(6)]

    assert looked == [2, 2, 2, 2, 2, 0]


def test_a_blob_that_stands_there_already_is_hashed_and_made_durable_before_it_counts(store):
    blobs = FolderBlobs(store)
    spoil(store, "s5")

    assert blobs.confirm(sha256("s6"))
    assert not blobs.confirm(sha256("s5"))
    assert blobs.size(sha256("s5")) is None
    assert blobs.path(sha256("s6")).read_bytes() == package("s6")
