"""Who is let in by a directory: only whoever it knows, by name, over a line that holds."""

import socket
import ssl
import time

import pytest
from sansldap import (
    BindRequest,
    ExtendedRequest,
    LDAPClient,
    LDAPControl,
    LDAPResultCode,
    SearchRequest,
)

from queue_client.errors import KeyProblem
from tests.makers.papers import Authority
from tests.makers.small_directory import PASSWORD, PEOPLE, SECRET, SERVICE, Person, say_raw
from workstation.directory.house import HouseDirectory
from workstation.directory.names import parts_of
from workstation.directory.rules import DirectoryRules
from workstation.domain.directory_proof import Word
from workstation.domain.errors import SettingsInvalid
from workstation.domain.officer import Role

BY_NAME = f"uid={{officer}},{PEOPLE}"
CHIEFS = "cn=chiefs,ou=groups,dc=example"
BOTH = frozenset({Role.REVIEWER, Role.CHIEF})
NONE = frozenset()

WAYS = pytest.mark.parametrize("way", [{}, {"user_dn": BY_NAME}], ids=["search", "name"])


@WAYS
def test_the_directory_s_password_is_right_and_no_other(server, asking, way):
    server.add("li")
    house = asking(server, **way)

    assert house.prove("li", PASSWORD, NONE).word is Word.RIGHT
    assert house.prove("li", "wrong", NONE).word is Word.WRONG
    assert house.prove("wang", PASSWORD, NONE).word is Word.WRONG


@WAYS
def test_an_empty_password_is_wrong_before_anybody_is_asked(server, asking, way):
    server.add("li")

    assert asking(server, **way).prove("li", "", NONE).word is Word.WRONG

    assert server.connections == 0


@WAYS
def test_a_bind_that_succeeds_as_nobody_lets_nobody_in(server, asking, way):
    server.add("li")

    def success_for_all(session, request):
        if isinstance(request, BindRequest) and request.name != SERVICE:
            session.bind_response(request.message_id)
            return True
        return False

    server.odd = success_for_all

    found = asking(server, **way).prove("li", "anything", NONE)

    assert found.word is Word.SILENT
    assert "as nobody" in found.reason


@pytest.mark.parametrize("says", [b"", b"u:", b"dn:", b"dn:cn=other,dc=example", b"li"])
def test_whoever_is_bound_must_be_who_was_asked_for(server, asking, says):
    server.add("li")

    def somebody_else(session, request):
        if isinstance(request, ExtendedRequest):
            session.extended_response(request.message_id, value=says)
            return True
        return False

    server.odd = somebody_else

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.SILENT


def test_a_name_in_other_letters_is_the_same(server, asking):
    name = server.add("li")

    def in_capitals(session, request):
        if isinstance(request, ExtendedRequest):
            session.extended_response(request.message_id, value=f"dn: {name.upper()}".encode())
            return True
        return False

    server.odd = in_capitals

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.RIGHT


@pytest.mark.parametrize("tells", ["u:HOUSE\\li", None], ids=["active directory", "samba"])
@pytest.mark.parametrize(
    ("token", "word"),
    [
        (["S-everybody", "S-li"], Word.RIGHT),
        (["S-everybody", "S-anonymous"], Word.SILENT),
        ([], Word.SILENT),
    ],
)
def test_a_server_that_names_accounts_in_its_own_words_is_held_to_their_identifier(
    server, asking, tells, token, word
):
    server.add("li", objectSid=["S-li"])
    server.people[""] = Person("", {"tokenGroups": token})

    def in_own_words(session, request):
        if not isinstance(request, ExtendedRequest):
            return False
        code = LDAPResultCode.PROTOCOL_ERROR if tells is None else LDAPResultCode.SUCCESS
        value = None if tells is None else tells.encode()
        session.extended_response(request.message_id, value=value, result_code=code)
        return True

    server.odd = in_own_words

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is word


def test_an_entry_without_an_identifier_is_not_whoever_is_bound(server, asking):
    server.add("li")
    server.people[""] = Person("", {"tokenGroups": ["S-li"]})

    def in_own_words(session, request):
        if isinstance(request, ExtendedRequest):
            session.extended_response(request.message_id, value=b"u:HOUSE\\li")
            return True
        return False

    server.odd = in_own_words

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.SILENT


