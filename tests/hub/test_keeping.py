"""A package goes into the store beside the loop: nobody waits for it but its own site."""

import hashlib
import os
import threading
from zlib import crc32

import pytest

from queue_client.codec import Message, write_document
from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.messages import CHUNK_BYTES, TYPES, VERSION, Chunk, Credit, Grant, Offer
from tests.hub.test_quick_chunks import Unsigned
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from tests.makers.running_hub import RunningHub, make_meta
from tests.makers.taken_in import settled, wait_for_settled, way
from workstation.domain.errors import DiskFailed, StorageUnavailable
from workstation.hub import growing_part
from workstation.hub.intake import Intake
from workstation.hub.options import HubSettings
from workstation.storage.blobs import FolderBlobs

LARGE = os.urandom(3 * 1024**2)


class HeldBlobs(FolderOfBlobs):
    """A store that stands still when it is told to, for packages of some size or more."""

    def __init__(self, folder):
        super().__init__(folder)
        self.goes_on, self.waiting, self.held_from = threading.Event(), threading.Event(), 0
        self.goes_on.set()
        self.fails_with = None

    def commit(self, part, sha256, *, hashed=""):
        self._wait(part.stat().st_size)
        if self.fails_with is not None:
            raise self.fails_with
        return super().commit(part, sha256, hashed=hashed)

    def confirm(self, sha256):
        self._wait(self.size(sha256))
        return super().confirm(sha256)

    def _wait(self, size):
        if size >= self.held_from:
            self.waiting.set()
            assert self.goes_on.wait(60)

    def hold(self, from_size=0):
        self.held_from = from_size
        self.goes_on.clear()
        self.waiting.clear()


class Room:
    """An intake on a store that can be held."""

    def __init__(self, folder):
        self.records, self.blobs = MemoryRecords(), HeldBlobs(folder / "blobs")
        self.settings = HubSettings(data_dir=folder, endpoint="tcp://x", reserve_bytes=0)
        self.start()

    def start(self):
        self.intake = Intake(self.records, self.blobs, self.settings, Unsigned())

    def offer(self, content=LARGE, *, scan_id="s1", ask=1):
        header = Offer(ask=ask, scan_id=scan_id, sha256=sha(content), size=len(content))
        body = write_document(make_meta("site-a", scan_id))
        message = Message(kind=TYPES[Offer], header=header, body=body, version=VERSION)
        return self.intake.offer("site-a", message, header, way(ask))

    def bring(self, content=LARGE, *, offset=0, upto=None, scan_id="s1"):
        """Bring all pieces from a place on; returns what the last one was answered."""
        for start in range(offset, upto or len(content), CHUNK_BYTES):
            body = content[start : start + CHUNK_BYTES]
            header = Chunk(
                ask=9, scan_id=scan_id, sha256=sha(content), offset=start, crc32=crc32(body)
            )
            message = Message(kind=TYPES[Chunk], header=header, body=body, version=VERSION)
            taken = self.intake.chunk("site-a", message, header, way(9))
        return taken


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path)
    yield room
    room.blobs.goes_on.set()
    room.intake.close()


def test_nothing_is_answered_or_recorded_before_the_store_has_it(room):
    room.offer()
    room.blobs.hold()

    taken = room.bring()

    assert room.blobs.waiting.wait(60)
    assert taken == (None, None)
    assert list(room.intake.settled()) == []
    assert room.records.find_scan("site-a", "s1") is None
    room.blobs.goes_on.set()
    (one,) = wait_for_settled(room.intake)
    assert one.answer()[0].case_id == "site-a:s1"
    assert not room.intake.keeps


def test_who_offers_again_meanwhile_is_answered_in_place_of_who_asked_first(room):
    room.offer()
    room.blobs.hold()
    room.bring()

    again = room.offer(ask=77)

    assert again == (None, None)
    room.blobs.goes_on.set()
    (one,) = wait_for_settled(room.intake)
    assert room.offer(ask=78) == (None, None)  # also between the store and the answer
    header, case = one.answer()
    assert (header.ask, one.way().ask, case.case_id) == (78, 78, "site-a:s1")
    assert room.blobs.commits == 1


def test_other_content_of_the_scan_waits_meanwhile(room):
    room.offer()
    room.blobs.hold()
    room.bring()

    with pytest.raises(HubBusy, match="being stored"):
        room.offer(b"other")


def test_a_chunk_that_comes_once_more_meanwhile_changes_nothing(room):
    room.offer()
    room.blobs.hold()
    room.bring()

    header, _ = room.bring(offset=len(LARGE) - CHUNK_BYTES)

    assert (type(header), header.offset) == (Grant, len(LARGE))
    room.blobs.goes_on.set()
    (one,) = wait_for_settled(room.intake)
    assert one.answer()[0].sha256 == sha(LARGE)


def test_what_was_begun_before_a_restart_is_hashed_beside_the_loop(room):
    room.offer()
    room.bring(upto=CHUNK_BYTES)
    room.intake.close()
    room.start()
    offset = room.offer()[0].offset
    room.blobs.hold()

    taken = room.bring(offset=offset)

    assert offset == CHUNK_BYTES
    assert taken == (None, None)
    room.blobs.goes_on.set()
    (one,) = wait_for_settled(room.intake)
    assert one.answer()[0].sha256 == sha(LARGE)


