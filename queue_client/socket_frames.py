"""Messages from a socket and onto it, with what is large neither copied nor asked about twice.

pyzmq's own ``recv_multipart`` asks the socket after each frame whether another follows; a frame
knows that itself, which is three times as quick. A large body, which stands last in a message, is
sent from where it lies and must not change.
"""

from collections.abc import Sequence
from typing import Final

import zmq

from queue_client.codec import Body

# Plain numbers: joining two of pyzmq's flags takes longer than sending a small frame.
_NOW: Final = int(zmq.DONTWAIT)
_NOW_AND_MORE: Final = int(zmq.DONTWAIT | zmq.SNDMORE)
# From here on bytes are read where they lie; a copy of each chunk would cost as much as the disk.
_VIEWED: Final = 32 * 1024
# From here on bytes are lent to the socket; telling when it is done costs as much as copying less.
_LENT: Final = 64 * 1024


def receive_frames(socket: "zmq.Socket[bytes]") -> list[zmq.Frame]:
    """Return a message that has come; raises `zmq.Again` when there is none."""
    receive = socket.recv
    frame = receive(_NOW, copy=False)
    frames = [frame]
    while frame.more:
        frame = receive(_NOW, copy=False)
        frames.append(frame)
    return frames


def bodies_of(frames: Sequence[zmq.Frame]) -> list[Body]:
    """Return what frames hold: small ones as bytes, large ones as views that keep them."""
    return [frame.bytes if len(frame) < _VIEWED else frame.buffer for frame in frames]


def send_frames(socket: "zmq.Socket[bytes]", frames: Sequence[bytes]) -> None:
    """Send a message at once; raises `zmq.ZMQError` (`zmq.Again`) when it cannot leave."""
    send = socket.send
    *first, last = frames
    for frame in first:
        send(frame, _NOW_AND_MORE)
    send(last, _NOW, copy=len(last) < _LENT)