@pytest.mark.parametrize(
    "text", ["*", "li)(uid=*", "l*", "li,ou=people", "li+uid=x", "\\2a", "#", " "]
)
@WAYS
def test_signs_in_a_name_ask_nothing_more(server, asking, way, text):
    server.add("li")
    asked = []

    def listen(_session, request):
        if isinstance(request, SearchRequest):
            asked.append(request.filter)
        return False

    server.odd = listen

    assert asking(server, **way).prove(text, PASSWORD, NONE).word is Word.WRONG

    names = [name for name, _ in server.asked if name != SERVICE]
    assert all(parts_of(name)[1:] == parts_of(PEOPLE) for name in names)
    assert all(parts_of(name)[0] == {("uid", text.strip())} for name in names)
    assert all(one.filters[0].value == text.encode() for one in asked)


def test_two_entries_for_one_name_let_nobody_in(server, asking):
    server.add("li")
    server.people[f"uid=li,ou=other,{PEOPLE}"] = server.people[f"uid=li,{PEOPLE}"]

    assert asking(server).prove("li", PASSWORD, NONE).word is Word.WRONG
    assert [name for name, _ in server.asked] == [SERVICE]


@WAYS
def test_an_entry_that_the_filter_leaves_out_has_no_say(server, asking, way):
    server.add("li", employeeType=["left"])
    server.add("wang", employeeType=["officer"])
    house = asking(server, account_filter="(!(employeeType=left))", **way)

    assert house.prove("li", PASSWORD, NONE).word is Word.WRONG
    assert house.prove("wang", PASSWORD, NONE).word is Word.RIGHT


@pytest.mark.parametrize(
    "code",
    [LDAPResultCode.UNWILLING_TO_PERFORM, LDAPResultCode.CONSTRAINT_VIOLATION],
)
def test_an_account_that_is_locked_or_disabled_there_is_not_let_in(server, asking, code):
    server.add("li")

    def locked(session, request):
        if isinstance(request, BindRequest):
            session.bind_response(request.message_id, result_code=code)
            return True
        return False

    server.odd = locked

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.WRONG


def test_a_password_that_must_be_changed_first_opens_nothing(server, asking):
    server.add("li")

    def may_not_ask(session, request):
        if isinstance(request, ExtendedRequest):
            session.extended_response(
                request.message_id, result_code=LDAPResultCode.INSUFFICIENT_ACCESS_RIGHTS
            )
            return True
        return False

    server.odd = may_not_ask

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.WRONG


@pytest.mark.parametrize(
    ("oid", "value", "word"),
    [
        ("1.3.6.1.4.1.42.2.27.8.5.1", b"\x30\x03\x81\x01\x02", Word.WRONG),  # changeAfterReset
        ("1.3.6.1.4.1.42.2.27.8.5.1", b"\x30\x05\xa0\x03\x80\x01\x09", Word.RIGHT),  # a warning
        ("1.3.6.1.4.1.42.2.27.8.5.1", b"\x30\x00", Word.RIGHT),
        ("1.3.6.1.4.1.42.2.27.8.5.1", b"\x30\x7f", Word.SILENT),
        ("2.16.840.1.113730.3.4.4", b"0", Word.WRONG),
        ("1.2.3", b"0", Word.RIGHT),
    ],
)
def test_what_a_server_says_against_a_password_that_it_takes_counts(
    server, asking, oid, value, word
):
    name = server.add("li")

    def complain(session, request):
        if isinstance(request, BindRequest):
            said = [LDAPControl(control_type=oid, critical=False, value=value)]
            session.bind_response(request.message_id, controls=said)
        elif isinstance(request, ExtendedRequest):
            session.extended_response(request.message_id, value=f"dn:{name}".encode())
        else:
            return False
        return True

    server.odd = complain

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is word


@pytest.mark.parametrize(
    "code", [LDAPResultCode.REFERRAL, LDAPResultCode.BUSY, LDAPResultCode.SASL_BIND_IN_PROGRESS]
)
def test_a_referral_is_not_followed_and_a_busy_server_says_nothing_of_a_password(
    server, asking, code
):
    server.add("li")

    def elsewhere(session, request):
        if isinstance(request, BindRequest):
            session.bind_response(request.message_id, result_code=code)
            return True
        return False

    server.odd = elsewhere

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.SILENT


# -- the line ------------------------------------------------------------------------------


