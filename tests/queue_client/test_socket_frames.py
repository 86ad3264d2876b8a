"""Messages off and onto a socket: whole, in order, large ones without a copy."""

import os
import resource
import sys

import pytest
import zmq

from queue_client.chunk_memory import keep_chunk_memory
from queue_client.messages import CHUNK_BYTES
from queue_client.socket_frames import bodies_of, receive_frames, send_frames


@pytest.fixture
def pair():
    context = zmq.Context()
    left, right = context.socket(zmq.PAIR), context.socket(zmq.PAIR)
    left.bind("inproc://frames")
    right.connect("inproc://frames")
    yield left, right
    context.destroy(linger=0)


def test_a_message_arrives_as_it_was_sent_and_the_next_one_apart(pair):
    chunk = os.urandom(CHUNK_BYTES)

    send_frames(pair[0], [b"\3\2", b"{}", chunk])
    send_frames(pair[0], [b"next"])
    first, second = (bodies_of(receive_frames(pair[1])) for _ in range(2))

    assert first == [b"\3\2", b"{}", chunk]
    assert second == [b"next"]
    assert isinstance(first[1], bytes)
    assert isinstance(first[2], memoryview)


def test_an_empty_socket_says_so(pair):
    with pytest.raises(zmq.Again):
        receive_frames(pair[1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's")
def test_the_memory_of_chunks_is_not_asked_for_anew_each_time():
    kept = keep_chunk_memory()
    _take_and_let_go(chunks=16)
    before = _page_faults()

    for _ in range(10):
        _take_and_let_go(chunks=16)

    assert kept
    assert _page_faults() - before < 160


def _take_and_let_go(chunks):
    held = [b"x" * CHUNK_BYTES for _ in range(chunks)]
    held.clear()


def _page_faults():
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
