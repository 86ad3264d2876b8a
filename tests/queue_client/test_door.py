"""The door: strangers stay outside, and a door that would let them in does not open."""

import sys
import time
from contextlib import ExitStack, contextmanager

import pytest
import zmq

from queue_client.door import Door
from queue_client.errors import DoorUnsafe, EndpointUnavailable
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import Link

HUB = KeyPair.make()
ANY = "tcp://127.0.0.1:*"


class DoorWithoutGate(Door):
    """Forgets to bind the gate; the domain is still enforced."""

    proof_s = 0.3

    def _bind_gate(self):
        return None


class DoorAjar(DoorWithoutGate):
    """Forgets the gate and the enforcement: libzmq's default, which lets everybody in."""

    def _enforce(self, router):
        pass


class DoorWithSleepyGate(Door):
    """Has a gate that says yes to everybody."""

    def __init__(self, endpoint, keys):
        super().__init__(endpoint, keys, knows=lambda _key: True)


def test_without_a_gate_the_door_does_not_open():
    with pytest.raises(DoorUnsafe, match="nobody"):
        DoorWithoutGate(ANY, HUB, knows=lambda _key: False).open()


def test_without_gate_and_enforcement_a_stranger_is_let_in_and_the_door_does_not_open():
    with pytest.raises(DoorUnsafe, match="was let in"):
        DoorAjar(ANY, HUB, knows=lambda _key: False).open()


def test_a_gate_that_knows_everybody_is_found_out():
    with pytest.raises(DoorUnsafe, match="was let in"):
        DoorWithSleepyGate(ANY, HUB).open()


def test_an_endpoint_in_use_is_one_sentence():
    door = Door(ANY, HUB, knows=lambda _key: False)
    door.open()
    try:
        with pytest.raises(EndpointUnavailable, match="cannot listen"):
            Door(door.address.endpoint, HUB, knows=lambda _key: False).open()
    finally:
        door.close()


@contextmanager
def knocking(address, keys=None):
    """Connect a bare socket, with CURVE when there are keys, that queues until it stands."""
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 0
        if keys is not None:
            socket.curve_serverkey = address.server_key.encode()
            socket.curve_publickey = keys.public.encode()
            socket.curve_secretkey = keys.secret.encode()
        yield socket


def heard(door, socket, *frames, seconds=0.4):
    """Return what the door hears within some time after a message was sent."""
    socket.connect(door.address.endpoint)
    socket.send_multipart(frames or [b"one", b"two"])
    return heard_again(door, seconds)


def heard_again(door, seconds=0.2):
    """Return what the door hears next."""
    ends = time.monotonic() + seconds
    messages = []
    while time.monotonic() < ends and not messages:
        messages = door.poll(10)
    return messages


@pytest.fixture
def known():
    return KeyPair.make()


@pytest.fixture
def door(known):
    opened = Door(ANY, HUB, knows=lambda key: key == known.public)
    opened.open()
    yield opened
    opened.close()


def test_the_gate_vouches_for_the_key_of_each_message(door, known):
    with knocking(door.address, known) as socket:
        (incoming,) = heard(door, socket, seconds=5.0)

    assert incoming.key == known.public
    assert incoming.frames == [b"one", b"two"]


@pytest.mark.skipif(sys.platform == "win32", reason="no socket can be looked at there")
def test_a_machine_speaks_on_so_many_lines_and_on_another_once_one_is_closed(door, known):
    with ExitStack() as lines:
        sockets = [lines.enter_context(knocking(door.address, known)) for _ in range(33)]
        first = [len(heard(door, socket, seconds=5.0)) for socket in sockets[:32]]
        one_too_many = heard(door, sockets[32])
        sockets[32].send_multipart([b"again", b"and again"])
        still = heard_again(door)
        sockets[0].close()
        ends = time.monotonic() + 5.0
        taken = []
        while not taken and time.monotonic() < ends:
            sockets[32].send_multipart([b"now", b"there is room"])
            taken = heard_again(door)
        sockets[1].send_multipart([b"as", b"ever"])
        as_ever = heard_again(door, 5.0)

    assert first == [1] * 32
    assert (one_too_many, still) == ([], [])
    assert taken[0].frames == [b"now", b"there is room"]
    assert as_ever[0].frames == [b"as", b"ever"]


def test_a_strangers_message_is_never_heard(door):
    with knocking(door.address, KeyPair.make()) as socket:
        assert heard(door, socket) == []


def test_a_key_that_cannot_be_looked_up_stays_outside_and_the_others_go_on(known, caplog):
    stranger = KeyPair.make()

    def knows(key):
        if key == stranger.public:
            raise ZeroDivisionError
        return key == known.public

    door = Door(ANY, HUB, knows=knows)
    door.open()
    try:
        with knocking(door.address, stranger) as socket:
            unheard = heard(door, socket)
        with knocking(door.address, known) as socket:
            (incoming,) = heard(door, socket, seconds=5.0)
    finally:
        door.close()

    assert unheard == []
    assert "a key could not be looked up at the gate" in caplog.text
    assert incoming.key == known.public


def test_a_client_with_another_hubs_key_is_never_heard(door, known):
    fake = HubAddress(endpoint=door.address.endpoint, server_key=KeyPair.make().public)

    with knocking(fake, known) as socket:
        assert heard(door, socket) == []


@pytest.mark.parametrize("mechanism", ["null", "plain"])
def test_without_curve_nobody_is_heard(door, mechanism):
    with knocking(door.address) as socket:
        if mechanism == "plain":
            socket.plain_username, socket.plain_password = b"admin", b"admin"

        assert heard(door, socket) == []


def test_a_chosen_routing_id_gives_nobody_another_name(door, known):
    with knocking(door.address, known) as socket:
        socket.setsockopt(zmq.IDENTITY, b"site-a")
        (incoming,) = heard(door, socket, seconds=5.0)

    assert incoming.key == known.public


def test_a_frame_beyond_the_limit_is_never_heard(door, known):
    with knocking(door.address, known) as socket:
        assert heard(door, socket, b"one", bytes(400_000)) == []


def test_nobody_sets_heartbeats_which_abort_the_process(door, known):
    link = Link(door.address, known)
    ends = [link._open(), door._router]  # noqa: SLF001 - no behaviour shows these options

    assert [end.getsockopt(zmq.HEARTBEAT_IVL) for end in ends] == [0, 0]
    assert [end.getsockopt(zmq.LINGER) for end in ends] == [0, 0]
    link.close()
