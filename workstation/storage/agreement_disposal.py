"""Holding what was disposed of against the entries of the acts by which it was."""

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from workstation.storage.walking import walk


class DisposedCases:
    """The cases whose packages need not be there, and the hash of each batch of them."""

    def __init__(self, connection: Connection) -> None:
        self.cases: set[str] = set()
        self._batches: dict[str, hashlib._Hash] = {}
        query = "SELECT batch, case_id FROM disposed ORDER BY batch, case_id"
        for batch, case_id in walk(connection, query):
            self.cases.add(case_id)
            digest = self._batches.setdefault(batch, hashlib.sha256())
            digest.update(str(case_id).encode() + b"\n")

    def faults(
        self, told: Mapping[str, tuple[int, str]], unheard: int
    ) -> Iterator[tuple[int, str]]:
        """Yield each batch that is not what its entry says; one of no cases has no rows."""
        found = {batch: digest.hexdigest() for batch, digest in self._batches.items()}
        for batch, (seq, digest) in told.items():
            if found.pop(batch, _OF_NONE) != digest:
                yield seq, f"what was disposed of as {batch} is not what its entry says"
        for batch in found:
            yield unheard, f"no entry tells of what was disposed of as {batch}"


_OF_NONE = hashlib.sha256().hexdigest()
