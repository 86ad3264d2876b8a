"""A hub's keys in one file, locked by a passphrase, to be kept apart from the backups.

Whoever has the signing key can release containers in the hub's name; without the keys a restored
hub is a stranger to its sites and desks.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import ReviewRoomError

_SCHEMA: Final = "reviewroom.keys/1"
# 64 MiB of memory for each try at the passphrase.
_COST: Final = {"n": 2**16, "r": 8, "p": 1}
_SALT: Final = 16
_NONCE: Final = 12


class KeyBoxProblem(ReviewRoomError):
    """A file of locked keys cannot be opened."""

    advice = "Check the passphrase and the file."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


class KeyBoxKept(KeyBoxProblem):
    """A file of locked keys stands where another is to be written; it may be the only one."""

    advice = "Name another file; keep the old one until you know that nobody needs its keys."


def lock_keys(folder: Path, box: Path, passphrase: str) -> int:
    """Write all files of a folder of keys into one locked file; return how many.

    A file that holds these very keys under this passphrase already is left as it is.

    Raises
    ------
    KeyBoxKept
        If any other file stands there.
    OSError
        If a key cannot be read or the file not be written.
    """
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    keys = {path.name: path.read_text(encoding="utf-8") for path in paths}
    if box.exists():
        _must_hold(keys, box, passphrase)
    else:
        _write_locked(keys, box, passphrase)
    return len(keys)


def _must_hold(keys: dict[str, str], box: Path, passphrase: str) -> None:
    """Raise `KeyBoxKept` unless a file holds these keys and no others."""
    try:
        kept = keys_in(box, passphrase)
    except KeyBoxProblem as error:
        raise KeyBoxKept(str(box), f"it is not overwritten: {error.reason}") from error
    if kept != keys:
        raise KeyBoxKept(str(box), "it is not overwritten: it holds other keys than this hub has")


def _write_locked(keys: dict[str, str], box: Path, passphrase: str) -> None:
    plain = json.dumps(keys)
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    locked = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain.encode(), _SCHEMA.encode())
    document = {
        "schema": _SCHEMA,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "keys": base64.b64encode(locked).decode(),
    }
    draft = box.with_name(f"{box.name}.new")
    _write_private(draft, json.dumps(document, indent=1))
    draft.replace(box)
    sync_folder(box.absolute().parent)


def keys_in(box: Path, passphrase: str) -> dict[str, str]:
    """Return the keys in a locked file, by the name of the file that each was in.

    Raises
    ------
    KeyBoxProblem
        If the passphrase is wrong or the file is not one.
    OSError
        If the file cannot be read.
    """
    try:
        document = json.loads(box.read_text(encoding="utf-8"))
        salt, nonce, locked = (
            base64.b64decode(document[name]) for name in ("salt", "nonce", "keys")
        )
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, locked, _SCHEMA.encode())
        keys: dict[str, str] = json.loads(plain)
    except InvalidTag:
        raise KeyBoxProblem(str(box), "this is not its passphrase, or it was changed") from None
    except (ValueError, KeyError, TypeError) as error:
        raise KeyBoxProblem(str(box), "it is no file of locked keys") from error
    return keys


def put_keys(keys: Mapping[str, str], folder: Path) -> int:
    """Write keys into a folder, readable for their owner only; return how many.

    Raises
    ------
    OSError
        If one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in keys.items():
        path = folder / Path(name).name
        _write_private(path, text)
    sync_folder(folder)
    return len(keys)


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        sync_handle(file.fileno(), path)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode())
