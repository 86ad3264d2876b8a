"""AmnesiaFS: a file system in memory that forgets, at a power cut, whatever was not synchronised.

It runs as a process of its own on FUSE. Contents last from the last ``fsync`` of their file, names
from the last ``fsync`` of their folder: less than any disk keeps, which is the point. A torn cut
keeps some of the 4 KiB blocks written since. Orders come as words on standard input:

``cut``, ``torn``
    End the mount, forget, and mount again.
``full``, ``free``
    Let every write that needs room fail with ENOSPC, or not.
``broken``
    Let the next fsync of a file fail with EIO, and drop what it should have kept, as Linux does.
``settle``
    Take everything as synchronised.
``stop``
    Unmount and end.

Each order is answered by one JSON object. It does not reorder what it keeps.
"""

import ctypes
import errno
import itertools
import json
import os
import stat
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

from mfusepy import FUSE, FuseOSError, Operations

_BLOCK = 4096
_MNT_DETACH = 2


class _File:
    def __init__(self, mode: int) -> None:
        self.mode, self.mtime = stat.S_IFREG | mode, time.time_ns()
        self.data = bytearray()
        self.synced = b""


class _Folder:
    def __init__(self, mode: int) -> None:
        self.mode, self.mtime = stat.S_IFDIR | mode, time.time_ns()
        self.names: dict[str, _Node] = {}
        self.synced: dict[str, _Node] = {}


_Node = _File | _Folder


