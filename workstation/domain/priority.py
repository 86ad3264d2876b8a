"""Which cases a supervisor puts first or last: one case, a site, or a kind of goods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from workstation.domain.instants import from_text, to_text


class Scope(StrEnum):
    """What a rule is about; a narrower one goes before a wider one."""

    CASE = "case"
    GOODS = "goods"
    SITE = "site"


class Level(StrEnum):
    """How a rule moves its cases among those that wait."""

    FIRST = "first"
    SOONER = "sooner"
    LATER = "later"


#: A case that risk control asked for has 10 (`storage.declarations`); only `FIRST` passes it.
WEIGHTS: Final = {Level.FIRST: 20, Level.SOONER: 5, Level.LATER: -5}
_NARROWEST: Final = tuple(Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRule:
    """A rule; ``subject`` is a case id, a site, or the beginning of an HS code.

    Raises
    ------
    ValueError
        If the subject names nothing of its scope.
    """

    scope: Scope
    subject: str
    level: Level
    until: datetime | None = None

    def __post_init__(self) -> None:
        code = self.subject
        if not 0 < len(code) <= 200 or not code.isprintable():
            raise ValueError("a priority names a case, a site or goods")
        if self.scope is Scope.GOODS and not (
            code.isascii() and code.isdigit() and 2 <= len(code) <= 10
        ):
            raise ValueError(f"goods are named by 2 to 10 digits of an HS code, got {code!r}")
        if self.scope is Scope.CASE and ":" not in code:
            raise ValueError(f"a case is named as SITE:SCAN, got {code!r}")

    @property
    def name(self) -> str:
        """What it replaces and is replaced by: one rule a subject."""
        return f"{self.scope.value}:{self.subject}"

    def means(self, case_id: str, hs: Sequence[str]) -> bool:
        """Tell whether a case is meant, by its id and the HS codes of its goods."""
        match self.scope:
            case Scope.CASE:
                return self.subject == case_id
            case Scope.SITE:
                return self.subject == case_id.partition(":")[0]
            case Scope.GOODS:
                return any(code.startswith(self.subject) for code in hs)

    def counts_at(self, now: datetime) -> bool:
        """Tell whether the rule still counts."""
        return self.until is None or now < self.until


def steered(own: int, case_id: str, hs: Sequence[str], rules: Iterable[PriorityRule]) -> int:
    """Return a case's priority under the rules that count.

    The narrowest rule alone counts. None makes a case wait longer that risk control asked for.
    """
    meant = [rule for rule in rules if rule.means(case_id, hs)]
    if not meant:
        return own
    rule = min(meant, key=lambda one: (_NARROWEST.index(one.scope), -len(one.subject)))
    return own if own > 0 and rule.level is Level.LATER else own + WEIGHTS[rule.level]


def rule_to_json(rule: PriorityRule) -> dict[str, Any]:
    """Return a rule as plain JSON values."""
    return {
        "scope": rule.scope.value,
        "subject": rule.subject,
        "level": rule.level.value,
        "until": None if rule.until is None else to_text(rule.until),
    }


def rule_from_json(data: Mapping[str, Any]) -> PriorityRule:
    """Read what `rule_to_json` wrote; ``KeyError``, ``TypeError`` or ``ValueError`` otherwise."""
    until = data["until"]
    return PriorityRule(
        scope=Scope(data["scope"]),
        subject=str(data["subject"]),
        level=Level(data["level"]),
        until=None if until is None else from_text(until),
    )
