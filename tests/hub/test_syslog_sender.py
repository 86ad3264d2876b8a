"""Audit messages come to the syslog server over TLS, all of them, also when it was away."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workstation.audit.chain import extend
from workstation.hub.syslog_sender import POSITION, AuditServer, SyslogSender, behind

NOW = datetime.now(UTC)
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Return a certificate for localhost that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("papers") / "server.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Listener:
    """A syslog server that takes lines apart by their length, and may drop its callers."""

    def __init__(self, papers, port: int = 0, *, drop_first: bool = False) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers)
        self._plain = socket.create_server(("127.0.0.1", port))
        self._plain.settimeout(0.1)
        self.port = self._plain.getsockname()[1]
        self._context, self._drops = context, drop_first
        self.lines: list[bytes] = []
        self.came = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="listener")
        self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._plain.close()

    def wait_for(self, count: int) -> list[bytes]:
        with self.came:
            assert self.came.wait_for(lambda: len(self.lines) >= count, PATIENCE_S), self.lines
            return list(self.lines)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                plain, _ = self._plain.accept()
                link = self._context.wrap_socket(plain, server_side=True)
            except OSError:
                continue
            with link:
                if self._drops:
                    self._drops = False
                    continue
                self._take(link)

    def _take(self, link: ssl.SSLSocket) -> None:
        link.settimeout(0.1)
        held = b""
        while not self._stopping.is_set():
            try:
                fresh = link.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return
            if not fresh:
                return
            held += fresh
            while b" " in held:
                size, _, rest = held.partition(b" ")
                if len(rest) < int(size):
                    break
                with self.came:
                    self.lines.append(rest[: int(size)])
                    self.came.notify_all()
                held = rest[int(size) :]


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
