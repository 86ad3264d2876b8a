"""What surrounds a case at the desk: how it is to be read, what came before it, who referred it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workstation.domain.decision import Conclusion
from workstation.domain.instants import from_text, to_text
from workstation.domain.watch_list import Effect


class Tier(StrEnum):
    """How risky a case is held to be; how it is read follows from it."""

    ORDINARY = "ordinary"
    RAISED = "raised"
    HIGH = "high"


class EngineShown(StrEnum):
    """When the engine's verdict is shown to a reviewer.

    `BEFORE`: with the scan. `AFTER`: once the reviewer has told a judgement of their own.
    `CONFLICT`: after it as well, and only if it differs from the engine's.
    """

    BEFORE = "before"
    AFTER = "after"
    CONFLICT = "conflict"


class Relation(StrEnum):
    """Why an earlier case is shown beside this one."""

    CONTAINER = "container"
    CONSIGNEE = "consignee"
    SISTER = "sister"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a case is to be read: by how many officers apart, and which of them this one is.

    ``slot`` counts from 1. The second reader is told of no earlier reading's outcome.
    """

    tier: Tier = Tier.ORDINARY
    readers: int = 1
    slot: int = 1
    engine: EngineShown = EngineShown.BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Another case of the same container, consignee or declaration.

    ``conclusion`` is None while it is undecided, and always for a sister that is still in the
    room. ``goods`` is the first goods line's name in both languages.
    """

    relation: Relation
    case_id: str
    container: str
    site: str
    received_at: datetime
    conclusion: Conclusion | None
    goods: str = ""
    goods_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case that another officer handed up, with why; `reason` is a code of `review.reasons`."""

    officer: str
    reason: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What a list of risk control asks of a case; the values are those of `watch_list`."""

    list_name: str
    kind: str
    effect: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """All that a desk is told of a case beyond its scan, declaration and comparison."""

    reading: Reading = field(default_factory=Reading)
    earlier: tuple[Earlier, ...] = ()
    referral: Referral | None = None
    instructions: tuple[Instruction, ...] = ()

    @property
    def must_inspect(self) -> bool:
        """Whether a list of risk control demands that the container is opened."""
        return any(one.effect == Effect.MUST_INSPECT for one in self.instructions)


def context_to_json(context: CaseContext) -> dict[str, Any]:
    """Return the context as plain JSON values."""
    reading, referral = context.reading, context.referral
    return {
        "reading": {
            "tier": reading.tier.value,
            "readers": reading.readers,
            "slot": reading.slot,
            "engine": reading.engine.value,
        },
        "earlier": [
            {
                "relation": one.relation.value,
                "case_id": one.case_id,
                "container": one.container,
                "site": one.site,
                "received_at": to_text(one.received_at),
                "conclusion": None if one.conclusion is None else one.conclusion.value,
                "goods": one.goods,
                "goods_zh": one.goods_zh,
            }
            for one in context.earlier
        ],
        "referral": None
        if referral is None
        else {
            "officer": referral.officer,
            "reason": referral.reason,
            "note": referral.note,
            "at": to_text(referral.at),
        },
        "instructions": [asdict(one) for one in context.instructions],
    }


def context_from_json(data: Mapping[str, Any]) -> CaseContext:
    """Read what `context_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    reading, referral = data["reading"], data["referral"]
    return CaseContext(
        reading=Reading(
            tier=Tier(reading["tier"]),
            readers=int(reading["readers"]),
            slot=int(reading["slot"]),
            engine=EngineShown(reading["engine"]),
        ),
        earlier=tuple(_earlier(one) for one in data["earlier"]),
        referral=None if referral is None else _referral(referral),
        instructions=tuple(_instruction(one) for one in data.get("instructions", ())),
    )


def _instruction(data: Mapping[str, Any]) -> Instruction:
    return Instruction(
        list_name=str(data["list_name"]),
        kind=str(data["kind"]),
        effect=str(data["effect"]),
        text=str(data["text"]),
    )


def _earlier(data: Mapping[str, Any]) -> Earlier:
    conclusion = data["conclusion"]
    return Earlier(
        relation=Relation(data["relation"]),
        case_id=str(data["case_id"]),
        container=str(data["container"]),
        site=str(data["site"]),
        received_at=from_text(data["received_at"]),
        conclusion=None if conclusion is None else Conclusion(conclusion),
        goods=str(data.get("goods", "")),
        goods_zh=str(data.get("goods_zh", "")),
    )


def _referral(data: Mapping[str, Any]) -> Referral:
    return Referral(
        officer=str(data["officer"]),
        reason=str(data["reason"]),
        note=str(data["note"]),
        at=from_text(data["at"]),
    )
