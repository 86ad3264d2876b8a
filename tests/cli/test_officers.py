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


def test_an_officer_is_disabled_and_let_in_again(hub):
    add(hub, "li")
    add(hub, "root", "admin")

    done = run("disable", "li", "--why", "moved", "--data", hub)
    disabled = listed(hub)
    words = ("unlock", "li", "--why", "is back", "--by", "root", "--password-stdin")
    run(*words, "--data", hub, input=GOOD)

    assert done.exit_code == 0, done.output
    assert disabled == {"li": "disabled", "root": "active"}
    assert listed(hub) == {"li": "active", "root": "active"}


def test_an_officer_that_nobody_knows_is_one_sentence(hub):
    add(hub, "li")

    for words in (("disable", "wu", "--why", "x"), ("password", "wu", "--password-stdin")):
        refused = run(*words, "--data", hub, input=GOOD)

        assert refused.exit_code == 2
        assert "there is no officer 'wu'" in refused.output


def test_a_new_password_must_not_be_one_that_is_guessed(hub):
    add(hub, "li")

    weak = run("password", "li", "--password-stdin", "--data", hub, input="password1234\n")
    good = run("password", "li", "--password-stdin", "--data", hub, input=GOOD)

    assert (weak.exit_code, good.exit_code) == (2, 0)
    assert add(hub, "wang", password=NAMED).exit_code == 2


def test_a_new_password_does_not_hide_that_its_officer_is_still_shut_out(hub):
    add(hub, "li")
    run("disable", "li", "--why", "moved", "--data", hub)

    told = run("password", "li", "--password-stdin", "--data", hub, input=GOOD)

    assert "is still disabled" in told.output


def test_who_was_not_locked_is_told_that_a_wait_is_over(hub):
    add(hub, "li")

    needless = run("unlock", "li", "--why", "a call", "--data", hub)
    run("disable", "li", "--why", "moved", "--data", hub)
    needed = run("unlock", "li", "--why", "is back", "--data", hub)

    assert "that is over" in needless.output
    assert needed.output == "officer li may work again\n"
