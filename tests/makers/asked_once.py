"""Costly answers that are the same each time, worked out once in a module of tests."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import numpy as np


def asked_once(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return `work` with a memory: what it is asked again, by content, it has answered already.

    For work that is deterministic and free of state, as tests of its own hold.
    """
    known: dict[bytes, Any] = {}

    def remembering(*asked: Any) -> Any:
        key = _key(asked)
        if key not in known:
            known[key] = work(*asked)
        return known[key]

    return remembering


def _key(value: Any) -> bytes:
    if isinstance(value, np.ndarray):
        return sha256(f"{value.dtype}{value.shape}".encode() + value.tobytes()).digest()
    if is_dataclass(value):
        value = tuple(getattr(value, one.name) for one in fields(value))
    elif isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, tuple):
        return sha256(b"".join(map(_key, value))).digest()
    if not isinstance(value, str | int | float | np.generic | None):
        raise TypeError(f"{type(value).__name__} has no content to know it by")
    return sha256(repr(value).encode()).digest()
