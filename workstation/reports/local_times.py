"""Hours, weekdays, days and months as a zone's clocks show them, for very many instants at once."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_HOUR_S: Final = 3600


def local_times(
    instants: Floats, zone: tzinfo
) -> dict[str, tuple[Sequence[str], NDArray[np.intp]]]:
    """Return hour, weekday, day and month of instants [s since 1970] as a zone's clocks show them.

    Clocks are asked once for each hour, so that a change to summer time is where it belongs.
    Zones that are not whole hours from UTC are asked for quarters.
    """
    quarters = np.floor(instants / (_HOUR_S / 4)).astype(np.int64)
    different, where = np.unique(quarters, return_inverse=True)
    told = [datetime.fromtimestamp(int(one) * _HOUR_S / 4, zone) for one in different]
    forms: dict[str, Callable[[datetime], str]] = {
        "hour": lambda at: f"{at.hour:02}",
        "weekday": lambda at: str(at.isoweekday()),
        "day": lambda at: at.date().isoformat(),
        "month": lambda at: f"{at.year:04}-{at.month:02}",
    }
    found: dict[str, tuple[Sequence[str], NDArray[np.intp]]] = {}
    for name, form in forms.items():
        codes = Codes()
        for at in told:
            codes.add(form(at))
        found[name] = (codes.names, codes.column()[where] if told else codes.column())
    return found


class Codes:
    """Texts as numbers, in the order in which they first came."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names = list(names)
        self._known = {name: number for number, name in enumerate(self.names)}
        self._column: list[int] = []

    def add(self, name: str) -> None:
        """Take in one more text."""
        number = self._known.get(name)
        if number is None:
            number = self._known[name] = len(self.names)
            self.names.append(name)
        self._column.append(number)

    def column(self) -> NDArray[np.intp]:
        """Return the number of each text that was taken in."""
        return np.array(self._column, np.intp)
