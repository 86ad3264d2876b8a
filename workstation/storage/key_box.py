"""A hub's keys in one file, locked by a passphrase, to be kept apart from the backups.

Whoever has the signing key can release containers in the hub's name; without the keys a restored
hub is a stranger to its sites and desks.
"""

import base64
import json
import os
import secrets
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


def lock_keys(folder: Path, box: Path, passphrase: str) -> int:
    """Write all files of a folder of keys into one locked file; return how many.

    Raises
    ------
    OSError
        If a key cannot be read or the file not be written.
    """
    names = sorted(path for path in folder.iterdir() if path.is_file())
    plain = json.dumps({path.name: path.read_text(encoding="utf-8") for path in names})
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    locked = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain.encode(), _SCHEMA.encode())
    document = {
        "schema": _SCHEMA,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "keys": base64.b64encode(locked).decode(),
    }
    handle = os.open(box, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.flush()
        sync_handle(file.fileno(), box)
    sync_folder(box.absolute().parent)
    return len(names)


def unlock_keys(box: Path, folder: Path, passphrase: str) -> int:
    """Write the keys of a locked file into a folder, readable for their owner only.

    Raises
    ------
    KeyBoxProblem
        If the passphrase is wrong or the file is not one.
    OSError
        If the file cannot be read or a key not be written.
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
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in keys.items():
        path = folder / Path(name).name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
            file.flush()
            sync_handle(file.fileno(), path)
    sync_folder(folder)
    return len(keys)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode())
