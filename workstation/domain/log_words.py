"""What logs speak of: their forms and levels, and the ids of what is being done right now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final


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


_NOTHING: Final[Mapping[str, object]] = {}
_IDS: ContextVar[Mapping[str, object]] = ContextVar("log_ids", default=_NOTHING)


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Let every line that this thread writes within the block carry these ids as fields."""
    token = _IDS.set({**_IDS.get(), **ids})
    try:
        yield
    finally:
        _IDS.reset(token)


def noting(ids: Mapping[str, object]) -> None:
    """Add ids that became known only now; they end with the block of `about` around."""
    _IDS.set({**_IDS.get(), **ids})


def ids_now() -> Mapping[str, object]:
    """Return the ids of what this thread is doing."""
    return _IDS.get()
