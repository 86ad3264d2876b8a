"""Many small blobs at once, made durable together."""

import hashlib
import os
from pathlib import Path

from workstation.domain.errors import StorageUnavailable


class BulkBlobs:
    """Writes blobs under ``blobs/ab/<sha256>`` as `FolderBlobs` keeps them; owned by one thread.

    What is written is durable after `close`, not before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "blobs"
        self._drawers: set[str] = set()

    def keep(self, content: bytes) -> tuple[str, int]:
        """Keep a blob; return its SHA-256 and size [bytes].

        Raises
        ------
        StorageUnavailable
            If the disk refuses.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        drawer = self._folder / sha256[:2]
        try:
            if sha256[:2] not in self._drawers:
                drawer.mkdir(parents=True, exist_ok=True)
                self._drawers.add(sha256[:2])
            handle = os.open(drawer / sha256, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o440)
            try:
                os.write(handle, content)
            finally:
                os.close(handle)
        except OSError as error:
            raise StorageUnavailable(str(drawer), error.strerror or str(error)) from error
        return sha256, len(content)

    def close(self) -> None:
        """Make all of them durable."""
        if hasattr(os, "sync"):
            os.sync()
