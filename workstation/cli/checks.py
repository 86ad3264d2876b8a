"""What ``reviewroom doctor`` looks at: one function per question, one sentence per answer."""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final

import numpy as np
import zmq

from workstation.assembly.scans import pixels_of
from workstation.cli.sentences import bug_in_words, in_words
from workstation.domain.kernel_clock import Sync, read_clock_state
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.scan import Plane, Scan
from workstation.matching.describe import describe
from workstation.storage.records import open_records

_LIBRARIES: Final = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "opencv-python-headless",
    "SQLAlchemy",
    "alembic",
    "pyzmq",
    "msgspec",
    "click",
    "platformdirs",
    "tifffile",
    "imagecodecs",
    "cryptography",
    "argon2-cffi",
)
_SETUP: Final = "Run 'make setup', or 'python -m pip install -r requirements.lock'."
_QT_PACKAGES: Final = (
    "On Debian: apt install libegl1 libgl1 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-xinerama0 libxcb-shape0 "
    "libdbus-1-3 libfontconfig1."
)
_FONTS: Final = "Install one, on Debian: apt install fonts-noto-cjk."
_SET_CLOCK: Final = "Set the clock and switch time synchronisation on; decisions carry its time."
_PROBE_S: Final = 30.0
_GIB: Final = 1024**3


class State(StrEnum):
    """How a check came out; only ``BAD`` keeps something from working."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found, and what to do about it when it is not ok."""

    name: str
    state: State
    says: str
    advice: str = ""


def check_python() -> Finding:
    """Tell the interpreter and the system; an older Python could not have come this far."""
    says = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return _ok("python", says)


def check_libraries() -> Finding:
    """Look for the libraries, and for two that must not stand together."""
    found = {name: _version(name) for name in _LIBRARIES}
    missing = [name for name, version in found.items() if version is None]
    if missing:
        return _bad("libraries", f"missing: {', '.join(missing)}", _SETUP)
    if _version("opencv-python") is not None:
        return _bad(
            "libraries",
            "opencv-python is installed beside opencv-python-headless",
            "Remove both, then install opencv-python-headless alone; the other brings its own Qt.",
        )
    qt = found["PySide6-Essentials"] or ""
    if sys.version_info < (3, 12) and _numbers(qt) >= (6, 12):
        return _bad(
            "libraries",
            f"PySide6 {qt} loses a reference at each call on Python 3.11 and will crash",
            "Install PySide6-Essentials older than 6.12.",
        )
    shown = ("PySide6-Essentials", "numpy", "opencv-python-headless", "pyzmq", "SQLAlchemy")
    return _ok("libraries", ", ".join(f"{name} {found[name]}" for name in shown))


def check_window_libraries() -> Finding:
    """Let a process of its own load Qt: a missing system library ends it, not us."""
    done = _run(sys.executable, "-c", "import PySide6.QtWidgets")
    if done is None or done.returncode != 0:
        words = [] if done is None else done.stderr.strip().splitlines()
        reason = words[-1] if words else "it does not answer"
        return _bad("windows", f"Qt cannot be loaded: {reason}", _QT_PACKAGES)
    return _ok("windows", "Qt can be loaded")


