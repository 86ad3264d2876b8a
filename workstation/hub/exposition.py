"""Writes metrics as text that Prometheus reads.

The format is small and fixed (Prometheus text format, version 0.0.4), so that it is written here:
values come from frozen readings, for which a library of live counters has no use. A test reads it
back with the parser of `prometheus_client`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from workstation.hub.histogram import Histogram

#: Label values -> number.
Values = Mapping[tuple[str, ...], float]

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(slots=True)
class Page:
    """A page of metrics; each family is added once."""

    _lines: list[str] = field(default_factory=list)

    def gauge(self, name: str, says: str, value: float) -> None:
        """Add a number that goes up and down."""
        self.gauges(name, says, {(): value})

    def gauges(self, name: str, says: str, values: Values, *labels: str) -> None:
        """Add numbers that go up and down, one for each tuple of label values."""
        self._family(name, says, "gauge", values, labels)

    def counter(self, name: str, says: str, value: float) -> None:
        """Add a number that only grows; its name ends with ``_total``."""
        self.counters(name, says, {(): value})

    def counters(self, name: str, says: str, values: Values, *labels: str) -> None:
        """Add numbers that only grow, one for each tuple of label values."""
        self._family(name, says, "counter", values, labels)

    def histogram(self, name: str, says: str, histogram: Histogram) -> None:
        """Add how values are spread; Prometheus counts all that are at or below a bound."""
        self._head(name, says, "histogram")
        below = 0
        for bound, count in zip((*histogram.bounds, float("inf")), histogram.counts, strict=True):
            below += count
            self._lines.append(f'{name}_bucket{{le="{_number(bound)}"}} {below}')
        self._lines.append(f"{name}_sum {_number(histogram.total)}")
        self._lines.append(f"{name}_count {below}")

    def text(self) -> str:
        """Return the page."""
        return "\n".join([*self._lines, ""])

    def _family(
        self,
        name: str,
        says: str,
        kind: str,
        values: Values,
        labels: tuple[str, ...],
    ) -> None:
        self._head(name, says, kind)
        for words, value in sorted(values.items()):
            pairs = ",".join(
                f'{label}="{_escaped(word)}"' for label, word in zip(labels, words, strict=True)
            )
            self._lines.append(f"{name}{f'{{{pairs}}}' if pairs else ''} {_number(value)}")

    def _head(self, name: str, says: str, kind: str) -> None:
        self._lines += [f"# HELP {name} {says}", f"# TYPE {name} {kind}"]


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _number(value: float) -> str:
    if value == float("inf"):
        return "+Inf"
    return str(int(value)) if float(value).is_integer() else repr(float(value))
