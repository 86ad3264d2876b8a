"""Gathers what helps to mend the program after an error, and nothing of any case.

Log lines go into a small file beside the journal, in a thread of their own; so do the names of
commands. After an error nobody expected, or at the next start after a crash, they become a zip
with versions and settings. What a log line says freely is left out: it might name a trader. Kept
are its fixed text and those fields of it that are codes and numbers.
"""

import faulthandler
import json
import logging
import platform
import queue
import re
import threading
import traceback
import zipfile
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

from PySide6.QtCore import QObject, Signal, qVersion

from workstation.domain.instants import to_text
from workstation.logs import ROOMS

_LOG = logging.getLogger(__name__)
_TEXT_LENGTH: Final = 80
_FILE: Final = re.compile(r'File "(?P<path>[^"]*)"')
# Ids and codes are made by our own programs; whatever else stands in such a field is left out.
_FIELDS: Final = {
    "case": re.compile(r"[\w.-]{1,64}:[\w.-]{1,64}", re.ASCII),
    "desk": re.compile(r"[\w.-]{1,64}", re.ASCII),
    "decision": re.compile(r"[0-9a-f-]{1,36}"),
    "code": re.compile(r"[a-z_]{1,40}|\d{1,5}"),
}
_LINES: Final = 500
_BUNDLES: Final = 10
_MOST_A_SESSION: Final = 5
_PACKAGES: Final = ("review-room", "PySide6-Essentials", "pyqtgraph", "numpy", "pyzmq", "msgspec")


class _Notes(logging.Handler):
    """Hands every record on as a line that tells no names."""

    def __init__(self, keeper: "CrashKeeper") -> None:
        super().__init__(logging.INFO)
        self._keeper = keeper

    def emit(self, record: logging.LogRecord) -> None:
        self._keeper.note(_line_of(record))


class CrashKeeper(QObject):
    """Born on the Qt thread; the disk is touched in its own thread only.

    Parameters
    ----------
    folder : Path
        Belongs to this desk alone; bundles lie here.
    settings : mapping
        What the desk was told, without secrets (JSON values).
    """

    bundled = Signal(str)  # where a bundle lies

    def __init__(
        self, folder: Path, settings: Mapping[str, Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder, self._settings = folder, dict(settings)
        self._orders: queue.SimpleQueue[Mapping[str, Any] | _Error | None] = queue.SimpleQueue()
        self._recent: deque[str] = deque(maxlen=_LINES)
        self._handler = _Notes(self)
        self._made = 0
        self._fault: TextIO | None = None
        self._thread = threading.Thread(target=self._run, name="crash-notes")

    def start(self) -> None:
        """Begin to listen; what the last session left after a crash is bundled first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for room in ROOMS:
            logging.getLogger(room).addHandler(self._handler)
        self._thread.start()

    def stop(self) -> None:
        """End in order: the next start finds no crash."""
        for room in ROOMS:
            logging.getLogger(room).removeHandler(self._handler)
        self._orders.put(None)
        self._thread.join()

    @property
    def is_running(self) -> bool:
        """Whether lines are kept now."""
        return self._thread.is_alive()

    def note(self, line: Mapping[str, Any]) -> None:
        """Have a line kept; from any thread, never waits."""
        self._orders.put(line)

    def note_command(self, name: str) -> None:
        """Have the name of a command kept."""
        self.note({"time": _now(), "command": name})

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Have a bundle made of an error; from any thread, never waits."""
        del error  # its text may name what it was about
        frames = traceback.extract_tb(trace)
        self._orders.put(_Error(kind=kind.__name__, frames=tuple(_frame(one) for one in frames)))

    def _run(self) -> None:
        notes, fault = self._folder / "notes.jsonl", self._folder / "fault.txt"
        try:
            self._bundle_leftovers(notes, fault)
            with (
                notes.open("w", encoding="utf-8", buffering=1) as file,
                fault.open("w", encoding="utf-8") as self._fault,
            ):
                was_on = faulthandler.is_enabled()
                if not was_on:
                    faulthandler.enable(self._fault)
                self._listen(file)
                if not was_on:
                    faulthandler.disable()
            notes.unlink(missing_ok=True)
            fault.unlink(missing_ok=True)
        except OSError as failure:
            _LOG.warning("notes for a crash cannot be kept", extra={"code": failure.errno})
            while self._orders.get() is not None:
                pass

    def _listen(self, file: TextIO) -> None:
        written = 0
        while (order := self._orders.get()) is not None:
            if isinstance(order, _Error):
                self._on_error(order)
                continue
            line = json.dumps(order, ensure_ascii=False, default=str)
            self._recent.append(line)
            if written >= 4 * _LINES:  # begin anew with what is recent
                file.seek(0)
                file.truncate()
                file.write("\n".join(self._recent) + "\n")
                written = len(self._recent)
            else:
                file.write(line + "\n")
                written += 1

    def _on_error(self, error: "_Error") -> None:
        if self._made >= _MOST_A_SESSION:
            return
        self._made += 1
        self._bundle({"error.txt": error.text(), "notes.jsonl": "\n".join(self._recent)})

    def _bundle_leftovers(self, notes: Path, fault: Path) -> None:
        """Bundle what a session left that did not end in order."""
        if not notes.exists():
            return
        lines = notes.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES:]
        fell = fault.read_text(encoding="utf-8", errors="replace") if fault.exists() else ""
        self._bundle(
            {
                "error.txt": _FILE.sub(_place_of, fell) or "the program ended without a word",
                "notes.jsonl": "\n".join(lines),
            }
        )

    def _bundle(self, texts: Mapping[str, str]) -> None:
        name = datetime.now(UTC).strftime("crash-%Y%m%d-%H%M%S")
        path = _free(self._folder, name)
        about = json.dumps(
            {"time": _now(), "settings": self._settings, "versions": _versions()},
            ensure_ascii=False,
            indent=1,
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            for inside, text in {"about.json": about, **texts}.items():
                bundle.writestr(inside, text)
        for old in sorted(self._folder.glob("crash-*.zip"))[:-_BUNDLES]:
            old.unlink(missing_ok=True)
        self.bundled.emit(str(path))


class _Error:
    """An error without its text, which may name what it was about."""

    def __init__(self, *, kind: str, frames: tuple[str, ...]) -> None:
        self._kind, self._frames = kind, frames

    def text(self) -> str:
        return "\n".join((*self._frames, self._kind))


def _line_of(record: logging.LogRecord) -> dict[str, Any]:
    line: dict[str, Any] = {
        "time": _now(),
        "level": record.levelname.lower(),
        "room": record.name,
        "text": str(record.msg)[:_TEXT_LENGTH],
    }
    for name, shape in _FIELDS.items():
        value = str(getattr(record, name, ""))
        if shape.fullmatch(value):
            line[name] = value
    if record.exc_info is not None and record.exc_info[0] is not None:
        line["error"] = record.exc_info[0].__name__
        line["frames"] = [_frame(one) for one in traceback.extract_tb(record.exc_info[2])]
    return line


def _frame(frame: traceback.FrameSummary) -> str:
    """Return where a frame is, without the machine's folders and without any value."""
    return f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _place_of(file: re.Match[str]) -> str:
    """Return a line's file without the machine's folders: one of them may be a person's name."""
    return f'File "{_short(file["path"])}"'


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-3:])


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "system": platform.platform(), "qt": qVersion()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "?"
    return found


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.zip", 1
    while path.exists():
        path, number = folder / f"{name}-{number}.zip", number + 1
    return path


def _now() -> str:
    return to_text(datetime.now(UTC))
