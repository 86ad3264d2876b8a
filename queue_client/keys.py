"""Keys: CURVE pairs for machines, Ed25519 for the hub's signature; private files are 0600."""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import zmq
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from queue_client.errors import KeyProblem

Z85_KEY: Final = re.compile(r"^[0-9a-zA-Z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}\Z")


_ENDPOINT: Final = re.compile(r"^tcp://(\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+):([0-9]{1,5}|\*)\Z")
_LAST_PORT: Final = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class HubAddress:
    """Where the hub listens, and the CURVE public key (Z85, 40 characters) it must prove."""

    endpoint: str
    server_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A machine's CURVE key pair, each half as Z85 text of 40 characters."""

    public: str
    secret: str = field(repr=False)

    @classmethod
    def make(cls) -> Self:
        """Return a fresh random pair."""
        public, secret = zmq.curve_keypair()
        return cls(public=public.decode("ascii"), secret=secret.decode("ascii"))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a pair from a file that only its owner may read; raise `KeyProblem` otherwise."""
        record = _read_private(path, "reviewroom.curve/1")
        public, secret = record.get("public"), record.get("secret")
        if not (_is_z85(public) and _is_z85(secret)):
            raise KeyProblem(path.name, "holds no CURVE key pair")
        return cls(public=str(public), secret=str(secret))

    def save(self, path: Path) -> None:
        """Write the pair to a new file with mode 0600; never over an existing one."""
        record = {"schema": "reviewroom.curve/1", "public": self.public, "secret": self.secret}
        _write_private(path, record)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """An Ed25519 key, such as the hub's; ``secret`` is the raw private key, 32 bytes in hex."""

    public: str
    secret: str = field(repr=False)

    @classmethod
    def make(cls) -> Self:
        """Return a fresh random key."""
        return cls._of(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key from a file that only its owner may read; raise `KeyProblem` otherwise."""
        record = _read_private(path, "reviewroom.ed25519/1")
        try:
            raw = bytes.fromhex(str(record.get("secret")))
            return cls._of(Ed25519PrivateKey.from_private_bytes(raw))
        except ValueError as error:
            raise KeyProblem(path.name, "holds no Ed25519 key") from error

    @classmethod
    def of_secret(cls, secret: bytes) -> Self:
        """Return the key whose raw private half is these 32 bytes."""
        return cls._of(Ed25519PrivateKey.from_private_bytes(secret))

    def save(self, path: Path) -> None:
        """Write the key to a new file with mode 0600; never over an existing one."""
        record = {"schema": "reviewroom.ed25519/1", "public": self.public, "secret": self.secret}
        _write_private(path, record)

    def sign(self, content: bytes) -> str:
        """Return the Ed25519 signature over some bytes, in hex."""
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.secret))
        return key.sign(content).hex()

    @classmethod
    def _of(cls, key: Ed25519PrivateKey) -> Self:
        return cls(
            public=key.public_key().public_bytes_raw().hex(), secret=key.private_bytes_raw().hex()
        )


def signature_holds(public: str, content: bytes, signature: str) -> bool:
    """Tell whether a hex signature over some bytes was made by the key with this hex half."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True


def is_ipv6(endpoint: str) -> bool:
    """Tell whether an endpoint names an address of IPv6, which ZeroMQ has to be told.

    A name is looked up under IPv4, as a hub that listens on ``0.0.0.0`` needs it.
    """
    return endpoint.startswith("tcp://[")


def is_endpoint(text: str, *, listening: bool = False) -> bool:
    """Tell whether a text has the form ``tcp://HOST:PORT``; who listens may let the port be ``*``.

    ZeroMQ itself takes a port above 65535 for another one.
    """
    found = _ENDPOINT.match(text)
    if found is None:
        return False
    port = found[2]
    return listening if port == "*" else int(port) <= _LAST_PORT


def is_public_key(text: str) -> bool:
    """Tell whether a text has the form of a CURVE public key."""
    return _is_z85(text)


def fingerprint(public: str) -> str:
    """Return the first 16 characters of a key in groups of four, to be read aloud."""
    return " ".join(public[start : start + 4] for start in range(0, 16, 4))


def _is_z85(value: object) -> bool:
    return isinstance(value, str) and Z85_KEY.match(value) is not None


def private_text(path: Path) -> str:
    """Read a file that only its owner may read; raise `KeyProblem` otherwise."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(path.name, f"cannot be read ({error.__class__.__name__})") from error
    # Windows keeps rights elsewhere; there the folder's access list guards the file. So it is with
    # a credential of systemd, whose mode shows the list's mask.
    if os.name == "posix" and mode & _others(path):
        raise KeyProblem(path.name, "may be read by others; its mode must be 0600")
    return text


def _read_private(path: Path, schema: str) -> dict[str, Any]:
    text = private_text(path)
    try:
        record = json.loads(text)
    except ValueError as error:
        raise KeyProblem(path.name, "is not a key file") from error
    if not isinstance(record, dict) or record.get("schema") != schema:
        raise KeyProblem(path.name, f"is not a key file of schema {schema}")
    return record


def _others(path: Path) -> int:
    """Return the mode bits that would let others read a key."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    guarded = credentials is not None and path.parent == Path(credentials)
    return stat.S_IRWXO if guarded else stat.S_IRWXG | stat.S_IRWXO


def _write_private(path: Path, record: dict[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyProblem(path.name, "exists already and is never overwritten") from error
    except OSError as error:
        raise KeyProblem(path.name, f"cannot be written ({error.strerror})") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(json.dumps(record, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink()  # half a key is none, and would stand in the way of the next
        error.filename = str(path)
        raise
