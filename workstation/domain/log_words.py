"""What logs speak of: their forms and levels, and the ids of what is being done right now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class LogFormat(StrEnum):
    """How a line is written; ``AUTO`` is JSON into a file and plain text on the console."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"


class LogLevel(StrEnum):
    """From which weight on a line is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_IDS: ContextVar[dict[str, object] | None] = ContextVar("log_ids", default=None)


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Let every line that this thread writes within the block carry these ids as fields."""
    token = _IDS.set({**ids_now(), **ids})
    try:
        yield
    finally:
        _IDS.reset(token)


def noting(ids: Mapping[str, object]) -> None:
    """Add ids that became known only now; they end with the block of `about` around.

    Without a block around nothing is noted: nobody would ever take it back.
    """
    known = _IDS.get()
    if known is not None:
        known.update(ids)


def ids_now() -> Mapping[str, object]:
    """Return the ids of what this thread is doing."""
    return dict(_IDS.get() or {})
