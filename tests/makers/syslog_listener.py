"""A syslog server on this machine that speaks TLS, with papers made for the test."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE_S = 20.0


def make_papers(folder: Path) -> Path:
    """Return a certificate for localhost that vouches for itself, with its key."""
    now = datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
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
