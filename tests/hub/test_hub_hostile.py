"""A machine that is enrolled and speaks nonsense hurts nobody but itself."""

import os
from dataclasses import replace

import msgspec
import pytest
import zmq

from queue_client.codec import decode
from queue_client.errors import HubSilent, RefusalCode, Refused
from queue_client.messages import ErrorReply, MessageType, Offer
from tests.makers.lawful_names import KEPT_BY_WINDOWS, UNLAWFUL
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub
from workstation.domain.principal import PrincipalKind

NONSENSE = [
    [b""],
    [b"\x01\x01"],
    [b"\x01\x01", b"{}"],
    [b"\x01\x01", b"{}", b"", b""],
    [b"\x01\x09", b'{"ask":1,"software":"x"}', b""],
    [b"\xff\x01", b"{}", b""],
    [b"\x02\x01", b"[" * 16_000, b""],
    [b"\x12\x01", b'{"ask":1,"session":"x","request":"../.."}', b""],
    [b"\x02\x01", b'{"ask":1,"scan_id":"a/../b","sha256":"","size":-1}', b"{}"],
    [bytes((MessageType.WELCOME, 1)), b"{}", b""],
    [os.urandom(2), os.urandom(300), os.urandom(300)],
]


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def speak(hub):
    """Return a bare socket with the keys of an enrolled site."""
    keys = hub.enrolled("site-x", PrincipalKind.SITE)
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.rcvtimeo = 5000
        socket.curve_serverkey = hub.address.server_key.encode()
        socket.curve_publickey = keys.public.encode()
        socket.curve_secretkey = keys.secret.encode()
        socket.connect(hub.address.endpoint)
        yield socket


@pytest.mark.parametrize("frames", NONSENSE)
def test_nonsense_is_answered_with_one_error_and_the_hub_goes_on(hub, speak, frames):
    speak.send_multipart(frames)

    reply = decode(speak.recv_multipart()).header

    assert isinstance(reply, ErrorReply)
    assert hub.site().hello().name == "site-a"


def test_who_speaks_nonsense_again_and_again_is_not_heard_for_a_while(hub, speak):
    for _ in range(20):
        speak.send_multipart([b"nonsense"])
        speak.recv_multipart()
    speak.rcvtimeo = 300
    speak.send_multipart([b"nonsense"])

    with pytest.raises(zmq.Again):
        speak.recv_multipart()
    assert hub.site().hello().name == "site-a"
    (told,) = facts_of(hub.records, "wire:peer:muted")
    assert told["machine"] == "site-x"
    hub.until(lambda: hub.hub.vitals.newest.broken == {"site-x": 20})
    assert hub.hub.vitals.newest.violations["site"] == 20


def test_a_site_may_not_ask_for_cases_and_a_desk_may_not_bring_scans(hub, speak):
    speak.send_multipart(
        [bytes((MessageType.LEASE, 1)), b'{"ask":1,"request":"r","session":"x"}', b""]
    )

    reply = decode(speak.recv_multipart()).header

    assert reply.code == "not_allowed"
    (refused,) = facts_of(hub.records, "wire:message:refused")
    assert refused == {"machine": "site-x", "kind": "site", "message": "LEASE"}


def test_a_store_that_fails_at_the_gate_keeps_it_shut(hub):
    desk = hub.desk(timeout_s=0.2, give_up_s=0.5)
    hub.records.failing = True
    hub.hub.forget_principals()

    with pytest.raises(HubSilent):
        desk.hello()


def test_a_scan_whose_name_is_none_at_a_windows_site_is_refused(hub):
    site = hub.site("site-x")

    for scan_id in KEPT_BY_WINDOWS:
        with pytest.raises(Refused, match="no scan may be called") as caught:
            hub.send(site, scan_id)
        assert caught.value.code is RefusalCode.NOT_LAWFUL

    assert hub.records.cases == {}


@pytest.mark.parametrize("scan_id", sorted(set(UNLAWFUL) - set(KEPT_BY_WINDOWS)))
def test_a_scan_whose_name_is_no_name_is_not_even_read(scan_id):
    header = {"ask": 1, "scan_id": scan_id, "sha256": "0" * 64, "size": 1}

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(header, Offer)


def test_a_scan_that_was_taken_in_under_such_a_name_before_is_still_known(hub):
    site = hub.site("site-x")
    case = hub.records.cases.pop(hub.send(site, "s1"))
    hub.records.cases["site-x:CON"] = replace(case, case_id="site-x:CON", scan_id="CON")

    again = hub.send(site, "CON")

    assert again == "site-x:CON"
