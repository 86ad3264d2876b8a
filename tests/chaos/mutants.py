"""Seeded faults, to show that the campaign can fail."""

from typing import Any


def find(name: str) -> Any:
    raise KeyError(name)
