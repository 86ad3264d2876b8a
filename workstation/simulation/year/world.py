"""The world of a simulated year: sites, scanners, officers, goods, and when containers come.

Nothing here knows how miss rates are estimated. What makes estimating hard is put in on purpose:
readers err on the same pictures, test images are a little easier than what smugglers do, crews
overlook things, and re-checkers miss as well.
"""

import functools
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from workstation.domain.officer import Officer, Role
from workstation.simulation.kinds import find_kind

#: The room's own time: China has one zone and no summer time.
ZONE: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
DAYS: Final = 365

#: Site -> its scanners and its share of the arrivals.
SITES: Final = {
    "yantian": (("H986-01", "H986-02", "H986-03"), 0.36),
    "shekou": (("H986-04", "H986-05"), 0.24),
    "nansha": (("H986-06", "H986-07"), 0.22),
    "huanggang": (("H986-08",), 0.11),
    "dachan": (("H986-09",), 0.07),
}
_HOURS: Final = (
    2, 1.5, 1.2, 1, 1, 1.3, 2, 3.5, 6, 8, 9, 8, 6, 7, 8.5, 9, 8.5, 7, 5.5, 5, 5, 4, 3.2, 2.5,
)  # fmt: skip
_WEEKDAYS: Final = (1.1, 1.08, 1.05, 1.05, 1.08, 0.8, 0.62)
#: Days of the Spring Festival, counted from New Year's Day, when little comes.
_FESTIVAL: Final = range(27, 36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An officer who reads pictures.

    Attributes
    ----------
    skill : float
        How much better than usual true finds stand out [standard deviations of the noise].
    caution : float
        How much sooner than usual the officer has a container opened [likewise].
    pace_s : float
        Median time of a reading [s].
    tires : float
        What is lost of the skill with each hour at the desk [likewise].
    leans : float
        How far the engine's word moves the officer, 0 … 1.
    """

    officer: Officer
    skill: float
    caution: float
    pace_s: float
    tires: float
    leans: float

    @property
    def is_chief(self) -> bool:
        """Whether referred cases may come here."""
        return Role.CHIEF in self.officer.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsOfYear:
    """A kind of goods as the year sees it.

    Attributes
    ----------
    share, bad, covered : float
        How often it comes, how often it hides something, how often the engine has learnt it.
    clutter : float
        How suspicious its pictures look by themselves [tenths of the noise's deviation].
    """

    name: str
    hs: str
    title: str
    title_zh: str
    share: float
    bad: float
    clutter: float
    covered: float = 0.92


def _goods(
    name: str, share: float, bad: float, clutter: float, covered: float = 0.92
) -> GoodsOfYear:
    kind = find_kind(name)
    return GoodsOfYear(
        name=name,
        hs=kind.hs,
        title=kind.title,
        title_zh=kind.title_zh,
        share=share,
        bad=bad,
        clutter=clutter,
        covered=covered,
    )


@functools.cache
def every_goods() -> tuple[GoodsOfYear, ...]:
    """Return the goods of a usual year."""
    return (
        _goods("monitors", 0.13, 0.012, 0.5),
        _goods("clothing", 0.13, 0.018, 0.2),
        _goods("footwear", 0.08, 0.014, 0.2),
        _goods("toys", 0.08, 0.013, 0.4),
        _goods("furniture_flat", 0.10, 0.012, 0.6),
        _goods("tiles", 0.06, 0.010, 1.1),
        _goods("granulate", 0.07, 0.008, 0.0),
        _goods("copy_paper", 0.05, 0.009, 0.1),
        _goods("sawn_timber", 0.05, 0.030, 0.5),
        _goods("frozen_fish", 0.05, 0.026, 0.9),
        _goods("oranges", 0.04, 0.015, 0.4),
        _goods("machinery", 0.05, 0.013, 1.4, 0.7),
        _goods("auto_parts", 0.03, 0.035, 1.5, 0.6),
        _goods("metal_scrap", 0.03, 0.060, 1.3, 0.6),
        _goods("groupage", 0.03, 0.045, 1.6, 0.3),
        _goods("empty", 0.02, 0.006, -0.5, 0.98),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """What a year is made of; equal plans make equal years.

    Attributes
    ----------
    until : datetime or None
        Nothing happens after it: what is under way then is left as it stands. Without it the room
        works on after the last day until nothing is left.

    Raises
    ------
    ValueError
        If there are no scans.
    """

    seed: int = 1
    scans: int = 68_000
    first_day: datetime = datetime(2025, 1, 1, tzinfo=ZONE)
    days: int = DAYS
    until: datetime | None = None
    recall_s: float = 60.0
    opening_rate: float = 0.01
    test_image_rate: float = 0.015
    bad_share: float = 1.0
    goods: tuple[GoodsOfYear, ...] = field(default_factory=every_goods)

    def __post_init__(self) -> None:
        if self.scans < 1 or self.days < 1:
            raise ValueError("a year needs at least one scan and one day")


def arrivals(plan: YearPlan, rng: random.Random) -> list[datetime]:
    """Return when containers pass their scanners, in order, in UTC."""
    start = plan.first_day.astimezone(UTC)
    first_weekday = plan.first_day.weekday()
    weights = []
    for day in range(plan.days):
        quiet = 0.3 if day in _FESTIVAL else 1.0
        weights.append(_WEEKDAYS[(first_weekday + day) % 7] * quiet * rng.gauss(1.0, 0.06))
    days = rng.choices(range(plan.days), weights, k=plan.scans)
    hours = rng.choices(range(24), _HOURS, k=plan.scans)
    seconds = sorted(
        86_400 * day + 3600 * hour + 3600 * rng.random()
        for day, hour in zip(days, hours, strict=True)
    )
    return [start + timedelta(seconds=round(second, 3)) for second in seconds]


def readers(rng: random.Random, *, count: int = 40) -> list[Reader]:
    """Return the officers who read: one in ten is a chief, who is a little better and slower."""
    made = []
    for number in range(count):
        chief = number % 10 == 0
        roles = frozenset({Role.REVIEWER, Role.CHIEF} if chief else {Role.REVIEWER})
        surname, given = _SURNAMES[number % len(_SURNAMES)], _GIVEN[(number * 7) % len(_GIVEN)]
        officer = Officer(officer_id=f"r{number + 1:02}", name=surname + given, roles=roles)
        made.append(
            Reader(
                officer=officer,
                skill=rng.gauss(0.35 if chief else 0.0, 0.25),
                caution=rng.gauss(0.0, 0.13),
                pace_s=rng.lognormvariate(5.05, 0.22) * (1.3 if chief else 1.0),
                tires=max(0.0, rng.gauss(0.07, 0.04)),
                leans=rng.uniform(0.3, 1.0),
            )
        )
    return made


def supervisors() -> list[Officer]:
    """Return those who look again at what was released, and an auditor."""
    return [
        Officer(officer_id="s01", name="韩静", roles=frozenset({Role.SUPERVISOR})),
        Officer(officer_id="s02", name="孟涛", roles=frozenset({Role.SUPERVISOR})),
        Officer(officer_id="s03", name="贺敏", roles=frozenset({Role.SUPERVISOR, Role.ADMIN})),
        Officer(officer_id="a01", name="段文", roles=frozenset({Role.AUDITOR})),
    ]


_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN: Final = (
    "伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞",
    "平", "刚", "桂英", "文博", "思远", "雨晴", "建国", "海燕",
)  # fmt: skip