def check_display() -> Finding:
    """Look for a screen to open a window on."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    found = next((f"{name}={os.environ[name]}" for name in names if os.environ.get(name)), None)
    if sys.platform.startswith("linux") and found is None:
        return _doubtful(
            "display",
            "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)",
            "Start the desk in a desktop session; hub and site do not need one.",
        )
    return _ok("display", found or "the system's own")


def check_fonts() -> Finding:
    """Look for a font with Chinese characters."""
    fonts = _chinese_fonts()
    if not fonts:
        return _bad(
            "fonts", "no font has Chinese characters; the desk would show empty boxes", _FONTS
        )
    return _ok("fonts", f"{len(fonts)} with Chinese characters, such as {fonts[0]}")


def check_database(folder: Path) -> Finding:
    """Make records in the folder, as a hub would, and remove them again."""
    with _probe_folder(folder) as probe:
        open_records(Path(probe) / "probe.sqlite").close()
    return _ok("database", f"SQLite {sqlite3.sqlite_version} works durably in {folder}")


def check_disk(folder: Path) -> Finding:
    """Look at the room that is left, and at how long the disk takes to be sure."""
    usage = shutil.disk_usage(folder)
    sync_ms = _sync_ms(folder)
    says = f"{usage.free / _GIB:.1f} GiB free in {folder}, a safe write takes {sync_ms:.0f} ms"
    if usage.free < max(_GIB, usage.total // 50):
        return _bad("disk", says, "Free space: below 2 % or 1 GiB scans are not taken any more.")
    if usage.free < usage.total // 20 or sync_ms > 250:
        return _doubtful("disk", says, "Use a disk with more room, or a faster one.")
    return _ok("disk", says)


def check_clock() -> Finding:
    """Look whether the clock can be right: not before this program was installed."""
    now = datetime.now(tz=UTC)
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, tz=UTC)
    says = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if now < built:
        return _bad("clock", f"{says} is before this program was installed", _SET_CLOCK)
    state = read_clock_state()
    if state.sync is Sync.UNSYNCHRONISED:
        return _doubtful("clock", f"{says}, not synchronised", _SET_CLOCK)
    if state.max_error_s is not None:
        says += f", synchronised to within {state.max_error_s * 1000:.0f} ms"
    return _ok("clock", says)


def check_wire() -> Finding:
    """Look whether ZeroMQ can encrypt."""
    says = f"ZeroMQ {zmq.zmq_version()}"
    if not zmq.has("curve"):
        return _bad("wire", f"{says} without CURVE encryption", "Install pyzmq from its wheel.")
    return _ok("wire", f"{says} with CURVE encryption")


def check_engine() -> Finding:
    """Let the comparison engine describe a grey box, and see how long it takes."""
    began = time.perf_counter()
    describe(pixels_of(_grey_box()))
    took_s = time.perf_counter() - began
    says = f"describes a scan in {took_s:.2f} s"
    if took_s > 5:
        return _doubtful("engine", says, "This machine is slow for a hub; a desk may run on it.")
    return _ok("engine", says)


def run_checks(checks: Sequence[tuple[str, Callable[[], Finding]]]) -> list[Finding]:
    """Run named checks; whatever goes wrong in one of them becomes its finding."""
    findings = []
    for name, check in checks:
        try:
            findings.append(check())
        except Exception as error:  # noqa: BLE001 - a doctor must not faint at the first bad news
            said = in_words(error) or bug_in_words(error)
            says, _, advice = said.partition(". ")
            findings.append(_bad(name, says.rstrip("."), advice))
    return findings


def _chinese_fonts() -> list[str]:
    listed = _run("fc-list", ":lang=zh", "family")
    if listed is not None and listed.returncode == 0:
        return sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    code = (
        "from PySide6.QtGui import QFontDatabase, QGuiApplication; app = QGuiApplication([]); "
        "print('\\n'.join(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)))"
    )
    asked = _run(sys.executable, "-c", code)
    return asked.stdout.splitlines() if asked is not None and asked.returncode == 0 else []


def _run(*command: str) -> subprocess.CompletedProcess[str] | None:
    """Run a program that only answers a question; None when it is not there or hangs."""
    path = shutil.which(command[0])
    if path is None:
        return None
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    try:
        return subprocess.run(  # noqa: S603 - fixed programs, no shell
            [path, *command[1:]],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            timeout=_PROBE_S,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return None


def _sync_ms(folder: Path) -> float:
    """Return the median time of a small durable write [ms]."""
    times = []
    with _probe_folder(folder) as probe:
        for number in range(5):
            began = time.perf_counter()
            with (Path(probe) / str(number)).open("wb") as file:
                file.write(b"x" * 4096)
                file.flush()
                os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2]


def _probe_folder(folder: Path) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder)


def _grey_box() -> Scan:
    """Return a made-up scan: a container of even cargo before open air, 600 x 1200 px."""
    pixels = np.full((600, 1200), 62000, np.uint16)
    pixels[100:520, 60:1140] = 30000
    pixels[100:110, 60:1140] = pixels[510:520, 60:1140] = 20000
    plane = Plane(
        view=ViewName.SIDE,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=pixels,
        pitch_mm=(5.0, 5.0),
    )
    return Scan(head=ScanHead(), planes=(plane,), format="made up")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _ok(name: str, says: str) -> Finding:
    return Finding(name=name, state=State.OK, says=says)


def _doubtful(name: str, says: str, advice: str) -> Finding:
    return Finding(name=name, state=State.DOUBTFUL, says=says, advice=advice)


def _bad(name: str, says: str, advice: str) -> Finding:
    return Finding(name=name, state=State.BAD, says=says, advice=advice)
