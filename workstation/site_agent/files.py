"""Files that survive a power cut: written whole or not at all, moved without a gap."""

import errno
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import StorageUnavailable

#: Most file systems take 255 bytes; drafts, numbers and reasons are told by endings of ours.
_LONGEST_NAME: Final = 180
_KEPT_END: Final = 24


def write_whole(path: Path, content: bytes) -> None:
    """Write a file durably, all or nothing; whoever reads ``path`` never sees a part of it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            sync_handle(file.fileno(), path)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write a JSON object durably, in a form that people can read and programs can compare."""
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(path, text.encode("utf-8"))


def move(source: Path, target: Path) -> None:
    """Move a file to a free name; whenever this is cut short, one whole file is left.

    Across disks it is copied, made durable, and only then removed from its old place.
    """
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        shutil.copy2(source, draft)
        with draft.open("rb+") as file:
            sync_handle(file.fileno(), target)
        draft.rename(target)
        sync_folder(target.parent)
        source.unlink()
    sync_folder(target.parent)


def plain_name(name: str) -> str:
    """Return a foreign file's name as it can be stored, logged and shown everywhere.

    Line ends, control signs, signs that turn the direction of writing and bytes that are no
    UTF-8 become ``_``; a name that leaves no room for an ending of ours loses its middle.
    """
    shown = "".join(sign if sign.isprintable() else "_" for sign in name)
    raw = shown.encode()
    if len(raw) <= _LONGEST_NAME:
        return shown
    head, tail = raw[: _LONGEST_NAME - _KEPT_END - 1], raw[-_KEPT_END:]
    return f"{head.decode(errors='ignore')}~{tail.decode(errors='ignore')}"


def free_path(folder: Path, name: str) -> Path:
    """Return a path in a folder that nothing has yet: the name itself, or one like it."""
    stem, dot, suffix = name.partition(".")
    count = 1
    path = folder / name
    while os.path.lexists(path):
        count += 1
        path = folder / f"{stem}-{count}{dot}{suffix}"
    return path


def make_folders(folders: tuple[Path, ...]) -> None:
    """Make folders and try that each can be written; raise ``StorageUnavailable`` otherwise."""
    for folder in folders:
        probe = folder / f".probe-{secrets.token_hex(4)}.part"
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                sync_folder(folder.parent)  # else a power cut takes it with all that is in it
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise StorageUnavailable(str(folder), in_words(error)) from error


def in_words(error: OSError) -> str:
    """Return why a file or folder could not be used, in plain words."""
    plain = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EACCES: "this account has no right to use it",
        errno.EPERM: "this account has no right to use it",
        errno.EROFS: "the disk is read-only",
        errno.ENOENT: "it is not there",
    }
    return plain.get(error.errno or 0, error.strerror or type(error).__name__)
