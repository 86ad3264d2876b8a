"""An enrolled site fills no disk with what it never finishes, and takes nothing it has not."""

import os
from zlib import crc32

import pytest

from queue_client.codec import Message, write_document
from queue_client.errors import HubBusy, Refused
from queue_client.messages import TYPES, VERSION, Chunk, Grant, Offer
from tests.hub.test_quick_chunks import Unsigned
from tests.makers.memory_store import MemoryRecords
from tests.makers.running_hub import RunningHub, make_meta, sha256
from tests.makers.taken_in import settled, way
from workstation.hub.clocks import wall
from workstation.hub.intake import Intake
from workstation.hub.options import HubSettings
from workstation.storage.blobs import FolderBlobs

PIXELS = b"pixels" * 1000
SIZE = len(PIXELS)
BEGUN = PIXELS[:100]


class Room:
    """An intake on real folders."""

    def __init__(self, folder, **settings):
        self.records, self.blobs = MemoryRecords(), FolderBlobs(folder)
        self.settings = HubSettings(data_dir=folder, endpoint="tcp://x", **settings)
        self.start()

    def start(self):
        self.intake = Intake(self.records, self.blobs, self.settings, Unsigned())

    def offer(self, site, scan_id, sha, size=SIZE):
        header = Offer(ask=1, scan_id=scan_id, sha256=sha, size=size)
        body = write_document({"head": {}, "declaration": None})
        message = Message(kind=TYPES[Offer], header=header, body=body, version=VERSION)
        return settled(self.intake, self.intake.offer(site, message, header, way(1)))

    def begin(self, site, scan_id, sha, content=BEGUN, size=SIZE):
        """Offer a package, bring its first bytes, and leave it."""
        granted = self.offer(site, scan_id, sha, size)
        self.bring(site, scan_id, sha, content, granted.offset)

    def bring(self, site, scan_id, sha, content, offset=0):
        header = Chunk(ask=2, scan_id=scan_id, sha256=sha, offset=offset, crc32=crc32(content))
        message = Message(kind=TYPES[Chunk], header=header, body=content)
        return settled(self.intake, self.intake.chunk(site, message, header, way(2)))

    def leave(self):
        """Let everything stand still for longer than the hub waits."""
        for upload in list(self.intake._uploads.values()):  # noqa: SLF001 - no waiting in tests
            self.intake._forget(upload)  # noqa: SLF001

    @property
    def parts(self):
        return sorted(path.name for path in self.blobs.parts())


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path, reserve_bytes=0)
    yield room
    room.intake.close()


def test_a_site_that_begins_ever_new_scans_keeps_the_last_of_them(room):
    for number in range(20):
        room.begin("site-a", f"s{number}", sha256(b"%d" % number))
        room.leave()
    room.begin("site-b", "s1", sha256(b"b"))
    room.leave()

    assert [name.split("+")[0] for name in room.parts] == ["site-a"] * 8 + ["site-b"]
    assert room.offer("site-a", "s19", sha256(b"19")).offset == len(BEGUN)


def test_a_site_that_offers_ever_other_content_under_one_id_keeps_the_last_of_it(room):
    for number in range(20):
        room.begin("site-a", "s1", sha256(b"%d" % number))
    room.leave()

    assert len(room.parts) == 8


def test_what_is_under_way_is_not_what_makes_room(room):
    room.begin("site-a", "first", sha256(PIXELS))
    for number in range(20):
        room.begin("site-a", "s1", sha256(b"%d" % number))

    stored = room.bring("site-a", "first", sha256(PIXELS), PIXELS[len(BEGUN) :], len(BEGUN))

    assert stored.case_id == "site-a:first"


def test_parts_of_an_earlier_run_are_counted_and_those_of_last_month_removed(room):
    for number in range(7):
        room.begin("site-a", f"s{number}", sha256(b"%d" % number))
        room.leave()
    old = wall().timestamp() - 30 * 24 * 3600
    os.utime(next(path for path in room.blobs.parts() if "+s0+" in path.name), (old, old))
    room.intake.close()
    room.start()

    room.begin("site-a", "s7", sha256(b"7"))
    room.begin("site-a", "s8", sha256(b"8"))
    room.leave()

    assert [name.split("+")[1] for name in room.parts] == [f"s{n}" for n in range(1, 9)]


def test_a_site_whose_name_and_scan_read_like_anothers_does_not_go_on_with_its_part(room):
    room.begin("north", "gate-7", sha256(PIXELS))

    granted = room.offer("north-gate", "7", sha256(PIXELS))

    assert granted.offset == 0


def test_uploads_that_fit_one_by_one_but_not_together_wait(tmp_path):
    room = Room(tmp_path, reserve_bytes=1000)
    room.blobs.free_bytes = lambda: 1000 + 3 * len(PIXELS)
    for number in range(3):
        room.offer("site-a", f"s{number}", sha256(b"%d" % number))

    with pytest.raises(HubBusy, match="nearly full"):
        room.offer("site-b", "s1", sha256(b"b"))
    room.leave()
    assert isinstance(room.offer("site-b", "s1", sha256(b"b")), Grant)
    room.intake.close()


def test_whoever_names_the_hash_of_anothers_package_has_to_bring_it(tmp_path):
    with RunningHub(tmp_path) as hub:
        hub.send(hub.site("site-a"), "s1", PIXELS)
        thief = hub.site("site-b")
        thief.hello()
        document = write_document(make_meta("site-b", "s1"))
        offer = thief._signed("s1", sha256(PIXELS), len(PIXELS), document)  # noqa: SLF001

        reply = thief._link.ask(offer, document).header  # noqa: SLF001 - no client does that

        assert isinstance(reply, Grant)
        assert reply.offset == 0
        assert hub.records.find_scan("site-b", "s1") is None


def test_a_package_that_two_sites_have_is_taken_from_both(tmp_path):
    with RunningHub(tmp_path) as hub:
        first = hub.send(hub.site("site-a"), "s1", PIXELS)
        second = hub.send(hub.site("site-b"), "s1", PIXELS)

        assert {first, second} == {"site-a:s1", "site-b:s1"}
        assert hub.blobs.path(sha256(PIXELS)).read_bytes() == PIXELS


def test_a_package_that_no_record_speaks_of_need_not_travel_again(room):
    path = room.blobs.part("x")
    path.write_bytes(PIXELS)
    room.blobs.commit(path, sha256(PIXELS))

    assert room.offer("site-a", "s1", sha256(PIXELS)).case_id == "site-a:s1"


def test_on_a_full_disk_declarations_and_results_wait_at_their_site(tmp_path):
    with RunningHub(tmp_path, reserve_bytes=1000) as hub:
        site = hub.site()
        hub.blobs.free = 999

        with pytest.raises(HubBusy, match="nearly full"):
            site.declare(make_meta("site-a", "s1")["declaration"])
        with pytest.raises(HubBusy, match="nearly full"):
            site.report_result({"result_id": "r1"})
        hub.blobs.free = 1000

        assert not site.declare(make_meta("site-a", "s1")["declaration"])
        with pytest.raises(Refused):
            site.report_result({"result_id": "r1"})
