"""Parts are written and hashed in order by other threads; a disk that refuses is found out."""

import errno
import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from workstation.domain.errors import DiskFailed
from workstation.hub.growing_part import GrowingPart, PartWriters
from workstation.hub.strand import Strand


@pytest.fixture
def writers():
    made = PartWriters()
    yield made
    made.close()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as made:
        yield made


def test_what_is_handed_on_stands_in_the_part_in_its_order_and_is_hashed(
    writers, tmp_path, monkeypatch
):
    monkeypatch.setattr("workstation.hub.growing_part._BATCH_BYTES", 10_000)
    pieces = [os.urandom(3000) for _ in range(200)]
    part = writers.begin(tmp_path / "part", 0)

    for piece in pieces:
        part.append(piece)
    hashed = part.finish()

    assert part.path.read_bytes() == b"".join(pieces)
    assert hashed == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert part.length == part.written == 600_000


def test_a_small_package_wakes_no_thread(writers, tmp_path):
    before = threading.active_count()
    part = writers.begin(tmp_path / "part", 0)

    part.append(b"pixels")
    hashed = part.finish()

    assert threading.active_count() == before
    assert hashed == hashlib.sha256(b"pixels").hexdigest()
    assert part.path.read_bytes() == b"pixels"


def test_a_part_of_which_others_wrote_bytes_has_no_hash(writers, tmp_path):
    (tmp_path / "part").write_bytes(b"pix")
    part = writers.begin(tmp_path / "part", 3)

    part.append(b"els")

    assert part.finish() == ""
    assert part.path.read_bytes() == b"pixels"


def test_bytes_that_the_disk_refuses_are_told_of_and_nothing_is_written_behind_them(
    writers, tmp_path, monkeypatch
):
    class FullDisk:
        def __init__(self, path, _mode):
            self._file = path.open("ab", buffering=0)

        def write(self, body):
            return self._file.write(bytes(body)[: 5 - self._file.tell()])

        def close(self):
            self._file.close()

    monkeypatch.setattr("workstation.hub.growing_part.FileIO", FullDisk)
    monkeypatch.setattr("workstation.hub.growing_part._BATCH_BYTES", 1)
    part = writers.begin(tmp_path / "part", 0)

    part.append(b"pix")
    part.append(b"els")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        part.finish()
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        part.append(b"more")
    part.close()

    assert part.path.read_bytes() == b"pixel"
    assert part.written == 3


@pytest.mark.parametrize("batch_bytes", [1, 5])
def test_a_part_that_the_disk_did_not_take_has_failed_and_no_hash(
    writers, tmp_path, monkeypatch, batch_bytes
):
    class DeadDisk:
        def __init__(self, path, _mode):
            path.touch()

        def write(self, body):
            if bytes(body) == b"els":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return len(body)

        def close(self):
            pass

    monkeypatch.setattr("workstation.hub.growing_part.FileIO", DeadDisk)
    monkeypatch.setattr("workstation.hub.growing_part._BATCH_BYTES", batch_bytes)
    first = writers.begin(tmp_path / "part", 0)

    first.append(b"pix")
    first.append(b"els")
    first.close()

    assert first.failed
    assert first.digest is None


def test_a_large_part_goes_to_the_disk_while_it_is_hashed_and_none_that_the_disk_refuses_stays(
    writers, tmp_path, monkeypatch
):
    def refuse(_handle, path):
        raise DiskFailed(str(path), "fsync failed")

    monkeypatch.setattr("workstation.hub.growing_part._BATCH_BYTES", 3)
    monkeypatch.setattr("workstation.hub.growing_part.sync_handle", refuse)
    part = writers.begin(tmp_path / "part", 0)

    part.append(b"pixels")
    with pytest.raises(DiskFailed):
        part.finish()
    part.close()  # as a hub does that ends

    assert not part.path.exists()


def test_a_strand_does_one_thing_at_a_time_while_others_go_on(pool):
    held, done = threading.Event(), []
    slow = Strand(pool, lambda value: (held.wait(10), done.append(value)), most_waiting=9)
    quick = Strand(pool, done.append, most_waiting=9)

    slow.put("slow 1")
    slow.put("slow 2")
    quick.put("quick")
    quick.wait()
    before = list(done)
    held.set()
    slow.wait()

    assert before == ["quick"]
    assert done == ["quick", "slow 1", "slow 2"]


def test_strands_take_turns_when_there_are_too_few_threads():
    held, done = threading.Event(), []
    with ThreadPoolExecutor(1) as one:
        long = Strand(one, lambda value: (held.wait(10), done.append(value)), most_waiting=99)
        short = Strand(one, done.append, most_waiting=99)

        for number in range(12):
            long.put(number)
        short.put("short")
        held.set()
        long.wait()
        short.wait()

    assert done.index("short") < 11
    assert [one for one in done if one != "short"] == list(range(12))


def test_a_part_is_begun_by_nobody_before_bytes_come(pool, tmp_path):
    part = GrowingPart(pool, tmp_path / "part", 0)

    part.close()

    assert not part.path.exists()


def test_a_full_strand_has_room_again_once_one_of_those_that_wait_is_begun(pool):
    steps = {name: threading.Event() for name in ("first", "second")}
    begun = {name: threading.Event() for name in ("first", "second", "third")}

    def do(name):
        begun[name].set()
        if name in steps:
            assert steps[name].wait(10)

    strand = Strand(pool, do, most_waiting=1)
    strand.put("first")
    assert begun["first"].wait(10)
    strand.put("second")  # waits behind it
    third = threading.Thread(target=strand.put, args=("third",))
    third.start()
    third.join(0.05)
    kept_waiting = third.is_alive()

    steps["first"].set()
    third.join(10)

    assert kept_waiting
    assert not third.is_alive()  # though the second is not done
    assert not begun["third"].is_set()
    steps["second"].set()
    strand.wait()
    assert begun["third"].is_set()


def test_who_waits_for_room_hears_of_what_went_wrong(pool):
    held = threading.Event()

    def fail(_name):
        held.wait(10)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    strand = Strand(pool, fail, most_waiting=1)
    strand.put("first")
    while strand._values:  # noqa: SLF001 - until it is begun
        time.sleep(0.001)
    strand.put("second")
    threading.Timer(0.05, held.set).start()

    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        strand.put("third")
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        strand.wait()
