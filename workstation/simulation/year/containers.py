"""What arrives: containers with what they hold, what is declared of them, and the engine's word."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.finding import FindingKind
from workstation.simulation.hidden import HiddenKind
from workstation.simulation.year.world import SITES, GoodsOfYear, YearPlan

_FINDS: Final = (
    (FindingKind.GOODS_DIFFER, 0.26, 0.25),
    (FindingKind.UNDECLARED_GOODS, 0.30, 0.15),
    (FindingKind.CIGARETTES_ALCOHOL, 0.14, 0.2),
    (FindingKind.HIDDEN_SPACE, 0.07, -0.35),
    (FindingKind.WASTE, 0.10, 0.1),
    (FindingKind.DRUGS, 0.03, -0.7),
    (FindingKind.WEAPON, 0.02, 0.05),
    (FindingKind.DANGEROUS_GOODS, 0.05, -0.1),
    (FindingKind.PROTECTED_SPECIES, 0.03, -0.5),
)
"""What containers hide: kind, share, and how much it stands out against the usual find."""

_HIDES_AS: Final = {
    FindingKind.UNDECLARED_GOODS: HiddenKind.OTHER_GOODS,
    FindingKind.CIGARETTES_ALCOHOL: HiddenKind.OTHER_GOODS,
    FindingKind.HIDDEN_SPACE: HiddenKind.FALSE_WALL,
    FindingKind.DRUGS: HiddenKind.PACKETS,
    FindingKind.WEAPON: HiddenKind.METAL_PARTS,
    FindingKind.DANGEROUS_GOODS: HiddenKind.DENSE_BOX,
    FindingKind.PROTECTED_SPECIES: HiddenKind.PACKETS,
}
_INSTRUCTED: Final = 0.03
_POOR: Final = 0.016
_ENGINE: Final = "simulated 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container at a scanner, with the truth about it.

    Attributes
    ----------
    find : FindingKind or None
        What opening it would bring to light; None for nothing.
    signal : float
        How far the find stands out in this picture [standard deviations of the noise].
    look : float
        How suspicious the picture looks by itself, to every reader alike [likewise].
    poor : bool
        The picture is too poor to judge.
    """

    number: int
    scan_id: str
    site: str
    scanner: str
    container: str
    goods: GoodsOfYear
    taken_at: datetime
    find: FindingKind | None
    signal: float
    look: float
    poor: bool
    seed: int
    declaration: Declaration

    @property
    def case_id(self) -> str:
        """The id of its case."""
        return f"{self.site}:{self.scan_id}"

    @property
    def hidden(self) -> str:
        """How the picture's simulator hides the find; empty for nothing hidden."""
        kind = None if self.find is None else _HIDES_AS.get(self.find)
        return "" if kind is None else kind.value


def make_container(
    plan: YearPlan, number: int, taken_at: datetime, rng: random.Random
) -> Container:
    """Return the container of a passage."""
    site = rng.choices(tuple(SITES), [share for _, share in SITES.values()])[0]
    goods = rng.choices(plan.goods, [one.share for one in plan.goods])[0]
    find, stands_out = None, 0.0
    if rng.random() < goods.bad * plan.bad_share:
        find, _, stands_out = rng.choices(_FINDS, [share for _, share, _ in _FINDS])[0]
    container = box_number(rng)
    instructed = rng.random() < _INSTRUCTED * (2.0 if find is not None else 1.0)
    return Container(
        number=number,
        scan_id=f"{site[:2].upper()}{taken_at:%y%m%d}{number:06}",
        site=site,
        scanner=rng.choice(SITES[site][0]),
        container=container,
        goods=goods,
        taken_at=taken_at,
        find=find,
        signal=2.45 + stands_out + rng.gauss(0.0, 0.8),
        look=rng.gauss(0.1 * goods.clutter, 0.65),
        poor=rng.random() < _POOR,
        seed=plan.seed * 1_000_003 + number,
        declaration=_declare(number, container, goods, taken_at, instructed, rng),
    )


def box_number(rng: random.Random) -> str:
    """Return a container number with its check digit (ISO 6346)."""
    owner = "".join(rng.choices("BCEGHMNOPST", k=3)) + "U"
    serial = f"{rng.randrange(1_000_000):06}"
    total = 0
    for place, sign in enumerate(owner + serial):
        value = int(sign) if sign.isdigit() else 10 + (ord(sign) - 65) + (ord(sign) - 56) // 10
        total += value << place
    return f"{owner}{serial}{total % 11 % 10}"


def engine_says(container: Container, rng: random.Random) -> Comparison:
    """Return what the engine says: it finds about half, and cries at one in twenty for nothing."""
    covered = rng.random() < container.goods.covered and not container.poor
    stands_out = 0.0 if container.find is None else container.signal - 1.0
    score = stands_out + rng.gauss(0.0, 1.0) + 0.2 * container.look
    p_value = max(1e-4, min(1.0, 0.5 * 2.718 ** (-max(score, -0.6) * 1.35)))
    reasons: tuple[str, ...] = ()
    if not covered:
        verdict, reasons = Verdict.CANNOT_JUDGE, ("goods_not_learned",)
    elif p_value < 0.05:
        verdict, reasons = Verdict.INCONSISTENT, ("unlike_declared",)
    else:
        verdict = Verdict.CONSISTENT
    return Comparison(
        engine=_ENGINE,
        library="simulated",
        verdict=verdict,
        p_value=round(p_value, 4) if covered else None,
        false_alarm_rate=0.05,
        reasons=reasons,
        matches=(),
        deviations=(),
        prohibited=(),
        load=None,
        elapsed_s=round(rng.uniform(0.4, 1.4), 2),
    )


def _declare(
    number: int, container: str, goods: GoodsOfYear, at: datetime, instructed: bool,  # noqa: FBT001
    rng: random.Random,
) -> Declaration:  # fmt: skip
    packages = rng.randrange(20, 1200)
    return Declaration(
        number=f"5305{at:%Y}1{number:09}",
        container=container,
        goods=(
            GoodsLine(
                hs=goods.hs,
                name=goods.title,
                name_zh=goods.title_zh,
                packages=packages,
                package_kind="CT",
                gross_kg=float(rng.randrange(2_000, 26_000)),
            ),
        ),
        consignor=f"shipper {rng.randrange(900):03}",
        consignee=f"consignee {rng.randrange(2_500):04}",
        origin=rng.choice(("CN", "VN", "DE", "BR", "AU", "JP", "US")),
        destination="CN",
        risk_instruction="布控查验" if instructed else "",
        size_type=rng.choice(("22G1", "42G1", "45G1")),
    )
