"""One socket to the hub, owned by one thread: ask, wait, close, open afresh, ask again.

The pattern is the Lazy Pirate of the ZeroMQ guide (chapter 4). Each request is idempotent, so
that a reply which was lost costs a repeat and never a second effect. ZMTP heartbeats stay off:
libzmq 4.3.5 aborts the process when one fires on a full pipe (libzmq issue 3937).
"""

import threading
import time
from typing import Final

import zmq

from queue_client.chunk_memory import keep_chunk_memory
from queue_client.codec import Message, decode, encode
from queue_client.errors import (
    Conflict,
    Fenced,
    HubBusy,
    HubSilent,
    Interrupted,
    QueueError,
    RefusalCode,
    Refused,
    TooLate,
    WireViolation,
)
from queue_client.keys import HubAddress, KeyPair, is_ipv6
from queue_client.messages import (
    FRAME_LIMIT,
    BusyReply,
    ConflictReply,
    ErrorReply,
    FencedReply,
    Header,
    TooLateReply,
)
from queue_client.socket_frames import bodies_of, receive_frames, send_frames
from queue_client.versions import VERSION, require_kind

# How often a waiting thread looks whether it was interrupted [s].
_GLANCE_S: Final = 0.1
# Without an explicit limit a question is asked this many times.
_ATTEMPTS: Final = 3


class Link:
    """A DEALER socket that forgets what went wrong by being opened afresh.

    Parameters
    ----------
    timeout_s : float
        How long one attempt waits for its reply [s].
    give_up_s : float or None
        After how long altogether `HubSilent` is raised [s]; three attempts when None.
    """

    def __init__(
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        timeout_s: float = 5.0,
        give_up_s: float | None = None,
    ) -> None:
        self.timeout_s = timeout_s
        self.give_up_s = _ATTEMPTS * timeout_s if give_up_s is None else give_up_s
        self._address, self._keys = address, keys
        keep_chunk_memory()
        self._asked = 0
        self._version = VERSION
        self._interrupted = threading.Event()
        self._socket: zmq.Socket[bytes] | None = None

    @property
    def version(self) -> int:
        """The version of the wire that the hub is spoken to in."""
        return self._version

    def next_ask(self) -> int:
        """Return a number that no question of this link had before."""
        self._asked += 1
        return self._asked

    def speak_newest(self) -> None:
        """Forget that the hub was older: it may have been upgraded since."""
        self._version = VERSION

    def ask(self, request: Header, body: bytes = b"", *, patience_s: float = 0.0) -> Message:
        """Send a request until its reply comes; bad news in the reply is raised.

        ``patience_s`` lengthens each attempt for what is slow by design.

        Raises
        ------
        HubSilent
            If no reply came within ``give_up_s``.
        QueueError
            For busy, refused, conflict, fenced and too-late replies, each its own subclass;
            refused with `UPGRADE`, too, for what an older hub does not know.
        """
        began = time.monotonic()
        while True:
            left_s = began + self.give_up_s - time.monotonic()
            attempt_ends = time.monotonic() + min(max(self.timeout_s, patience_s), max(left_s, 0.0))
            require_kind(request, self._version)
            if self._send(encode(request, body, version=self._version), attempt_ends):
                reply = self._await(request.ask, attempt_ends)
                if reply is not None:
                    raise_bad_news(reply)
                    return reply
            self.reopen()
            waited_s = time.monotonic() - began
            if waited_s >= self.give_up_s:
                raise HubSilent(self._address.endpoint, waited_s)

    def send(self, header: Header, body: bytes = b"") -> bool:
        """Send without waiting for a reply; False when the hub cannot be reached in time."""
        return self._send(
            encode(header, body, version=self._version), time.monotonic() + self.timeout_s
        )

    def receive(self) -> Message | None:
        """Return the next message of a transfer, or None after ``timeout_s`` of silence.

        None at once, too, when the hub was taken back to an older version meanwhile.
        """
        message = self._receive(time.monotonic() + self.timeout_s)
        return None if message is None or self._is_older(message) else message

    def reopen(self) -> None:
        """Close the socket with all it holds; the next use opens a fresh one."""
        if self._socket is not None:
            self._socket.close(linger=0)
            self._socket = None

    def pause(self, seconds: float) -> None:
        """Wait without a question; raises `Interrupted` as every wait does."""
        if self._interrupted.wait(seconds):
            raise Interrupted

    def interrupt(self) -> None:
        """From any thread: make this and every later wait raise `Interrupted`."""
        self._interrupted.set()

    def close(self) -> None:
        """Close for good; may be called twice."""
        self.reopen()

    def silence(self, waited_s: float) -> HubSilent:
        """Return the error for a hub that has been silent for so long."""
        return HubSilent(self._address.endpoint, waited_s)

    def _open(self) -> "zmq.Socket[bytes]":
        if self._socket is None:
            self._socket = _connect(self._address, self._keys)
        return self._socket

    def _send(self, frames: list[bytes], until: float) -> bool:
        socket = self._open()
        while True:
            if self._interrupted.is_set():
                raise Interrupted
            try:
                send_frames(socket, frames)
            except zmq.Again:
                if not self._ready(socket, zmq.POLLOUT, until):
                    return False
            else:
                return True

    def _await(self, ask: int, until: float) -> Message | None:
        while True:
            message = self._receive(until)
            if message is None or self._is_older(message):
                return None
            if message.header.ask == ask:
                return message

    def _is_older(self, message: Message) -> bool:
        """Take up the version of a hub that did not understand a newer one, and said so in it."""
        header = message.header
        # The first version could not even read which question it was.
        older = isinstance(header, ErrorReply) and (
            header.ask == 0 or header.code == RefusalCode.UPGRADE
        )
        if not older or message.version >= self._version:
            return False
        self._version = message.version
        return True

    def _receive(self, until: float) -> Message | None:
        socket = self._open()
        while True:
            if self._interrupted.is_set():
                raise Interrupted
            try:
                return decode(bodies_of(receive_frames(socket)))
            except WireViolation:
                continue  # a damaged reply is no reply; the question is asked again
            except zmq.Again:
                if not self._ready(socket, zmq.POLLIN, until):
                    return None

    def _ready(self, socket: "zmq.Socket[bytes]", event: int, until: float) -> bool:
        while True:
            if self._interrupted.is_set():
                raise Interrupted
            left_s = min(_GLANCE_S, until - time.monotonic())
            if socket.poll(max(0, round(left_s * 1000)), event):
                return True
            if time.monotonic() >= until:
                return False


