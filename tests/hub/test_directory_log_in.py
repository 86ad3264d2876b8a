"""Officers whose passwords the directory proves: let in, kept out, and its silence."""

import gc
import json
import threading
import time
import urllib.request
from datetime import UTC, datetime

import pytest

from queue_client.errors import RefusalCode, Refused
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD, RunningHub
from workstation.domain.directory_proof import DirectoryProof, Word
from workstation.domain.officer import OF_DIRECTORY, Officer, OfficerState, Role
from workstation.hub.directory_desk import DirectoryDesk
from workstation.hub.health import Store
from workstation.hub.monitor import Monitor
from workstation.hub.sessions import Seat
from workstation.hub.sparing_notes import SparingNotes

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
THEIRS = "what the directory knows"


class Directory:
    """Knows one password for everybody; may be silent, or hang until it is let go."""

    def __init__(self):
        self.silent, self.withheld = False, frozenset()
        self.asked, self.looks = [], 0
        self.goes_on = threading.Event()
        self.goes_on.set()

    def prove(self, officer, password, roles):
        self.asked.append(officer)
        self.goes_on.wait(60.0)
        if self.silent:
            return DirectoryProof(word=Word.SILENT, reason="ldap.example:636: refused")
        word = Word.RIGHT if password == THEIRS else Word.WRONG
        return DirectoryProof(word=word, withheld=self.withheld & roles)

    def told(self):
        return {"servers": ["ldaps://ldap.example"]}

    def look(self):
        self.looks += 1
        return "ldap.example:636: refused" if self.silent else ""

    def close(self):
        self.goes_on.set()


@pytest.fixture
def directory():
    return Directory()


@pytest.fixture
def hub(tmp_path, directory):
    class AskingHub(RunningHub):
        def furnish(self):
            self.hub.directory = directory

    with AskingHub(tmp_path) as running:
        yield running


def enrol(hub, officer="li", roles=(Role.REVIEWER,)):
    person = Officer(officer_id=officer, name="Li", roles=frozenset(roles))
    hub.records.add_officer(person, OF_DIRECTORY, now=NOW)


def code_of(ask):
    with pytest.raises(Refused) as caught:
        ask()
    return caught.value.code


def test_the_directory_s_password_lets_an_officer_in_and_the_log_tells_what_proved_it(hub):
    enrol(hub)
    desk = hub.desk("desk-1")

    session = desk.login("li", THEIRS)

    assert session.roles == ("reviewer",)
    (facts,) = facts_of(hub.records, "desk:login:accepted")
    assert facts == {"officer": "li", "desk": "desk-1", "auth": "directory"}
    assert hub.records.officers["li"][1] == OF_DIRECTORY
    (started,) = facts_of(hub.records, "hub:started")
    assert started["directory"] == {"servers": ["ldaps://ldap.example"]}


def test_wrong_passwords_are_counted_and_noted_as_those_of_the_hub_are(hub, directory):
    enrol(hub)
    desk = hub.desk("desk-1")

    assert code_of(lambda: desk.login("li", "wrong")) is RefusalCode.LOGIN_FAILED
    assert code_of(lambda: desk.login("li", THEIRS)) is RefusalCode.LOGIN_LOCKED

    (facts,) = facts_of(hub.records, "desk:login:failed")
    assert facts == {"officer": "li", "desk": "desk-1", "auth": "directory", "in_a_row": 1}
    assert directory.asked == ["li"]


def test_nobody_but_an_enrolled_officer_is_asked_for(hub, directory):
    hub.add_officer("wang", (Role.REVIEWER,))
    desk, other = hub.desk("desk-1"), hub.desk("desk-2")

    assert code_of(lambda: desk.login("li", THEIRS)) is RefusalCode.LOGIN_FAILED
    assert code_of(lambda: other.login("wang", THEIRS)) is RefusalCode.LOGIN_FAILED

    assert directory.asked == []


def test_an_officer_who_is_disabled_here_is_not_asked_for_and_not_let_in(hub, directory):
    enrol(hub)
    hub.records.set_officer_state("li", OfficerState.DISABLED, why="moved", now=NOW)

    assert code_of(lambda: hub.desk("desk-1").login("li", THEIRS)) is RefusalCode.LOGIN_FAILED
    assert directory.asked == []


def test_without_a_directory_nobody_of_it_gets_in(tmp_path):
    with RunningHub(tmp_path) as hub:
        enrol(hub)

        for word in (THEIRS, OF_DIRECTORY):
            with pytest.raises(Refused):
                hub.desk(f"desk-{len(word)}").login("li", word)


# -- roles ---------------------------------------------------------------------------------


def test_a_role_that_the_groups_withhold_is_missing_in_the_session_alone(hub, directory):
    enrol(hub, roles=(Role.REVIEWER, Role.CHIEF))
    directory.withheld = frozenset({Role.CHIEF})
    desk = hub.desk("desk-1")

    session = desk.login("li", THEIRS)
    time.sleep(1.5)  # the hub looks once a second whether roles have changed

    assert session.roles == ("reviewer",)
    assert desk.lease() is None
    (facts,) = facts_of(hub.records, "desk:login:accepted")
    assert facts["withheld"] == ["chief"]
    assert hub.records.officers["li"][0].roles == {Role.REVIEWER, Role.CHIEF}


def test_whom_the_groups_leave_no_role_is_told_so_and_stays_outside(hub, directory):
    enrol(hub)
    directory.withheld = frozenset(Role)

    assert code_of(lambda: hub.desk("desk-1").login("li", THEIRS)) is RefusalCode.NO_ROLE

    assert facts_of(hub.records, "desk:login:accepted") == []
    (facts,) = facts_of(hub.records, "desk:login:withheld")
    assert facts["withheld"] == ["reviewer"]


