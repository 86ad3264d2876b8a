"""Who may ask what about the room, and who may order what. What is not named is refused."""

from collections.abc import Collection, Mapping
from typing import Final

from queue_client.supervision_messages import SteerAct, Topic
from workstation.domain.officer import Role

_AUDIT: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})
# A chief leads a shift: the figures and the queue, but no proofs and no samples.
_LEAD: Final = frozenset({Role.CHIEF, *_AUDIT})
_STEER: Final = frozenset({Role.CHIEF, Role.SUPERVISOR})
_RULE: Final = frozenset({Role.SUPERVISOR})

TOPIC_ROLES: Final[Mapping[Topic, frozenset[Role]]] = {
    Topic.FIGURES: _LEAD,
    Topic.FIND: _LEAD,
    Topic.FILTERS: _LEAD,
    Topic.PROOF: _AUDIT,
    Topic.VERIFY: _AUDIT,
    Topic.DECISION: _LEAD,
    Topic.FILM: _LEAD,
    # Everybody may ask for their own lessons; the answerer keeps the rest to those who lead.
    Topic.RECHECKS: frozenset(Role),
    Topic.TEST_IMAGES: _RULE,
    Topic.ROOM_NOW: _LEAD,
    Topic.STEERING: _LEAD,
    Topic.WATCH_LISTS: _LEAD,
    Topic.ALERTS: _LEAD,
}
ACT_ROLES: Final[Mapping[SteerAct, frozenset[Role]]] = {
    SteerAct.KEEP_FILTER: _LEAD,
    SteerAct.DROP_FILTER: _LEAD,
    SteerAct.NOTE_EXPORT: _LEAD,
    SteerAct.TAKE_RECHECK: _STEER,
    SteerAct.ANSWER_RECHECK: _STEER,
    SteerAct.SET_RECHECKS: _RULE,
    SteerAct.SET_TEST_IMAGES: _RULE,
    SteerAct.LESSON_READ: frozenset(Role),
    SteerAct.SET_TARGET: _RULE,
    SteerAct.SET_PRIORITY: _STEER,
    SteerAct.SET_TIER: _RULE,
    SteerAct.SET_LIMIT: _RULE,
    SteerAct.SUPERSEDE: _STEER,
    SteerAct.SET_ASIDE: _RULE,
    SteerAct.IMPORT_LIST: _RULE,
    SteerAct.DROP_LIST: _RULE,
    SteerAct.MOVE_ALERT: _STEER,
    SteerAct.ASK_EXPORT: _LEAD,
    SteerAct.NOTE_EVIDENCE: _LEAD,
    # Whoever decides has a film to hand in; its hash in the decision proves it, not the sender.
    SteerAct.KEEP_FILM: frozenset({Role.REVIEWER, Role.CHIEF}),
    # Whoever sits at a desk has monitors; nothing follows from what is told of them.
    SteerAct.NOTE_SCREEN: frozenset(Role),
    SteerAct.BREAK_LEASE: _STEER,
    SteerAct.UNPARK: _STEER,
    SteerAct.APPROVE: _STEER,
    SteerAct.DECLINE: _STEER,
}


def may_consult(roles: Collection[Role], topic: Topic) -> bool:
    """Tell whether an officer's roles allow a question."""
    return not TOPIC_ROLES.get(topic, frozenset()).isdisjoint(roles)


def may_steer(roles: Collection[Role], act: SteerAct) -> bool:
    """Tell whether an officer's roles allow an order."""
    return not ACT_ROLES.get(act, frozenset()).isdisjoint(roles)
