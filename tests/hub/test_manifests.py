"""A site's signature over what it offers: pinned at its first greeting, asked for ever after."""

import pytest

from queue_client.asking import hello
from queue_client.client import SiteClient
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import KeyPair, SigningKey
from queue_client.manifests import manifest_holds, manifest_key, sign_manifest
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub, make_meta, sha256
from workstation.domain.principal import PrincipalKind


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def send(site, tmp_path, scan_id="s1"):
    path = tmp_path / scan_id
    path.write_bytes(b"pixels")
    return site.send_scan(
        path, scan_id=scan_id, sha256=sha256(b"pixels"), meta=make_meta("site-a", scan_id)
    )


def test_the_key_of_a_machine_is_the_same_each_time_and_nobody_elses():
    keys = KeyPair.make()

    assert manifest_key(keys) == manifest_key(keys)
    assert manifest_key(keys) != manifest_key(KeyPair.make())
    assert manifest_key(keys).secret != keys.secret


def test_what_a_site_sent_can_be_shown_to_be_its_own_from_the_audit_alone(hub, tmp_path):
    send(hub.site(), tmp_path)

    (pinned,) = facts_of(hub.records, "site:manifest_key:pinned")
    (signed,) = facts_of(hub.records, "scan:manifest:signed")
    assert signed["manifest_key"] == pinned["manifest_key"]
    assert signed["sha256"] == sha256(b"pixels")


def test_an_offer_with_another_signature_is_refused_and_nothing_is_kept(hub, tmp_path):
    site = hub.site()
    site.hello()
    site._manifest_key = SigningKey.make()  # noqa: SLF001 - a thief of the line, not of the key

    with pytest.raises(Refused) as caught:
        send(site, tmp_path)

    assert caught.value.code is RefusalCode.NOT_SIGNED
    assert hub.records.cases == {}


def test_a_pinned_key_is_not_replaced_also_after_a_restart(hub):
    keys = hub.enrolled("site-a", PrincipalKind.SITE)
    first = SiteClient(hub.address, keys, site="site-a", timeout_s=1.0)
    first.hello()
    first.close()
    hub.restart()
    other = SiteClient(hub.address, keys, site="site-a", timeout_s=1.0)
    other._manifest_key = SigningKey.make()  # noqa: SLF001 - as if the file had been exchanged

    try:
        with pytest.raises(Refused) as caught:
            other.hello()
    finally:
        other.close()

    assert caught.value.code is RefusalCode.NOT_SIGNED
    assert len(facts_of(hub.records, "site:manifest_key:refused")) == 1


def test_a_desk_has_no_manifests_and_its_key_is_not_pinned(hub):
    desk = hub.desk("site-a")  # a desk may bear any name

    hello(desk._link, "site-a", manifest_key=SigningKey.make().public)  # noqa: SLF001

    assert facts_of(hub.records, "site:manifest_key:pinned") == []


def test_a_site_with_new_keys_is_pinned_anew_beside_the_old(hub, tmp_path):
    send(hub.site(), tmp_path, "s1")

    assert send(hub.site(), tmp_path, "s2").case_id == "site-a:s2"
    assert len(facts_of(hub.records, "site:manifest_key:pinned")) == 2


def test_a_hub_that_lost_its_pins_learns_them_at_once(hub, tmp_path):
    site = hub.site()
    send(site, tmp_path, "s1")
    hub.stop()
    (tmp_path / "site-keys.json").unlink()
    hub.start()

    assert send(site, tmp_path, "s2").case_id == "site-a:s2"


def test_a_signature_is_for_one_scan_of_one_site_with_one_paper():
    key = SigningKey.make()
    facts = {"site": "a", "scan_id": "s", "sha256": "ab" * 32, "size": 1, "document": b"{}"}
    signature = sign_manifest(key, **facts)

    assert manifest_holds(key.public, signature, **facts)
    changes = {"site": "b", "scan_id": "t", "sha256": "cd" * 32, "size": 2, "document": b"[]"}
    for name, value in changes.items():
        assert not manifest_holds(key.public, signature, **{**facts, name: value})
