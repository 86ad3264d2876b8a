"""Two versions of the wire live together; what is older is told so in words it can read."""

import os

import pytest

from queue_client import testing
from queue_client.client import DeskClient, SiteClient
from queue_client.codec import decode, encode
from queue_client.errors import RefusalCode, Refused, VersionUnfit, WireViolation
from queue_client.messages import HEADERS, VERSION, Credit, Hello
from queue_client.testing import StubHub
from queue_client.versions import ADDED, OLDEST
from tests.queue_client.test_clients import SECRET, send


@pytest.fixture
def older_hub():
    with StubHub() as stub:
        stub.only_version = VERSION - 1
        stub.add_officer("li", SECRET)
        yield stub


def test_what_a_version_added_is_left_out_for_the_one_before():
    frames = encode(Credit(ask=1, offset=2, credit=3), version=1)

    assert frames == [b"\x47\x01", b'{"ask":1,"offset":2}', b""]
    assert decode(frames).header == Credit(ask=1, offset=2, credit=None)


def test_a_message_may_not_use_what_its_own_version_does_not_know():
    with pytest.raises(WireViolation):
        decode([b"\x47\x01", b'{"ask":1,"credit":3,"offset":2}', b""])


@pytest.mark.parametrize("version", [0, OLDEST - 1, VERSION + 1, 255])
def test_a_version_that_is_not_spoken_is_told_apart_from_nonsense(version):
    frames = [bytes((1, version)), b'{"ask":1,"software":"x"}', b""]

    with pytest.raises(VersionUnfit) as caught:
        decode(frames)

    assert caught.value.version == version


def test_every_added_field_has_a_default():
    for added in ADDED.values():
        for shape, names in added.items():
            assert shape in HEADERS.values()
            optional = shape.__struct_fields__[-len(shape.__struct_defaults__) :]
            assert names <= set(optional)


def test_a_site_speaks_to_a_hub_that_is_one_version_older(older_hub, tmp_path):
    content = os.urandom(3_000_000)
    site = SiteClient(older_hub.address, older_hub.keys_for("site-a"), site="site-a", timeout_s=1.0)

    try:
        welcome = site.hello()
        send(site, tmp_path, content)
    finally:
        site.close()

    assert welcome.name == "site-a"
    assert bytes(older_hub.scans["site-a", "s1"].content) == content


def test_a_desk_speaks_to_a_hub_that_is_one_version_older(older_hub, tmp_path):
    older_hub.add_case(b"pixels")
    keys = older_hub.keys_for("desk-1")
    desk = DeskClient(older_hub.address, keys, desk="desk-1", timeout_s=1.0)

    try:
        desk.hello()
        desk.login("li", SECRET)
        case = desk.lease()
        path = desk.fetch(case, case.sha256, case.size, tmp_path / "package")
    finally:
        desk.close()

    assert path.read_bytes() == b"pixels"


def test_a_hub_that_names_the_question_it_cannot_read_is_spoken_to_in_its_version(
    older_hub, monkeypatch
):
    asked = []
    check, reply = StubHub._check_version, testing.error_reply  # noqa: SLF001 - it is delayed

    def noting(message):
        asked.append(message.header.ask)
        check(older_hub, message)

    def naming(ask, _code, reason):
        return reply(ask or asked[-1], RefusalCode.UPGRADE, reason)

    monkeypatch.setattr(older_hub, "_check_version", noting)
    monkeypatch.setattr(testing, "error_reply", naming)
    keys = older_hub.keys_for("desk-1")
    desk = DeskClient(older_hub.address, keys, desk="desk-1", timeout_s=1.0)

    try:
        welcome = desk.hello()
    finally:
        desk.close()

    assert welcome.name == "desk-1"


def test_after_the_hub_was_upgraded_the_next_greeting_is_in_the_new_version(older_hub):
    site = SiteClient(older_hub.address, older_hub.keys_for("site-a"), site="site-a", timeout_s=1.0)
    try:
        site.hello()
        older_hub.only_version = VERSION

        assert site.hello().name == "site-a"
    finally:
        site.close()


def test_the_first_word_has_not_changed_since_version_1():
    frames = encode(Hello(ask=7, software="x", manifest_key="k"), version=1)

    assert frames == [b"\x01\x01", b'{"ask":7,"software":"x"}', b""]


def test_an_older_hub_is_not_asked_what_it_does_not_know(older_hub):
    site = SiteClient(older_hub.address, older_hub.keys_for("site-a"), site="site-a", timeout_s=1.0)
    try:
        site.hello()

        with pytest.raises(Refused) as told:
            site.report_result({"result_id": "r1"})
    finally:
        site.close()

    assert told.value.code is RefusalCode.UPGRADE
    assert older_hub.results == []
