"""A site that speaks the version before ours, byte by byte, and one that is older still."""

import hashlib
import json
import zlib

import pytest
import zmq

from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub, make_meta
from workstation.domain.principal import PrincipalKind

CONTENT = bytes(range(256)) * 2000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def socket(hub):
    keys = hub.enrolled("site-old", PrincipalKind.SITE)
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.rcvtimeo = 5000
        socket.curve_serverkey = hub.address.server_key.encode()
        socket.curve_publickey = keys.public.encode()
        socket.curve_secretkey = keys.secret.encode()
        socket.connect(hub.address.endpoint)
        yield socket


def say(socket, kind, header, body=b"", version=1):
    head = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    socket.send_multipart([bytes((kind, version)), head, body])
    first, head, body = socket.recv_multipart()
    return first[0], first[1], json.loads(head), body


def test_a_site_of_version_1_brings_a_scan_and_gets_its_answers_in_version_1(hub, socket):
    document = json.dumps(
        make_meta("site-old", "s1"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    offer = {"ask": 2, "scan_id": "s1", "sha256": SHA, "size": len(CONTENT)}

    welcome = say(socket, 1, {"ask": 1, "software": "review-room/0.1"})
    grant = say(socket, 2, offer, document)
    part = CONTENT[: 256 * 1024]
    crc32 = zlib.crc32(part)
    chunk = {"ask": 3, "crc32": crc32, "offset": 0, "scan_id": "s1", "sha256": SHA}
    credit = say(socket, 3, chunk, part)
    rest = CONTENT[256 * 1024 :]
    chunk = {**chunk, "ask": 4, "crc32": zlib.crc32(rest), "offset": len(part)}
    stored = say(socket, 3, chunk, rest)

    assert welcome[:2] == (64, 1)
    assert set(welcome[2]) == {"ask", "credit", "name", "server_time", "signing_key", "software"}
    assert grant == (70, 1, {"ask": 2, "credit": 16, "offset": 0}, b"")
    assert credit == (71, 1, {"ask": 3, "offset": len(part)}, b"")
    assert stored == (
        72,
        1,
        {"ask": 4, "before": False, "case_id": "site-old:s1", "sha256": SHA},
        b"",
    )
    assert hub.blobs.size(SHA) == len(CONTENT)


@pytest.mark.parametrize(
    ("version", "answered_in", "sentence"),
    [(0, 0, "upgrade this program"), (3, 2, "upgrade the hub first")],
)
def test_a_version_that_is_not_spoken_is_told_to_upgrade_in_words_it_can_read(
    hub, socket, version, answered_in, sentence
):
    kind, spoken, header, _ = say(socket, 1, {"ask": 9, "x": 1}, version=version)

    assert (kind, spoken) == (65, answered_in)
    assert (header["ask"], header["code"]) == (9, "upgrade")
    assert sentence in header["reason"]
    assert facts_of(hub.records, "wire:peer:muted") == []
