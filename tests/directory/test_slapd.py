"""The same questions asked of OpenLDAP, and a hub that stands before it."""

import time
from datetime import UTC, datetime

import pytest
from sansldap import LDAPClient

from queue_client.errors import RefusalCode, Refused
from tests.directory import slapd
from tests.directory.slapd import BASE, CHIEFS, PEOPLE, SERVICE, Slapd
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD as OWN
from tests.makers.running_hub import RunningHub
from tests.makers.small_directory import PASSWORD
from workstation.directory.house import HouseDirectory
from workstation.directory.line import Line, tls_context
from workstation.directory.rules import DirectoryRules
from workstation.domain.directory_proof import Word
from workstation.domain.officer import OF_DIRECTORY, Officer, Role

pytestmark = [
    pytest.mark.directory,
    pytest.mark.skipif(slapd.program() is None, reason="slapd is not installed here"),
]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NONE = frozenset()
BOTH = frozenset({Role.REVIEWER, Role.CHIEF})
BY_NAME = f"uid={{officer}},{PEOPLE}"


@pytest.fixture(scope="module")
def made(authority, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slapd")
    server = Slapd(folder, papers=authority.server("localhost"), authority=authority.path)
    yield server
    server.close()


@pytest.fixture
def ask(made, authority, secret_file):
    def rules(**changes):
        values = {
            "servers": (f"ldaps://localhost:{made.port}",),
            "authority": authority.path,
            "answer_s": 2.0,
            **changes,
        }
        if "user_dn" not in values:
            values.setdefault("search_base", PEOPLE)
            values["service_dn"], values["service_password"] = SERVICE, secret_file
        return HouseDirectory(DirectoryRules(**values))

    return rules


WAYS = pytest.mark.parametrize("way", [{}, {"user_dn": BY_NAME}], ids=["search", "name"])


@WAYS
@pytest.mark.parametrize(
    ("officer", "password", "word"),
    [
        ("li", PASSWORD, Word.RIGHT),
        ("LI", PASSWORD, Word.RIGHT),  # OpenLDAP compares a uid without regard to case
        ("li", "wrong", Word.WRONG),
        ("li", "", Word.WRONG),
        ("nobody", PASSWORD, Word.WRONG),
        ("*", PASSWORD, Word.WRONG),
        ("l*", PASSWORD, Word.WRONG),
        ("li)(objectClass=*", PASSWORD, Word.WRONG),
        (f"li,{PEOPLE}", PASSWORD, Word.WRONG),
        ("locked", PASSWORD, Word.WRONG),
        ("new", PASSWORD, Word.WRONG),
    ],
)
def test_openldap_lets_in_whom_it_knows(ask, way, officer, password, word):
    house = ask(**way)

    assert house.look() == ""
    assert house.prove(officer, password, NONE).word is word


def test_openldap_itself_calls_a_bind_without_a_password_a_success(made, authority):
    line = Line(
        DirectoryRules(servers=(f"ldaps://localhost:{made.port}",), user_dn=BY_NAME).addresses[0],
        context=tls_context(authority.path),
        connect_s=2.0,
        ends=time.monotonic() + 10,
    )
    session = LDAPClient()
    number = session.bind_simple(f"uid=li,{PEOPLE}", "")

    with line:
        line._socket.sendall(session.data_to_send())  # noqa: SLF001 - what the line never sends
        (answer,) = session.receive(line._socket.recv(4096))  # noqa: SLF001

        assert answer.message_id == number
        assert answer.result.result_code == 0
        assert not line.proves(f"uid=li,{PEOPLE}", "")


def test_two_entries_of_one_name_let_nobody_in(ask):
    assert ask().prove("twice", PASSWORD, NONE).word is Word.WRONG
    assert ask(user_dn=BY_NAME).prove("twice", PASSWORD, NONE).word is Word.RIGHT


@WAYS
def test_openldap_leaves_out_whom_the_filter_does(ask, way):
    house = ask(account_filter="(!(employeeType=left))", **way)

    assert house.prove("left", PASSWORD, NONE).word is Word.WRONG
    assert house.prove("li", PASSWORD, NONE).word is Word.RIGHT


@WAYS
@pytest.mark.parametrize("member", ["", "member"])
def test_openldap_s_groups_withhold_a_role(ask, way, member):
    house = ask(roles={Role.CHIEF: (CHIEFS, f"cn=none,{BASE}")}, group_member=member, **way)

    assert house.prove("li", PASSWORD, BOTH).withheld == NONE
    assert house.prove("wang", PASSWORD, BOTH).withheld == {Role.CHIEF}


def test_a_base_that_is_not_there_is_trouble_and_no_wrong_password(ask):
    house = ask(search_base=f"ou=nowhere,{BASE}")

    found = house.prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "nowhere" in found.reason
    assert "nowhere" in house.look()


@pytest.fixture
def hub(tmp_path, ask):
    class AskingHub(RunningHub):
        def furnish(self):
            self.hub.directory = ask(answer_s=1.0)

    with AskingHub(tmp_path / "hub") as running:
        for officer in ("li", "wang"):
            person = Officer(officer_id=officer, name="Li", roles=frozenset({Role.REVIEWER}))
            running.records.add_officer(person, OF_DIRECTORY, now=NOW)
        running.add_officer("own")
        yield running


@pytest.mark.parametrize("ends", ["kill", "freeze"])
def test_a_hub_goes_on_while_openldap_is_away_and_lets_in_again_when_it_is_back(hub, made, ends):
    desk, other, third = hub.desk("desk-1"), hub.desk("desk-2"), hub.desk("desk-3")
    desk.login("li", PASSWORD)
    getattr(made, ends)()

    try:
        desk.lock()
        unlocked = desk.unlock(PASSWORD)
        with pytest.raises(Refused) as caught:
            other.login("wang", PASSWORD)
        session = third.login("own", OWN)
    finally:
        made.thaw() if ends == "freeze" else made.start()

    assert unlocked
    assert caught.value.code is RefusalCode.DIRECTORY_SILENT
    assert session.officer == "own"
    assert facts_of(hub.records, "desk:unlocked")[0]["auth"] == "session"
    assert other.login("wang", PASSWORD).officer == "wang"
