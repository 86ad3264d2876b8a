"""The short way takes what is plainly right and kept in memory; all else goes the long way."""

import hashlib
import threading
import zlib
from dataclasses import replace

import pytest

from queue_client.codec import Message, encode, write_document
from queue_client.door import Incoming
from queue_client.messages import CHUNK_BYTES, TYPES, VERSION, Chunk, Offer, StoredReply
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from tests.makers.running_hub import RunningHub, make_meta
from tests.makers.taken_in import settled, way
from workstation.domain.networks import network_of
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub import intake as intaking
from workstation.hub.clocks import monotonic, wall
from workstation.hub.intake import Intake
from workstation.hub.options import HubSettings
from workstation.hub.principals import Principals
from workstation.hub.quick_chunks import QuickChunks
from workstation.hub.violations import Violations
from workstation.hub.vitals import Vitals

CONTENT = bytes(range(256)) * (9 * CHUNK_BYTES // 256)
SHA = hashlib.sha256(CONTENT).hexdigest()
SITE = Principal(name="site-a", kind=PrincipalKind.SITE, public_key="key of site-a")
#: Named like a site, so that its kind alone tells what it may do.
DESK = Principal(name="site-a", kind=PrincipalKind.DESK, public_key="key of a desk")


class Unsigned:
    def check(self, *_):
        return None


class Room:
    """An intake with both ways into it."""

    def __init__(self, folder):
        self.records = MemoryRecords()
        for machine in (SITE, DESK):
            self.records.enrol(machine, now=wall())
        settings = HubSettings(data_dir=folder, endpoint="tcp://x")
        self.intake = Intake(self.records, FolderOfBlobs(folder / "blobs"), settings, Unsigned())
        self.violations, self.vitals = Violations(), Vitals()
        self.principals = Principals(self.records)
        self.quick = QuickChunks(self.intake, self.principals, self.violations, self.vitals)
        self.vitals.met(SITE.public_key, SITE.kind)

    def offer(self, content=CONTENT):
        sha256 = hashlib.sha256(content).hexdigest()
        offer = Offer(ask=1, scan_id="s1", sha256=sha256, size=len(content))
        body = write_document(make_meta("site-a", "s1"))
        message = Message(kind=TYPES[Offer], header=offer, body=body, version=VERSION)
        return settled(self.intake, self.intake.offer("site-a", message, offer, way(1)))

    def long(self, number):
        header, body = chunk(number)
        message = Message(kind=TYPES[Chunk], header=header, body=memoryview(body))
        return settled(self.intake, self.intake.chunk("site-a", message, header, way(header.ask)))

    @property
    def heard(self):
        return self.vitals._messages["site"]  # noqa: SLF001 - what the next reading will say


def chunk(number, **changed):
    body = CONTENT[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
    facts = {"scan_id": "s1", "sha256": SHA, "offset": number * CHUNK_BYTES}
    header = Chunk(ask=2 + number, **{**facts, "crc32": zlib.crc32(body), **changed})
    return header, body


def incoming(number=0, *, key=SITE.public_key, version=VERSION, **changed):
    header, body = chunk(number, **changed)
    frames = encode(header, body, version=version)
    return Incoming(key=key, route=b"way", frames=frames)


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path)
    yield room
    room.intake.close()


def test_seven_chunks_of_eight_go_the_short_way_and_the_package_is_whole(room):
    room.offer()

    took = [room.quick.take(incoming(number)) for number in range(8)]
    room.long(7)
    last = room.long(8)

    assert took == [*[True] * 7, False]
    assert room.heard == 7
    assert isinstance(last, StoredReply)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param({"crc32": 1}, id="damaged"),
        pytest.param({"number": 1}, id="not the next"),
        pytest.param({"sha256": "f" * 64}, id="of another package"),
        pytest.param({"scan_id": "s2"}, id="not offered"),
        pytest.param({"key": DESK.public_key}, id="of a machine that may not"),
        pytest.param({"key": "nobody"}, id="of nobody who is enrolled"),
        pytest.param({"version": 1}, id="in an older version"),
    ],
)
def test_what_is_not_plainly_right_goes_the_long_way_with_nothing_done(room, one):
    room.offer()

    took = room.quick.take(incoming(**one))

    assert not took
    assert room.heard == 0
    assert room.quick.take(incoming(0))


def test_a_chunk_from_an_address_that_is_not_the_sites_goes_the_long_way_with_nothing_done(room):
    room.offer()
    room.records.machines[0] = replace(SITE, allowed_ip=(network_of("10.1.2.0/24"),))

    took = [
        room.quick.take(replace(incoming(), address=address))
        for address in ("10.1.3.7", "", "10.1.2.7")
    ]

    assert took == [False, False, True]
    assert room.heard == 1


def test_a_chunk_whose_header_is_not_canonical_goes_the_long_way(room):
    room.offer()
    plain = incoming(0)
    first, head, body = plain.frames

    took = room.quick.take(replace(plain, frames=[first, b" " + head, body]))

    assert not took


def test_a_machine_that_is_not_heard_goes_the_long_way(room):
    room.offer()
    for _ in range(20):
        room.violations.count(SITE.public_key, monotonic())

    assert not room.quick.take(incoming(0))


def test_a_machine_that_was_shut_out_goes_the_long_way(room):
    room.offer()
    room.quick.take(incoming(0))
    room.records.enrol(replace(SITE, enabled=False), now=wall())
    room.principals.forget()

    assert not room.quick.take(incoming(1))


def test_a_chunk_of_which_the_site_is_told_goes_the_long_way(room, monkeypatch):
    clock = iter(range(10_000))
    monkeypatch.setattr(intaking, "monotonic", lambda: float(next(clock)))
    room.offer()

    assert not room.quick.take(incoming(0))


def test_the_last_chunk_goes_the_long_way(room):
    room.offer(CONTENT[:CHUNK_BYTES])

    assert not room.quick.take(
        incoming(0, sha256=hashlib.sha256(CONTENT[:CHUNK_BYTES]).hexdigest())
    )


def test_the_threads_of_an_intake_stay_for_the_next_package_and_end_with_it(tmp_path):
    room = Room(tmp_path)

    def threads():
        return [one for one in threading.enumerate() if one.name.startswith("hub-part")]

    room.offer()
    for number in range(9):
        room.long(number)
    between = threads()
    room.intake.close()

    assert between
    assert threads() == []


def test_a_fault_on_the_short_way_stops_neither_the_hub_nor_the_package(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(QuickChunks, "take", fail)
    content = CONTENT[: 3 * CHUNK_BYTES]

    with RunningHub(tmp_path) as hub:
        case_id = hub.send(hub.site(), "s1", content)

        assert case_id in hub.records.cases