@WAYS
def test_a_certificate_of_another_authority_is_refused(opened, asking, tmp_path, way):
    stranger = opened(Authority(tmp_path / "strange", "a stranger").server("localhost"))
    stranger.add("li")

    found = asking(stranger, **way).prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "certificate does not hold" in found.reason
    assert stranger.asked == []


@pytest.mark.parametrize(
    ("host", "days"), [("elsewhere.example", 1), ("127.0.0.1", 1), ("localhost", -1)]
)
def test_a_certificate_for_another_host_or_of_another_time_is_refused(
    opened, asking, authority, host, days
):
    other = opened(authority.server(host, days=days))
    other.add("li")

    found = asking(other).prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "certificate does not hold" in found.reason
    assert other.asked == []


def test_a_server_without_tls_hears_no_password(opened, asking):
    heard = []

    def listen(link):
        link.settimeout(2.0)
        heard.append(link.recv(65536))
        return True

    plain = opened()
    plain.before = listen

    assert asking(plain).prove("li", PASSWORD, NONE).word is Word.SILENT
    assert heard
    assert heard[0][:1] == b"\x16"  # the first word of TLS
    assert SECRET.encode() not in heard[0]


def test_a_server_that_speaks_old_tls_only_is_refused(opened, asking):
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old = opened(newest_tls=ssl.TLSVersion.TLSv1_1)

    assert asking(old).prove("li", PASSWORD, NONE).word is Word.SILENT


def hang(server):
    def wait(_link):
        server.stopping.wait(20.0)
        return True

    return wait


def test_a_server_that_accepts_and_never_answers_takes_no_longer_than_it_may(opened, asking):
    mute = opened()
    mute.before = hang(mute)
    house = asking(mute, answer_s=0.5)

    began = time.monotonic()
    found = house.prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "takes too long" in found.reason
    assert 0.4 < time.monotonic() - began < 3.0


def test_a_server_that_answers_byte_by_byte_takes_no_longer_either(opened, asking):
    slow = opened()
    slow.add("li")
    slow.pause_s = 0.1

    found = asking(slow, answer_s=0.5).prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "takes too long" in found.reason


def test_the_next_server_is_asked_when_one_is_down_and_first_the_next_time(opened, asking):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    well = opened()
    well.add("li")
    mute = opened()
    mute.before = hang(mute)
    servers = (f"ldaps://localhost:{port}", *(f"ldaps://localhost:{s.port}" for s in (mute, well)))
    house = asking(servers=servers, answer_s=1.0)

    assert house.prove("li", PASSWORD, NONE).word is Word.RIGHT
    assert house.look() == ""
    assert house.prove("li", PASSWORD, NONE).word is Word.RIGHT

    assert mute.connections == 1


def test_a_server_that_says_no_is_not_appealed_against(opened, asking):
    first, second = opened(), opened()
    first.add("li", password="another")  # noqa: S106 - opens nothing
    second.add("li")

    assert asking(first, second).prove("li", PASSWORD, NONE).word is Word.WRONG
    assert second.connections == 0


@pytest.mark.parametrize(
    "garbage", [b"\x30\x84\xff\xff\xff\xff", b"\x00" * 64, b"\x30\x03\x02\x01"]
)
def test_an_answer_that_is_none_says_nothing_of_a_password(server, asking, garbage):
    def spoil(session, request):
        if isinstance(request, BindRequest):
            say_raw(session, garbage)
            return True
        return False

    server.odd = spoil

    found = asking(server, answer_s=0.5).prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT


def test_an_answer_without_end_is_not_waited_for(server, asking):
    server.add("li", memberOf=["x" * 50_000] * 40)

    found = asking(server).prove("li", PASSWORD, NONE)

    assert found.word is Word.SILENT
    assert "no end" in found.reason


def test_a_server_that_asks_back_instead_of_answering_is_refused(server, asking):
    def ask_back(session, request):
        if isinstance(request, BindRequest):
            client = LDAPClient()
            client.search_request("", 0)
            say_raw(session, client.data_to_send())
            return True
        return False

    server.odd = ask_back

    assert asking(server).prove("li", PASSWORD, NONE).word is Word.SILENT


# -- groups --------------------------------------------------------------------------------


