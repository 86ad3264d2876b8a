"""Holding what was disposed of against the entries of the acts by which it was."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from workstation.storage.disposal import batch_digest
from workstation.storage.walking import walk


class DisposedCases:
    """The cases whose packages need not be there, by the batch in which they were disposed of."""

    def __init__(self, connection: Connection) -> None:
        self.cases: set[str] = set()
        self._batches: dict[str, list[str]] = {}
        for batch, case_id in walk(connection, "SELECT batch, case_id FROM disposed"):
            self.cases.add(case_id)
            self._batches.setdefault(batch, []).append(case_id)

    def faults(
        self, told: Mapping[str, tuple[int, str]], unheard: int
    ) -> Iterator[tuple[int, str]]:
        """Yield each batch that is not what its entry says."""
        found = dict(self._batches)
        for batch, (seq, digest) in told.items():
            if batch_digest(found.pop(batch, ())) != digest:  # one of no cases has no rows
                yield seq, f"what was disposed of as {batch} is not what its entry says"
        for batch in found:
            yield unheard, f"no entry tells of what was disposed of as {batch}"