# -- silence -------------------------------------------------------------------------------


def test_a_silent_directory_lets_nobody_new_in_and_it_is_nobody_s_failure(hub, directory):
    enrol(hub)
    desk = hub.desk("desk-1")
    directory.silent = True

    for _ in range(6):
        assert code_of(lambda: desk.login("li", THEIRS)) is RefusalCode.DIRECTORY_SILENT
    directory.silent = False

    assert desk.login("li", THEIRS).officer == "li"
    assert len(facts_of(hub.records, "desk:login:unproven")) == 6
    assert facts_of(hub.records, "desk:login:failed") == []


def test_who_sits_goes_on_while_the_directory_is_silent_and_unlocks_by_the_same_password(
    hub, directory
):
    enrol(hub)
    desk = hub.desk("desk-1")
    desk.login("li", THEIRS)
    directory.silent = True

    assert desk.lease() is None
    desk.lock()

    assert not desk.unlock("wrong")
    assert code_of(lambda: desk.unlock(THEIRS)) is RefusalCode.LOGIN_LOCKED
    time.sleep(2.1)
    assert desk.unlock(THEIRS)
    assert facts_of(hub.records, "desk:unlocked") == [
        {"officer": "li", "desk": "desk-1", "auth": "session"}
    ]


def test_a_directory_that_answers_has_the_word_at_a_locked_desk(hub, monkeypatch):
    enrol(hub)
    desk = hub.desk("desk-1")
    desk.login("li", THEIRS)
    desk.lock()
    monkeypatch.setitem(globals(), "THEIRS", "a new password")

    assert not desk.unlock("what the directory knows")


def test_the_session_s_hash_ends_with_the_session(hub):
    enrol(hub)
    desk = hub.desk("desk-1")
    desk.login("li", THEIRS)
    (kept,) = hashes_of_sessions()

    assert kept.startswith("$argon2id$")
    desk.logout()

    hub.until(lambda: not hashes_of_sessions())


def hashes_of_sessions():
    """Return the hashes of all sessions that anything in this process still knows of."""
    gc.collect()
    seats = [one for one in gc.get_objects() if isinstance(one, Seat)]
    return {seat.proof_hash for seat in seats if seat.proof_hash}


def test_a_directory_that_hangs_does_not_hold_up_whom_the_hub_knows(hub, directory):
    for number in range(4):
        enrol(hub, f"of-directory-{number}")
    hub.add_officer("wang", (Role.REVIEWER,))
    directory.goes_on.clear()
    stuck = [
        threading.Thread(
            target=lambda n=number: hub.desk(f"desk-{n}").login(f"of-directory-{n}", THEIRS)
        )
        for number in range(4)
    ]
    desk = hub.desk("desk-9")
    for thread in stuck:
        thread.start()
    hub.until(lambda: len(directory.asked) == 4)

    desk.login("wang", PASSWORD)

    assert facts_of(hub.records, "desk:login:accepted") == [{"officer": "wang", "desk": "desk-9"}]
    directory.goes_on.set()
    for thread in stuck:
        thread.join()
    assert len(facts_of(hub.records, "desk:login:accepted")) == 5


def test_who_comes_after_many_to_a_directory_that_hangs_is_told_at_once(directory):
    directory.goes_on.clear()
    desk = DirectoryDesk(directory, SparingNotes(_Nothing()))
    first = [desk.check(f"o{number}", THEIRS, frozenset()) for number in range(8)]

    late = desk.check("li", THEIRS, frozenset())

    assert late.result(timeout=0).word is Word.SILENT
    directory.goes_on.set()
    assert first[0].result(timeout=10).word is Word.RIGHT
    desk.close()


class _Nothing:
    def __init__(self):
        self.noted = []

    def note(self, tag, facts, *, now):
        del now
        self.noted.append((tag, dict(facts)))


# -- how it does ---------------------------------------------------------------------------


def until(is_so):
    ends = time.monotonic() + 20.0
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_directory_is_looked_at_though_nobody_asks_and_its_silence_is_told_once(directory):
    book = _Nothing()
    desk = DirectoryDesk(directory, SparingNotes(book), look_every_s=0.05)
    directory.silent = True

    def tended(wanted):
        desk.tend()
        return bool(desk.vital().trouble) is wanted

    until(lambda: tended(True))
    before = directory.looks
    until(lambda: tended(True) and directory.looks > before + 2)
    directory.silent = False
    until(lambda: tended(False))
    desk.tend()
    desk.close()

    assert [tag for tag, _ in book.noted] == ["directory:silent", "directory:answers"]
    assert book.noted[0][1] == {"reason": "ldap.example:636: refused"}


def _store():
    return Store(free_bytes=2, reserve_bytes=1, parts=0, part_bytes=0, standing=None)


def test_health_and_metrics_tell_of_a_silent_directory(hub, directory):
    enrol(hub)
    directory.silent = True
    assert code_of(lambda: hub.desk("desk-1").login("li", THEIRS)) is RefusalCode.DIRECTORY_SILENT
    hub.until(lambda: hub.hub.vitals.newest.directory.words["silent"] == 1)
    monitor = Monitor("127.0.0.1", 0, vitals=hub.hub.vitals, look=_store)
    monitor.start()
    host, port = monitor.address

    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthz") as page:
            health = json.loads(page.read())
        with urllib.request.urlopen(f"http://{host}:{port}/metrics") as page:
            metrics = page.read().decode()
    finally:
        monitor.close()

    assert health["checks"]["directory"] == {"ok": False, "says": "ldap.example:636: refused"}
    assert health["ok"] is True  # a hub started anew would have no sessions left to go on
    assert 'reviewroom_healthy{check="directory"} 0' in metrics
    assert 'reviewroom_directory_answers_total{word="silent"} 1' in metrics
