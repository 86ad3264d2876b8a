"""Packages over the wire: chunks of 256 KiB, credit, resume from where the receiver stands.

The CRC of a chunk only makes a fault show early; the SHA-256 of the whole is the truth.
"""

import errno
import hashlib
import math
import os
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Final

import msgspec
from isal.isal_zlib import crc32

from queue_client.codec import Body, Message
from queue_client.errors import HubBusy, PackageDamaged, RefusalCode, Refused, WireViolation
from queue_client.line_meter import LineMeter
from queue_client.link import Link, raise_bad_news
from queue_client.messages import (
    CHUNK_BYTES,
    Chunk,
    Credit,
    Data,
    ErrorReply,
    Fetch,
    Grant,
    Offer,
    StoredReply,
)
from queue_client.supervision_messages import Leaf

Progress = Callable[[int, int], None]
# 16 chunks are 4 MiB under way: 7.9 MB/s at 200 ms round trip, as measured for this protocol.
CREDIT: Final = 16
# More than this brings nothing even at 600 ms and 200 Mbit/s.
MOST_CREDIT: Final = 64
# A desk asks for so much ahead until it knows its line.
_FIRST_ASKED: Final = 4
# How long a sender without credit waits before it asks again [s].
_NO_CREDIT_S: Final = 0.5


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def part_of(into: Path) -> Path:
    """Return where a package grows, from its first byte on, while it is fetched to ``into``."""
    return into.with_name(f"{into.name}.part")


class Upload:
    """Bring one package to the hub; survives a lost connection and a restarted hub."""

    def __init__(
        self, link: Link, path: Path, offer: Offer, document: bytes, progress: Progress | None
    ) -> None:
        self._link, self._path, self._offer, self._document = link, path, offer, document
        self._progress = progress
        self._reached = -1  # the furthest offset that the hub confirmed
        self._moved_at = time.monotonic()

    def run(self) -> StoredReply:
        """Offer and send until the hub says that it has custody.

        Raises
        ------
        HubSilent
            If nothing moved for the link's ``give_up_s``.
        QueueError
            `HubBusy`, `Conflict` or `Refused`, as the hub answered.
        """
        with FileIO(self._path) as file:
            while True:
                offer = msgspec.structs.replace(self._offer, ask=self._link.next_ask())
                reply = self._link.ask(offer, self._document).header
                if isinstance(reply, Grant):
                    self._note(reply.offset)
                    if reply.credit == 0:
                        self._wait_for_credit()
                        continue
                    stored = self._stream(file, reply)
                    if stored is None:
                        self._check_patience()
                        continue
                    reply = stored
                if isinstance(reply, StoredReply):
                    self._note(self._offer.size)
                    return reply
                raise WireViolation("an offer was answered out of place")

    def _stream(self, file: FileIO, grant: Grant) -> StoredReply | None:
        """Send from the granted offset; None when the offer must be made afresh."""
        window = _Window(grant, fresh_from=self._link.next_ask())
        while True:
            while window.has_room(self._offer.size):
                length = self._send_chunk(file, window.sent)
                if not length:
                    return None
                window.sent += length
            if window.credit == 0 and window.sent == window.confirmed:
                self._wait_for_credit()
                return None
            message = self._link.receive()
            if message is None:
                self._link.reopen()
                return None
            reply = message.header
            if isinstance(reply, StoredReply) and reply.sha256 == self._offer.sha256:
                return reply
            if reply.ask < window.fresh_from:
                continue
            if isinstance(reply, ErrorReply) and reply.code == RefusalCode.NO_UPLOAD:
                return None
            self._heed(window, message)

    def _heed(self, window: "_Window", message: Message) -> None:
        """Do as the hub says of a chunk: go on, or go back to what it has."""
        reply = message.header
        if isinstance(reply, Credit):
            window.confirm(reply)
            self._note(window.confirmed)
        elif isinstance(reply, Grant):
            window.go_back(reply, fresh_from=self._link.next_ask())
            self._check_patience()
        else:
            raise_bad_news(message)

    def _send_chunk(self, file: FileIO, offset: int) -> int:
        file.seek(offset)
        body = file.read(min(CHUNK_BYTES, self._offer.size - offset))
        if not body:
            raise Refused(RefusalCode.HASH_MISMATCH, f"{self._path.name} became shorter")
        chunk = Chunk(
            ask=self._link.next_ask(),
            scan_id=self._offer.scan_id,
            sha256=self._offer.sha256,
            offset=offset,
            crc32=crc32(body),
        )
        return len(body) if self._link.send(chunk, body) else 0

    def _wait_for_credit(self) -> None:
        """Wait a moment for the hub to have room; it is asked again with a fresh offer."""
        if time.monotonic() - self._moved_at >= self._link.give_up_s:
            raise HubBusy("it has no room for this package yet", _NO_CREDIT_S)
        self._link.pause(_NO_CREDIT_S)

    def _note(self, offset: int) -> None:
        if offset > self._reached:
            self._reached, self._moved_at = offset, time.monotonic()
            if self._progress is not None:
                self._progress(offset, self._offer.size)

    def _check_patience(self) -> None:
        still_s = time.monotonic() - self._moved_at
        if still_s >= self._link.give_up_s:
            raise self._link.silence(still_s)


