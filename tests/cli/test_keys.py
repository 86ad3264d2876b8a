import errno
import json
import os

import pytest
from click.testing import CliRunner

from queue_client.errors import KeyProblem
from queue_client.keys import KeyPair, fingerprint
from workstation.cli.keys import keys_group
from workstation.domain.errors import LastAdministrator
from workstation.storage.engines import DatabaseMissing
from workstation.storage.verify import verify_folder


def run(*words, **options):
    return CliRunner().invoke(keys_group, [str(word) for word in words], **options)


def test_a_key_is_made_shown_and_never_overwritten(tmp_path):
    file = tmp_path / "desk.key"

    made = json.loads(run("make", file, "--json").output)
    shown = json.loads(run("show", file, "--json").output)
    again = run("make", file)

    assert made == shown
    assert made["public_key"] == KeyPair.load(file).public
    assert KeyPair.load(file).secret not in run("show", file).output
    assert isinstance(again.exception, KeyProblem)


def test_a_machine_is_enrolled_listed_and_revoked(hub):
    public = KeyPair.make().public

    enrolled = run("enrol", "site-a", public, "--kind", "site", "--data", hub)
    first = json.loads(run("list", "--data", hub, "--json").output)
    run("revoke", "site-a", public, "--kind", "site", "--data", hub)
    second = json.loads(run("list", "--data", hub, "--json").output)

    assert enrolled.exit_code == 0, enrolled.output
    assert first == {"name": "site-a", "kind": "site", "public_key": public, "enabled": True}
    assert second == {**first, "enabled": False}


def enrol(hub, key, *words):
    return run("enrol", "site-a", key, "--kind", "site", *words, "--data", hub)


def sources(hub):
    """Return from where the only key is heard, as the list tells it."""
    return json.loads(run("list", "--data", hub, "--json").output).get("allowed_ip", [])


def test_a_key_is_heard_from_the_networks_that_were_said_until_others_are(hub):
    public = KeyPair.make().public

    said = enrol(hub, public, "--from", "10.1.2.0/24", "--from", "fd00:12::/64")
    listed = run("list", "--data", hub).output
    heard = [sources(hub)]
    run("revoke", "site-a", "--kind", "site", "--data", hub)
    enrol(hub, public)  # let in again
    heard.append(sources(hub))
    enrol(hub, public, "--from", "10.1.3.7")
    heard.append(sources(hub))
    enrol(hub, public, "--from", "anywhere")
    heard.append(sources(hub))

    where = "from 10.1.2.0/24, fd00:12::/64\n"
    assert said.output.endswith(where)
    assert listed.endswith(where)
    both = ["10.1.2.0/24", "fd00:12::/64"]
    assert heard == [both, both, ["10.1.3.7/32"], []]
    assert verify_folder(hub).verified


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "10.1.2.7/24"), "did you mean 10.1.2.0/24?"),
        (("--from", "the yard"), "'the yard' is no network, such as 10.1.2.0/24"),
        (("--from", "anywhere", "--from", "10.1.2.0/24"), "'anywhere' stands alone"),
    ],
)
def test_a_network_that_is_none_is_refused_and_nothing_enrolled(hub, words, said):
    refused = enrol(hub, KeyPair.make().public, *words)

    assert refused.exit_code == 2
    assert said in " ".join(refused.output.split())
    assert run("list", "--data", hub, "--json").output == ""


def test_a_public_key_may_begin_with_a_dash(hub):
    public = "-" + KeyPair.make().public[1:]

    enrolled = run("enrol", "site-a", public, "--kind", "site", "--data", hub)

    assert enrolled.exit_code == 0, enrolled.output
    assert json.loads(run("list", "--data", hub, "--json").output)["public_key"] == public


@pytest.mark.parametrize(
    ("name", "key"),
    [("../x", "k" * 40), ("nul", "k" * 40), ("north.", "k" * 40), ("site-a", "short")],
)
def test_wrong_usage_is_said_in_words(tmp_path, name, key):
    result = run("enrol", name, key, "--kind", "site", "--data", tmp_path)

    assert result.exit_code == 2
    assert not (tmp_path / "hub.sqlite").exists()


