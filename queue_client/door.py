"""The hub's side of the wire: one ROUTER behind CURVE, and the gate that checks every key.

CURVE without a ZAP handler lets in every client that knows the server's public key (measured),
so the gate is bound before the router, its domain is enforced, and `Door.prove` tries the door
with a stranger's key before anybody else can. Gate and router are served by one poll loop in
one thread. A door has its own context, because the gate's address is one per context.
"""

import contextlib
import errno
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import zmq
from zmq.utils import z85

from queue_client.chunk_memory import keep_chunk_memory
from queue_client.codec import Body
from queue_client.errors import AddressElsewhere, DoorUnsafe, EndpointUnavailable
from queue_client.keys import HubAddress, KeyPair, fingerprint, is_ipv6
from queue_client.lines import Lines
from queue_client.messages import FRAME_LIMIT
from queue_client.socket_frames import bodies_of, receive_frames, send_frames

_LOG = logging.getLogger(__name__)
_GATE: Final = "inproc://zeromq.zap.01"  # fixed by ZeroMQ RFC 27
_DOMAIN: Final = b"xq"
# Messages taken per turn of the loop, so that one busy peer cannot starve the timers.
_PER_TURN: Final = 64
#: How long those without a key are listened for at the start [s].
_KEYLESS_S: Final = 0.1
_LINGER_MS: Final = 500
_RINGS: Final = 4096
#: A machine that is turned away is told of again after so long [s]; of so many keys meanwhile.
_TOLD_AGAIN_S: Final = 3600.0
_TOLD_KEYS: Final = 50


