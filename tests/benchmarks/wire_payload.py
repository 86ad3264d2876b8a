"""A package from one process to another: over ROUTER and DEALER, over a plain TCP socket.

Both send the same pieces of 256 KiB, the size that the wire has, and both receivers hold the whole
package in memory at the end. The socket's has its memory ready and fills it anew each time; ours
keeps the messages, each with a header, as the hub does until they are written.
"""

import os
import socket
import subprocess
import sys
from typing import Final

import zmq

from queue_client.messages import CHUNK_BYTES
from queue_client.socket_frames import send_frames
from queue_client.transfer import MOST_CREDIT

_PIECES: Final = 48  # 12 MB, as in the study of peers
_PACKAGES: Final = 8  # one after another, so that the wire is measured and not how it wakes up
_HEAD: Final = b"{" + b" " * 198 + b"}"  # as long as a chunk's


def receive(kind: str) -> None:
    """Take packages until standard input ends; the other process."""
    if kind == "tcp":
        _receive_tcp()
    else:
        _receive_zmq(kind)


def _receive_tcp() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    _say(str(server.getsockname()[1]))
    peer, _ = server.accept()
    package = memoryview(bytearray(_PIECES * CHUNK_BYTES))
    for _ in sys.stdin:
        there = 0
        while there < len(package):
            there += peer.recv_into(package[there:])
        peer.sendall(b"x")


def _receive_zmq(kind: str) -> None:
    from queue_client.chunk_memory import keep_chunk_memory  # noqa: PLC0415 - as the hub's door does
    from queue_client.socket_frames import receive_frames  # noqa: PLC0415

    keep_chunk_memory()
    router: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.ROUTER)
    router.linger, router.rcvhwm = 0, 64
    public, secret = zmq.curve_keypair()
    if kind == "curve":
        router.curve_server, router.curve_secretkey = 1, secret
    port = router.bind_to_random_port("tcp://127.0.0.1")
    poller = zmq.Poller()
    poller.register(router, zmq.POLLIN)
    _say(f"{port} {public.decode()}")
    for _ in sys.stdin:
        package: list[zmq.Frame] = []
        route = b""
        while len(package) < _PIECES:
            poller.poll()
            try:
                while len(package) < _PIECES:
                    first, *_, body = receive_frames(router)
                    route = first.bytes
                    package.append(body)
            except zmq.Again:
                continue
        router.send_multipart([route, b"x"])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Payload:
    """A receiving process and what is sent to it."""

    def __init__(self, kind: str) -> None:
        self._kind, self._piece = kind, os.urandom(CHUNK_BYTES)
        command = [sys.executable, "-m", __name__, kind]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        port, _, public = self._process.stdout.readline().strip().partition(" ")
        if kind == "tcp":
            self._socket = socket.create_connection(("127.0.0.1", int(port)))
            return
        self._dealer: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.DEALER)
        self._dealer.linger = 0
        self._dealer.sndhwm = MOST_CREDIT  # as much as a site may have under way
        if kind == "curve":
            own, secret = zmq.curve_keypair()
            self._dealer.curve_serverkey = public.encode()
            self._dealer.curve_publickey, self._dealer.curve_secretkey = own, secret
        self._dealer.connect(f"tcp://127.0.0.1:{port}")

    @property
    def pid(self) -> int:
        """The receiving process."""
        return self._process.pid

    def tell(self, _round: int) -> None:
        """Tell the receiver that packages come."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n" * _PACKAGES)
        self._process.stdin.flush()

    def carry(self, _round: int) -> None:
        """Send all packages, each when the one before it is there."""
        for _ in range(_PACKAGES):
            self._carry_one()

    def _carry_one(self) -> None:
        """Send all pieces and wait for the word that they are there."""
        if self._kind == "tcp":
            for _ in range(_PIECES):
                self._socket.sendall(self._piece)
            self._socket.recv(1)
            return
        for _ in range(_PIECES):
            send_frames(self._dealer, [b"\3\2", _HEAD, self._piece])
        self._dealer.recv()

    def hang_up(self) -> None:
        """End the process."""
        self._process.communicate(timeout=10)


if __name__ == "__main__":
    receive(sys.argv[1])
