"""Cases as they wait in the room, and a clock with a calendar that are moved by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workstation.domain.case import Case
from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.scan import ScanHead
from workstation.hub.dispatch import DispatchPolicy, WaitingRoom

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CONSISTENT = Comparison(
    engine="test",
    library="1",
    verdict=Verdict.CONSISTENT,
    p_value=0.5,
    false_alarm_rate=0.05,
    reasons=(),
    matches=(),
    deviations=(),
    prohibited=(),
    load=None,
    elapsed_s=0.0,
)


@dataclass
class Clock:
    """A monotonic clock [s] and a calendar that goes with it."""

    now: float = 0.0
    ahead: timedelta = timedelta()

    def __call__(self) -> float:
        return self.now

    def calendar(self) -> datetime:
        return NOON + timedelta(seconds=self.now) + self.ahead


def make_waiting(name: Any, *, site: str = "a", hs: tuple[str, ...] = ("080810",)) -> Case:
    """Return a case that has just arrived and waits for a reviewer."""
    goods = tuple(GoodsLine(hs=code, name="goods") for code in hs)
    return Case(
        case_id=f"{site}:{name}",
        site=site,
        scan_id=str(name),
        package_sha256="0" * 64,
        package_size=1,
        head=ScanHead(),
        declaration=Declaration(number=f"D{name}", container=None, goods=goods),
        stage=Stage.WAITING,
        priority=0,
        received_at=NOON,
        comparison=CONSISTENT,
        lease_token=None,
        lease_officer=None,
        lease_desk=None,
        attempts=0,
        required_role=Role.REVIEWER.value,
    )


def make_room(*cases: Case, clock: Clock | None = None, **policy: Any) -> WaitingRoom:
    """Return a waiting room with cases in it; the clock stands still unless it is given."""
    clock = Clock() if clock is None else clock
    room = WaitingRoom(DispatchPolicy(**policy), clock=clock, calendar=clock.calendar)
    for case in cases:
        room.add(case)
    return room
