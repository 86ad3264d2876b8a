"""Logs: one JSON object a line, named by room, ids as fields, never goods owners' names."""

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from workstation.domain.errors import StorageUnavailable
from workstation.domain.instants import to_text

#: What every log record has; all else on it came in by ``extra=`` and is a field of ours.
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Who owns the goods is nobody's business in a log file.
_PRIVATE: Final = frozenset({"consignor", "consignee", "password"})

#: Every module logs by its own name, so that these lines hold all of them.
ROOMS: Final = ("workstation", "queue_client", "viewer", "ui")
_KEEP_FILES: Final = 5
_FILE_BYTES: Final = 10 * 1024**2


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON: time, level, room, text, then its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a value that JSON does not know is written as its text."""
        line: dict[str, object] = {
            "time": to_text(datetime.fromtimestamp(record.created, tz=UTC)),
            "level": record.levelname.lower(),
            "room": record.name,
            "text": record.getMessage(),
        }
        own = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line.update({name: value for name, value in own.items() if name not in _PRIVATE})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(*, file: Path | None = None, level: int = logging.INFO) -> logging.Handler:
    """Send the logs of all rooms to a rotating file, or to standard error without one.

    Calling it again replaces the handler of the call before. Returns the handler, so that
    whoever set the logs up can close it.

    Raises
    ------
    StorageUnavailable
        If the log file cannot be opened.
    """
    handler = _handler(file)
    _listen(handler, level)
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


def _listen(handler: logging.Handler, level: int) -> None:
    """Let a handler hear all rooms in the place of the one before."""
    handler.setFormatter(JsonLines())
    for room in ROOMS:
        logger = logging.getLogger(room)
        _close(logger, [old for old in logger.handlers if isinstance(old.formatter, JsonLines)])
        logger.setLevel(level)
        logger.addHandler(handler)


def _handler(file: Path | None) -> logging.Handler:
    if file is None:
        return logging.StreamHandler(sys.stderr)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(
            file, maxBytes=_FILE_BYTES, backupCount=_KEEP_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise StorageUnavailable(
            str(file), f"the log cannot be written ({error.strerror})"
        ) from error


def _close(logger: logging.Logger, handlers: Iterable[logging.Handler]) -> None:
    for handler in handlers:
        logger.removeHandler(handler)
        handler.close()
