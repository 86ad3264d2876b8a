"""Who may speak and who may work: keys that end, officers who are locked out, let in, disabled."""

import contextlib
import time
from datetime import UTC, datetime, timedelta

import pytest

from queue_client.client import SiteClient
from queue_client.errors import Fenced, HubSilent, RefusalCode, Refused
from queue_client.keys import fingerprint
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision
from workstation.domain.errors import LastAdministrator
from workstation.domain.law import Stage
from workstation.domain.networks import network_of
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.sessions import (
    PasswordDesk,
    Sessions,
    fault_in_password,
    hash_password,
    needs_new_hash,
)
from workstation.storage.records import open_records

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def shut_out(hub, name, **change):
    """Change the only key of a machine, and let the time pass that the hub may take to notice."""
    (before,) = [one for one in hub.records.machines if one.name == name]
    hub.records.machines.remove(before)
    changed = Principal(name=name, kind=before.kind, public_key=before.public_key, **change)
    hub.records.enrol(changed, now=NOW)
    time.sleep(0.3)


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"not_after": datetime.now(UTC) - timedelta(days=1)}]
)
def test_a_key_that_is_revoked_or_over_is_refused_at_its_next_message(hub, change):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    shut_out(hub, "desk-1", **change)

    with pytest.raises(Refused) as caught:
        desk.extend(case)
    assert caught.value.code is RefusalCode.NOT_ALLOWED


HERE, ELSEWHERE = network_of("127.0.0.0/8"), network_of("192.0.2.0/24")


def hello(hub, keys, **options):
    """Connect anew as site-a and be greeted."""
    with contextlib.closing(SiteClient(hub.address, keys, site="site-a", **options)) as site:
        return site.hello()


def test_a_machine_is_heard_from_its_networks_alone(hub):
    keys = hub.enrolled("site-a", PrincipalKind.SITE)

    shut_out(hub, "site-a", allowed_ip=(ELSEWHERE, HERE))
    at_home = hello(hub, keys)
    shut_out(hub, "site-a", allowed_ip=(ELSEWHERE,))
    with pytest.raises(HubSilent):
        hello(hub, keys, timeout_s=0.5, give_up_s=1.5)

    assert at_home.name == "site-a"
    (told,) = facts_of(hub.records, "wire:address:refused")
    assert told == {
        "machine": "site-a",
        "kind": "site",
        "fingerprint": fingerprint(keys.public),
        "address": "127.0.0.1",
        "allowed_ip": ["192.0.2.0/24"],
    }
    hub.until(lambda: hub.hub.vitals.newest.elsewhere["site-a"] > 0)


def test_an_open_connection_is_not_heard_from_an_address_that_was_taken_away(hub):
    site = hub.site()
    hub.send(site, "s1")

    shut_out(hub, "site-a", allowed_ip=(ELSEWHERE,))
    with pytest.raises(Refused, match=r"not heard from 127\.0\.0\.1") as caught:
        site.hello()
    shut_out(hub, "site-a")
    hub.send(site, "s2")

    assert caught.value.code is RefusalCode.NOT_ALLOWED
    assert len(facts_of(hub.records, "wire:address:refused")) == 1


def test_two_keys_of_one_machine_are_good_while_they_are_changed(hub):
    old, new = hub.desk("desk-1", give_up_s=3.0), hub.desk("desk-1")

    assert old.hello().name == new.hello().name == "desk-1"
    hub.records.machines[:] = hub.records.machines[-1:]
    time.sleep(0.3)

    assert new.hello().name == "desk-1"
    with pytest.raises((Refused, HubSilent)):
        old.hello()


def test_a_key_is_good_until_its_day():
    key = Principal(name="a", kind=PrincipalKind.SITE, public_key="k" * 40, not_after=NOW)

    assert key.may_speak(NOW - timedelta(seconds=1))
    assert not key.may_speak(NOW)


def test_an_officer_who_is_disabled_leaves_the_desk_and_what_they_held_waits(hub):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    hub.records.set_officer_state("li", OfficerState.DISABLED, why="moved", now=NOW)

    hub.until(lambda: hub.records.cases[case_id].stage is Stage.WAITING)
    with pytest.raises((Refused, Fenced)):
        desk.extend(case)
    with pytest.raises(Refused) as caught:
        desk.login("li", PASSWORD)
    assert caught.value.code is RefusalCode.LOGIN_FAILED


def endings(hub):
    """Return who sits where no longer, and why, as the evidence log tells it."""
    return [
        (facts["officer"], facts["desk"], facts["reason"])
        for tag, facts in hub.records.notes
        if tag == "desk:session:ended"
    ]


def test_the_log_tells_whenever_an_officer_sits_at_a_desk_no_longer(hub):
    hub.seated("li", "desk-1").logout()
    hub.seated("wang", "desk-2")
    hub.seated_anew("wang", "desk-3")
    hub.records.set_officer_state("wang", OfficerState.DISABLED, why="moved", now=NOW)

    hub.until(lambda: len(endings(hub)) == 3)

    assert endings(hub) == [
        ("li", "desk-1", "logged out"),
        ("wang", "desk-2", "another log-in took its place"),
        ("wang", "desk-3", "this officer may not work here any more"),
    ]


def test_the_log_tells_of_a_session_that_was_idle_for_too_long(tmp_path):
    with RunningHub(tmp_path, idle_s=0.2) as hub:
        hub.seated("li", "desk-1")

        hub.until(lambda: endings(hub) == [("li", "desk-1", "idle or open for too long")])


