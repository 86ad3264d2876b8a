"""What went wrong, as one sentence for whoever sits at the terminal."""

import errno
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Final

from workstation.domain.errors import StorageUnavailable

#: What the operating system refuses, and what to do about it.
_ADVICE: Final[dict[int, tuple[str, str]]] = {
    errno.ENOSPC: ("the disk is full", "Free space on it, then start again."),
    errno.EDQUOT: ("the disk quota is used up", "Free space or ask for more, then start again."),
    errno.EACCES: (
        "this account has no right to do that",
        "Give the account that runs reviewroom rights there, or name another folder.",
    ),
    errno.EPERM: (
        "this account is not permitted to do that",
        "Give the account that runs reviewroom rights there, or name another folder.",
    ),
    errno.EROFS: ("the disk is read-only", "Mount it for writing or name another folder."),
    errno.EADDRINUSE: (
        "the port is in use already",
        "Stop the other program (perhaps a second hub) or choose another port.",
    ),
    errno.EADDRNOTAVAIL: (
        "this machine does not have that address",
        "Name an address of this machine, or 0.0.0.0 for all of them.",
    ),
    errno.ENOENT: ("there is no such file or folder", "Check the spelling of the path."),
    errno.ENOTDIR: ("a part of the path is not a folder", "Check the spelling of the path."),
    errno.EISDIR: ("this is a folder, not a file", "Name a file inside it."),
    errno.EEXIST: ("something of that name is there already", "Move it away or name another."),
    errno.EMFILE: (
        "too many files are open",
        "Raise the limit of open files ('ulimit -n'), then start again.",
    ),
    errno.ENOMEM: ("the memory is used up", "Close other programs, then start again."),
    errno.EIO: ("the disk failed", "Check the disk and its cable before you start again."),
}


def in_words(error: BaseException) -> str | None:
    """Return the sentence for an error of the world, or None when it is our own bug.

    The three roots (``ReviewRoomError``, ``QueueError``, ``ViewerError``) are strangers to each
    other and know each other only by what they all carry: an ``advice``.
    """
    advice = getattr(error, "advice", None)
    if isinstance(advice, str):
        cause = getattr(error.__cause__, "errno", None)
        if (
            isinstance(error, StorageUnavailable)
            and cause in _ADVICE
            and not vars(error).get("advice")
        ):
            advice = _ADVICE[cause][1]  # the disk's own reason, not that of most
        return _sentence(str(error), advice)
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number in _ADVICE:
        what, to_do = _ADVICE[number]
        named = getattr(error, "filename", None)
        return _sentence(f"{named}: {what}" if named else _start(what), to_do)
    files = sys.getfilesystemencoding()
    if isinstance(error, UnicodeEncodeError) and error.encoding == files != "utf-8":
        said = error.object[error.start : error.end]
        return _sentence(
            f"a file's name has signs that this system's encoding ({files}) lacks: {said}",
            "Set a locale with UTF-8, such as LANG=C.UTF-8, then start again.",
        )
    if isinstance(error, MemoryError):
        return _sentence(_start(_ADVICE[errno.ENOMEM][0]), _ADVICE[errno.ENOMEM][1])
    return None


def bug_in_words(error: BaseException) -> str:
    """Write the traceback of our own bug to a report file and return a calm sentence about it."""
    what = f"something inside failed ({type(error).__name__})"
    report = "".join(traceback.format_exception(error))
    try:
        handle, name = tempfile.mkstemp(prefix="reviewroom-report-", suffix=".txt", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(report)
    except OSError:
        return _sentence(what, "Run it again with REVIEWROOM_DEBUG=1 and send what it prints.")
    return _sentence(what, f"Please send this report to the maintainers: {Path(name)}")


def _sentence(what: str, advice: str) -> str:
    # A file's name is foreign: it may hold what moves a cursor or turns the line around.
    plain = "".join(sign if sign.isprintable() or sign.isspace() else "_" for sign in what)
    text = " ".join(plain.split()).rstrip(".")
    end = "" if text.endswith(("?", "!")) else "."
    return f"{text}{end} {advice}".rstrip()


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
