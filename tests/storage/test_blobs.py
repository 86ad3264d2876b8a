import errno
import hashlib
import os
import sys
from pathlib import Path

import pytest

from workstation.domain.errors import ContentConflict, DiskFailed, StorageUnavailable
from workstation.storage.blobs import FolderBlobs

CONTENT = b"transmission" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def blobs(tmp_path):
    return FolderBlobs(tmp_path)


def finished_part(blobs: FolderBlobs, content: bytes = CONTENT):
    part = blobs.part("yantian-s1-0123456789abcdef")
    part.write_bytes(content)
    return part


def test_a_committed_part_is_found_under_its_hash(blobs, tmp_path):
    part = finished_part(blobs)

    path = blobs.commit(part, SHA256)

    assert path == tmp_path / "blobs" / SHA256[:2] / SHA256 == blobs.path(SHA256)
    assert not part.exists()
    with blobs.open(SHA256) as file:
        assert file.read() == CONTENT
    assert blobs.size(SHA256) == len(CONTENT)


def test_committing_the_same_content_twice_is_harmless(blobs):
    blobs.commit(finished_part(blobs), SHA256)

    blobs.commit(finished_part(blobs), SHA256)

    assert blobs.size(SHA256) == len(CONTENT)


def test_other_content_is_refused_and_its_part_removed(blobs):
    part = finished_part(blobs, CONTENT + b"!")

    with pytest.raises(ContentConflict):
        blobs.commit(part, SHA256)

    assert not part.exists()
    assert blobs.size(SHA256) is None


def test_the_word_of_whoever_wrote_a_part_counts_for_its_hash(blobs):
    part = finished_part(blobs)

    with pytest.raises(ContentConflict):
        blobs.commit(part, SHA256, hashed="ab" * 32)

    assert blobs.size(SHA256) is None


def test_what_is_not_there_is_said_so(blobs):
    assert blobs.size(SHA256) is None
    assert blobs.size("../../etc/passwd") is None
    with pytest.raises(KeyError):
        blobs.open(SHA256)
    with pytest.raises(KeyError):
        blobs.path("../hub.sqlite")
    with pytest.raises(ValueError, match="SHA-256"):
        blobs.commit(finished_part(blobs), "../hub.sqlite")


@pytest.mark.parametrize("name", ["../../hub.sqlite", "a/b", "", ".", "审像", "x" * 500])
def test_no_name_of_an_upload_leads_out_of_the_folder(blobs, tmp_path, name):
    part = blobs.part(name)

    part.write_bytes(b"x")

    assert part.parent == tmp_path / "parts"


@pytest.mark.skipif(os.name == "nt", reason="there folders are not synchronised")
@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("why", [errno.EIO, errno.ENOSPC])
def test_whichever_fsync_fails_the_program_ends_and_the_part_is_never_tried_again(
    blobs, monkeypatch, failing, why
):
    calls = 0
    real = os.fsync

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(why, os.strerror(why))
        real(handle)

    part = finished_part(blobs)
    monkeypatch.setattr(os, "fsync", fsync)

    with pytest.raises(DiskFailed) as caught:
        blobs.commit(part, SHA256)

    assert not part.exists()
    assert calls == failing
    assert not isinstance(caught.value, Exception)
    assert "Check the disk" in caught.value.sentence()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which file a handle is")
def test_file_and_folders_are_synchronised_in_the_order_that_survives_a_power_cut(
    blobs, monkeypatch
):
    synced = []

    def fsync(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))

    part = finished_part(blobs)
    monkeypatch.setattr(os, "fsync", fsync)

    path = blobs.commit(part, SHA256)

    drawer = path.parent
    expected = [part, drawer.parent, drawer]
    assert synced == [str(place) for place in expected]


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StorageUnavailable, match="Not a directory"):
        FolderBlobs(tmp_path / "data")


def test_free_room_is_known(blobs):
    assert blobs.free_bytes() > 0


def test_that_a_blob_is_whole_is_known_without_reading_it_until_it_is_touched(blobs, tmp_path):
    path = blobs.commit(finished_part(blobs), SHA256)
    fresh = FolderBlobs(tmp_path)
    before = fresh.seen_whole(path.name)

    whole = fresh.is_whole(path.name)
    known = fresh.seen_whole(path.name)
    path.chmod(0o600)
    path.write_bytes(b"others")

    assert (before, whole, known) == (False, True, True)
    assert not fresh.seen_whole(path.name)
    assert not fresh.is_whole(path.name)
    assert not fresh.seen_whole(path.name)  # it was set aside
