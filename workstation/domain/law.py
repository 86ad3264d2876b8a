"""The law of a case: one table, no sockets, no clock. What it does not name is refused."""

from collections.abc import Mapping
from enum import StrEnum

from workstation.domain.errors import StepRefused


class Stage(StrEnum):
    """Where a case stands on its way from scanner to decision."""

    RECEIVED = "received"
    COMPARED = "compared"
    WAITING = "waiting"
    LEASED = "leased"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    INSPECTED = "inspected"
    CLOSED = "closed"
    PARKED = "parked"


class Step(StrEnum):
    """What may happen to a case."""

    COMPARE = "compare"
    QUEUE = "queue"
    JOIN = "join"
    LEASE = "lease"
    LAPSE = "lapse"
    SKIP = "skip"
    BREAK = "break"
    REFER = "refer"
    READ = "read"
    DIFFER = "differ"
    UNREAD = "unread"
    PARK = "park"
    UNPARK = "unpark"
    DECIDE = "decide"
    RECALL = "recall"
    SUPERSEDE = "supersede"
    REINSTATE = "reinstate"
    ANNOUNCE = "announce"
    TAKE_RESULT = "take_result"
    CLOSE = "close"


LAW: Mapping[tuple[Stage, Step], Stage] = {
    (Stage.RECEIVED, Step.COMPARE): Stage.COMPARED,
    (Stage.COMPARED, Step.QUEUE): Stage.WAITING,
    # A declaration that came after its scan: the engine has to judge again.
    (Stage.WAITING, Step.JOIN): Stage.RECEIVED,
    (Stage.WAITING, Step.LEASE): Stage.LEASED,
    (Stage.WAITING, Step.PARK): Stage.PARKED,
    (Stage.PARKED, Step.UNPARK): Stage.WAITING,
    (Stage.LEASED, Step.LAPSE): Stage.WAITING,
    (Stage.LEASED, Step.SKIP): Stage.WAITING,
    # A supervisor takes a case from a desk that does not let go of it.
    (Stage.LEASED, Step.BREAK): Stage.WAITING,
    (Stage.LEASED, Step.REFER): Stage.WAITING,
    # The first of two readings, or two that differ: nothing is decided, somebody else reads on.
    (Stage.LEASED, Step.READ): Stage.WAITING,
    (Stage.LEASED, Step.DIFFER): Stage.WAITING,
    # A reading is taken back while nobody else has begun; its declaration may come meanwhile.
    (Stage.WAITING, Step.UNREAD): Stage.WAITING,
    (Stage.RECEIVED, Step.UNREAD): Stage.RECEIVED,
    (Stage.LEASED, Step.PARK): Stage.PARKED,
    (Stage.LEASED, Step.DECIDE): Stage.DECIDED,
    # The records were restored from a backup; the site brings the decision back that it applied.
    (Stage.RECEIVED, Step.REINSTATE): Stage.DECIDED,
    (Stage.COMPARED, Step.REINSTATE): Stage.DECIDED,
    (Stage.WAITING, Step.REINSTATE): Stage.DECIDED,
    (Stage.LEASED, Step.REINSTATE): Stage.DECIDED,
    (Stage.PARKED, Step.REINSTATE): Stage.DECIDED,
    (Stage.DECIDED, Step.RECALL): Stage.WAITING,
    # Two officers withdraw a decision that has not left: a chief decides the case anew.
    (Stage.DECIDED, Step.SUPERSEDE): Stage.WAITING,
    (Stage.DECIDED, Step.ANNOUNCE): Stage.ANNOUNCED,
    (Stage.ANNOUNCED, Step.TAKE_RESULT): Stage.INSPECTED,
    (Stage.ANNOUNCED, Step.CLOSE): Stage.CLOSED,
    (Stage.INSPECTED, Step.CLOSE): Stage.CLOSED,
}


def after(case: str, stage: Stage, step: Step) -> Stage:
    """Return the stage that follows, or raise ``StepRefused`` when the law names none."""
    try:
        return LAW[stage, step]
    except KeyError:
        raise StepRefused(case, stage, step) from None
