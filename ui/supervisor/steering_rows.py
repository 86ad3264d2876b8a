"""The tables of the steering page: their rows as the hub told them, and by what each is chosen."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import foreign, theme, words
from ui.supervisor import agreement_words, steer_words
from ui.supervisor.room_cards import Cell
from workstation.domain.decision import Conclusion

Rows = tuple[list[list[Cell]], list[object]]
PRIORITY: Final = "priority:"


def lease_rows(state: Mapping[str, Any]) -> Rows:
    """Return the cases at desks; chosen by case and token."""
    rows = [
        [
            Cell(text=foreign.shown(one["case_id"])),
            Cell(text=foreign.shown(one["officer"])),
            Cell(text=foreign.shown(one["desk"]), colour=theme.QUIET),
            Cell(
                text=steer_words.span(one["left_s"]) if one["left_s"] else steer_words.NONE,
                right=True,
            ),
        ]
        for one in state["leases"]
    ]
    return rows, [(one["case_id"], one["token"]) for one in state["leases"]]


def parked_rows(state: Mapping[str, Any]) -> Rows:
    """Return the parked cases; chosen by case."""
    rows = [
        [
            Cell(text=foreign.shown(one["case_id"])),
            Cell(text=str(one["attempts"]), right=True),
            Cell(text=steer_words.age(one["received_at"]), right=True),
        ]
        for one in state["parked"]
    ]
    return rows, [one["case_id"] for one in state["parked"]]


def requests_of(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return all that waits for a second officer and can be answered here.

    A hub of before tells of cases only; what a newer one asks nobody here can judge.
    """
    told = [*state["requests"], *state.get("other_requests", ())]
    return [one for one in told if one["act"] in agreement_words.ACTS]


def request_rows(state: Mapping[str, Any], officer: str) -> Rows:
    """Return the requests, those that wait for this officer first; chosen by request."""
    requests = sorted(requests_of(state), key=lambda one: one["requester"] == officer)
    rows = []
    for one in requests:
        own = one["requester"] == officer
        said = foreign.shown(agreement_words.act(str(one["act"])))
        by, tip = foreign.shown(one["requester"]), ""
        if own:
            by = _tr(QT_TRANSLATE_NOOP("SteeringRows", "yourself"))
            tip = _tr(QT_TRANSLATE_NOOP("SteeringRows", "Another officer has to agree"))
        rows.append(
            [
                Cell(text=said if own else f"▶ {said}", colour=None if own else theme.WARN),
                Cell(
                    text=foreign.shown(case_of(state, one)),
                    tip=foreign.tip(case_of(state, one)),
                ),
                Cell(text=foreign.shown(one["reason"]), tip=foreign.tip(one["reason"])),
                Cell(text=by, tip=foreign.tip(tip), colour=theme.QUIET),
                Cell(text=steer_words.clock(one["at"]), colour=theme.QUIET),
            ]
        )
    return rows, [one["request_id"] for one in requests]


def decision_rows(state: Mapping[str, Any]) -> Rows:
    """Return the decisions that no site has acknowledged; chosen by case."""
    rows = [
        [
            Cell(text=foreign.shown(one["case_id"]), tip=foreign.tip(one["officer"])),
            Cell(text=words.conclusion(Conclusion(one["conclusion"]))),
            Cell(text=steer_words.age(one["at"]), right=True),
        ]
        for one in state["decisions"]
    ]
    return rows, [one["case_id"] for one in state["decisions"]]


def priority_rows(state: Mapping[str, Any]) -> Rows:
    """Return the priorities in force; chosen by scope and subject."""
    rules = [one for one in state["rules"] if one["name"].startswith(PRIORITY)]
    rows = [
        [
            Cell(text=steer_words.scope(one["content"]["scope"])),
            Cell(text=foreign.shown(one["content"]["subject"])),
            Cell(text=steer_words.level(one["content"]["level"])),
            Cell(
                text=foreign.shown(one["reason"]),
                tip=foreign.tip(f"{one['officer']}: {one['reason']}"),
                colour=theme.QUIET,
            ),
        ]
        for one in rules
    ]
    return rows, [(one["content"]["scope"], one["content"]["subject"]) for one in rules]


def waiting_for(requests: Sequence[Mapping[str, Any]], officer: str) -> list[Mapping[str, Any]]:
    """Return the requests that an officer may agree to: those of others."""
    return [one for one in requests if one["requester"] != officer]


def case_of(state: Mapping[str, Any], request: Mapping[str, Any]) -> str:
    """Return the case, machine or officer that a request is about; else the subject itself."""
    subject = str(request["subject"])
    told = agreement_words.subject(request)
    if told is not None:
        return told
    cases = {one["decision_id"]: str(one["case_id"]) for one in state["decisions"]}
    return cases.get(subject, subject)


def _tr(source: object) -> str:
    return QCoreApplication.translate("SteeringRows", str(source))
