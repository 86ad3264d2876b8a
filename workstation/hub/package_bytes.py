"""Bytes of a stored package, as they travel."""

from pathlib import Path

from isal.isal_zlib import crc32

from queue_client.errors import RefusalCode, Refused


def bytes_of(path: Path, offset: int, length: int) -> tuple[bytes, int]:
    """Return bytes of a file and their CRC-32; raise `Refused` when it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            body = file.read(length)
    except OSError as error:
        raise Refused(RefusalCode.UNKNOWN, "the file is not in the store") from error
    return body, crc32(body)
