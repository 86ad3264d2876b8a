"""Checkpoints that an auditor brings to a verification, as the files that it reads."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_UNFIT: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 120


@contextmanager
def kept_files(notes: Sequence[Mapping[str, str]]) -> Iterator[tuple[Path, ...]]:
    """Lend files of notes, each named as its bringer named it; none when there are none.

    Parameters
    ----------
    notes
        ``name``, of any form, and ``note``, the text of one checkpoint.
    """
    if not notes:
        yield ()
        return
    with tempfile.TemporaryDirectory(prefix="reviewroom-kept-") as folder:
        places = []
        for number, one in enumerate(notes):
            name = _UNFIT.sub("-", one["name"]).strip("-.")[-_LONGEST:] or "checkpoint"
            place = Path(folder) / str(number) / name
            place.parent.mkdir()
            place.write_text(f"{one['note']}\n", encoding="utf-8")
            places.append(place)
        yield tuple(places)
