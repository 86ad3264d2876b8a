"""The supervisor's room at the hub: questions are answered aside, orders in the broker's thread.

A question may read a year of decisions. It has a thread, and storage to read from, of its own, so
that no desk waits for it; its answer is sent when it is there, as that of a log-in is.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from queue_client.codec import Message, read_document, write_document
from queue_client.errors import HubBusy, QueueError, RefusalCode, Refused, WireViolation
from queue_client.messages import BODY_LIMIT, Data
from queue_client.supervision_messages import (
    Consult,
    ConsultedReply,
    Leaf,
    Steer,
    SteerAct,
    SteeredReply,
    Topic,
)
from workstation.domain.errors import StorageUnavailable
from workstation.hub.package_bytes import bytes_of
from workstation.hub.replies import Reply, bad_news
from workstation.hub.sessions import Seat
from workstation.hub.supervision_rights import may_consult, may_steer

_LOG = logging.getLogger(__name__)

#: Answers a question in the thread apart; raises `Refused` for what cannot be answered.
Answerer = Callable[[Seat, dict[str, Any]], dict[str, Any]]
#: Carries out an order in the broker's thread; raises `Refused` when it is not lawful.
Steerer = Callable[[Seat, Steer, dict[str, Any]], dict[str, Any]]
#: Finds a recorded package for somebody who audits, and notes that it was looked at; or None.
Shelf = Callable[[Seat, str], Path | None]

_Name = TypeVar("_Name", Topic, SteerAct)
_MOST_WAITING: Final = 16
#: One desk asks one thing after another; those it gave up on may still be under way.
_MOST_OF_ONE: Final = 4
_RETRY_S: Final = 1.0
_REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one subject brings to the room.

    Attributes
    ----------
    answerers
        Run one at a time in a thread apart; they read through storage of their own.
    steerers
        Run in the broker's thread; the same ``request`` must have no second effect, even after
        a restart.
    shelf
        Who hands out recorded packages; one subject has it.
    chores
        What is done in the broker's thread at every turn; each sees itself whether it is due.
    """

    answerers: Mapping[Topic, Answerer] = field(default_factory=dict)
    steerers: Mapping[SteerAct, Steerer] = field(default_factory=dict)
    shelf: Shelf | None = None
    chores: Sequence[Callable[[], None]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay:
    key: tuple[str, str, bytes]
    route: bytes
    ask: int
    answer: "Future[dict[str, Any]]"


class Supervision:
    """Answers those who audit and steer; owned by the broker's thread.

    Parameters
    ----------
    send
        Takes the way back to a peer and its reply.
    """

    def __init__(self, *, send: Callable[[bytes, Reply], None]) -> None:
        self._answerers: dict[Topic, Answerer] = {}
        self._steerers: dict[SteerAct, Steerer] = {}
        self._shelf: Shelf | None = None
        self._chores: list[Callable[[], None]] = []
        self._send = send
        self._aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-questions")
        self._under_way: list[_UnderWay] = []
        self._carried_out: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()

    def take(self, contributions: Sequence[Contribution]) -> None:
        """Take what subjects bring, before the hub runs.

        Raises
        ------
        ValueError
            If two of them answer to the same.
        """
        for one in contributions:
            twice = {
                *(self._answerers.keys() & one.answerers),
                *(self._steerers.keys() & one.steerers),
            }
            if twice or (self._shelf and one.shelf):
                raise ValueError(f"two subjects answer to {twice or 'packages'}")
            self._answerers.update(one.answerers)
            self._steerers.update(one.steerers)
            self._shelf = one.shelf or self._shelf
            self._chores += one.chores

    def answer(self, seat: Seat, message: Message, route: bytes) -> Reply | None:
        """Answer one message of the family, or return None when its answer follows.

        Raises
        ------
        Refused
            While the desk is locked, and as `consult`, `steer` and `leaf` do.
        """
        if seat.locked:
            raise Refused(RefusalCode.LOCKED, "the desk is locked")
        match message.header:
            case Consult() as header:
                self.consult(seat, header, bytes(message.body), route)
                return None
            case Steer() as header:
                return self.steer(seat, header, bytes(message.body))
            case Leaf() as header:
                return self.leaf(seat, header)
            case header:
                raise WireViolation(f"{type(header).__name__} is no question")

    @property
    def busy(self) -> bool:
        """Whether a question is being answered."""
        return bool(self._under_way)

    def consult(self, seat: Seat, header: Consult, body: bytes, route: bytes) -> None:
        """Begin to answer a question; the answer follows.

        Raises
        ------
        Refused
            For a topic that is not known here, or not for this officer.
        HubBusy
            When too many wait.
        """
        topic = _known(Topic, header.topic)
        answerer = self._answerers.get(topic)
        if answerer is None:
            raise Refused(RefusalCode.UNKNOWN, f"this hub does not answer to {header.topic}")
        if not may_consult(seat.officer.roles, topic):
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not ask that")
        question = read_document(body, dict[str, Any])
        key = (seat.token, header.topic, body)
        for place, one in enumerate(self._under_way):
            if one.key == key:
                # The desk asks again because the answer is slow: answer its newest question.
                self._under_way[place] = replace(one, route=route, ask=header.ask)
                return
        if len(self._under_way) >= _MOST_WAITING:
            raise HubBusy("too many questions wait", _RETRY_S)
        if sum(one.key[0] == seat.token for one in self._under_way) >= _MOST_OF_ONE:
            raise HubBusy("too many questions of this desk wait", _RETRY_S)
        answer = self._aside.submit(answerer, seat, question)
        self._under_way.append(_UnderWay(key=key, route=route, ask=header.ask, answer=answer))

    def steer(self, seat: Seat, header: Steer, body: bytes) -> Reply:
        """Carry out an order; raises `Refused` when it is not known, allowed or lawful."""
        act = _known(SteerAct, header.act)
        steerer = self._steerers.get(act)
        if steerer is None:
            raise Refused(RefusalCode.UNKNOWN, f"this hub does not know {header.act}")
        if not may_steer(seat.officer.roles, act):
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not order that")
        document = read_document(body, dict[str, Any])
        key = (seat.officer.officer_id, header.request)
        done = self._carried_out.get(key)
        if done is None:
            done = self._carried_out[key] = steerer(seat, header, document)
            if len(self._carried_out) > _REMEMBERED:
                self._carried_out.popitem(last=False)
        return Reply(SteeredReply(ask=header.ask), write_document(done))

    def leaf(self, seat: Seat, header: Leaf) -> Reply:
        """Return bytes of a recorded package; raises `Refused` when it is not kept."""
        path = None if self._shelf is None else self._shelf(seat, header.sha256)
        if path is None:
            raise Refused(RefusalCode.UNKNOWN, "this package is not kept here")
        body, crc32 = bytes_of(path, header.offset, header.length)
        return Reply(Data(ask=header.ask, offset=header.offset, crc32=crc32), body)

    def finish(self) -> None:
        """Send the answers that are there, and do the chores."""
        done = [one for one in self._under_way if one.answer.done()]
        self._under_way = [one for one in self._under_way if not one.answer.done()]
        for one in done:
            self._send(one.route, _reply(one))
        for chore in self._chores:
            chore()

    def close(self) -> None:
        """Drop the questions that wait, and end the thread when the current one is answered."""
        self._aside.shutdown(wait=True, cancel_futures=True)


def _known(kind: type[_Name], name: str) -> _Name:
    try:
        return kind(name)
    except ValueError:
        raise Refused(RefusalCode.UNKNOWN, f"this hub does not know {name}") from None


def _reply(one: _UnderWay) -> Reply:
    try:
        body = write_document(one.answer.result())
    except QueueError as error:
        return bad_news(one.ask, error)
    except StorageUnavailable as error:
        _LOG.error("the store is unavailable", extra={"reason": str(error)})
        return bad_news(one.ask, HubBusy("the store is unavailable", _RETRY_S))
    except Exception:  # noqa: BLE001 - a question must never stop the room
        _LOG.exception("a question could not be answered")
        return bad_news(one.ask, Refused(RefusalCode.INTERNAL, "a fault inside the hub"))
    if len(body) > BODY_LIMIT:
        return bad_news(one.ask, Refused(RefusalCode.TOO_LARGE, "ask for less at once"))
    return Reply(ConsultedReply(ask=one.ask), body)