@pytest.mark.parametrize(
    ("roles", "password"), [((Role.LIBRARIAN,), PASSWORD), ((Role.REVIEWER,), "another password")]
)
def test_an_officer_with_other_roles_or_another_password_signs_in_again(hub, roles, password):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    officer = Officer(officer_id="li", name="Li", roles=frozenset(roles))
    hub.records.add_officer(officer, hash_password(password), now=NOW)

    hub.until(lambda: hub.records.cases[case_id].stage is Stage.WAITING)
    with pytest.raises((Refused, Fenced)):
        desk.decide(make_decision(case))
    assert hub.records.decisions == {}


def test_a_locked_officer_is_told_to_ask_and_may_work_when_unlocked(hub):
    hub.add_officer("li")
    hub.records.set_officer_state("li", OfficerState.LOCKED, why="wrong passwords", now=NOW)
    desk = hub.desk()

    with pytest.raises(Refused) as caught:
        desk.login("li", PASSWORD)
    hub.records.set_officer_state("li", OfficerState.ACTIVE, why="was himself", now=NOW)

    assert caught.value.code is RefusalCode.LOGIN_LOCKED
    assert desk.login("li", PASSWORD).officer == "li"


def test_who_forgot_a_password_and_was_given_a_new_one_need_not_wait(hub):
    hub.add_officer("li")
    desk = hub.desk()
    for _ in range(2):
        with pytest.raises(Refused):
            desk.login("li", "forgotten, alas")

    hub.records.set_password_hash("li", hash_password("a new password"), now=NOW)

    assert desk.login("li", "a new password").officer == "li"


def test_who_was_let_in_again_need_not_wait_after_wrong_passwords(hub):
    hub.add_officer("li")
    hub.add_officer("wang")
    desk = hub.desk()
    for officer in ("li", "wang"):
        for _ in range(2):
            with pytest.raises(Refused):
                desk.login(officer, "forgotten, alas")

    hub.records.set_officer_state("li", OfficerState.ACTIVE, why="asked in person", now=NOW)

    assert desk.login("li", PASSWORD).officer == "li"
    with pytest.raises(Refused) as caught:
        desk.login("wang", PASSWORD)
    assert caught.value.code is RefusalCode.LOGIN_LOCKED


def test_twenty_wrong_passwords_in_a_day_lock_and_nineteen_do_not():
    sessions = Sessions(idle_s=1.0, longest_s=1.0)
    for number in range(19):
        sessions.fail("li", f"desk-{number}", number * 60.0)

    assert not sessions.is_beyond_day("li", 2000.0)
    sessions.fail("li", "desk-1", 2000.0)

    assert sessions.is_beyond_day("li", 2000.0)
    assert not sessions.is_beyond_day("wang", 2000.0)
    assert not sessions.is_beyond_day("li", 24 * 3600.0 + 1)


def test_wrong_passwords_lock_an_officer_but_never_the_last_administrator(hub, monkeypatch):
    monkeypatch.setattr("workstation.hub.sessions.MOST_A_DAY", 2)
    for name, role in (("li", Role.REVIEWER), ("root", Role.ADMIN)):
        hub.add_officer(name, (role,))
        for desk in ("desk-1", "desk-2"):
            with pytest.raises(Refused):
                hub.desk(f"{name}-{desk}").login(name, "not the password")

    states = {name: one.state for name, (one, _) in hub.records.officers.items()}

    assert states == {"li": OfficerState.LOCKED, "root": OfficerState.ACTIVE}
    assert "officer:lock:spared" in [tag for tag, _ in hub.records.notes]


def test_the_records_keep_the_last_administrator(tmp_path):
    records = open_records(tmp_path / "hub.sqlite")
    for name in ("root", "second"):
        officer = Officer(officer_id=name, name=name, roles=frozenset({Role.ADMIN}))
        records.add_officer(officer, "hash", now=NOW)
    records.set_officer_state("second", OfficerState.DISABLED, why="left", now=NOW)

    with pytest.raises(LastAdministrator):
        records.set_officer_state("root", OfficerState.LOCKED, why="x", now=NOW)

    states = {one.officer_id: one.state for one in records.officers()}
    assert states == {"root": OfficerState.ACTIVE, "second": OfficerState.DISABLED}
    records.set_officer_state("second", OfficerState.ACTIVE, why="is back", now=NOW)
    assert {one.officer_id: one.let_in_at for one in records.officers()} == {
        "root": None,
        "second": NOW,
    }
    records.close()


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234",
        "PasswordPassword",
        "liwei12345678",
        "aaaaaaaaaaaaaa",
        "2026!!2026!!",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    assert fault_in_password(password, officer="liwei")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "海关审像中心的一个长口令", PASSWORD]
)
def test_a_long_password_without_rules_of_composition_is_taken(password):
    assert fault_in_password(password, officer="liwei") is None


def test_a_password_kept_under_older_parameters_is_kept_anew():
    old = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
    desk = PasswordDesk(holds=lambda _hash, _password: True)

    assert needs_new_hash(old)
    assert not needs_new_hash(hash_password(PASSWORD))
    assert desk.check(old, PASSWORD).result()
    renewed = desk.renewed(old)
    desk.close()

    assert renewed is not None
    assert not needs_new_hash(renewed)
    assert desk.renewed(old) is None