def _from_anywhere(_key: str, _address: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as it came. ``key`` is what the gate vouches for; ``route`` only a way back.

    ``address`` is the peer's as its open connection has it; empty for a line that has none.
    """

    key: str
    route: bytes
    frames: list[Body]
    address: str = ""


class Door:
    """Listens at an endpoint for machines whose public key ``knows`` says yes to.

    Parameters
    ----------
    endpoint : str
        Where to bind, such as ``tcp://127.0.0.1:5570``; port ``*`` takes any free port.
    knows : callable
        Tells whether a public key (Z85) may connect; asked at each handshake. If it fails, the
        door stays shut for that key, and the log says why.
    may_come : callable
        Tells whether a key that is known may connect from an address; asked and shut likewise.
        Who says no tells of it.
    """

    proof_s: float = 5.0  # how long the proof waits for the gate to be asked

    def __init__(
        self,
        endpoint: str,
        keys: KeyPair,
        *,
        knows: Callable[[str], bool],
        may_come: Callable[[str, str], bool] = _from_anywhere,
    ) -> None:
        self._endpoint, self._keys = endpoint, keys
        self._knows, self._may_come = knows, may_come
        keep_chunk_memory()
        self._context = zmq.Context()
        self._poller = zmq.Poller()
        self._gate: zmq.Socket[bytes] | None = None
        self._router: zmq.Socket[bytes] | None = None
        self._refused: list[str] = []
        self._turned_away: dict[str, float] | None = None  # when each was told of; not yet: None
        self._lines = Lines()
        self._bell: socket.socket | None = None
        self._ringer: socket.socket | None = None

    @property
    def address(self) -> HubAddress:
        """Where clients of this machine reach the door, once it is open."""
        if self._router is None:
            raise ValueError("the door is not open")
        bound = self._router.get_string(zmq.LAST_ENDPOINT)
        return HubAddress(endpoint=bound, server_key=self._keys.public)

    def open(self) -> None:
        """Bind gate and router, then prove that strangers stay outside.

        Raises
        ------
        EndpointUnavailable
            If the endpoint cannot be bound.
        DoorUnsafe
            If a stranger's key is not refused by the gate.
        """
        try:
            self._gate = self._bind_gate()
            self._router = self._bind_router()
            self.hang_bell()
            self.prove()
            self._turned_away = {}
        except zmq.ZMQError as error:
            self.close()
            reason = zmq.strerror(error.errno) if error.errno else str(error)
            elsewhere = error.errno in (errno.EADDRNOTAVAIL, errno.ENODEV)
            kind = AddressElsewhere if elsewhere else EndpointUnavailable
            raise kind(self._endpoint, reason) from error
        except DoorUnsafe:
            self.close()
            raise

    def prove(self) -> None:
        """Knock with a random key, with none, and with a password.

        The gate must be asked about the key and must refuse it; the others must not be heard.
        """
        stranger = KeyPair.make()
        knocks = [self._knock(stranger), self._knock(None), self._knock(None, plain=True)]
        begins = time.monotonic()
        ends = begins + self.proof_s
        try:
            while time.monotonic() < ends:
                for incoming in self.poll(20):
                    if incoming.key == stranger.public or not incoming.key:
                        raise DoorUnsafe("a key that nobody enrolled was let in")
                # Nobody is asked about the others; they are given time to come through.
                waited = time.monotonic() - begins >= min(_KEYLESS_S, self.proof_s / 2)
                if stranger.public in self._refused and waited:
                    return
        finally:
            for knock in knocks:
                knock.close(linger=0)
        raise DoorUnsafe("nobody at the gate checks the keys")

    def poll(self, timeout_ms: int) -> list[Incoming]:
        """Serve the gate and return the messages that wait, at most some dozens.

        What a machine says on one line too many is thrown away unheard.
        """
        ready = dict(self._poller.poll(timeout_ms))
        if self._bell is not None and self._bell.fileno() in ready:
            self._bell.recv(_RINGS)
        if self._gate is not None and self._gate in ready:
            self._serve_gate(self._gate)
        messages: list[Incoming] = []
        if self._router is not None and self._router in ready:
            for _ in range(_PER_TURN):
                try:
                    incoming = self._receive(self._router)
                except zmq.Again:
                    break
                if incoming is not None:
                    messages.append(incoming)
        return messages

    def _receive(self, router: "zmq.Socket[bytes]") -> Incoming | None:
        """Return the next message; None when it came on one line too many.

        Raises `zmq.Again` when there is none.
        """
        route, *frames = receive_frames(router)
        key, address, way = "", "", route.bytes
        if frames:
            key = _said_of(frames[-1], "User-Id")
            address = _said_of(frames[-1], "Peer-Address")
            if not self._lines.admits(key, way, frames[-1]):
                return None
        return Incoming(key=key, route=way, frames=bodies_of(frames), address=address)

    def ring(self) -> None:
        """From any thread: end the wait for messages, this one or the next."""
        ringer = self._ringer
        if ringer is not None:
            with contextlib.suppress(BlockingIOError):  # it rings already
                ringer.send(b"!")

    def hang_bell(self) -> None:
        """Make `ring` heard from now on."""
        self._bell, self._ringer = socket.socketpair()
        self._ringer.setblocking(False)
        self._poller.register(self._bell.fileno(), zmq.POLLIN)

    def send(self, route: bytes, frames: list[bytes]) -> bool:
        """Send a reply; False when the peer is gone or slow: it will ask again."""
        if self._router is None:
            return False
        try:
            send_frames(self._router, [route, *frames])
        except zmq.ZMQError as error:
            if error.errno in {zmq.EAGAIN, zmq.EHOSTUNREACH}:
                return False
            raise
        return True

    def close(self) -> None:
        """Close all sockets and the context; may be called twice.

        Replies that were just sent have half a second to leave; a peer that is gone takes none.
        """
        for one in (self._bell, self._ringer):
            if one is not None:
                one.close()
        self._router = self._gate = self._bell = self._ringer = None
        self._context.destroy(linger=_LINGER_MS)

    def _bind_gate(self) -> "zmq.Socket[bytes] | None":
        gate: zmq.Socket[bytes] = self._context.socket(zmq.REP)
        gate.linger = 0
        gate.bind(_GATE)
        self._poller.register(gate, zmq.POLLIN)
        return gate

    def _bind_router(self) -> "zmq.Socket[bytes]":
        router: zmq.Socket[bytes] = self._context.socket(zmq.ROUTER)
        router.linger = 0
        router.router_mandatory = 1
        router.maxmsgsize = FRAME_LIMIT
        router.sndhwm = router.rcvhwm = 64
        router.handshake_ivl = 3000
        router.tcp_keepalive = 1
        router.tcp_keepalive_idle = 10
        router.tcp_keepalive_intvl = 5
        router.tcp_keepalive_cnt = 3
        router.backlog = 512
        router.ipv6 = is_ipv6(self._endpoint)
        router.curve_server = 1
        router.curve_secretkey = self._keys.secret.encode("ascii")
        router.zap_domain = _DOMAIN
        self._enforce(router)
        router.bind(self._endpoint)
        self._poller.register(router, zmq.POLLIN)
        return router

    def _enforce(self, router: "zmq.Socket[bytes]") -> None:
        """Without this libzmq lets everybody in when no gate is bound."""
        router.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)

    def _serve_gate(self, gate: "zmq.Socket[bytes]") -> None:
        """Answer one question of ZeroMQ RFC 27, whether a key may connect."""
        version, request, domain, address, _identity, mechanism, *credentials = (
            gate.recv_multipart()
        )
        key = ""
        if mechanism == b"CURVE" and domain == _DOMAIN and len(credentials) == 1:
            key = z85.encode(credentials[0]).decode("ascii")
        where = address.decode("ascii", "replace")
        welcome = bool(key) and self._says_yes(self._knows, key)
        if not welcome:
            self._refused = [*self._refused[-99:], key]
            self._tell_of(key, where)
        welcome = welcome and self._says_yes(self._may_come, key, where)
        status, text = (b"200", b"OK") if welcome else (b"400", b"not enrolled")
        gate.send_multipart([version, request, status, text, key.encode("ascii"), b""])

    def _tell_of(self, key: str, address: str) -> None:
        """Log that somebody was turned away, whose program hears nothing; seldom, as it knocks on.

        Each key once in a while, and of so many keys at most: strangers must not fill the disk.
        """
        if self._turned_away is None:
            return
        now = time.monotonic()
        recent = {one: at for one, at in self._turned_away.items() if now - at < _TOLD_AGAIN_S}
        if key not in recent and len(recent) < _TOLD_KEYS:
            recent[key] = now
            mark = fingerprint(key) or "none"
            _LOG.warning(
                "a machine whose key is not enrolled was turned away",
                extra={"fingerprint": mark, "address": address},
            )
        self._turned_away = recent

    def _says_yes(self, answer: Callable[..., bool], *about: str) -> bool:
        try:
            return answer(*about)
        except Exception:  # noqa: BLE001 - one handshake must never stop the room
            _LOG.exception("a key could not be looked up at the gate")
            return False

    def _knock(self, keys: KeyPair | None, *, plain: bool = False) -> "zmq.Socket[bytes]":
        knock: zmq.Socket[bytes] = self._context.socket(zmq.DEALER)
        knock.linger = 0
        knock.ipv6 = is_ipv6(self.address.endpoint)
        if keys is not None:
            knock.curve_serverkey = self._keys.public.encode("ascii")
            knock.curve_publickey = keys.public.encode("ascii")
            knock.curve_secretkey = keys.secret.encode("ascii")
        elif plain:
            knock.plain_username, knock.plain_password = b"anybody", b"anything"
        bound = self.address.endpoint
        knock.connect(bound.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"))
        # On a busy machine it may have been shut out already, and have no line to speak on.
        with contextlib.suppress(zmq.Again):
            knock.send(b"knock", flags=zmq.DONTWAIT)
        return knock


def _said_of(frame: zmq.Frame, name: str) -> str:
    """Return what libzmq hangs on each message: the key that the gate vouched for, the address."""
    try:
        return str(frame.get(name))
    except zmq.ZMQError:
        return ""