class AmnesiaFS(Operations):
    """The tree; used by the FUSE loop's thread, and by nobody else while it is mounted."""

    use_ns = True

    def __init__(self, seed: int) -> None:
        self.root = _Folder(0o755)
        self.full = self.broken = False
        self.dropped = {"bytes": 0, "names": 0}
        self.failed_syncs = self.refused_writes = 0
        self._rng = Random(seed)  # noqa: S311 - a seed is the point
        self._handles: dict[int, _Node] = {}
        self._next = itertools.count(1)
        self.mounted = threading.Event()

    # What a power cut does ---------------------------------------------------------------------

    def forget(self, *, torn: bool) -> None:
        """Lose what was not synchronised."""
        self._forget(self.root, torn=torn, seen=set())
        self._handles.clear()
        self.full = self.broken = False

    def settle(self, node: _Node | None = None) -> None:
        """Take everything as synchronised."""
        node = self.root if node is None else node
        if isinstance(node, _File):
            node.synced = bytes(node.data)
        else:
            node.synced = dict(node.names)
            for child in node.names.values():
                self.settle(child)

    def _forget(self, node: _Node, *, torn: bool, seen: set[int]) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, _File):
            kept = self._torn(node) if torn else node.synced
            self.dropped["bytes"] += abs(len(node.data) - len(kept)) or (node.data != kept)
            node.data = bytearray(kept)
            node.synced = bytes(kept)
            return
        self.dropped["names"] += len(node.names.keys() ^ node.synced.keys())
        node.names = dict(node.synced)
        for child in node.names.values():
            self._forget(child, torn=torn, seen=seen)

    def _torn(self, node: _File) -> bytes:
        """Return a content in which some blocks written since are there and others are not."""
        kept = bytearray(node.synced)
        for start in range(0, len(node.data), _BLOCK):
            if self._rng.random() < 0.5:
                block = node.data[start : start + _BLOCK]
                kept.extend(bytes(max(0, start + len(block) - len(kept))))
                kept[start : start + len(block)] = block
        return bytes(kept)

    # What FUSE asks ------------------------------------------------------------------------------

    def init(self, path: str) -> None:
        del path
        self.mounted.set()

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        node = self._handles.get(fh) if fh else None
        node = self._find(path) if node is None else node
        size = len(node.data) if isinstance(node, _File) else 0
        stamps = dict.fromkeys(("st_atime", "st_mtime", "st_ctime"), node.mtime)
        return {
            "st_mode": node.mode,
            "st_nlink": 1,
            "st_size": size,
            "st_blocks": size // 512,
            **stamps,
        }

    def readdir(self, path: str, fh: int) -> list[str]:
        del fh
        return [".", "..", *self._folder(path).names]

    def mkdir(self, path: str, mode: int) -> int:
        self._room()
        self._put(path, _Folder(mode))
        return 0

    def rmdir(self, path: str) -> int:
        if self._folder(path).names:
            raise FuseOSError(errno.ENOTEMPTY)
        return self.unlink(path)

    def unlink(self, path: str) -> int:
        folder, name = self._place(path)
        if name not in folder.names:
            raise FuseOSError(errno.ENOENT)
        del folder.names[name]
        return 0

    def rename(self, old: str, new: str) -> int:
        node = self._find(old)
        there, name = self._place(old)
        self._put(new, node)
        if (there, name) != self._place(new):
            del there.names[name]
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        del fi
        self._room()
        self._put(path, _File(stat.S_IMODE(mode)))
        return self._open(self._find(path))

    def open(self, path: str, flags: int) -> int:
        node = self._find(path)
        if flags & os.O_TRUNC and isinstance(node, _File):
            node.data.clear()
        return self._open(node)

    def release(self, path: str, fh: int) -> int:
        del path
        self._handles.pop(fh, None)
        return 0

    opendir = Operations.opendir

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self._file(path, fh).data[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        node = self._file(path, fh)
        if offset + len(data) > len(node.data):
            self._room()
            node.data.extend(bytes(offset + len(data) - len(node.data)))
        node.data[offset : offset + len(data)] = data
        node.mtime = time.time_ns()
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        node = self._file(path, fh or 0)
        del node.data[length:]
        node.data.extend(bytes(length - len(node.data)))
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        del datasync
        node = self._file(path, fh)
        if self.broken:
            # Reported once; the pages are gone, and the next fsync says that all is well.
            self.broken = False
            self.failed_syncs += 1
            node.data = bytearray(node.synced)
            raise FuseOSError(errno.EIO)
        node.synced = bytes(node.data)
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        del datasync, fh
        folder = self._folder(path)
        folder.synced = dict(folder.names)
        return 0

    def chmod(self, path: str, mode: int) -> int:
        node = self._find(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        del path, uid, gid
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        self._find(path).mtime = time.time_ns() if times is None else times[1]
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        del path
        free = 0 if self.full else 1 << 18
        return {
            "f_bsize": _BLOCK,
            "f_frsize": _BLOCK,
            "f_blocks": 1 << 18,
            "f_bfree": free,
            "f_bavail": free,
            "f_namemax": 255,
        }

    def _room(self) -> None:
        if self.full:
            self.refused_writes += 1
            raise FuseOSError(errno.ENOSPC)

    def _open(self, node: _Node) -> int:
        handle = next(self._next)
        self._handles[handle] = node
        return handle

    def _find(self, path: str) -> _Node:
        node: _Node = self.root
        for part in path.strip("/").split("/"):
            if part:
                if not isinstance(node, _Folder) or part not in node.names:
                    raise FuseOSError(errno.ENOENT)
                node = node.names[part]
        return node

    def _folder(self, path: str) -> _Folder:
        node = self._find(path)
        if not isinstance(node, _Folder):
            raise FuseOSError(errno.ENOTDIR)
        return node

    def _file(self, path: str, fh: int) -> _File:
        node = self._handles.get(fh) or self._find(path)
        if not isinstance(node, _File):
            raise FuseOSError(errno.EISDIR)
        return node

    def _place(self, path: str) -> tuple[_Folder, str]:
        folder, _, name = path.rpartition("/")
        return self._folder(folder), name

    def _put(self, path: str, node: _Node) -> None:
        folder, name = self._place(path)
        folder.names[name] = node


def main(mountpoint: str, seed: int) -> None:
    """Mount, obey, and mount again after each cut, until told to stop."""
    tree = AmnesiaFS(seed)
    cuts: list[str] = []
    threading.Thread(target=_obey, args=(tree, mountpoint, cuts), daemon=True).start()
    while True:
        FUSE(
            tree,
            mountpoint,
            foreground=True,
            nothreads=True,
            hard_remove=True,
            default_permissions=False,
        )
        if not cuts:
            _say(tree)
            return
        tree.forget(torn=cuts.pop() == "torn")


def _obey(tree: AmnesiaFS, mountpoint: str, cuts: list[str]) -> None:
    """Do what standard input says; when whoever gives orders is gone, the mount goes, too."""
    try:
        tree.mounted.wait()
        _say(tree)
        for line in sys.stdin:
            order = line.strip()
            if order == "stop":
                break
            if order in {"cut", "torn"}:
                cuts.append(order)
                tree.mounted.clear()
                _cut_off(mountpoint)
                tree.mounted.wait()
            elif order == "settle":
                tree.settle()
            elif order == "broken":
                tree.broken = True
            else:
                tree.full = order == "full"
            _say(tree)
    finally:
        _cut_off(mountpoint)


def _cut_off(mountpoint: str) -> None:
    """End the mount at once, also while files of it are open or mapped."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        if fields[4] == mountpoint:
            control = Path("/sys/fs/fuse/connections") / fields[2].partition(":")[2] / "abort"
            if control.exists():
                control.write_text("1")
    ctypes.CDLL(None).umount2(mountpoint.encode(), _MNT_DETACH)


def _say(tree: AmnesiaFS) -> None:
    facts = {"failed_syncs": tree.failed_syncs, "refused_writes": tree.refused_writes}
    sys.stdout.write(json.dumps({**tree.dropped, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
