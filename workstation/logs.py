"""Logs: named by room, ids as fields, never goods owners' names.

A file has one JSON object a line, a console plain text, unless the settings say otherwise.
"""

import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from workstation.domain.errors import StorageUnavailable
from workstation.domain.instants import to_text
from workstation.domain.log_words import LogFormat, LogLevel, ids_now

#: What every log record has; all else on it came in by ``extra=`` and is a field of ours.
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Who owns the goods is nobody's business in a log file; whoever has a session's token has it.
_PRIVATE: Final = frozenset({"consignor", "consignee", "password", "session", "secret"})

#: Every module logs by its own name, so that these lines hold all of them.
ROOMS: Final = ("workstation", "queue_client", "viewer", "ui")
_KEEP_FILES: Final = 5
_FILE_BYTES: Final = 10 * 1024**2


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON: time, level, room, text, then its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a value that JSON does not know is written as its text."""
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "room": record.name,
            "text": record.getMessage(),
            **_own(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """Write a record for a person at a console: time, level, text, its own fields, the room."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what would break it is written as an escape."""
        fields = " ".join(f"{name}={value}" for name, value in _own(record).items())
        text = f"{record.getMessage()}{f' ({fields})' if fields else ''}"
        line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
        when = datetime.fromtimestamp(record.created, tz=UTC)
        line = f"{when:%Y-%m-%d %H:%M:%S}Z {record.levelname.lower():<8} {line} [{record.name}]"
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line


_OURS: Final = (JsonLines, PlainLines)


def set_up(
    *,
    file: Path | None = None,
    level: LogLevel = LogLevel.INFO,
    form: LogFormat = LogFormat.AUTO,
) -> logging.Handler:
    """Send the logs of all rooms to a rotating file, or to standard error without one.

    Every line carries the ids of what its thread is doing; see `domain.log_words.about`. Calling
    it again replaces the handler of the call before. Returns the handler, so that
    whoever set the logs up can close it.

    Raises
    ------
    StorageUnavailable
        If the log file cannot be opened.
    """
    handler = _handler(file)
    plain = form is LogFormat.TEXT or (form is LogFormat.AUTO and file is None)
    handler.setFormatter(PlainLines() if plain else JsonLines())
    _listen(handler, logging.getLevelNamesMapping()[level.name])
    return handler


@contextmanager
def written_aside(file: Path, *, level: int = logging.INFO) -> Iterator[None]:
    """Send the logs of all rooms to a rotating file, written in a thread of its own.

    For a window: whoever logs never waits for the disk. At the end every line is in the file.

    Raises
    ------
    StorageUnavailable
        If the log file cannot be opened.
    """
    handler, lines = _handler(file), SimpleQueue[logging.LogRecord]()
    handler.setFormatter(JsonLines())
    writer = QueueListener(lines, handler)
    entry = _Unchanged(lines)
    entry.setFormatter(JsonLines())
    _listen(entry, level)
    writer.start()
    try:
        yield
    finally:
        for room in ROOMS:
            logging.getLogger(room).removeHandler(entry)
        writer.stop()
        handler.close()


class _Unchanged(QueueHandler):
    """Hands records on as they are: nothing is pickled, and a traceback stays a field."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record


class _OwnFile(RotatingFileHandler):
    """Goes on in a new file when somebody else has moved the old one away, as logrotate does."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is not None and self._was_moved(self.stream):
                self.stream.close()
                self.stream = self._open()
        except OSError:
            self.handleError(record)
        else:
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls this
        """Say in one sentence on standard error that a line is lost; the program goes on."""
        del record
        error = sys.exception()
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        with suppress(OSError, ValueError):
            sys.stderr.write(
                f"reviewroom: {self.baseFilename}: a line of the log is lost: {reason}\n"
            )

    def close(self) -> None:
        """Close the file; what a full disk did not take has been told of already."""
        with suppress(OSError):
            super().close()

    def _was_moved(self, stream: TextIOWrapper) -> bool:
        ours = os.fstat(stream.fileno())
        try:
            named = Path(self.baseFilename).stat()
        except FileNotFoundError:
            return True
        return (ours.st_dev, ours.st_ino) != (named.st_dev, named.st_ino)


def _listen(handler: logging.Handler, level: int) -> None:
    """Let a handler hear all rooms in the place of the one before."""
    handler.addFilter(_with_ids)
    for room in ROOMS:
        logger = logging.getLogger(room)
        _close(logger, [old for old in logger.handlers if isinstance(old.formatter, _OURS)])
        logger.setLevel(level)
        logger.addHandler(handler)


def _with_ids(record: logging.LogRecord) -> bool:
    """Hang the ids on a record, in the thread that wrote it; its own fields come first."""
    for name, value in ids_now().items():
        if name not in _STANDARD:
            record.__dict__.setdefault(name, value)
    return True


def _own(record: logging.LogRecord) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(record).items()
        if name not in _STANDARD and name not in _PRIVATE
    }


def _time(record: logging.LogRecord) -> str:
    return to_text(datetime.fromtimestamp(record.created, tz=UTC))


def _handler(file: Path | None) -> logging.Handler:
    if file is None:
        return logging.StreamHandler(sys.stderr)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _OwnFile(file, maxBytes=_FILE_BYTES, backupCount=_KEEP_FILES, encoding="utf-8")
    except OSError as error:
        raise StorageUnavailable(
            str(file), f"the log cannot be written ({error.strerror})"
        ) from error


def _close(logger: logging.Logger, handlers: Iterable[logging.Handler]) -> None:
    for handler in handlers:
        logger.removeHandler(handler)
        handler.close()
