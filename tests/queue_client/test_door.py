"""The door: strangers stay outside, and a door that would let them in does not open."""

import socket as plain
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
import zmq

from queue_client.door import Door
from queue_client.errors import AddressElsewhere, DoorUnsafe, EndpointUnavailable
from queue_client.keys import HubAddress, KeyPair, fingerprint
from queue_client.link import Link
from queue_client.messages import Hello

HUB = KeyPair.make()
ANY = "tcp://127.0.0.1:*"
SECRET = b"the owner of these goods"


def has_ipv6():
    try:
        with plain.socket(plain.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


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


def test_a_door_opens_though_a_stranger_is_shut_out_before_it_has_said_a_word(monkeypatch):
    send = zmq.Socket.send

    def send_too_late(socket, data, *args, **options):
        if data == b"knock":  # between two attempts there is no line to write to
            raise zmq.Again
        return send(socket, data, *args, **options)

    monkeypatch.setattr(zmq.Socket, "send", send_too_late)
    door = Door(ANY, HUB, knows=lambda _key: False)

    door.open()

    assert door.address.endpoint.startswith("tcp://127.0.0.1:")
    door.close()


def test_an_endpoint_in_use_is_one_sentence():
    door = Door(ANY, HUB, knows=lambda _key: False)
    door.open()
    try:
        with pytest.raises(EndpointUnavailable, match="cannot listen"):
            Door(door.address.endpoint, HUB, knows=lambda _key: False).open()
    finally:
        door.close()


def test_an_address_of_another_machine_is_told_as_such():
    # A net of documentation, RFC 5737: no machine has it.
    door = Door("tcp://192.0.2.1:5947", HUB, knows=lambda _key: False)

    with pytest.raises(AddressElsewhere) as refused:
        door.open()

    assert "Name an address of this machine" in refused.value.sentence()


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


def test_a_stranger_that_knocks_on_is_told_of_once_with_what_it_can_be_known_by(door, caplog):
    stranger = KeyPair.make()

    for _ in range(2):
        with knocking(door.address, stranger) as socket:
            heard(door, socket, seconds=0.3)

    (told,) = caplog.records  # and not the stranger by whom the door was tried at its opening
    assert told.fingerprint == fingerprint(stranger.public)
    assert told.address == "127.0.0.1"


def test_many_strangers_do_not_fill_the_log(door, caplog, monkeypatch):
    monkeypatch.setattr("queue_client.door._TOLD_KEYS", 2)

    for _ in range(4):
        with knocking(door.address, KeyPair.make()) as socket:
            heard(door, socket, seconds=0.2)

    assert len(caplog.records) == 2


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


def test_a_known_key_is_heard_from_where_it_may_come_alone(known):
    asked, mine = [], []

    def may_come(key, address):
        asked.append((key, address))
        return address in mine

    door = Door(ANY, HUB, knows=lambda key: key == known.public, may_come=may_come)
    door.open()
    try:
        with knocking(door.address, known) as socket:
            elsewhere = heard(door, socket)
        mine.append("127.0.0.1")
        with knocking(door.address, known) as socket:
            (incoming,) = heard(door, socket, seconds=5.0)
    finally:
        door.close()

    assert elsewhere == []
    assert set(asked) == {(known.public, "127.0.0.1")}  # and never about a stranger
    assert incoming.address == "127.0.0.1"


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


@contextmanager
def overheard(door):
    """Carry one connection to the door; yields where to connect, and what has passed so far."""
    passed = bytearray()
    port = int(door.address.endpoint.rpartition(":")[2])

    def carry(source, target):
        with closing(source), closing(target):
            try:
                while piece := source.recv(65536):
                    passed.extend(piece)
                    target.sendall(piece)
            except OSError:
                pass  # the other direction has ended
            with suppress(OSError):  # and wake it, which waits at this end
                target.shutdown(plain.SHUT_RDWR)

    def serve(listener):
        here, _ = listener.accept()
        there = plain.create_connection(("127.0.0.1", port))
        back = threading.Thread(target=carry, args=(there, here), name="overheard-back")
        back.start()
        carry(here, there)
        back.join(timeout=10)

    with plain.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), name="overheard")
        thread.start()
        yield listener.getsockname()[1], passed
        thread.join(timeout=10)


def test_nothing_of_what_is_said_can_be_read_on_the_line(door, known):
    with overheard(door) as (port, passed), knocking(door.address, known) as socket:
        socket.connect(f"tcp://127.0.0.1:{port}")
        socket.send(SECRET * 100)
        said = []
        ends = time.monotonic() + 5.0
        while not said and time.monotonic() < ends:
            said = door.poll(10)

    assert said[0].frames == [SECRET * 100]
    assert len(passed) > len(SECRET) * 100
    assert SECRET not in passed


def test_door_and_link_hold_no_more_than_is_agreed_and_keep_their_lines_alive(door, known):
    link = Link(door.address, known)
    ends = [link._open(), door._router]  # noqa: SLF001 - no behaviour shows all of these options
    both = (zmq.MAXMSGSIZE, zmq.HANDSHAKE_IVL, zmq.TCP_KEEPALIVE, zmq.TCP_KEEPALIVE_IDLE)

    said = [[end.getsockopt(option) for option in both] for end in ends]
    waiting = [(end.getsockopt(zmq.SNDHWM), end.getsockopt(zmq.RCVHWM)) for end in ends]
    immediate = ends[0].getsockopt(zmq.IMMEDIATE)
    link.close()

    assert said == [[266_240, 3000, 1, 10]] * 2
    assert waiting == [(32, 32), (64, 64)]
    assert immediate == 1


def test_hundreds_who_say_nothing_keep_nobody_waiting(door, known):
    """Each may stay silent for three seconds before it is sent away."""
    port = int(door.address.endpoint.rpartition(":")[2])
    with ExitStack() as silent:
        for _ in range(300):
            silent.enter_context(plain.create_connection(("127.0.0.1", port)))
        with knocking(door.address, known) as socket:
            began = time.monotonic()
            (incoming,) = heard(door, socket, seconds=5.0)
            took_s = time.monotonic() - began

    assert incoming.key == known.public
    assert took_s < 1.0


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize("endpoint", ["tcp://[::1]:*", "tcp://[::]:*"])
def test_a_hub_may_listen_at_an_address_of_ipv6(known, endpoint):
    door = Door(endpoint, HUB, knows=lambda key: key == known.public)
    door.open()
    bound = door.address.endpoint.replace("[::]", "[::1]")
    link = Link(HubAddress(endpoint=bound, server_key=HUB.public), known)
    greeting = threading.Thread(target=link.send, args=(Hello(ask=1, software="test"),))
    greeting.start()
    ends = time.monotonic() + 5.0
    said = []
    try:
        while not said and time.monotonic() < ends:
            said = door.poll(10)
    finally:
        greeting.join()
        link.close()
        door.close()

    assert [one.key for one in said] == [known.public]