class _Window:
    """How far an upload is, and how much of it may be under way; offsets in bytes.

    Replies to questions before ``fresh_from`` are stale.
    """

    def __init__(self, grant: Grant, *, fresh_from: int) -> None:
        self.sent = self.confirmed = grant.offset
        self.credit, self.fresh_from = grant.credit, fresh_from

    def has_room(self, size: int) -> bool:
        """Tell whether the next chunk of a package may be sent."""
        return self.sent < size and self.sent - self.confirmed < self.credit * CHUNK_BYTES

    def confirm(self, reply: Credit) -> None:
        """Take note of what has arrived, and of the credit from now on."""
        self.confirmed = max(self.confirmed, reply.offset)
        self.credit = self.credit if reply.credit is None else reply.credit

    def go_back(self, grant: Grant, *, fresh_from: int) -> None:
        """Start again from where the hub stands."""
        self.sent = self.confirmed = grant.offset
        self.credit, self.fresh_from = grant.credit, fresh_from


class Download:
    """Fetch one package into a ``.part`` file and then into place; resumes what is there.

    Parameters
    ----------
    want : callable
        Builds the request for (ask, offset, length).
    """

    def __init__(
        self,
        link: Link,
        want: Callable[[int, int, int], Fetch | Leaf],
        progress: Progress | None,
    ) -> None:
        self._link, self._want, self._progress = link, want, progress
        self._meter = LineMeter(asked_at=time.monotonic())

    def run(self, sha256: str, size: int, into: Path) -> Path:
        """Fetch until the hash is right, then move the file into place.

        Raises
        ------
        HubSilent, Fenced, Refused
            As the hub answers, or does not.
        PackageDamaged
            If the hash is wrong twice.
        """
        if into.is_file() and into.stat().st_size == size and sha256_of(into) == sha256:
            return into
        into.parent.mkdir(parents=True, exist_ok=True)
        part = part_of(into)
        found = ""
        for _ in range(2):
            with FileIO(part, "ab+") as file:
                if file.seek(0, os.SEEK_END) > size:
                    file.truncate(0)
                found = self._fill(file, size)
            if found == sha256:
                return part.replace(into)
            part.unlink()
        raise PackageDamaged(sha256, found)

    def _fill(self, file: FileIO, size: int) -> str:
        """Fetch what is missing; return the SHA-256 of all that is there then."""
        moved_at = time.monotonic()
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
        wanted = written = file.seek(0, os.SEEK_END)
        fresh_from = self._link.next_ask()  # replies to older questions are stale
        while written < size:
            wanted = self._ask_ahead(wanted, written, size)
            message = self._link.receive()
            if message is not None:
                if message.header.ask < fresh_from:
                    continue
                raise_bad_news(message)
                if _continues(message, written):
                    _append(file, message.body)
                    digest.update(message.body)
                    written += len(message.body)
                    moved_at = time.monotonic()
                    self._meter.took(len(message.body), moved_at)
                    if self._progress is not None:
                        self._progress(written, size)
                    continue
            else:
                self._link.reopen()
            still_s = time.monotonic() - moved_at
            if still_s >= self._link.give_up_s:
                raise self._link.silence(still_s)
            wanted, fresh_from = written, self._link.next_ask()
        return digest.hexdigest()

    def _ask_ahead(self, wanted: int, written: int, size: int) -> int:
        """Ask for as much as the line can use; return the offset asked up to.

        More would only stand in the line and keep back the answer to a decision.
        """
        credit = _FIRST_ASKED
        if self._meter.rate:
            credit = min(max(math.ceil(self._meter.under_way() / CHUNK_BYTES) + 1, 2), MOST_CREDIT)
        while wanted < size and wanted - written < credit * CHUNK_BYTES:
            length = min(CHUNK_BYTES, size - wanted)
            if not self._link.send(self._want(self._link.next_ask(), wanted, length)):
                break
            wanted += length
        return wanted


def _append(file: FileIO, body: Body) -> None:
    """Write all bytes, so that whoever reads the file now sees them; raise ``OSError`` else."""
    if file.write(body) != len(body):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _continues(message: Message, written: int) -> bool:
    """Tell whether a message holds the very next bytes, undamaged."""
    reply = message.header
    return (
        isinstance(reply, Data)
        and reply.offset == written
        and len(message.body) > 0
        and reply.crc32 == crc32(message.body)
    )