def raise_bad_news(message: Message) -> None:
    """Raise the error that a reply stands for; return when it is good news."""
    error = _bad_news(message.header)
    if error is not None:
        raise error


def _bad_news(header: Header) -> QueueError | None:
    match header:
        case ErrorReply(code=code, reason=reason):
            known = code in RefusalCode.__members__.values()
            return Refused(RefusalCode(code) if known else RefusalCode.UNKNOWN, reason)
        case BusyReply(why=why, retry_ms=retry_ms):
            return HubBusy(why, retry_ms / 1000)
        case ConflictReply(what=what, reason=reason):
            return Conflict(what, reason)
        case FencedReply(case_id=case_id, token=token):
            return Fenced(case_id, token)
        case TooLateReply(decision_id=decision_id):
            return TooLate(decision_id)
        case _:
            return None


def _connect(address: HubAddress, keys: KeyPair) -> "zmq.Socket[bytes]":
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    socket.immediate = 1  # never queue into a connection that does not stand
    socket.sndhwm = socket.rcvhwm = 32
    socket.maxmsgsize = FRAME_LIMIT
    socket.reconnect_ivl = 50
    socket.reconnect_ivl_max = 1000
    socket.handshake_ivl = 3000
    socket.ipv6 = is_ipv6(address.endpoint)
    socket.tcp_keepalive = 1
    socket.tcp_keepalive_idle = 10
    socket.tcp_keepalive_intvl = 5
    socket.tcp_keepalive_cnt = 3
    socket.curve_serverkey = address.server_key.encode("ascii")
    socket.curve_publickey = keys.public.encode("ascii")
    socket.curve_secretkey = keys.secret.encode("ascii")
    socket.connect(address.endpoint)
    return socket
