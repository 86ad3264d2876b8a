import json

import pytest
from click.testing import CliRunner

from queue_client.errors import KeyProblem
from queue_client.keys import KeyPair
from workstation.cli.keys import keys_group


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


def test_a_machine_is_enrolled_listed_and_revoked(tmp_path):
    public = KeyPair.make().public

    enrolled = run("enrol", "site-a", public, "--kind", "site", "--data", tmp_path)
    first = json.loads(run("list", "--data", tmp_path, "--json").output)
    run("revoke", "site-a", public, "--kind", "site", "--data", tmp_path)
    second = json.loads(run("list", "--data", tmp_path, "--json").output)

    assert enrolled.exit_code == 0, enrolled.output
    assert first == {"name": "site-a", "kind": "site", "public_key": public, "enabled": True}
    assert second == {**first, "enabled": False}


def test_a_public_key_may_begin_with_a_dash(tmp_path):
    public = "-" + KeyPair.make().public[1:]

    enrolled = run("enrol", "site-a", public, "--kind", "site", "--data", tmp_path)

    assert enrolled.exit_code == 0, enrolled.output
    assert json.loads(run("list", "--data", tmp_path, "--json").output)["public_key"] == public


@pytest.mark.parametrize(("name", "key"), [("../x", "k" * 40), ("site-a", "short")])
def test_wrong_usage_is_said_in_words(tmp_path, name, key):
    result = run("enrol", name, key, "--kind", "site", "--data", tmp_path)

    assert result.exit_code == 2
    assert not (tmp_path / "hub.sqlite").exists()


def test_an_officer_is_added_with_a_password_of_some_length(tmp_path):
    options = ("--name", "李", "--role", "reviewer", "--role", "chief", "--data", tmp_path)

    short = run("officer", "li", *options, "--password-stdin", input="short\n")
    asked = run("officer", "li", *options, input="a long password\na long password\n")

    assert short.exit_code == 2
    assert asked.exit_code == 0, asked.output
    assert "a long password" not in asked.output
    assert "chief, reviewer" in asked.output
