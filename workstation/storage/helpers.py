"""Processes that check parts of a data folder for the one that asked, each on a core of its own.

A helper is a bare interpreter that knows the log and the rows, and no more. It reads what to check
from its standard input and ends when that does, so that none outlives whoever asked.
"""

import contextlib
import gc
import os
import queue
import signal
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from workstation.storage.row_digests import DECISIONS, PACKAGES, SOME, digests, package_faults
from workstation.storage.stretches import Links, Stretch, check, part_of

_LENGTH: Final = struct.Struct("!q")
_REFUSED: Final = -1
#: Without the packages' own start-up files, which would take half of the time of a start.
_BEGIN: Final = (
    "import sys; sys.path[:] = {path!r}; from workstation.storage.helpers import serve; serve()"
)
_BUSY_S: Final = 30.0


class Task(msgspec.Struct, frozen=True):
    """What a helper is to look at: some data folder's database, and what it is held against."""

    database: str
    blobs: str
    sizes: frozenset[int]
    contents: bool


class OfLog(msgspec.Struct, frozen=True, tag=True):
    """Check the entries from one to another; answered by a `Stretch`."""

    first: int
    last: int


class OfDecisions(msgspec.Struct, frozen=True, tag=True):
    """Hash what decisions say, by the numbers of their rows; see `row_digests.digests`."""

    first: int
    last: int


class OfPackages(msgspec.Struct, frozen=True, tag=True):
    """Find packages that are not as they should be, by the numbers of their cases' rows."""

    first: int
    last: int


Question = OfLog | OfDecisions | OfPackages
_ANSWERS: Final[dict[type[Any], "msgspec.msgpack.Decoder[Any]"]] = {
    OfLog: msgspec.msgpack.Decoder(Stretch),
    OfDecisions: msgspec.msgpack.Decoder(list[tuple[str, bytes]]),
    OfPackages: msgspec.msgpack.Decoder(list[tuple[str, str]]),
}


class Helper:
    """One process; asked by one thread at a time."""

    def __init__(self, task: Task) -> None:
        places = [*sys.path, str(Path(__file__).parents[2])]
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-S", "-c", _BEGIN.format(path=places)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with contextlib.suppress(OSError):  # it has died: the first question shows it
            self._say(msgspec.msgpack.encode(task))

    def ask(self, question: Question) -> Any:  # noqa: ANN401 - as the question says
        """Return the answer to a question; None when there is none."""
        try:
            self._say(msgspec.msgpack.encode(question))
            answer = _hear(self._process.stdout)
            return None if answer is None else _ANSWERS[type(question)].decode(answer)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        with contextlib.suppress(OSError, ValueError):
            self._process.communicate()

    def _say(self, message: bytes) -> None:
        if self._process.stdin is None:
            raise OSError("a helper cannot be told anything")
        self._process.stdin.write(_LENGTH.pack(len(message)) + message)
        self._process.stdin.flush()


class Crew:
    """Some helpers; each question goes to one that is free, in the order in which it was asked."""

    def __init__(self, task: Task, count: int) -> None:
        self._free: queue.SimpleQueue[Helper] = queue.SimpleQueue()
        self._helpers: list[Helper] = []
        self._asking = ThreadPoolExecutor(max_workers=count, thread_name_prefix="verify")
        try:
            for _ in range(count):
                self._helpers.append(Helper(task))
                self._free.put(self._helpers[-1])
        except BaseException:
            self.close()
            raise

    def ask(self, questions: Sequence[Question]) -> "list[Future[Any]]":
        """Have questions answered; each answer is None where no helper could."""
        return [self._asking.submit(self._one, question) for question in questions]

    def close(self) -> None:
        """End the helpers, whatever they do."""
        self._asking.shutdown(wait=False, cancel_futures=True)
        for helper in self._helpers:
            helper.close()
        self._asking.shutdown()

    def _one(self, question: Question) -> Any:  # noqa: ANN401 - as the question says
        helper = self._free.get()
        try:
            return helper.ask(question)
        finally:
            self._free.put(helper)


def count_cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not everywhere
    return (os.cpu_count() or 1) if allowed is None else len(allowed(0))


def serve() -> None:
    """Live as a helper: answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is told makes no circles; looking for them would cost as much as reading it.
    gc.disable()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    first = _hear(asked)
    if first is None:
        return
    task = msgspec.msgpack.decode(first, type=Task)
    uri = f"{Path(task.database).absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)
    while (message := _hear(asked)) is not None:
        question: Question = msgspec.msgpack.decode(message, type=Question)
        try:
            with contextlib.closing(connection.cursor()) as cursor:
                answer = msgspec.msgpack.encode(_answer(cursor, task, question))
            answers.write(_LENGTH.pack(len(answer)) + answer)
        except (sqlite3.Error, TypeError, UnicodeError):  # whoever asked looks and says why
            answers.write(_LENGTH.pack(_REFUSED))
        answers.flush()


def _answer(cursor: sqlite3.Cursor, task: Task, question: Question) -> Any:  # noqa: ANN401 - see `_ANSWERS`
    numbers = (question.first, question.last)
    match question:
        case OfLog():
            part = part_of(cursor, *numbers)
            return check(Links(cursor, part), part, task.sizes)
        case OfDecisions():
            return list(digests(cursor.execute(DECISIONS + SOME, numbers)))
        case _:
            found = cursor.execute(PACKAGES + SOME, numbers)
            return list(package_faults(found, Path(task.blobs), contents=task.contents))


def _hear(stream: IO[bytes] | None) -> bytes | None:
    """Return the next message; None for a refusal, and when there is no more."""
    head = b"" if stream is None else stream.read(_LENGTH.size)
    if stream is None or len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    if length == _REFUSED:
        return None
    message = stream.read(length)
    return message if len(message) == length else None
