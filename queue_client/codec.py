"""Frames to messages and back. Whatever arrives, only `WireViolation` leaves.

Canonical JSON means: UTF-8, keys sorted, no blanks, no NaN or infinity, integers within ±2⁵³.
A text is accepted only when writing its value again gives the very same bytes; that one rule
refuses duplicate keys, lone surrogates, odd spellings of numbers and stray blanks together.
"""

import contextlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar

import msgspec

from queue_client.errors import WireViolation
from queue_client.messages import (
    BODY_LIMIT,
    DOCUMENT_BODY,
    HEADER_LIMIT,
    HEADERS,
    RAW_BODY,
    TYPES,
    Chunk,
    DecidedReply,
    ExtendedReply,
    Header,
    LeasedReply,
    MessageType,
    SessionReply,
)
from queue_client.shapes import LARGEST_INT
from queue_client.versions import ADDED, VERSION, check_fields, check_version, without_newer

T = TypeVar("T")
#: Bytes of a package may be a view of the message that they came in.
Body = bytes | memoryview

#: Replies with a number of seconds; msgspec writes 1e16 otherwise than canonical JSON does.
_SECONDS: Final = frozenset({SessionReply, LeasedReply, ExtendedReply, DecidedReply})
#: The one version that has every field of a header.
_NEWEST: Final = max(ADDED)
#: What is nested deeper was read here and might not be where the stack is deeper: a record that
#: nobody can read any more. Documents have a dozen levels.
_DEEPEST: Final = 64
#: How canonical JSON says U+0000, and the same where it is not a stroke and the word "u0000".
_NUL: Final = rb"\u0000"
_SAYS_NUL: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_PLAIN_CHUNK: Final = bytes((MessageType.CHUNK, _NEWEST))
_WRITER: Final = msgspec.json.Encoder(order="sorted")
_READERS: Final[dict[MessageType, "msgspec.json.Decoder[Any]"]] = {
    kind: msgspec.json.Decoder(shape) for kind, shape in HEADERS.items() if shape not in _SECONDS
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that has passed every rule of its type and version."""

    kind: MessageType
    header: Header
    body: Body = b""
    version: int = VERSION

    def document(self, shape: type[T]) -> T:
        """Return the body as a document of a given shape, or raise `WireViolation`."""
        return read_document(self.body, shape)


def canonical(value: object) -> bytes:
    """Write a JSON value canonically; raise ``ValueError`` for what JSON cannot hold."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def encode(header: Header, body: bytes = b"", *, version: int = VERSION) -> list[bytes]:
    """Return the three frames of a message, in the words of a version that the peer speaks.

    Raises
    ------
    WireViolation
        If header or body is larger than the protocol allows.
    """
    head = _write_header(header, version)
    if len(head) > HEADER_LIMIT:
        raise WireViolation(f"a header of {len(head)} bytes is too large to send")
    if len(body) > BODY_LIMIT:
        raise WireViolation(f"a body of {len(body)} bytes is too large to send")
    return [bytes((TYPES[type(header)], version)), head, body]


def write_document(value: object) -> bytes:
    """Return a value or struct as a document body; raise `WireViolation` when it cannot be."""
    return _write(value)


def decode(frames: Sequence[Body]) -> Message:
    """Return the message in three frames, or raise `WireViolation`.

    Raises
    ------
    VersionUnfit
        If it is a message of a version that this end does not speak.
    """
    if len(frames) != 3:
        raise WireViolation(f"{len(frames)} frames instead of 3")
    first, head, body = bytes(frames[0]), bytes(frames[1]), frames[2]
    if len(first) != 2:
        raise WireViolation("the first frame is not two bytes")
    check_version(first[1])
    try:
        kind = MessageType(first[0])
    except ValueError:
        raise WireViolation(f"unknown message type {first[0]}") from None
    if len(head) > HEADER_LIMIT or len(body) > BODY_LIMIT:
        raise WireViolation("a frame is larger than the protocol allows")
    if body and kind not in RAW_BODY and kind not in DOCUMENT_BODY:
        raise WireViolation(f"{kind.name} carries no body")
    if kind not in RAW_BODY:
        body = bytes(body)
    return Message(
        kind=kind, header=_read_header(head, kind, first[1]), body=body, version=first[1]
    )


def plain_chunk(frames: Sequence[Body]) -> Chunk | None:
    """Return the header of a chunk in the newest version that is plainly right.

    None for everything else, which `decode` looks at: that is where it is said what is wrong.
    """
    if len(frames) != 3 or frames[0] != _PLAIN_CHUNK:
        return None
    head = frames[1]
    if len(head) > HEADER_LIMIT or not 0 < len(frames[2]) <= BODY_LIMIT:
        return None
    try:
        header: Chunk = _READERS[MessageType.CHUNK].decode(head)
        return header if _WRITER.encode(header) == head else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def read_document(body: Body, shape: type[T]) -> T:
    """Return a body as a value of a given shape, or raise `WireViolation`."""
    return _shape(_read(bytes(body)), shape)


def has_nul(text: Body) -> bool:
    """Tell whether a canonical text says U+0000 somewhere, which not every database keeps."""
    content = bytes(text)
    return _NUL in content and _SAYS_NUL.search(content) is not None


def without_nul(text: bytes) -> bytes:
    """Return a canonical text with U+FFFD in place of each U+0000."""
    return _SAYS_NUL.sub(rb"\1" + "\ufffd".encode(), text) if _NUL in text else text


def _write_header(header: Header, version: int) -> bytes:
    """Write a header canonically; the quick way for whatever both ways write alike."""
    if version == _NEWEST and type(header) not in _SECONDS:
        try:
            return _WRITER.encode(header)
        except (ValueError, TypeError) as error:
            raise WireViolation(f"cannot be written: {error}") from error
    return _write(without_newer(msgspec.to_builtins(header), type(header), version))


def _read_header(head: bytes, kind: MessageType, version: int) -> Header:
    """Read a header; one that is not plainly right goes the slow way, which says what is wrong.

    Plainly right is what gives the very same bytes when it is written again, as the rule of
    canonical JSON demands.
    """
    reader = _READERS.get(kind)
    if reader is not None and version == _NEWEST:
        with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
            header: Header = reader.decode(head)
            if _WRITER.encode(header) == head:
                return header
    fields, shape = _read(head), HEADERS[kind]
    check_fields(fields, shape, version)
    return _shape(fields, shape)


def _write(value: object) -> bytes:
    try:
        return canonical(msgspec.to_builtins(value))
    except (ValueError, TypeError, RecursionError) as error:
        raise WireViolation(f"cannot be written: {error}") from error


def _shape(value: object, shape: type[T]) -> T:
    try:
        return msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise WireViolation(str(error)) from None


def _read(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value until it is shaped
    try:
        value = json.loads(raw, parse_int=_integer, parse_constant=_no_constant)
        same = canonical(value) == raw
    except (ValueError, RecursionError) as error:
        raise WireViolation(f"not canonical JSON: {str(error)[:80]}") from None
    if not same:
        raise WireViolation("not canonical JSON")
    if raw.count(b"{") + raw.count(b"[") > _DEEPEST and _is_deep(value, _DEEPEST):
        raise WireViolation(f"nested more than {_DEEPEST} levels deep")
    return value


def _is_deep(value: object, levels: int) -> bool:
    """Tell whether a value has more than so many levels of objects and lists."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deep(one, levels - 1) for one in inner)


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_INT:
        raise ValueError("an integer beyond 2**53")
    return int(text)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")
