"""Messages from a socket and onto it, with what is large neither copied nor asked about twice.

pyzmq's own ``recv_multipart`` asks the socket after each frame whether another follows; a frame
knows that itself, which is three times as quick. Below 64 KiB pyzmq copies what is sent, because
that is cheaper; above, the bytes are sent from where they lie and must not change.
"""

from collections.abc import Sequence
from typing import Final

import zmq

from queue_client.codec import Body

# From here on bytes are read where they lie; a copy of each chunk would cost as much as the disk.
_VIEWED: Final = 32 * 1024


def receive_frames(socket: "zmq.Socket[bytes]") -> list[zmq.Frame]:
    """Return a message that has come; raises `zmq.Again` when there is none."""
    frames = [socket.recv(zmq.DONTWAIT, copy=False)]
    while frames[-1].more:
        frames.append(socket.recv(zmq.DONTWAIT, copy=False))
    return frames


def bodies_of(frames: Sequence[zmq.Frame]) -> list[Body]:
    """Return what frames hold: small ones as bytes, large ones as views that keep them."""
    return [frame.bytes if len(frame) < _VIEWED else frame.buffer for frame in frames]


def send_frames(socket: "zmq.Socket[bytes]", frames: Sequence[bytes]) -> None:
    """Send a message at once; raises `zmq.ZMQError` (`zmq.Again`) when it cannot leave."""
    socket.send_multipart(frames, flags=zmq.DONTWAIT, copy=False)
