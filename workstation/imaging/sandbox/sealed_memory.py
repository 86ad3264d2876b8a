"""Pixels handed from one process to another: written once, sealed, mapped without a copy.

On Linux a file in memory is sealed by its writer before it is handed over, and its reader looks
at the seals first: so no pixel can change after it was checked, whatever became of the writer.
Elsewhere the bytes go through the socket.
"""

import mmap
import os
import socket
import struct
import sys
import time
from collections.abc import Sequence
from typing import Final, TypeAlias

Buffer: TypeAlias = bytes | memoryview

CAN_SEAL: Final = sys.platform == "linux"
#: Where each buffer begins is a multiple of this, as vector units like it [bytes].
ALIGNED: Final = 64
_LENGTH: Final = struct.Struct("<QQ")
_SEND_PIECE: Final = 1 << 20


class Broken(Exception):
    """The other side closed its end, kept silent too long, or sent what cannot be."""


def places_of(sizes: Sequence[int]) -> tuple[list[int], int]:
    """Return where buffers of these sizes begin when they are written in turn, and the end."""
    places, end = [], 0
    for size in sizes:
        places.append(end)
        end += -(-size // ALIGNED) * ALIGNED
    return places, end


def send(pipe: socket.socket, document: bytes, buffers: Sequence[Buffer]) -> None:
    """Send a document, and buffers that stand where `places_of` says."""
    places, total = places_of([memoryview(one).nbytes for one in buffers])
    head = _LENGTH.pack(len(document), total)
    if total == 0:
        pipe.sendall(head + document)
    elif CAN_SEAL:
        handle = _sealed(buffers, places, total)
        try:
            socket.send_fds(pipe, [head], [handle])
        finally:
            os.close(handle)
        pipe.sendall(document)
    else:
        pipe.sendall(head + document)
        whole = bytearray(total)
        for place, one in zip(places, buffers, strict=True):
            raw = memoryview(one).cast("B")
            whole[place : place + raw.nbytes] = raw
        pipe.sendall(whole)


def receive(
    pipe: socket.socket, *, ends_at: float, most_document: int, most_bytes: int
) -> tuple[bytes, memoryview]:
    """Return the next document and its buffers' memory, which belongs to this process alone.

    Parameters
    ----------
    ends_at : float
        Monotonic time at which waiting is over [s].
    most_document, most_bytes : int
        What is accepted at most [bytes].

    Raises
    ------
    TimeoutError
        If not all of it came in time.
    Broken
        If the other side is gone, or sent more or other things than it may.
    """
    handles: list[int] = []
    try:
        head = _exactly(pipe, _LENGTH.size, ends_at, handles)
        length, total = _LENGTH.unpack(head)
        if length > most_document or total > most_bytes:
            raise Broken(f"a document of {length} and pixels of {total} bytes are too many")
        document = _exactly(pipe, length, ends_at, handles)
        if total == 0:
            return document, memoryview(b"")
        if not CAN_SEAL:
            return document, memoryview(bytearray(_exactly(pipe, total, ends_at, handles)))
        if len(handles) != 1:
            raise Broken("the pixels did not come along")
        return document, _mapped(handles[0], total)
    finally:
        for handle in handles:
            os.close(handle)


def _exactly(pipe: socket.socket, count: int, ends_at: float, handles: list[int]) -> bytes:
    """Return so many bytes; files handed along are put into ``handles``."""
    parts, have = [], 0
    while have < count:
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        pipe.settimeout(left)
        try:
            wanted = min(count - have, _SEND_PIECE)
            if CAN_SEAL:
                part, brought, _, _ = socket.recv_fds(pipe, wanted, 2)
                handles.extend(brought)
            else:
                part = pipe.recv(wanted)
        except TimeoutError:
            raise
        except OSError as error:
            raise Broken(str(error)) from error
        if not part or len(handles) > 1:
            raise Broken("closed" if not part else "more than one file was handed along")
        parts.append(part)
        have += len(part)
    return b"".join(parts)


if sys.platform == "linux":
    import fcntl

    _SEALS: Final = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL

    def _sealed(buffers: Sequence[Buffer], places: Sequence[int], total: int) -> int:
        handle = os.memfd_create("pixels", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(handle, total)
            for place, one in zip(places, buffers, strict=True):
                raw, done = memoryview(one).cast("B"), 0
                while done < raw.nbytes:  # one call writes 2 GiB at most
                    done += os.pwrite(handle, raw[done:], place + done)
            fcntl.fcntl(handle, fcntl.F_ADD_SEALS, _SEALS)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _mapped(handle: int, total: int) -> memoryview:
        try:
            seals = fcntl.fcntl(handle, fcntl.F_GET_SEALS)
        except OSError as error:
            raise Broken("what was handed along is no sealed memory") from error
        if seals & _SEALS != _SEALS or os.fstat(handle).st_size != total:
            raise Broken("the memory is not sealed, or has another size than was said")
        # Private: who gets the pixels may write into them, and nobody else sees it.
        return memoryview(
            mmap.mmap(handle, total, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        )

else:

    def _sealed(buffers: Sequence[Buffer], places: Sequence[int], total: int) -> int:
        raise NotImplementedError

    def _mapped(handle: int, total: int) -> memoryview:
        raise NotImplementedError
