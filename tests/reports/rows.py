"""Rows of a made-up room, and a source that tells them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from workstation.domain.context import Tier
from workstation.domain.figures import (
    MissEvidence,
    OpenedRow,
    ReadingRow,
    Rechecks,
    SettledRow,
)

MORNING = datetime(2025, 5, 6, 1, 20, tzinfo=UTC)


def settled(conclusion, **given):
    """Return a row with usual values in the place of those that are not given."""
    usual = {"site": "yantian", "hs": "85285200", "officer": "r01", "at": MORNING, "took_s": 300.0}
    site, hs, officer, at, took_s = ({**usual, **given}[name] for name in usual)
    received = at - timedelta(seconds=took_s)
    return SettledRow(
        site, hs, officer, conclusion, received.timestamp(), at.timestamp(), at.timestamp()
    )


NOTHING = MissEvidence(released=0, found=0)


@dataclass
class Tale:
    """Fits `domain.figures.FigureSource`, whatever the period."""

    rows: list = field(default_factory=list)
    read: list = field(default_factory=list)
    openings: list = field(default_factory=list)
    engine: dict = field(default_factory=dict)
    evidence: MissEvidence = NOTHING

    def settled(self, _period):
        return self.rows

    def readings(self, _period):
        return self.read

    def opened(self, _period):
        return self.openings

    def verdicts(self, _period):
        return self.engine

    def missed(self, _period):
        return self.evidence


TALE = Tale(
    rows=[
        settled("release"),
        settled("release", site="=cmd|' /C calc'!A0", officer="+r02", took_s=900),
        settled("inspect", hs="44071190", at=MORNING + timedelta(days=1)),
    ],
    read=[ReadingRow("r01", "release", 40.0, "consistent", 0)],
    openings=[OpenedRow("inspection", "yantian", True, (("drugs", "confirmed"),))],
    engine={"consistent": 2, "cannot_judge": 1},
    evidence=MissEvidence(
        released=2,
        found=1,
        openings=1,
        rechecks={Tier.ORDINARY: Rechecks(done=1, disagreed=0, missed=0, rate=0.02)},
        test_images=4,
        test_hits=3,
    ),
)
