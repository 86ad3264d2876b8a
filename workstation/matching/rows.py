"""Many models as columns: small, sorted by HS code, and the same in memory as on disk."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from workstation.matching.description import Description, DescriptionUnreadable, Evidence
from workstation.matching.ports import ModelRecord

Signatures = Mapping[Evidence, NDArray[np.float16]]

_LARGEST: Final = float(np.finfo(np.float16).max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the index keeps of one model.

    Attributes
    ----------
    record : ModelRecord
    evidence : Evidence
        What its picture brings.
    is_empty : bool
        Whether it shows an empty container.
    is_loaded : bool
        Whether there are goods to compare; a model may be neither.
    signatures : mapping of Evidence to ndarray of float16
        One at each level up to its own; empty when they are kept elsewhere.
    """

    record: ModelRecord
    evidence: Evidence
    is_empty: bool
    is_loaded: bool
    signatures: Signatures = field(default_factory=dict)

    @classmethod
    def of(cls, record: ModelRecord, description: Description) -> Self:
        """Take from a description what the index keeps.

        Raises
        ------
        DescriptionUnreadable
            If a signature holds something that is no number.
        """
        levels = [level for level in Evidence if level <= description.evidence]
        found = {level: _small(description.signature_at(level)) for level in levels}
        return cls(
            record=record,
            evidence=description.evidence,
            is_empty=description.facts.fill == "empty",
            is_loaded=bool(description.signature.any()),
            signatures=found,
        )


def _small(signature: NDArray[np.float32]) -> NDArray[np.float16]:
    if not np.isfinite(signature).all():
        raise DescriptionUnreadable("the signature holds something that is no number")
    return np.clip(signature, -_LARGEST, _LARGEST).astype(np.float16)


@dataclass(frozen=True, slots=True)
class Texts:
    """Many short texts in one heap of UTF-8.

    Attributes
    ----------
    starts : ndarray of int64, shape (texts + 1,)
    heap : ndarray of uint8, shape (bytes,)
    """

    starts: NDArray[np.int64]
    heap: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Keep some texts in their order."""
        coded = [text.encode() for text in texts]
        starts = np.zeros(len(coded) + 1, np.int64)
        np.cumsum([len(one) for one in coded], out=starts[1:])
        return cls(starts, np.frombuffer(b"".join(coded), np.uint8))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> str:
        first, last = int(self.starts[place]), int(self.starts[place + 1])
        return bytes(self.heap[first:last]).decode(errors="replace")

    def all(self) -> Iterator[str]:
        """Return every text in turn, faster than one by one."""
        heap = self.heap.tobytes()
        starts = self.starts.tolist()
        for first, last in pairwise(starts):
            yield heap[first:last].decode(errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Models sorted by HS code, then id; the arrays may be mapped from files.

    Attributes
    ----------
    ids, names, codes : Texts
        Ids and names of the models; the distinct HS codes, sorted.
    code_of : ndarray of int32, shape (models,)
        Place of each model's HS code in ``codes``; rising.
    prohibited, is_empty, is_loaded : ndarray of bool, shape (models,)
    evidence : ndarray of int8, shape (models,)
    hashes, hashed : ndarray of uint64 and of int32, shape (models,)
        Rising hashes of the ids, and the models they belong to.
    signatures : mapping of Evidence to ndarray of float16, shape (models at this level, features)
        For the models of `at_level`, in their order.
    """

    ids: Texts
    names: Texts
    codes: Texts
    code_of: NDArray[np.int32]
    prohibited: NDArray[np.bool_]
    is_empty: NDArray[np.bool_]
    is_loaded: NDArray[np.bool_]
    evidence: NDArray[np.int8]
    hashes: NDArray[np.uint64]
    hashed: NDArray[np.int32]
    signatures: Signatures

    def __len__(self) -> int:
        return len(self.code_of)

    def record(self, place: int) -> ModelRecord:
        """Return one model's record."""
        return ModelRecord(
            model_id=self.ids[place],
            hs=self.codes[int(self.code_of[place])],
            name=self.names[place],
            prohibited=bool(self.prohibited[place]),
        )

    def find(self, model_id: str) -> int | None:
        """Return the place of a model, or None."""
        wanted = hash_of(model_id)
        at = int(np.searchsorted(self.hashes, wanted))
        while at < len(self) and self.hashes[at] == wanted:
            place = int(self.hashed[at])
            if self.ids[place] == model_id:
                return place
            at += 1
        return None

    def at_level(self, evidence: Evidence) -> NDArray[np.int32]:
        """Return the places of the models with goods and at least this evidence, rising."""
        chosen = np.asarray(self.is_loaded) & (np.asarray(self.evidence) >= evidence)
        return np.flatnonzero(chosen).astype(np.int32)


def hash_of(model_id: str) -> np.uint64:
    """Return a hash of an id that is the same everywhere."""
    digest = hashlib.blake2b(model_id.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "big"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Models as plain lists, sorted by HS code, then id; the attributes are those of `Row`."""

    ids: Sequence[str]
    hs: Sequence[str]
    names: Sequence[str]
    prohibited: Sequence[bool] | NDArray[Any]
    is_empty: Sequence[bool] | NDArray[Any]
    is_loaded: Sequence[bool] | NDArray[Any]
    evidence: Sequence[int] | NDArray[Any]

    def columns(self, signatures: Signatures) -> Columns:
        """Make columns of the lists and the signatures of each level, in their order."""
        codes = sorted(set(self.hs))
        place_of = {code: place for place, code in enumerate(codes)}
        hashes = np.asarray([hash_of(one) for one in self.ids], np.uint64)
        order = np.argsort(hashes, kind="stable")
        return Columns(
            ids=Texts.of(self.ids),
            names=Texts.of(self.names),
            codes=Texts.of(codes),
            code_of=np.asarray([place_of[code] for code in self.hs], np.int32),
            prohibited=np.asarray(self.prohibited, bool),
            is_empty=np.asarray(self.is_empty, bool),
            is_loaded=np.asarray(self.is_loaded, bool),
            evidence=np.asarray(self.evidence, np.int8),
            hashes=hashes[order],
            hashed=order.astype(np.int32),
            signatures=signatures,
        )


def columns_of(rows: Sequence[Row]) -> Columns:
    """Make columns of rows in any order, all in memory."""
    ordered = sorted(rows, key=lambda row: (row.record.hs, row.record.model_id))
    signatures = {}
    for level in Evidence:
        able = (row for row in ordered if row.is_loaded and row.evidence >= level)
        found = [row.signatures[level] for row in able]
        if found:
            signatures[level] = np.stack(found)
    return Lists(
        ids=[row.record.model_id for row in ordered],
        hs=[row.record.hs for row in ordered],
        names=[row.record.name for row in ordered],
        prohibited=[row.record.prohibited for row in ordered],
        is_empty=[row.is_empty for row in ordered],
        is_loaded=[row.is_loaded for row in ordered],
        evidence=[row.evidence for row in ordered],
    ).columns(signatures)
