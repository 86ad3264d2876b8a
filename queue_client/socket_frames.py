"""Messages from a socket and onto it, with what is large neither copied nor asked about twice.

pyzmq's own ``recv_multipart`` asks the socket after each frame whether another follows; a frame
knows that itself, which is three times as quick. A large body, which stands last in a message, is
sent from where it lies and must not change.
"""

from collections.abc import Sequence
from typing import Final

import zmq

from queue_client.codec import Body

# From here on bytes are read where they lie; a copy of each chunk would cost as much as the disk.
_VIEWED: Final = 32 * 1024
# From here on bytes are lent to the socket; telling when it is done costs as much as copying less.
_LENT: Final = 64 * 1024


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
    *first, last = frames
    for frame in first:
        socket.send(frame, zmq.DONTWAIT | zmq.SNDMORE)
    socket.send(last, zmq.DONTWAIT, copy=len(last) < _LENT)
