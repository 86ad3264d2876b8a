"""Container numbers: ISO 6346 form and check digit, and the outer sizes of a size-type code."""

import re
from typing import Final

_FORM: Final = re.compile(r"^[A-Z]{3}[UJZ][0-9]{7}$")
_FORM_WITHIN: Final = re.compile(r"(?<![A-Z])[A-Z]{3}[UJZ][0-9]{7}(?![0-9])")


def _letter_value(letter: str) -> int:
    """Value of a letter: A is 10, counting on and leaving out multiples of 11 (ISO 6346)."""
    value = 10 + ord(letter) - ord("A")
    return value + (value - 1) // 10 if value > 10 else value


def check_digit(first_ten: str) -> int:
    """Return the check digit of the first ten characters of a container number.

    References
    ----------
    .. [1] ISO 6346, annex A: weights 2**position, remainder by 11, 10 counts as 0.
    """
    values = [int(c) if c.isdigit() else _letter_value(c) for c in first_ten]
    return sum(value << position for position, value in enumerate(values)) % 11 % 10


def is_valid(number: str) -> bool:
    """Tell whether a container number has the ISO 6346 form and its check digit agrees."""
    return bool(_FORM.match(number)) and check_digit(number[:10]) == int(number[10])


def find_number(text: str) -> str | None:
    """Return the first valid container number within a text such as a file name."""
    candidates = _FORM_WITHIN.findall(text.upper())
    return next((number for number in candidates if is_valid(number)), None)
