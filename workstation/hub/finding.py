"""The hub's answers about decisions: searches, kept filters, the proof of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_documents.find import (
    DropFilter,
    FiltersAnswer,
    FindAnswer,
    FindQuestion,
    KeepFilter,
    KeptFilter,
    ProofAnswer,
    ProofQuestion,
    Want,
)
from queue_client.supervision_messages import Steer, SteerAct, Topic
from workstation.audit.proof import entry_in
from workstation.domain.errors import ReviewRoomError, StorageUnavailable
from workstation.domain.filter_fields import Field
from workstation.domain.filters import Filter, FilterImpossible, filter_from_json, filter_to_json
from workstation.domain.found import COLUMNS, Extent, FoundPage, FoundSteps, Key
from workstation.domain.saved_filter import SavedFilter
from workstation.hub.blindness import Blindness, reads_cases
from workstation.hub.clocks import monotonic, wall
from workstation.hub.sessions import Seat
from workstation.hub.supervision import Contribution
from workstation.hub.supervision_rights import may_consult

_Shape = TypeVar("_Shape")
#: How much of a long text a row of a list shows.
_SHOWN: Final = {"note": 200, "goods": 120, "risk": 80}
_CUT: Final = tuple((COLUMNS.index(name), size) for name, size in _SHOWN.items())
_TEST: Final = COLUMNS.index(Field.TEST.value)
_MOST_FILTERS: Final = 400
_SAME_SEARCH_S: Final = 120.0


class Findings(Protocol):
    """Searches decisions; fitted by `workstation.storage.finding.DecisionIndex`."""

    def catch_up(self) -> Extent:
        """Take in what was recorded since the last search."""

    def page(self, wanted: Filter, extent: Extent, *, after: Key | None, limit: int) -> FoundPage:
        """Return the rows that follow a key; None when the extent is of an older index."""

    def steps(
        self, wanted: Filter, extent: Extent, *, after: Key | None, rest: int, each: int
    ) -> FoundSteps:
        """Return the key of every so many rows."""

    def holds(self, extent: Extent) -> bool:
        """Tell whether an extent is of the index as it is."""

    def is_quick(self, wanted: Filter) -> bool:
        """Tell whether every row on the way of a filter fits."""


class FilterKeeper(Protocol):
    """Keeps filters; fitted by `workstation.storage.records.SqlRecords`."""

    def keep_filter(  # noqa: PLR0913 - the parts of a kept filter
        self,
        filter_id: str,
        name: str,
        wanted: Filter,
        *,
        owner: str,
        shared: bool,
        now: datetime,
    ) -> bool:
        """Keep a filter; False when its owner keeps too many."""

    def drop_filter(self, filter_id: str, *, owner: str, now: datetime) -> bool:
        """Forget an own filter."""


Note = Callable[[str, Mapping[str, object]], None]


class Finding:
    """Joins searches, filters and proofs to the supervisor's room.

    Parameters
    ----------
    filters : callable
        Returns the filters that an officer may use.
    prove : callable
        Returns the proof of a decision; raises `ReviewRoomError` when there is none.
    note : callable
        Writes down who searched and who took a proof, in the evidence log.
    """

    def __init__(
        self,
        findings: Findings,
        keeper: FilterKeeper,
        *,
        filters: Callable[[str], Sequence[SavedFilter]],
        prove: Callable[[str], str],
        note: Note,
    ) -> None:
        #: Which case somebody looks at again: they do not find it.
        self.blindness = Blindness()
        self._findings, self._keeper = findings, keeper
        self._filters, self._prove, self._note = filters, prove, note
        self._noted: tuple[tuple[str, str, Filter] | None, float] = None, 0.0

    def contribution(self) -> Contribution:
        """Return what this subject brings to the room."""
        return Contribution(
            answerers={
                Topic.FIND: self.find,
                Topic.FILTERS: self.kept,
                Topic.PROOF: self.proof,
            },
            steerers={SteerAct.KEEP_FILTER: self.keep, SteerAct.DROP_FILTER: self.drop},
        )

    def find(self, seat: Seat, document: dict[str, Any]) -> dict[str, Any]:
        """Answer one page of a search.

        Raises
        ------
        Refused
            `MALFORMED` for an impossible filter, `UNKNOWN` when the search has to begin anew, and
            a search by test images by whoever may not know of them.
        """
        question = read_as(document, FindQuestion)
        wanted = _filter(question.filter)
        knows_tests = may_consult(seat.officer.roles, Topic.TEST_IMAGES)
        if not knows_tests and any(one.field is Field.TEST for one in wanted.where):
            raise Refused(RefusalCode.NOT_ALLOWED, "test images are for those who set them")
        if question.edition:
            extent = Extent(edition=question.edition, top=question.top)
            if not self._findings.holds(extent):
                raise Refused(RefusalCode.UNKNOWN, "the index was made anew; search again")
        else:
            extent = self._findings.catch_up()
            self._note_search(seat, wanted)
        after = None if question.after is None else _key(question.after, wanted)
        hidden = self.blindness.case_of(seat.officer.officer_id)
        apart = reads_cases(seat.officer.roles)
        extent = replace(extent, hidden=hidden or "", apart=apart)
        answer = FindAnswer(
            edition=extent.edition,
            top=extent.top,
            behind=extent.behind,
            quick=self._findings.is_quick(wanted),
        )
        if question.want is Want.PLACES:
            steps = self._findings.steps(
                wanted, extent, after=after, rest=question.rest, each=question.limit
            )
            answer = msgspec.structs.replace(
                answer,
                places=[list(key) for key in steps.keys],
                matched=steps.matched,
                rest=steps.rest,
                after=None if steps.after is None else list(steps.after),
            )
        else:
            page = self._findings.page(wanted, extent, after=after, limit=question.limit)
            answer = msgspec.structs.replace(
                answer,
                rows=[_shown(row, knows_tests=knows_tests) for row in page.rows],
                matched=len(page.rows),
                after=None if page.after is None else list(page.after),
            )
        return as_document(answer)

    def _note_search(self, seat: Seat, wanted: Filter) -> None:
        """Write down who searched for what; the same again within minutes is one search."""
        search, now = (seat.officer.officer_id, seat.desk, wanted), monotonic()
        if search != self._noted[0] or now - self._noted[1] > _SAME_SEARCH_S:
            facts = {"officer": seat.officer.officer_id, "desk": seat.desk}
            self._note("audit:decisions:searched", {**facts, "filter": filter_to_json(wanted)})
        self._noted = search, now

    def kept(self, seat: Seat, _document: dict[str, Any]) -> dict[str, Any]:
        """Answer with the filters that an officer may use."""
        filters = [
            KeptFilter(
                filter_id=one.filter_id,
                name=one.name,
                owner=one.owner,
                shared=one.shared,
                filter=None if one.filter is None else filter_to_json(one.filter),
            )
            for one in self._filters(seat.officer.officer_id)[:_MOST_FILTERS]
        ]
        return as_document(FiltersAnswer(filters=filters))

    def proof(self, seat: Seat, document: dict[str, Any]) -> dict[str, Any]:
        """Answer with the proof of one decision, and write down who took it."""
        decision_id = read_as(document, ProofQuestion).decision_id
        try:
            text = self._prove(decision_id)
        except StorageUnavailable:
            raise
        except ReviewRoomError as error:
            return as_document(ProofAnswer(reason=str(error)[:4000]))
        self.blindness.refuse(seat.officer.officer_id, entry_in(text)["facts"].get("case"))
        facts = {"officer": seat.officer.officer_id, "desk": seat.desk}
        self._note("audit:proof:given", {**facts, "decision_id": decision_id})
        index = int(text.split("\nindex ", 1)[1].split("\n", 1)[0])
        size = int(text.split("\n\n", 1)[1].split("\n", 2)[1])
        return as_document(ProofAnswer(text=text, entry=index + 1, size=size))

    def keep(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Keep a filter under a name."""
        order = read_as(document, KeepFilter)
        kept = self._keeper.keep_filter(
            header.request,
            order.name.strip() or order.name,
            _filter(order.filter),
            owner=seat.officer.officer_id,
            shared=order.shared,
            now=wall(),
        )
        if not kept:
            raise Refused(RefusalCode.TOO_LARGE, "you keep too many filters; drop one first")
        return {}

    def drop(self, seat: Seat, _header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Forget an own filter; one that is gone is forgotten already."""
        order = read_as(document, DropFilter)
        dropped = self._keeper.drop_filter(
            order.filter_id, owner=seat.officer.officer_id, now=wall()
        )
        return {"dropped": dropped}


def read_as(document: dict[str, Any], shape: type[_Shape]) -> _Shape:
    """Return a document in its shape; raises `Refused` when it has another."""
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        raise Refused(RefusalCode.MALFORMED, str(error)[:200]) from None


def as_document(answer: msgspec.Struct) -> dict[str, Any]:
    """Return an answer as a plain JSON object."""
    found: dict[str, Any] = msgspec.to_builtins(answer)
    return found


def _filter(document: dict[str, Any]) -> Filter:
    try:
        return filter_from_json(document)
    except FilterImpossible as error:
        raise Refused(RefusalCode.MALFORMED, error.sentence()) from None


def _key(place: list[str | int | float], wanted: Filter) -> Key:
    if len(place) != (2 if wanted.order.by == "decided_at" else 3):
        raise Refused(RefusalCode.MALFORMED, "the place is not of this order")
    return tuple(place)


def _shown(
    row: Sequence[str | int | float | None], *, knows_tests: bool
) -> list[str | int | float | None]:
    shown = list(row)
    if not knows_tests:
        shown[_TEST] = None
    for at, size in _CUT:
        text = shown[at]
        if isinstance(text, str) and len(text) > size:
            shown[at] = f"{text[: size - 1]}…"
    return shown
