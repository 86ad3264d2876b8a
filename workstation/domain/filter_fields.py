"""The fields that decisions are searched by, and what may be asked of each."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from workstation.domain.comparison import Verdict
from workstation.domain.decision import Conclusion
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import Occasion
from workstation.domain.recheck import Outcome


class Field(StrEnum):
    """What is known of a decision, its case and its declaration."""

    DECIDED_AT = "decided_at"
    RECEIVED_AT = "received_at"
    CONCLUSION = "conclusion"
    REASON = "reason"
    STATE = "state"
    OFFICER = "officer"
    DESK = "desk"
    SITE = "site"
    SCANNER = "scanner"
    CONTAINER = "container"
    SCAN = "scan"
    DECLARATION = "declaration"
    CONSIGNEE = "consignee"
    HS = "hs"
    GOODS = "goods"
    CODES = "codes"
    VERDICT = "verdict"
    P_VALUE = "p_value"
    PROHIBITED = "prohibited"
    LOT_ODD = "lot_odd"
    LOAD = "load"
    DECLARED_KG = "declared_kg"
    SEEN_KG = "seen_kg"
    MASS_SHARE = "mass_share"
    FINDING = "finding"
    MARKS = "marks"
    NOTE = "note"
    TURNAROUND_S = "turnaround_s"
    DWELL_S = "dwell_s"
    SLOT = "slot"
    RISK = "risk"
    RECHECK = "recheck"
    OPENED = "opened"
    HIT = "hit"
    CREW = "crew"
    TEST = "test"


class Kind(StrEnum):
    """How a field is asked for.

    `CHOICE`: some of a few values. `NAME`: exactly. `HS`: by its first digits. `TEXT`: holds a
    word. `NUMBER`: from, to. `TIME`: from, to, by the wall clock.
    """

    CHOICE = "choice"
    NAME = "name"
    HS = "hs"
    TEXT = "text"
    NUMBER = "number"
    TIME = "time"


class State(StrEnum):
    """What became of a decision."""

    DECIDED = "decided"
    ANNOUNCED = "announced"
    RECALLED = "recalled"
    REFERRED = "referred"
    READ = "read"
    SUPERSEDED = "superseded"


KIND_OF: Final[Mapping[Field, Kind]] = {
    Field.DECIDED_AT: Kind.TIME,
    Field.RECEIVED_AT: Kind.TIME,
    Field.CONCLUSION: Kind.CHOICE,
    Field.REASON: Kind.NAME,
    Field.STATE: Kind.CHOICE,
    Field.OFFICER: Kind.NAME,
    Field.DESK: Kind.NAME,
    Field.SITE: Kind.NAME,
    Field.SCANNER: Kind.NAME,
    Field.CONTAINER: Kind.NAME,
    Field.SCAN: Kind.NAME,
    Field.DECLARATION: Kind.NAME,
    Field.CONSIGNEE: Kind.NAME,
    Field.HS: Kind.HS,
    Field.GOODS: Kind.TEXT,
    Field.CODES: Kind.NUMBER,
    Field.VERDICT: Kind.CHOICE,
    Field.P_VALUE: Kind.NUMBER,
    Field.PROHIBITED: Kind.CHOICE,
    Field.LOT_ODD: Kind.CHOICE,
    Field.LOAD: Kind.CHOICE,
    Field.DECLARED_KG: Kind.NUMBER,
    Field.SEEN_KG: Kind.NUMBER,
    Field.MASS_SHARE: Kind.NUMBER,
    Field.FINDING: Kind.CHOICE,
    Field.MARKS: Kind.NUMBER,
    Field.NOTE: Kind.TEXT,
    Field.TURNAROUND_S: Kind.NUMBER,
    Field.DWELL_S: Kind.NUMBER,
    Field.SLOT: Kind.NUMBER,
    Field.RISK: Kind.TEXT,
    Field.RECHECK: Kind.CHOICE,
    Field.OPENED: Kind.CHOICE,
    Field.HIT: Kind.CHOICE,
    Field.CREW: Kind.TEXT,
    Field.TEST: Kind.CHOICE,
}

_YES_NO: Final = ("yes", "no")
#: The values of a choice, as they are kept; ``"none"`` where nothing was said.
CHOICES: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.CONCLUSION: tuple(one.value for one in Conclusion),
    Field.STATE: tuple(one.value for one in State),
    Field.VERDICT: (*(one.value for one in Verdict), "none"),
    Field.PROHIBITED: _YES_NO,
    Field.LOT_ODD: _YES_NO,
    Field.LOAD: ("empty", "partial", "full", "none"),
    Field.FINDING: tuple(one.value for one in FindingKind),
    Field.RECHECK: ("none", "drawn", "agree", "disagree"),
    # Why the container was opened, and what was in it that should not be; the newest result.
    Field.OPENED: ("none", *(one.value for one in Occasion)),
    Field.HIT: ("none", "nothing", *(one.value for one in FindingKind)),
    # How its officer met the case's test image.
    Field.TEST: ("none", *(one.value for one in Outcome)),
}

_TON: Final = 1e6
#: The least and the most that a number can be, in the unit of its field.
RANGES: Final[Mapping[Field, tuple[float, float]]] = {
    Field.CODES: (0.0, 999.0),
    Field.P_VALUE: (0.0, 1.0),
    Field.DECLARED_KG: (0.0, _TON),
    Field.SEEN_KG: (0.0, _TON),
    Field.MASS_SHARE: (0.0, 1e6),
    Field.MARKS: (0.0, 999.0),
    Field.TURNAROUND_S: (0.0, 1e9),
    Field.DWELL_S: (0.0, 1e6),
    Field.SLOT: (1.0, 9.0),
}
