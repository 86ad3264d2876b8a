"""What the engine keeps of a picture: a signature, a coarse token grid and facts; own bytes."""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.domain.errors import ReviewRoomError

FEATURE_VERSION: Final = 2
"""Changes whenever the same picture would be described otherwise."""

_MAGIC: Final = b"RRDS"
_PREFIX: Final = struct.Struct(">4sHI")  # magic, feature version, length of the JSON head
_MAX_BYTES: Final = 8 << 20
_LEVELS: Final = 255


class DescriptionUnreadable(ReviewRoomError):
    """A stored description is foreign, cut short, or of another feature version."""

    advice = "Index the library again."


class DescriptionOutdated(DescriptionUnreadable):
    """A stored description is whole, but of another feature version."""


class Evidence(IntEnum):
    """How much of the physics a picture brings; two pictures compare at the lesser of both."""

    SINGLE = 0
    DUAL = 1
    CALIBRATED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A picture as the engine compares it; a few tens of KiB.

    Attributes
    ----------
    signature : ndarray of float32, shape (features,)
        The whole load in one vector; see `signature.describe_load`.
    tokens : ndarray of float32, shape (token_rows, token_columns, features)
        Local features on a regular grid over the container's interior.
    load : ndarray of bool, shape (token_rows, token_columns)
        Where the grid holds goods.
    interior : Rectangle
        The part of the picture [pixels] that the grid covers.
    evidence : Evidence
        Single energy, dual energy, or dual energy with step-wedge readings.
    facts : LoadFacts
        How full the container is.
    poorer : mapping of Evidence to ndarray of float32, shape (features,)
        Signatures of the same picture with less evidence; a typical model has them all, so that
        it can be compared with scans of poorer scanners as they would have seen it.
    doubts : tuple of str
        Reason codes for what is missing, such as ``"no_container"``.
    stride : int
        1 for the whole token grid, 2 for every second token each way.
    """

    signature: NDArray[np.float32]
    tokens: NDArray[np.float32]
    load: NDArray[np.bool_]
    interior: Rectangle
    evidence: Evidence
    facts: LoadFacts
    poorer: Mapping[Evidence, NDArray[np.float32]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    stride: int = 1

    @property
    def is_thinned(self) -> bool:
        """Whether only every second token each way was kept."""
        return self.stride == 2

    def signature_at(self, evidence: Evidence) -> NDArray[np.float32]:
        """Return the signature as a picture of lesser evidence would have it.

        Where it was not described so, its own: the metric leaves out what the lesser lacks.
        """
        return self.poorer.get(evidence, self.signature)

    def thinned(self) -> Self:
        """Return it with every second token each way: enough for a model, a quarter the size."""
        if self.is_thinned:
            return self
        tokens, load = self.tokens[::2, ::2], self.load[::2, ::2]
        return replace(self, tokens=tokens, load=load, stride=2)

    def to_bytes(self) -> bytes:
        """Return the description as versioned bytes; tokens are kept to 8 bits a feature."""
        low = self.tokens.min(axis=(0, 1))
        step = (self.tokens.max(axis=(0, 1)) - low) / _LEVELS
        safe = np.where(step > 0, step, 1)
        quantised = np.round((self.tokens - low) / safe).astype(np.uint8)
        levels = sorted(self.poorer)
        head = json.dumps(
            {
                "grid": list(self.tokens.shape),
                "signature": self.signature.size,
                "levels": [int(level) for level in levels],
                "interior": list(asdict(self.interior).values()),
                "evidence": int(self.evidence),
                "facts": asdict(self.facts),
                "doubts": list(self.doubts),
                "stride": self.stride,
            }
        ).encode()
        signatures = (self.signature, *(self.poorer[level] for level in levels))
        body = b"".join(
            (
                *(_halves(signature).tobytes() for signature in signatures),
                low.astype("<f4").tobytes(),
                step.astype("<f4").tobytes(),
                np.packbits(self.load).tobytes(),
                # Features apart compress better than points apart.
                np.ascontiguousarray(quantised.transpose(2, 0, 1)).tobytes(),
            )
        )
        return _PREFIX.pack(_MAGIC, FEATURE_VERSION, len(head)) + head + zlib.compress(body, 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises
        ------
        DescriptionUnreadable
            If the bytes are foreign, cut short, or (`DescriptionOutdated`) of another feature
            version.
        """
        if len(data) < _PREFIX.size or data[:4] != _MAGIC:
            raise DescriptionUnreadable("these bytes are not a description")
        _, version, length = _PREFIX.unpack_from(data)
        if version != FEATURE_VERSION:
            raise DescriptionOutdated(f"feature version {version}, not {FEATURE_VERSION}")
        try:
            head = json.loads(data[_PREFIX.size : _PREFIX.size + length])
            inflate = zlib.decompressobj()
            body = inflate.decompress(data[_PREFIX.size + length :], _MAX_BYTES)
            if not inflate.eof:
                raise DescriptionUnreadable("the description is cut short or too long")
            return cls._from_parts(head, body)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise DescriptionUnreadable(f"the description is damaged: {error}") from error

    @classmethod
    def _from_parts(cls, head: dict[str, Any], body: bytes) -> Self:
        rows, columns, features = (int(n) for n in head["grid"])
        length, levels = int(head["signature"]), [Evidence(n) for n in head["levels"]]
        stack = _Stack(body)
        signatures = stack.take("<f2", (1 + len(levels)) * length).reshape(-1, length)
        signature, *poorer = signatures.astype(np.float32)
        low = stack.take("<f4", features).astype(np.float32)
        step = stack.take("<f4", features).astype(np.float32)
        load = np.unpackbits(stack.take("u1", -(-rows * columns // 8)), count=rows * columns)
        planes = stack.take("u1", rows * columns * features).reshape(features, rows, columns)
        stack.end()
        row, column, height, width = (int(n) for n in head["interior"])
        facts = head["facts"]
        return cls(
            signature=signature,
            tokens=low + planes.transpose(1, 2, 0).astype(np.float32) * step,
            load=load.reshape(rows, columns).astype(bool),
            interior=Rectangle(row=row, column=column, height=height, width=width),
            evidence=Evidence(head["evidence"]),
            facts=LoadFacts(**{**facts, "profile": tuple(facts["profile"])}),
            poorer=dict(zip(levels, poorer, strict=True)),
            doubts=tuple(str(doubt) for doubt in head["doubts"]),
            stride=int(head["stride"]),
        )


class _Stack:
    """Takes arrays from bytes, one after the other."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def take(self, kind: str, count: int) -> NDArray[Any]:
        """Return the next numbers; raises ``ValueError`` when there are not so many."""
        found = np.frombuffer(self._body, kind, count, self._at)
        self._at += found.nbytes
        return found

    def end(self) -> None:
        """Raise ``ValueError`` when numbers are left over."""
        if self._at != len(self._body):
            raise ValueError(f"{len(self._body) - self._at} bytes are left over")


def _halves(signature: NDArray[np.float32]) -> NDArray[np.float16]:
    """Half precision: 0.05 % of a feature, where scans of one thing differ by whole parts."""
    most = float(np.finfo(np.float16).max)
    return np.clip(signature, -most, most).astype("<f2")
