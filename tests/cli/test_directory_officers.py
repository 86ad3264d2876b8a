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
from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import NoLocalAdministrator, SettingsInvalid
from workstation.settings import HubConfig
from workstation.storage.entry_reader import entries_after
from workstation.storage.password_owners import password_owners

GOOD = "a long password\n"
RULES = DirectoryRules(servers=("ldaps://127.0.0.1:1",), user_dn="uid={officer},dc=example")

installed = pytest.mark.skipif(find_spec("sansldap") is None, reason="an option")


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
    done = officer(hub, "li", "--directory", text="")

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
    officer(hub, "li", "--password-stdin")

    there = officers(hub, "password", "li", "--directory")
    handed = password_owners(hub).of_directory
    back = officers(hub, "password", "li", "--password-stdin")

    assert (there.exit_code, back.exit_code) == (0, 0)
    assert (handed, password_owners(hub).of_directory) == (["li"], [])
    assert entries(hub, "officer:password") == [
        {"officer": "li", "proven_by": "directory"},
        {"officer": "li"},
    ]


def test_a_password_and_the_directory_exclude_each_other(hub):
    refused = officer(hub, "li", "--directory", "--password-stdin")

    assert refused.exit_code == 2
    assert "--directory takes no password" in refused.output


@pytest.mark.parametrize(
    "act",
    [
        lambda hub: officers(hub, "password", "root", "--directory"),
        lambda hub: officer(hub, "root", "--directory", role="admin"),
        lambda hub: officer(hub, "root", "--password-stdin", role="reviewer"),
        lambda hub: officers(hub, "disable", "root", "--why", "x"),
    ],
)
def test_the_last_administrator_with_a_password_of_the_hub_s_own_stays_so(hub, act):
    own(hub)
    officer(hub, "wang", "--directory", role="admin")

    refused = act(hub)

    assert refused.exit_code != 0
    assert password_owners(hub).own_administrators == ["root"]


@installed
@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_a_hub_with_a_directory_starts_with_an_administrator_of_its_own_alone(hub, role):
    officer(hub, "li", "--directory", role=role)
    config = HubConfig(data=hub, endpoint="tcp://127.0.0.1:*")

    with pytest.raises(NoLocalAdministrator):
        run_hub(config, threading.Event(), RULES)
    with pytest.raises(NoLocalAdministrator):
        check_administrators(config, RULES)
    own(hub)

    assert open_directory(RULES, hub) is not None
    assert check_administrators(config, RULES).state is State.OK


@installed
def test_a_room_without_any_officer_may_begin_with_a_directory(hub):
    assert open_directory(RULES, hub) is not None


def test_officers_of_a_directory_that_no_setting_names_are_told(hub, caplog):
    own(hub)
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
