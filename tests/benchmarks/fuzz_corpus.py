"""Valid messages of every type, and ways to spoil them: bytes, JSON values, frames, order."""

import json
import random
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from queue_client.codec import canonical
from queue_client.messages import DOCUMENT_BODY, HEADERS, RAW_BODY, VERSION, Header, MessageType

Frames = list[bytes]
_NASTY: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, -(2**53), 0.5, -0.0, 1e308, "", "a", "../..", "\0",
    "x" * 5000, "é苹\u202e", "s1", "ab" * 32, [], {}, [[[[]]]], {"a": {"b": []}}, [0] * 300,
    "2026-01-02T03:04:05.000000+00:00", "9999-12-31T23:59:59.999999+23:59", "release", "080810",
)  # fmt: skip


def spoil(frames: Frames, rng: random.Random) -> Frames:
    """Return a message spoilt in one to three ways; now and then as it was, as a replay."""
    found = list(frames)
    for _ in range(rng.choice((0, 0, 1, 1, 1, 2, 3))):
        found = rng.choice(_WAYS)(found, rng)
    return found


def valid_messages(known: Mapping[str, Any], documents: Mapping[MessageType, Any]) -> list[Frames]:
    """Return one valid message of each type.

    Parameters
    ----------
    known : mapping
        Values of fields by name, such as a session that stands.
    documents : mapping
        Bodies of the types that carry a document.
    """
    messages = []
    for kind, shape in HEADERS.items():
        head = canonical(_header(shape, known))
        body = b""
        if kind in RAW_BODY:
            body = b"pixels"
        elif kind in DOCUMENT_BODY:
            body = canonical(documents.get(kind, {}))
        messages.append([bytes((kind, VERSION)), head, body])
    return messages


def _header(shape: type[Header], known: Mapping[str, Any]) -> dict[str, Any]:
    fields = {}
    for field in msgspec.structs.fields(shape):
        if field.name in known:
            fields[field.name] = known[field.name]
        elif field.default is not msgspec.NODEFAULT:
            fields[field.name] = field.default
        else:
            fields[field.name] = _plain(field.type)
    return fields


def _plain(shape: Any) -> Any:
    for value in (1, 0.5, True, "s1", "site-a:s1", "ab" * 32, []):
        try:
            msgspec.convert(value, shape)
        except msgspec.ValidationError:
            continue
        return value
    raise ValueError(f"no plain value for {shape}")


def _bytes(frames: Frames, rng: random.Random) -> Frames:
    """Turn, drop, double or add some bytes of one frame."""
    if not frames:
        return frames
    place = rng.randrange(len(frames))
    raw = bytearray(frames[place])
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(raw))
        match rng.randrange(4):
            case 0 if at < len(raw):
                raw[at] ^= 1 << rng.randrange(8)
            case 1:
                del raw[at : at + rng.randint(1, 8)]
            case 2:
                raw[at:at] = rng.randbytes(rng.randint(1, 8))
            case _:
                raw[at:at] = raw[at : at + 16]
    return [*frames[:place], bytes(raw), *frames[place + 1 :]]


def _value(frames: Frames, rng: random.Random) -> Frames:
    """Put another value, or a new key, somewhere into a header or document; canonical again."""
    if len(frames) < 3:
        return frames
    place = rng.choice((1, 1, 2))
    try:
        value = json.loads(frames[place])
    except ValueError:
        return frames
    spoilt = _anywhere(value, rng)
    try:
        raw = canonical(spoilt)
    except ValueError:
        return frames
    return [*frames[:place], raw, *frames[place + 1 :]]


def _anywhere(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(sorted(value))
        match rng.randrange(8):
            case 0:
                return {k: v for k, v in value.items() if k != key}
            case 1:
                return {**value, rng.choice(("spare", "é", "")): rng.choice(_NASTY)}
            case _:
                return {**value, key: _anywhere(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.7:
        at = rng.randrange(len(value))
        return [*value[:at], _anywhere(value[at], rng), *value[at + 1 :]]
    return rng.choice(_NASTY)


def _kind(frames: Frames, rng: random.Random) -> Frames:
    """Call it another type or version."""
    first = bytes((rng.choice((*MessageType, 0, 255)), rng.choice((0, 1, 2, 2, 2, 3, 255))))
    return [first, *frames[1:]]


def _shape(frames: Frames, rng: random.Random) -> Frames:
    """Leave a frame out, send it twice, change the order, or make one far too large."""
    match rng.randrange(5):
        case 0:
            return frames[:-1]
        case 1:
            return [*frames, rng.choice(frames)] if frames else frames
        case 2:
            return rng.sample(frames, len(frames))
        case 3:
            return []
        case _:
            return [*frames[:2], bytes(rng.choice((2**14 + 1, 2**18, 2**18 + 1)))]


_WAYS: Final[tuple[Callable[[Frames, random.Random], Frames], ...]] = (
    _bytes, _bytes, _value, _value, _value, _value, _kind, _shape,
)  # fmt: skip
