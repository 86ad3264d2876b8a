"""Audit messages come to the syslog server over TLS, all of them, also when it was away."""

import threading
from datetime import UTC, datetime

import pytest

from tests.makers.syslog_listener import Listener, make_papers
from workstation.audit.chain import extend
from workstation.hub.syslog_sender import POSITION, AuditServer, SyslogSender, behind

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    return make_papers(tmp_path_factory.mktemp("papers"))


class Log:
    """An evidence log in memory."""

    def __init__(self) -> None:
        self.links = []

    def note(self, officer: str) -> None:
        last = self.links[-1] if self.links else None
        facts = {"officer": officer, "desk": "desk-1"}
        self.links.append(extend(last, tag="desk:login:accepted", facts=facts, at=NOW))

    def read(self, after: int, limit: int):
        return [(link.seq, link.text) for link in self.links[after : after + limit]]

    def newest(self) -> int:
        return len(self.links)


@pytest.fixture
def sender_to(tmp_path, papers):
    senders = []

    def start(log: Log, port: int, authority=papers) -> SyslogSender:
        server = AuditServer(host="localhost", port=port, authority=authority)
        sender = SyslogSender(
            server,
            read=log.read,
            newest=log.newest,
            folder=tmp_path,
            source="hub",
            every_s=0.02,
            longest_wait_s=0.05,
        )
        senders.append(sender)
        sender.start()
        return sender

    yield start
    for sender in senders:
        sender.close()


@pytest.fixture
def listen(papers):
    listeners = []

    def start(port: int = 0, *, drop_first: bool = False) -> Listener:
        listeners.append(Listener(papers, port, drop_first=drop_first))
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.close()


def test_what_happens_after_the_first_start_comes_to_the_server(tmp_path, listen, sender_to):
    log, server = Log(), listen()
    log.note("before")
    (tmp_path / POSITION).write_text("1", encoding="ascii")
    sender_to(log, server.port)

    log.note("li")
    log.note("wang")
    lines = server.wait_for(2)

    assert [b'UserID="li"' in lines[0], b'UserID="wang"' in lines[1]] == [True, True]
    assert all(b'UserID="before"' not in line for line in lines)


def test_while_the_server_is_away_messages_wait_and_none_is_lost(tmp_path, listen, sender_to):
    log, first = Log(), listen()
    (tmp_path / POSITION).write_text("0", encoding="ascii")
    sender = sender_to(log, first.port)
    log.note("li")
    first.wait_for(1)
    port = first.port
    first.close()

    for number in range(20):
        log.note(f"officer-{number}")
    second = listen(port)
    second.wait_for(20)
    sender.close()

    said = b"".join(first.lines + second.lines)
    assert all(f'UserID="officer-{number}"'.encode() in said for number in range(20))
    assert behind(tmp_path, log.newest()) == 0


def test_a_server_that_hangs_up_gets_the_messages_again(tmp_path, listen, sender_to):
    log, server = Log(), listen(drop_first=True)
    (tmp_path / POSITION).write_text("0", encoding="ascii")
    log.note("li")

    sender_to(log, server.port)

    assert b'UserID="li"' in server.wait_for(1)[0]


def test_nothing_is_sent_to_a_server_whose_certificate_does_not_hold(tmp_path, listen, sender_to):
    log, server = Log(), listen()
    (tmp_path / POSITION).write_text("0", encoding="ascii")
    log.note("li")
    sender = sender_to(log, server.port, authority=None)
    waited = threading.Event()
    for _ in range(400):
        if sender.trouble:
            break
        waited.wait(0.05)

    assert "certificate" in sender.trouble.lower()
    assert server.lines == []
    assert (tmp_path / POSITION).read_text(encoding="ascii") == "0"
