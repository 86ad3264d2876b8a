"""Officers whose passwords a directory proves: recorded, told, and never the last administrator."""

import json
import sys
import threading
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from workstation.assembly.house_directory import open_directory
from workstation.assembly.run_hub import run_hub
from workstation.cli.checks import State
from workstation.cli.directory_checks import check_administrators, check_directory
from workstation.cli.keys import keys_group
from workstation.cli.officers import officers_group
from workstation.cli.requests import requests_group
from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import LastAdministrator, NoLocalAdministrator, SettingsInvalid
from workstation.settings import HubConfig
from workstation.storage.entry_reader import entries_after
from workstation.storage.password_owners import password_owners

GOOD = "a long password\n"
RULES = DirectoryRules(servers=("ldaps://127.0.0.1:1",), user_dn="uid={officer},dc=example")

installed = pytest.mark.skipif(find_spec("sansldap") is None, reason="an option")


BY_ROOT = ("--by", "root", "--password-stdin")


def officer(folder, name, *words, role="reviewer", text=GOOD):
    told = ["officer", name, "--name", name, "--role", role, *words, "--data", str(folder)]
    return CliRunner().invoke(keys_group, told, input=text)


def officers(folder, *words, text=GOOD):
    return CliRunner().invoke(officers_group, [*words, "--data", str(folder)], input=text)


def entries(folder, tag):
    told = [json.loads(text) for _, text in entries_after(folder, 0, 100)]
    return [one["facts"] for one in told if one["tag"] == tag]


def own(folder, name="root"):
    return officer(folder, name, "--password-stdin", role="admin")


def test_an_officer_of_the_directory_is_asked_for_no_password_and_the_log_tells_so(hub):
    own(hub)
    done = officer(hub, "li", "--directory", *BY_ROOT)

    assert done.exit_code == 0, done.output
    assert password_owners(hub).of_directory == ["li"]
    assert "by the directory" in officers(hub, "list").output.splitlines()[0]
    lines = officers(hub, "list", "--json").output.splitlines()
    assert [json.loads(line)["password"] for line in lines] == ["directory", "hub"]
    root, li = entries(hub, "officer:recorded")
    assert "proven_by" not in root
    assert li["proven_by"] == "directory"


def test_an_officer_is_handed_to_the_directory_and_taken_back(hub):
    own(hub)
    officer(hub, "li", *BY_ROOT, text=GOOD * 2)

    there = officers(hub, "password", "li", "--directory", *BY_ROOT)
    handed = password_owners(hub).of_directory
    back = officers(hub, "password", "li", *BY_ROOT, text=GOOD * 2)

    assert (there.exit_code, back.exit_code) == (0, 0), there.output
    assert (handed, password_owners(hub).of_directory) == (["li"], [])
    first, second = entries(hub, "officer:password")
    assert first["proven_by"] == "directory"
    assert "proven_by" not in second


def test_a_second_officer_is_told_that_the_directory_is_to_prove_a_password(hub):
    own(hub)
    officer(hub, "zhao", *BY_ROOT, role="supervisor", text=GOOD * 2)

    asked = officer(hub, "li", "--directory", *BY_ROOT)
    told = CliRunner().invoke(requests_group, ["list", "--data", str(hub)])
    again = officer(hub, "li", *BY_ROOT, text=GOOD * 2)
    (request,) = entries(hub, "request:made")
    words = ["approve", request["request"], "--by", "zhao", "--password-stdin", "--data", str(hub)]
    agreed = CliRunner().invoke(requests_group, words, input=GOOD)

    assert "asked for" in asked.output
    assert "li (li): reviewer, proven by the directory" in told.output
    assert again.exit_code != 0  # the same officer in other words: the first is answered before
    assert agreed.exit_code == 0, agreed.output
    assert password_owners(hub).of_directory == ["li"]
    assert entries(hub, "officer:recorded")[-1]["agreed_by"] == "zhao"


def test_nobody_hands_their_own_password_to_the_directory_alone(hub):
    own(hub)
    officer(hub, "zhao", *BY_ROOT, role="supervisor", text=GOOD * 2)

    asked = officers(hub, "password", "zhao", "--directory", "--by", "zhao", "--password-stdin")

    assert "asked for" in asked.output
    assert password_owners(hub).of_directory == []


def test_who_is_of_the_directory_does_not_act_at_the_hub_s_machine(hub):
    own(hub)
    officer(hub, "wang", "--directory", *BY_ROOT, role="admin")

    for typed in (GOOD, "directory\n"):
        refused = officer(hub, "li", "--by", "wang", "--password-stdin", text=typed * 2)

        assert refused.exit_code != 0
        assert "the directory proves the password of 'wang'" in refused.output


@pytest.mark.parametrize(
    "act",
    [
        lambda hub: officers(hub, "password", "root", "--directory", *BY_ROOT),
        lambda hub: officer(hub, "root", "--directory", *BY_ROOT, role="admin"),
        lambda hub: officer(hub, "root", *BY_ROOT, role="reviewer", text=GOOD * 2),
        lambda hub: officers(hub, "disable", "root", "--why", "x"),
    ],
)
def test_the_last_administrator_with_a_password_of_the_hub_s_own_stays_so(hub, act):
    own(hub)
    officer(hub, "wang", "--directory", *BY_ROOT, role="admin")
    assert password_owners(hub).of_directory == ["wang"]

    refused = act(hub)

    # Another administrator might agree; `tests/storage` sees that it would not be made even then.
    assert isinstance(refused.exception, LastAdministrator) or "asked for" in refused.output
    assert password_owners(hub).own_administrators == ["root"]


@installed
def test_a_hub_with_a_directory_starts_with_an_administrator_of_its_own_alone(hub):
    officer(hub, "li", "--directory")
    config = HubConfig(data=hub, endpoint="tcp://127.0.0.1:*")

    with pytest.raises(NoLocalAdministrator):
        run_hub(config, threading.Event(), RULES)
    with pytest.raises(NoLocalAdministrator):
        check_administrators(config, RULES)
    own(hub)

    assert open_directory(RULES, hub) is not None
    assert check_administrators(config, RULES).state is State.OK


def test_the_first_administrator_is_not_the_directory_s(hub):
    refused = officer(hub, "wang", "--directory", role="admin")

    assert isinstance(refused.exception, LastAdministrator)
    assert own(hub).exit_code == 0


@installed
def test_a_room_without_any_officer_may_begin_with_a_directory(hub):
    assert open_directory(RULES, hub) is not None


def test_officers_of_a_directory_that_no_setting_names_are_told(hub, caplog):
    officer(hub, "li", "--directory")

    assert open_directory(None, hub) is None

    assert "cannot sign in" in caplog.text
    found = check_administrators(HubConfig(data=hub), None)
    assert found.state is State.BAD
    assert "proves the passwords of 1" in found.says


def test_a_library_that_is_not_installed_is_told_with_what_to_do(hub, monkeypatch):
    for name in ("workstation.directory.house", "workstation.directory.line"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "sansldap", None)
    own(hub)

    with pytest.raises(SettingsInvalid) as caught:
        open_directory(RULES, hub)

    assert "not installed" in str(caught.value)
    assert "pip install sansldap" in caught.value.sentence()
    assert open_directory(None, hub) is None


@installed
def test_the_doctor_tells_of_a_directory_that_does_not_answer(tmp_path):
    assert check_directory(None).state is State.OK

    found = check_directory(RULES)

    assert found.state is State.BAD
    assert "127.0.0.1:1" in found.says
    assert check_administrators(HubConfig(data=tmp_path), None).state is State.OK
