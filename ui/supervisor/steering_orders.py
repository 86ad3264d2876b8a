"""Orders in sentences: what each will do, asked before it is given, and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from queue_client.supervision_messages import SteerAct
from ui import foreign, words
from ui.supervisor import agreement_words, steer_words
from workstation.domain.context import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order before it is given: what is asked, and what is said once it is done."""

    act: SteerAct
    document: Mapping[str, Any]
    asks: str
    done: str


def break_lease(case_id: str, token: int) -> Order:
    """Take a case from its desk."""
    return Order(
        act=SteerAct.BREAK_LEASE,
        document={"case_id": case_id, "token": token},
        asks=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders",
                "Take %1 from its desk? It waits again, and the desk is told why.",
            ),
            case_id,
        ),
        done=_say(
            QT_TRANSLATE_NOOP("SteeringOrders", "%1 was taken from its desk and waits again."),
            case_id,
        ),
    )


def unpark(case_id: str) -> Order:
    """Ask that a parked case may wait again."""
    return Order(
        act=SteerAct.UNPARK,
        document={"case_id": case_id},
        asks=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders", "Ask that %1 may wait again? Another officer has to agree."
            ),
            case_id,
        ),
        done=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders", "Asked. %1 stays parked until another officer has agreed."
            ),
            case_id,
        ),
    )


def supersede(case_id: str) -> Order:
    """Ask that a decision be withdrawn."""
    return Order(
        act=SteerAct.SUPERSEDE,
        document={"case_id": case_id},
        asks=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders",
                "Ask that the decision on %1 be withdrawn? It stays here until another"
                " officer has agreed or not; then a chief decides anew.",
            ),
            case_id,
        ),
        done=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders",
                "Asked. The decision on %1 does not leave until another officer has answered.",
            ),
            case_id,
        ),
    )


def approve(request: Mapping[str, Any], case_id: str) -> Order:
    """Agree to what another officer has asked for."""
    act = str(request["act"])
    told = (case_id, str(request["requester"]), str(request["reason"]))
    return Order(
        act=SteerAct.APPROVE,
        document={"request_id": request["request_id"]},
        asks=_filled(agreement_words.say(agreement_words.ASKS[act]), *told),
        done=_filled(agreement_words.say(agreement_words.DONE[act]), case_id),
    )


def decline(request: Mapping[str, Any], case_id: str) -> Order:
    """Decline what another officer has asked for, or take back one's own."""
    return Order(
        act=SteerAct.DECLINE,
        document={"request_id": request["request_id"]},
        asks=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders", "Decline what %2 asks for %1? It then stays as it is."
            ),
            case_id,
            str(request["requester"]),
        ),
        done=_say(QT_TRANSLATE_NOOP("SteeringOrders", "Declined. %1 stays as it is."), case_id),
    )


def set_priority(scope: str, subject: str, level: str) -> Order:
    """Let some cases be taken up sooner, or later."""
    told = (steer_words.scope(scope), subject, steer_words.level(level))
    return Order(
        act=SteerAct.SET_PRIORITY,
        document={"scope": scope, "subject": subject, "level": level},
        asks=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders",
                "%1 “%2”: taken up %3? That counts for what waits now and for what comes.",
            ),
            *told,
        ),
        done=_say(QT_TRANSLATE_NOOP("SteeringOrders", "%1 “%2”: taken up %3 from now on."), *told),
    )


def drop_priority(scope: str, subject: str) -> Order:
    """Let some cases wait in their turn again."""
    return Order(
        act=SteerAct.SET_PRIORITY,
        document={"scope": scope, "subject": subject},
        asks=_say(QT_TRANSLATE_NOOP("SteeringOrders", "Let %1 wait in its turn again?"), subject),
        done=_say(QT_TRANSLATE_NOOP("SteeringOrders", "%1 waits in its turn again."), subject),
    )


def set_tier(act: SteerAct, document: Mapping[str, Any]) -> Order:
    """Set how cases of a tier are read, or within what time; the default again without more."""
    tier = words.tier(Tier(document["tier"]))
    told = [tier]
    if "readers" in document:
        asks = QT_TRANSLATE_NOOP(
            "SteeringOrders",
            "Cases with “%1”: read by %2, engine's verdict %3? That counts for cases taken up"
            " from now on.",
        )
        readers = (
            QT_TRANSLATE_NOOP("SteeringOrders", "one officer"),
            QT_TRANSLATE_NOOP("SteeringOrders", "two officers, apart"),
        )
        told += [_say(readers[min(int(document["readers"]), 2) - 1])]
        told += [steer_words.engine_shown(str(document["engine"]))]
    elif "limit_s" in document:
        asks = QT_TRANSLATE_NOOP("SteeringOrders", "Cases with “%1”: to be decided within %2?")
        told += [steer_words.span(float(document["limit_s"]))]
    else:
        asks = QT_TRANSLATE_NOOP(
            "SteeringOrders", "Cases with “%1”: as the hub's settings say again?"
        )
    return Order(
        act=act,
        document=document,
        asks=_say(asks, *told),
        done=_say(
            QT_TRANSLATE_NOOP(
                "SteeringOrders",
                "Set. It counts for cases with “%1” that are taken up from now on.",
            ),
            tier,
        ),
    )


def _say(source: object, *values: str) -> str:
    said = QCoreApplication.translate("SteeringOrders", str(source))
    return _filled(said, *values) if values else said


def _filled(said: str, *values: str) -> str:
    return foreign.filled(said, *(foreign.shown(value) for value in values))
