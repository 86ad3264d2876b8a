"""How a package is taken in: hashed as it comes, and answered no more often than is of use."""

import hashlib
import zlib

import pytest

from queue_client.codec import Message, write_document
from queue_client.errors import Refused
from queue_client.messages import (
    CHUNK_BYTES,
    TYPES,
    VERSION,
    Chunk,
    Credit,
    Grant,
    Offer,
    StoredReply,
)
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from tests.makers.running_hub import make_meta
from tests.makers.taken_in import settled, way
from workstation.hub import intake as intaking
from workstation.hub.intake import Intake
from workstation.hub.options import HubSettings

CONTENT = bytes(range(256)) * (9 * CHUNK_BYTES // 256)
SHA = hashlib.sha256(CONTENT).hexdigest()
PIECES = [CONTENT[at : at + CHUNK_BYTES] for at in range(0, len(CONTENT), CHUNK_BYTES)]


class Unsigned:
    def check(self, *_):
        return None


class Blobs(FolderOfBlobs):
    def commit(self, part, sha256, *, hashed=""):
        self.hashed = hashed
        return super().commit(part, sha256, hashed=hashed)


class Site:
    """Speaks to an intake as the broker would hand its messages on."""

    def __init__(self, folder, **settings):
        self.blobs = Blobs(folder / "blobs")
        self.settings = HubSettings(data_dir=folder, endpoint="tcp://x", **settings)
        self.begin_anew()

    def begin_anew(self):
        self.intake = Intake(MemoryRecords(), self.blobs, self.settings, Unsigned())

    def offer(self):
        offer = Offer(ask=1, scan_id="s1", sha256=SHA, size=len(CONTENT))
        body = write_document(make_meta("site-a", "s1"))
        message = Message(kind=TYPES[Offer], header=offer, body=body, version=VERSION)
        return settled(self.intake, self.intake.offer("site-a", message, offer, way(1)))

    def chunk(self, number, *, spoilt=False):
        body = PIECES[number]
        if spoilt:
            body = bytes(len(body))
        header = Chunk(
            ask=2 + number,
            scan_id="s1",
            sha256=SHA,
            offset=number * CHUNK_BYTES,
            crc32=zlib.crc32(body),
        )
        message = Message(kind=TYPES[Chunk], header=header, body=memoryview(body))
        return settled(self.intake, self.intake.chunk("site-a", message, header, way(header.ask)))


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    yield site
    site.intake.close()


@pytest.fixture
def still(monkeypatch):
    monkeypatch.setattr(intaking, "monotonic", lambda: 100.0)


@pytest.mark.usefixtures("still")
def test_on_a_fast_line_every_eighth_chunk_is_answered(site):
    first = site.offer()
    said = [site.chunk(number) for number in range(9)]

    assert isinstance(first, Grant)
    assert [type(one) for one in said[:8]] == [*[type(None)] * 7, Credit]
    assert said[7].offset == 8 * CHUNK_BYTES
    assert isinstance(said[8], StoredReply)


def test_on_a_slow_line_every_chunk_is_answered(monkeypatch, site):
    clock = iter(range(10_000))
    monkeypatch.setattr(intaking, "monotonic", lambda: float(next(clock)))
    site.offer()
    said = [site.chunk(number) for number in range(3)]

    assert [type(one) for one in said] == [Credit] * 3


@pytest.mark.usefixtures("still")
def test_a_site_with_a_small_window_is_never_left_waiting_for_a_word(tmp_path):
    site = Site(tmp_path, under_way_bytes=4 * CHUNK_BYTES)
    first = site.offer()
    said = [site.chunk(number) for number in range(4)]

    assert first.credit == 4
    site.intake.close()
    assert [type(one) for one in said] == [type(None), Credit] * 2


@pytest.mark.usefixtures("still")
def test_what_came_in_one_go_is_not_read_again_to_be_hashed(site):
    site.offer()
    site.chunk(0)
    site.offer()
    for number in range(1, 9):
        site.chunk(number)

    assert site.blobs.hashed == SHA


@pytest.mark.usefixtures("still")
def test_what_lay_on_the_disk_before_a_restart_is_hashed_with_the_rest(site):
    site.offer()
    site.chunk(0)
    site.intake.close()
    site.begin_anew()
    site.offer()
    said = [site.chunk(number) for number in range(1, 9)]

    assert site.blobs.hashed == ""
    assert isinstance(said[-1], StoredReply)


@pytest.mark.usefixtures("still")
def test_a_package_that_is_not_what_was_offered_is_refused(site, tmp_path):
    site.offer()
    for number in range(8):
        site.chunk(number)

    with pytest.raises(Refused):
        site.chunk(8, spoilt=True)

    assert not list((tmp_path / "blobs").iterdir())
