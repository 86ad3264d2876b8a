"""Is the hub well? A few questions, each answered from what was published, never by waiting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workstation.domain.case import RoomStanding
from workstation.domain.kernel_clock import ClockState, Sync
from workstation.domain.room_now import RoomFigures
from workstation.hub.vitals import Reading

#: A loop that has not shown itself for so long is stuck. A commit on a tired disk takes a second.
ALIVE_WITHIN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """How disk and records stood when they were looked at last.

    ``trouble`` says why they could not be looked at. Unfinished uploads are ``parts``. ``room`` is
    what the room's own display shows of them; ``backup_at`` is when they were last backed up.
    """

    free_bytes: int
    reserve_bytes: int
    parts: int
    part_bytes: int
    standing: RoomStanding | None
    trouble: str = ""
    room: RoomFigures | None = None
    backup_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question: whether all is well, and what there is to say.

    A question that does not ``count`` makes the hub no less able to work: whoever restarts a hub
    that is not well would mend nothing.
    """

    name: str
    ok: bool
    says: str
    counts: bool = True


def checks_of(reading: Reading | None, store: Store, *, now: float) -> tuple[Check, ...]:
    """Return the answers; ``now`` is a monotonic instant [s]."""
    if reading is None:
        return (Check(name="loop", ok=False, says="not started yet"),)
    silent_s = max(0.0, now - reading.at)
    engine = reading.engine
    trouble = reading.trouble or store.trouble
    checks = (
        Check(name="loop", ok=silent_s <= ALIVE_WITHIN_S, says=f"turned {silent_s:.1f} s ago"),
        Check(
            name="disk",
            ok=store.free_bytes > store.reserve_bytes,
            says=f"{store.free_bytes >> 20} MiB free, {store.reserve_bytes >> 20} MiB in reserve",
        ),
        Check(name="database", ok=not trouble, says=trouble or "can be written"),
        Check(
            name="engine",
            ok=engine.alive > 0,
            says=f"{engine.alive} of {engine.wanted} children alive, {engine.pending} cases wait",
        ),
        Check(
            name="clock",
            ok=reading.clock.sync is not Sync.UNSYNCHRONISED,
            says=_clock_words(reading.clock),
            counts=False,
        ),
    )
    if reading.directory is None:
        return checks
    silent = reading.directory.trouble
    # A hub that was started anew would have no sessions, and could let nobody in.
    directory = Check(name="directory", ok=not silent, says=silent or "answers", counts=False)
    return (*checks, directory)


def _clock_words(clock: ClockState) -> str:
    if clock.max_error_s is not None:
        return f"synchronised, at most {clock.max_error_s * 1000:.0f} ms wrong"
    return (
        "not synchronised"
        if clock.sync is Sync.UNSYNCHRONISED
        else "not known whether anything keeps it"
    )
