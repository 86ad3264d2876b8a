"""Where sealed drafts lie: a file each in the hub's folder, the newest in place of the one before.

A draft is written without waiting for the disk. What has been renamed is there for whoever starts
the hub anew after a kill; a power cut may take it, and a file that it spoilt opens nowhere.
"""

import contextlib
import hashlib
import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from workstation.audit.chain import canonical_json
from workstation.domain.instants import from_text, to_text

_LOG = logging.getLogger(__name__)
FOLDER: Final = "drafts"
_SUFFIX: Final = ".draft"
#: As many as a large room has cases in hand on a day; the oldest goes first. At 64 KiB each they
#: take 128 MiB at most.
_MOST: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """Whose draft of which case lies there: made under which lease, about which picture."""

    case_id: str
    officer: str
    token: int
    sha256: str
    kept_at: datetime


class DraftShelf:
    """The drafts of a hub; owned by the broker's thread, empty until `open`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, str], KeptDraft] = {}  # the newest last
        self._gone: set[Path] = set()

    def open(self) -> None:
        """Find what an earlier run left; a file that cannot be read is removed.

        Raises
        ------
        OSError
            If the folder cannot be made or read.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = []
        for path in filter(Path.is_file, self._folder.iterdir()):
            kept = _head_of(path) if path.suffix == _SUFFIX else None
            if kept is None or path != self._path(kept.case_id, kept.officer):
                path.unlink()  # half written, or somebody else's
            else:
                found.append(kept)
        found.sort(key=lambda one: one.kept_at)
        self._kept = {(one.case_id, one.officer): one for one in found}

    def all(self) -> list[KeptDraft]:
        """Return what lies there, the oldest first."""
        return list(self._kept.values())

    def find(self, case_id: str, officer: str) -> KeptDraft | None:
        """Return what an officer left of a case."""
        return self._kept.get((case_id, officer))

    def read(self, kept: KeptDraft) -> bytes:
        """Return a sealed draft, or nothing when its file is gone or spoilt."""
        try:
            head, _, sealed = self._path(kept.case_id, kept.officer).read_bytes().partition(b"\n")
        except OSError as error:
            _LOG.warning("a draft cannot be read", extra={"reason": str(error)})
            return b""
        return sealed if _read_head(head) == kept else b""

    def keep(self, kept: KeptDraft, sealed: bytes) -> None:
        """Keep a draft in place of the one before it.

        Raises
        ------
        OSError
            If the disk refuses; the one before it is still there.
        """
        head = {
            "case": kept.case_id,
            "officer": kept.officer,
            "token": kept.token,
            "sha256": kept.sha256,
            "kept_at": to_text(kept.kept_at),
        }
        path = self._path(kept.case_id, kept.officer)
        fresh = path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(canonical_json(head).encode() + b"\n")
            file.write(sealed)
        fresh.replace(path)
        self._gone.discard(path)
        self._kept.pop((kept.case_id, kept.officer), None)
        self._kept[kept.case_id, kept.officer] = kept
        while len(self._kept) > _MOST:
            self.drop(next(iter(self._kept.values())))

    def drop(self, kept: KeptDraft) -> None:
        """Let a draft go: it is not found again, and its file goes with the next `clear`."""
        if self._kept.pop((kept.case_id, kept.officer), None) is not None:
            self._gone.add(self._path(kept.case_id, kept.officer))

    def clear(self) -> None:
        """Remove the files of what was let go; that may take the disk a millisecond each."""
        while self._gone:
            with contextlib.suppress(OSError):  # it is looked at again at the next start
                self._gone.pop().unlink(missing_ok=True)

    def _path(self, case_id: str, officer: str) -> Path:
        """Return where a draft lies; no name that somebody chose becomes part of a path."""
        digest = hashlib.sha256(canonical_json([case_id, officer]).encode()).hexdigest()
        return self._folder / f"{digest}{_SUFFIX}"


def _head_of(path: Path) -> KeptDraft | None:
    with path.open("rb") as file:
        return _read_head(file.readline(4096).rstrip(b"\n"))


def _read_head(line: bytes) -> KeptDraft | None:
    try:
        head = json.loads(line)
        return KeptDraft(
            case_id=str(head["case"]),
            officer=str(head["officer"]),
            token=int(head["token"]),
            sha256=str(head["sha256"]),
            kept_at=from_text(head["kept_at"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
