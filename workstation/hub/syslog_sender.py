"""Sends audit messages to a syslog server over TLS; the room never waits for it.

What is to be sent is the evidence log itself, which is on the disk: a small file remembers up to
which entry the server has had them. Syslog has no receipts, so an entry counts as sent only when
the connection still stood a moment later; after a broken one the last messages are sent again.
"""

import contextlib
import logging
import os
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workstation.audit.atna import framed, message_of
from workstation.domain.errors import ReviewRoomError, SettingsInvalid, StorageUnavailable

_LOG = logging.getLogger(__name__)
POSITION: Final = "atna.position"
_AT_ONCE: Final = 500
_CONNECT_S: Final = 10.0

#: Returns entries after a number, each with its own.
ReadEntries = Callable[[int, int], Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditServer:
    """Where audit messages go, and by which papers.

    Attributes
    ----------
    authority : Path or None
        Certificates that the server's must descend from; without them the system's.
    certificate, key : Path or None
        Our own, where the server asks for one; the certificate may hold the key, too.
    """

    host: str
    port: int
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def connect(self, *, timeout_s: float = _CONNECT_S) -> ssl.SSLSocket:
        """Return a connection whose certificate holds.

        Raises
        ------
        OSError
            If the server does not answer, or its certificate does not hold.
        SettingsInvalid
            If one of our own papers cannot be read.
        """
        context = self._context()
        plain = socket.create_connection((self.host, self.port), timeout=timeout_s)
        try:
            return context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=self.authority)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise SettingsInvalid(
                "audit_server", f"certificates cannot be read: {error}"
            ) from error
        return context


class SyslogSender:
    """Follows the evidence log in a thread of its own until it is stopped.

    Parameters
    ----------
    read : callable
        Returns entries after a number; called in the thread.
    newest : callable
        Returns the number of the last entry: where to begin when nothing was ever sent.
    folder : Path
        Where the position is kept.
    source : str
        The name that this hub goes by at the server.
    """

    def __init__(  # noqa: PLR0913 - a log, a place, a server and its pace
        self,
        server: AuditServer,
        *,
        read: ReadEntries,
        newest: Callable[[], int],
        folder: Path,
        source: str,
        every_s: float = 1.0,
        longest_wait_s: float = 60.0,
    ) -> None:
        self._server, self._read, self._newest = server, read, newest
        self._path, self._source = folder / POSITION, source
        self._every_s, self._longest_wait_s = every_s, longest_wait_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hub-atna", daemon=True)
        self._link: ssl.SSLSocket | None = None
        #: Up to which entry the server has had everything; read by others.
        self.sent = 0
        #: Why nothing goes out just now; empty while all is well.
        self.trouble = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End; what was not sent goes out after the next start."""
        self._stopping.set()
        self._thread.join()

    # -- the thread ------------------------------------------------------------------------

    def _work(self) -> None:
        wait_s = self._every_s
        begun = False
        while not self._stopping.is_set():
            try:
                if not begun:
                    self.sent = _position(self._path, self._newest)
                    begun = True
                while self._send_some() and not self._stopping.is_set():
                    pass
            except (OSError, ReviewRoomError) as error:
                self._let_go()
                if not self.trouble:
                    facts = {"server": self._server.host, "reason": str(error)}
                    _LOG.warning("audit messages cannot be sent; they wait", extra=facts)
                self.trouble = str(error)
                wait_s = min(self._longest_wait_s, 2 * wait_s)
            else:
                if self.trouble:
                    _LOG.warning("audit messages are sent again")
                self.trouble, wait_s = "", self._every_s
            self._stopping.wait(wait_s)
        with contextlib.suppress(OSError, ReviewRoomError):
            self._send_some()
        self._let_go()

    def _send_some(self) -> bool:
        """Send some entries and note it once the connection has outlived them; False: no more."""
        entries = self._read(self.sent, _AT_ONCE)
        if not entries:
            return False
        made = (message_of(text, source=self._source) for _, text in entries)
        lines = [framed(one[1]) for one in made if one is not None]
        if lines:
            if self._link is None:
                self._link = self._server.connect()
            self._link.sendall(b"".join(lines))
            self._stopping.wait(min(0.2, self._every_s))
            _still_there(self._link)
        self.sent = entries[-1][0]
        _keep(self._path, self.sent)
        return len(entries) == _AT_ONCE

    def _let_go(self) -> None:
        if self._link is not None:
            with contextlib.suppress(OSError):
                self._link.close()
            self._link = None


def behind(folder: Path, newest: int) -> int | None:
    """Return how many entries the server has not had; None when none was ever sent."""
    try:
        return max(0, newest - int((folder / POSITION).read_text(encoding="ascii")))
    except (OSError, ValueError):
        return None


def _still_there(link: ssl.SSLSocket) -> None:
    """Raise ``OSError`` when the server has closed the connection.

    What can be read may be no more than papers of TLS itself, so nothing is waited for.
    """
    link.settimeout(0.0)
    try:
        if not link.recv(4096):
            raise ConnectionResetError("the server closed the connection")
    except ssl.SSLWantReadError:
        return
    finally:
        link.settimeout(_CONNECT_S)


def _position(path: Path, newest: Callable[[], int]) -> int:
    """Return up to which entry all was sent; what was there before the first start is not."""
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        first = newest()
        _keep(path, first)
        return first


def _keep(path: Path, number: int) -> None:
    fresh = path.with_name(f"{path.name}.new")
    try:
        with fresh.open("w", encoding="ascii") as file:
            file.write(str(number))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageUnavailable(str(path), error.strerror or str(error)) from error