def test_a_role_is_withheld_from_who_is_not_in_its_group_and_none_is_added(server, asking):
    server.add("li", memberOf=["CN=Chiefs, OU=Groups,DC=Example"])
    server.add("wang", memberOf=["cn=drivers,ou=groups,dc=example"])
    server.add("zhou")
    house = asking(server, roles={Role.CHIEF: (CHIEFS,), Role.ADMIN: ("cn=x,dc=example",)})

    assert house.prove("li", PASSWORD, BOTH).withheld == NONE
    assert house.prove("wang", PASSWORD, BOTH).withheld == {Role.CHIEF}
    assert house.prove("zhou", PASSWORD, BOTH).withheld == {Role.CHIEF}
    assert house.prove("zhou", PASSWORD, frozenset({Role.REVIEWER})).withheld == NONE


@pytest.mark.parametrize("member", ["member", "member:1.2.840.113556.1.4.1941:"])
def test_groups_are_asked_where_entries_do_not_tell_of_them(server, asking, member):
    inside, _ = server.add("li"), server.add("wang")
    server.people[CHIEFS] = Person("", {"member": [inside]})
    house = asking(server, roles={Role.CHIEF: (CHIEFS, "cn=gone,dc=example")}, group_member=member)

    assert house.prove("li", PASSWORD, BOTH).withheld == NONE
    assert house.prove("wang", PASSWORD, BOTH).withheld == {Role.CHIEF}


def test_another_entry_than_the_officer_s_own_says_nothing_of_them(server, asking):
    server.add("li")

    def somebody_s_entry(session, request):
        if isinstance(request, SearchRequest):
            session.search_result_entry(request.message_id, f"uid=wang,{PEOPLE}", [])
            session.search_result_done(request.message_id)
            return True
        return False

    server.odd = somebody_s_entry

    assert asking(server, user_dn=BY_NAME).prove("li", PASSWORD, NONE).word is Word.WRONG


# -- what is wrong with the settings ------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"servers": ("ldap://localhost",)}, "ldaps://"),
        ({"servers": ("ldaps://user@localhost",)}, "ldaps://"),
        ({"servers": ("ldaps://localhost/dc=x",)}, "ldaps://"),
        ({"servers": ("ldaps://localhost:port",)}, "ldaps://"),
        ({"servers": ()}, "1 to 4"),
        ({"user_dn": "uid=li"}, "officer"),
        ({"user_dn": BY_NAME, "search_base": PEOPLE}, "either"),
        ({"search_base": PEOPLE}, "who searches"),
        ({"user_dn": BY_NAME, "service_dn": SERVICE}, "belong together"),
        ({"user_dn": BY_NAME, "roles": {Role.CHIEF: ()}}, "chief"),
        ({"user_dn": BY_NAME, "answer_s": 60.0}, "answer_s"),
    ],
)
def test_rules_that_would_let_a_password_out_or_nobody_in_are_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        DirectoryRules(**{"servers": ("ldaps://localhost",), **changes})


def test_a_secret_that_others_may_read_is_refused(secret_file, asking, server):
    secret_file.chmod(0o640)

    with pytest.raises(KeyProblem, match="0600"):
        asking(server)


def test_a_secret_file_without_a_password_is_refused(secret_file, asking, server):
    secret_file.write_text("\n", encoding="utf-8")

    with pytest.raises(KeyProblem):
        asking(server)


def test_a_filter_that_is_none_and_an_authority_that_is_missing_are_told(asking, server, tmp_path):
    with pytest.raises(SettingsInvalid, match="account_filter"):
        asking(server, account_filter="(uid=")
    with pytest.raises(SettingsInvalid, match="authority"):
        asking(server, authority=tmp_path / "none.pem")


def test_a_look_tells_what_is_wrong_with_the_service_account(server, asking):
    assert asking(server).look() == ""
    assert asking(server, user_dn=BY_NAME).look() == ""

    server.people[SERVICE].password = "changed"  # noqa: S105 - opens nothing

    assert "service account" in asking(server).look()
    assert asking(server).prove("li", PASSWORD, NONE).word is Word.SILENT


def test_a_server_that_tells_strangers_nothing_answers_all_the_same(server, asking):
    def bind_first(session, request):
        if isinstance(request, ExtendedRequest):
            code = LDAPResultCode.OPERATIONS_ERROR  # as Active Directory says it
            session.extended_response(request.message_id, result_code=code)
            return True
        return False

    server.odd = bind_first

    assert asking(server, user_dn=BY_NAME).look() == ""


def test_it_asks_nobody_once_it_is_closed(server, asking):
    house: HouseDirectory = asking(server)
    house.close()

    assert house.prove("li", PASSWORD, NONE).word is Word.SILENT
    assert server.connections == 0
