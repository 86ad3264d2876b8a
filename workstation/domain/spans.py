"""How long something took, as somebody would say it: the same on every page, paper and wall."""

from typing import Final

_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_DAY_S: Final = 86_400


def span_text(seconds: float, *, chinese: bool) -> str:
    """Return a time in one unit: seconds below two minutes, hours from two hours, days from two.

    A decimal is told below ten minutes, and of hours and days unless it is nought: a target of
    2.7 hours reads as it is set.
    """
    if seconds < 2 * _MINUTE_S:
        return f"{seconds:.0f} {'秒' if chinese else 's'}"
    if seconds < 10 * _MINUTE_S:
        return f"{_short(seconds / _MINUTE_S)} {'分钟' if chinese else 'min'}"
    if seconds < 2 * _HOUR_S:
        return f"{seconds / _MINUTE_S:.0f} {'分钟' if chinese else 'min'}"
    if seconds < 2 * _DAY_S:
        return f"{_short(seconds / _HOUR_S)} {'小时' if chinese else 'h'}"
    return f"{_short(seconds / _DAY_S)} {'天' if chinese else 'd'}"


def _short(value: float) -> str:
    """Return a value with one decimal, or with none where that is nought."""
    return f"{value:.1f}".removesuffix(".0")
