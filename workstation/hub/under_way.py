"""Which scans the engine has at the moment, for a hub that ends before it answers.

A child that dies takes nothing along. But where a scan makes the machine run out of memory, the
whole service may be ended, and would be again after each start, for ever. So what is with the
engine stands in a small file. It need not survive a power cut, only the end of this process.
"""

import json
import logging
from pathlib import Path
from typing import Final

_LOG = logging.getLogger(__name__)
#: A scan that was with the engine at so many ends of the hub is not given to it again.
MOST_ENDS: Final = 3


class UnderWay:
    """Remembers how often the hub has ended with a scan at the engine; owned by its loop."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ends = {case_id: ends + 1 for case_id, ends in self._read().items()}
        self._with_engine: set[str] = set()

    def ends(self, case_id: str) -> int:
        """Return at how many ends of the hub a case was with the engine and not answered since."""
        return self._ends.get(case_id, 0)

    def begin(self, case_id: str) -> None:
        """Note that a case is given to the engine."""
        self._with_engine.add(case_id)
        self._write()

    def answered(self, case_id: str) -> None:
        """Note that the engine has answered, or has been given up on."""
        known = self._ends.pop(case_id, None) is not None
        if known or case_id in self._with_engine:
            self._with_engine.discard(case_id)
            self._write()

    def close(self) -> None:
        """Forget those that are with the engine: the hub ends because somebody wants it to."""
        self._with_engine.clear()
        self._write()

    def _read(self) -> dict[str, int]:
        try:
            found = json.loads(self._file.read_bytes())
            return {str(case_id): int(ends) for case_id, ends in found.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            _LOG.warning("what the engine had cannot be read", extra={"reason": str(error)})
            return {}

    def _write(self) -> None:
        """Write whole or not at all; a disk that is full must not keep a case from the engine."""
        # A case that waits its turn again keeps its count.
        kept = {**self._ends, **{one: self.ends(one) for one in self._with_engine}}
        fresh = self._file.with_name(f"{self._file.name}.new")
        try:
            if kept:
                fresh.write_text(json.dumps(kept), encoding="utf-8")
                fresh.replace(self._file)
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("what the engine has cannot be noted", extra={"reason": str(error)})