def test_an_officer_is_added_with_a_password_of_some_length(hub):
    options = ("--name", "李", "--role", "reviewer", "--role", "chief", "--data", hub)

    short = run("officer", "li", *options, "--password-stdin", input="short\n")
    asked = run("officer", "li", *options, input="a long password\na long password\n")

    assert short.exit_code == 2
    assert asked.exit_code == 0, asked.output
    assert "a long password" not in asked.output
    assert "chief, reviewer" in asked.output


def states(hub):
    lines = run("list", "--data", hub, "--json").output.splitlines()
    return {one["public_key"]: one["enabled"] for one in map(json.loads, lines)}


def test_a_key_that_the_machine_does_not_have_is_not_revoked(hub):
    own, slip = KeyPair.make().public, KeyPair.make().public
    run("enrol", "desk-1", own, "--kind", "desk", "--data", hub)

    refused = run("revoke", "desk-1", slip, "--kind", "desk", "--data", hub)

    assert refused.exit_code == 2
    assert "desk desk-1 has no such key" in refused.output
    assert states(hub) == {own: True}


def test_a_stolen_machine_is_shut_out_by_its_name_alone(hub):
    first, second, other = (KeyPair.make().public for _ in range(3))
    for name, key in (("desk-1", first), ("desk-1", second), ("desk-2", other)):
        run("enrol", name, key, "--kind", "desk", "--data", hub)

    done = run("revoke", "desk-1", "--kind", "desk", "--data", hub)

    assert done.exit_code == 0, done.output
    assert done.output.count("revoked") == 2
    assert states(hub) == {first: False, second: False, other: True}


def test_a_key_is_revoked_by_the_fingerprint_that_the_list_shows(hub):
    old, new = KeyPair.make().public, KeyPair.make().public
    for key in (old, new):
        run("enrol", "north", key, "--kind", "site", "--data", hub)

    done = run("revoke", "north", fingerprint(old), "--kind", "site", "--data", hub)

    assert done.exit_code == 0, done.output
    assert states(hub) == {old: False, new: True}


@pytest.mark.parametrize(
    "words",
    [
        ("enrol", "north", KeyPair.make().public, "--kind", "site"),
        ("revoke", "north", "--kind", "site"),
        ("list",),
        ("officer", "li", "--name", "Li", "--password-stdin"),
    ],
)
def test_a_folder_that_is_spelt_wrong_does_not_become_a_second_hub(tmp_path, words):
    slip = tmp_path / "hbu"

    refused = run(*words, "--data", slip, input="a long password\n")

    assert isinstance(refused.exception, DatabaseMissing)
    assert not slip.exists()


def officer(hub, officer_id, *roles, by=None):
    words = [word for role in roles for word in ("--role", role)]
    words = ["officer", officer_id, "--name", officer_id, *words, "--password-stdin"]
    typed = "a long password\n"
    if by is not None:
        words += ["--by", by]
        typed += typed
    return run(*words, "--data", hub, input=typed)


def test_a_new_password_does_not_take_an_officers_roles(hub):
    officer(hub, "chen", "chief", "supervisor")

    again = officer(hub, "chen")
    new = officer(hub, "li")

    assert again.output == "officer chen recorded: chief, supervisor\n"
    assert new.output == "officer li recorded: reviewer\n"


def test_the_last_administrator_does_not_lose_that_role_by_a_slip(hub):
    officer(hub, "root", "admin")

    refused = officer(hub, "root", "reviewer", by="root")
    officer(hub, "wang", "admin", by="root")
    then = officer(hub, "root", "reviewer", by="wang")

    assert isinstance(refused.exception, LastAdministrator)
    assert then.exit_code == 0, then.output


def test_a_key_that_a_full_disk_does_not_take_leaves_nothing_in_the_way(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("queue_client.keys.os.fsync", full)
        refused = run("make", tmp_path / "north.key")

    assert refused.exception.filename == str(tmp_path / "north.key")
    assert run("make", tmp_path / "north.key").exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_a_hub_keeps_is_for_its_own_account_alone(hub):
    assert hub.stat().st_mode & 0o077 == 0
