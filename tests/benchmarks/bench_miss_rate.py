"""The stated interval of the miss rate against the truth of simulated years.

``make bench BENCH=miss``: twenty years of 68,000 scans each, in one table; the last line is in how
many of them the 95 % interval held the truth. The simulator knows nothing of what the estimate
assumes: its readers err together on the same pictures, crews overlook things, re-checkers miss and
see what is not there, and test images are easier than real finds.
"""

import argparse
import itertools
import sys

from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.figures import MissEvidence, Rechecks
from workstation.domain.inspection import Occasion
from workstation.domain.recheck import DEFAULT_RATES, MISS_FROM, Outcome
from workstation.reports.miss_rate import miss_rate
from workstation.simulation.year.run import simulate_year
from workstation.simulation.year.world import YearPlan


class Tally:
    """Books that only count what tells of misses."""

    def __init__(self):
        self.tokens = itertools.count(1)
        self.conclusions = {}
        self.released = 0
        self.opened = dict.fromkeys(Occasion, (0, 0))
        self.rechecks = {tier: [0, 0, 0] for tier in Tier}
        self.tests = [0, 0]

    def officer(self, officer, *, now):
        pass

    def package(self, picture):
        del picture
        return "0" * 64, 1

    def receive(self, arrival, *, now):
        pass

    def compared(self, case_id, comparison, *, now):
        pass

    def lease(self, case_id, *, officer, desk, now):
        del case_id, officer, desk, now
        return next(self.tokens)

    def lapse(self, case_id, *, now):
        pass

    def decide(self, decision, *, readers):
        del readers
        self.conclusions[decision.decision_id] = decision.conclusion

    def recall(self, decision_id, *, reason, now):
        pass

    def announced(self, decision_id, *, now):
        del now
        self.released += self.conclusions[decision_id] is Conclusion.RELEASE

    def inspected(self, result, *, now):
        del now
        opened, found = self.opened[result.occasion]
        self.opened[result.occasion] = (opened + 1, found + result.found)

    def rechecked(self, recheck, *, now):
        del now
        last = recheck.arbiter_look
        counts = self.rechecks[recheck.tier]
        counts[0] += 1
        counts[1] += last is not None
        counts[2] += last is not None and last.severity >= MISS_FROM

    def tested(self, image, *, now):
        del now
        self.tests[0] += 1
        self.tests[1] += image.outcome is Outcome.HIT

    def evidence(self):
        return MissEvidence(
            released=self.released,
            found=self.opened[Occasion.INSPECTION][1],
            openings=self.opened[Occasion.RANDOM][0],
            openings_found=self.opened[Occasion.RANDOM][1],
            rechecks={
                tier: Rechecks(done=done, disagreed=differ, missed=missed, rate=DEFAULT_RATES[tier])
                for tier, (done, differ, missed) in self.rechecks.items()
            },
            opened=self.opened[Occasion.RECHECK][0],
            opened_found=self.opened[Occasion.RECHECK][1],
            test_images=self.tests[0],
            test_hits=self.tests[1],
        )


def year(seed, scans):
    """Return the truth of one year, what was stated of it, and on what evidence."""
    books = Tally()
    truth = simulate_year(YearPlan(seed=seed, scans=scans), books)
    evidence = books.evidence()
    return truth, miss_rate(evidence), evidence


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--first", type=int, default=1)
    options.add_argument("--scans", type=int, default=68_000)
    chosen = options.parse_args()
    held, widths = 0, []
    out = sys.stdout
    out.write("seed  released  missed    truth   stated 95 %         holds  openings  re-checks\n")
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        truth, stated, evidence = year(seed, chosen.scans)
        holds = stated.low <= truth.miss_rate <= stated.high
        held += holds
        widths.append(stated.high / stated.low)
        missed = sum(one.missed for one in evidence.rechecks.values())
        out.write(
            f"{seed:4}  {truth.released:8}  {truth.missed:6}  {truth.miss_rate:6.3%}"
            f"   {stated.low:.3%} to {stated.high:.3%}   {'yes' if holds else 'NO '}"
            f"    {evidence.openings_found:3} of {evidence.openings}"
            f"  {missed} said, {evidence.opened_found} of {evidence.opened} opened\n"
        )
        out.flush()
    middle = sorted(widths)[len(widths) // 2]
    out.write(
        f"the 95 % interval held the truth in {held} of {chosen.seeds} years;"
        f" its ends lie a factor of {middle:.1f} apart\n"
    )


if __name__ == "__main__":
    main()