def test_what_lies_in_the_store_without_a_record_is_confirmed_beside_the_loop(room):
    (room.blobs.part("x")).write_bytes(LARGE)
    room.blobs.commit(room.blobs.part("x"), sha(LARGE))
    room.blobs.hold()

    taken = room.offer()

    assert taken == (None, None)
    assert room.blobs.waiting.wait(60)
    room.blobs.goes_on.set()
    assert settled(room.intake, taken).case_id == "site-a:s1"


def test_what_is_not_what_it_is_called_is_brought_anew(tmp_path):
    room = Room(tmp_path)
    room.blobs = FolderBlobs(tmp_path / "real")
    room.start()
    room.blobs.commit(_part(room.blobs, LARGE), sha(LARGE))
    path = room.blobs.path(sha(LARGE))
    path.chmod(0o600)
    path.write_bytes(bytes(len(LARGE)))

    header = settled(room.intake, room.offer())

    assert (type(header), header.offset) == (Grant, 0)
    assert settled(room.intake, room.bring()).case_id == "site-a:s1"
    room.intake.close()


def _part(blobs, content):
    path = blobs.part("x")
    path.write_bytes(content)
    return path


def test_a_package_with_another_hash_is_refused_and_begins_anew(room):
    room.offer()
    spoilt = LARGE[:-1] + bytes([LARGE[-1] ^ 1])
    room.bring(upto=len(LARGE) - CHUNK_BYTES)
    last = spoilt[-CHUNK_BYTES:]
    header = Chunk(
        ask=9,
        scan_id="s1",
        sha256=sha(LARGE),
        offset=len(LARGE) - CHUNK_BYTES,
        crc32=crc32(last),
    )
    message = Message(kind=TYPES[Chunk], header=header, body=last, version=VERSION)

    room.intake.chunk("site-a", message, header, way(9))

    (one,) = wait_for_settled(room.intake)
    with pytest.raises(Refused) as caught:
        one.answer()
    assert caught.value.code is RefusalCode.HASH_MISMATCH
    assert room.offer()[0].offset == 0


def test_a_store_that_fails_is_told_and_the_part_not_trusted(room):
    room.offer()
    room.blobs.fails_with = StorageUnavailable("blobs", "as the test ordered")
    room.bring()

    (one,) = wait_for_settled(room.intake)
    with pytest.raises(StorageUnavailable):
        one.answer()

    room.blobs.fails_with = None
    assert room.offer()[0].offset == 0


def test_a_disk_that_fails_ends_the_program(room):
    room.offer()
    room.blobs.fails_with = DiskFailed("blobs", "as the test ordered")
    room.bring()

    (one,) = wait_for_settled(room.intake)

    with pytest.raises(DiskFailed):
        one.answer()


def test_a_site_whose_bytes_the_disk_has_not_taken_is_told_to_go_on_later(room, monkeypatch):
    monkeypatch.setattr("workstation.hub.intake._QUIET_BYTES", 0)
    monkeypatch.setattr("workstation.hub.intake._BEHIND_BYTES", 3 * CHUNK_BYTES)
    monkeypatch.setattr(growing_part, "_BATCH_BYTES", CHUNK_BYTES)
    goes_on = threading.Event()
    monkeypatch.setattr(
        growing_part.GrowingPart,
        "_hash",
        lambda part, batch: goes_on.wait(60) and _took(part, batch),
    )
    room.offer()

    said = [
        room.bring(offset=at, upto=at + CHUNK_BYTES)[0]
        for at in range(0, 5 * CHUNK_BYTES, CHUNK_BYTES)
    ]

    assert [type(one) for one in said] == [Credit] * 3 + [type(None)] * 2
    assert room.intake.owes
    assert list(room.intake.settled()) == []
    goes_on.set()
    (one,) = wait_for_settled(room.intake)
    assert one.answer()[0].offset == 5 * CHUNK_BYTES
    assert not room.intake.owes


def _took(part, batch):
    part._hashed += sum(map(len, batch))  # noqa: SLF001 - as hashing would


def test_bytes_beyond_what_a_site_may_send_are_not_taken(room, monkeypatch):
    monkeypatch.setattr(growing_part, "_BATCH_BYTES", CHUNK_BYTES)
    monkeypatch.setattr(growing_part, "_MOST_WAITING", 2)
    goes_on = threading.Event()
    monkeypatch.setattr(growing_part.GrowingPart, "_hash", lambda *_: goes_on.wait(60))
    room.offer()

    header = room.bring(upto=8 * CHUNK_BYTES)[0]

    assert type(header) is Grant
    assert header.offset in {2 * CHUNK_BYTES, 3 * CHUNK_BYTES}
    goes_on.set()


def test_a_hub_takes_small_scans_while_a_large_one_goes_into_the_store(tmp_path):
    with RunningHub(tmp_path) as hub:
        hub.blobs = HeldBlobs(tmp_path / "blobs")
        hub.restart()
        hub.blobs.hold(len(LARGE))
        large = threading.Thread(target=hub.send, args=(hub.site("site-a"), "s1", LARGE))
        large.start()
        assert hub.blobs.waiting.wait(60)

        case_id = hub.send(hub.site("site-b"), "s1", b"pixels")
        seen = hub.records.find_scan("site-a", "s1")
        hub.blobs.goes_on.set()
        large.join()

        assert case_id == "site-b:s1"
        assert seen is None
        assert hub.records.find_scan("site-a", "s1") is not None
