import json

from click.testing import CliRunner

from workstation.cli.keys import keys_group
from workstation.cli.officers import officers_group

GOOD = "a long password\n"
NAMED = "wang12345678\n"


def run(*words, **options):
    return CliRunner().invoke(officers_group, [str(word) for word in words], **options)


def add(folder, officer, role="reviewer", password=GOOD):
    words = ["officer", officer, "--name", officer, "--role", role, "--password-stdin"]
    return CliRunner().invoke(keys_group, [*words, "--data", str(folder)], input=password)


def listed(folder):
    lines = run("list", "--data", folder, "--json").output.splitlines()
    return {one["officer"]: one["state"] for one in map(json.loads, lines)}


def test_an_officer_is_disabled_and_let_in_again(tmp_path):
    add(tmp_path, "li")
    add(tmp_path, "root", "admin")

    done = run("disable", "li", "--why", "moved", "--data", tmp_path)
    disabled = listed(tmp_path)
    run("unlock", "li", "--why", "is back", "--data", tmp_path)

    assert done.exit_code == 0, done.output
    assert disabled == {"li": "disabled", "root": "active"}
    assert listed(tmp_path) == {"li": "active", "root": "active"}


def test_an_officer_that_nobody_knows_is_one_sentence(tmp_path):
    add(tmp_path, "li")

    for words in (("disable", "wu", "--why", "x"), ("password", "wu", "--password-stdin")):
        refused = run(*words, "--data", tmp_path, input=GOOD)

        assert refused.exit_code == 2
        assert "there is no officer 'wu'" in refused.output


def test_a_new_password_must_not_be_one_that_is_guessed(tmp_path):
    add(tmp_path, "li")

    weak = run("password", "li", "--password-stdin", "--data", tmp_path, input="password1234\n")
    good = run("password", "li", "--password-stdin", "--data", tmp_path, input=GOOD)

    assert (weak.exit_code, good.exit_code) == (2, 0)
    assert add(tmp_path, "wang", password=NAMED).exit_code == 2
