"""What the hub does for sites: scans in, declarations in, signed decisions out."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from queue_client.codec import Message, write_document
from queue_client.errors import WireViolation
from queue_client.messages import (
    BODY_LIMIT,
    DECISIONS_PER_PONG,
    Acknowledge,
    Chunk,
    Custody,
    Declare,
    DeclaredReply,
    DoneReply,
    Offer,
    Ping,
    Pong,
    Result,
)
from queue_client.signing import sign
from workstation.domain.case import Case, Outgoing
from workstation.domain.decision import Conclusion, mark_to_json
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import DeclarationUnreadable
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.hub.clocks import monotonic, wall
from workstation.hub.custody import CustodyService
from workstation.hub.intake import Intake, Settled, Taken
from workstation.hub.ledger import Ledger
from workstation.hub.options import HubKeys
from workstation.hub.ports import Records
from workstation.hub.replies import Reply
from workstation.hub.results import take_result
from workstation.hub.sparing_notes import SparingNotes
from workstation.hub.way_back import WayBack

_LOG = logging.getLogger(__name__)
# Held decisions are passed over, so more are looked at than are sent.
_LOOKED_AT: Final = 8 * DECISIONS_PER_PONG
# The ledger holds releases on the monotonic clock. A wall clock that was set back must not keep
# an inspection from its gate until it has caught up.
_EVER: Final = datetime.max.replace(tzinfo=UTC)


class SiteService:
    """Answers sites; every method may be called twice with the same request."""

    def __init__(
        self,
        records: Records,
        intake: Intake,
        ledger: Ledger,
        keys: HubKeys,
        notes: SparingNotes,
    ) -> None:
        self._records, self._intake, self._ledger, self._keys = records, intake, ledger, keys
        self._custody = CustodyService(records, keys.signing.public, notes)
        self.arrived: list[Case] = []  # recorded since the broker looked last
        self.joined: list[Case] = []  # that got their declaration since then
        self._sent_up_to: dict[str, int] = {}

    def answer(self, site: str, message: Message, way: WayBack) -> Reply | None:
        """Answer one message of a site whose right to send it has been checked.

        None for a chunk that the next one's answer will speak for, and for what `settled` answers.
        """
        match message.header:
            case Offer() as offer:
                return self.taken(self._intake.offer(site, message, offer, way))
            case Chunk() as chunk:
                return self.taken(self._intake.chunk(site, message, chunk, way))
            case Declare(ask=ask):
                return Reply(self._declare(site, message, ask))
            case Ping(ask=ask):
                return self._decisions(site, ask)
            case Acknowledge() | Result() as header:
                self._note(site, message, header)
                return Reply(DoneReply(ask=header.ask))
            case Custody() as header:
                return self._take_custody(site, message, header)
            case header:
                raise WireViolation(f"{type(header).__name__} is nothing for a site")

    def _take_custody(self, site: str, message: Message, header: Custody) -> Reply:
        owed = site in self._records.owing()
        reply = self._custody.answer(site, message, header)
        if owed and site not in self._records.owing():
            # Some of its cases may wait again that were decided, as far as the backup knew.
            waiting = self._records.cases_at(Stage.WAITING)
            self.joined += [case for case in waiting if case.site == site]
        return reply

    def _note(self, site: str, message: Message, header: Acknowledge | Result) -> None:
        if isinstance(header, Result):
            self._intake.check_disk()
            take_result(self._records, site, message, now=wall())
        elif self._records.announced(site, header.decision_id, now=wall()):
            extra = {"site": site, "decision": header.decision_id}
            _LOG.info("decision applied", extra=extra)

    def settled(self) -> Iterator[Settled]:
        """Give the answers that had to wait, each for `taken`."""
        return self._intake.settled()

    def taken(self, result: Taken) -> Reply | None:
        """Take note of a case that has just been recorded; return what its site is told."""
        header, case = result
        if case is not None:
            _LOG.info("scan stored", extra={"case": case.case_id})
            if case.stage is Stage.RECEIVED:  # not one that came back decided, or was mended
                self.arrived.append(case)
        return None if header is None else Reply(header)

    def _declare(self, site: str, message: Message, ask: int) -> DeclaredReply:
        try:
            declaration = declaration_from_json(message.document(dict[str, Any]), source=site)
        except DeclarationUnreadable as error:
            raise WireViolation(str(error)) from error
        self._intake.check_disk()
        case = self._records.declare(site, declaration, now=wall())
        if case is not None:
            self.joined.append(case)
        return DeclaredReply(ask=ask, joined=case is not None)

    def _decisions(self, site: str, ask: int) -> Reply:
        """Send what is final and not acknowledged, whatever the site says it has seen.

        A sequence number is given when a decision is recorded, and a held release leaves after a
        younger inspection: only the acknowledgement tells that a decision arrived. What a site
        refuses to acknowledge must not keep the rest back: the next batch goes on behind this.
        """
        documents: list[dict[str, Any]] = []
        leaving: list[Outgoing] = []
        size = 0
        after = self._sent_up_to.pop(site, 0)
        for outgoing in self._in_turn(site, after):
            decision = outgoing.decision
            held = decision.conclusion is Conclusion.RELEASE
            if not self._ledger.may_leave(decision.decision_id, held=held, now=monotonic()):
                continue
            signed = sign(_record(outgoing), self._keys.signing)
            document = {"record": dict(signed.record), "signature": signed.signature}
            size += len(write_document(document)) + 1
            if len(documents) == DECISIONS_PER_PONG or (documents and size > BODY_LIMIT - 2):
                break
            leaving.append(outgoing)
            documents.append(document)
            after = outgoing.sequence
        else:
            after = 0  # all that may leave has left
        self._sent_up_to[site] = after
        self._let_go(site, leaving)
        return Reply(Pong(ask=ask), write_document(documents))

    def _let_go(self, site: str, leaving: list[Outgoing]) -> None:
        """Mark what leaves; of releases, which can be recalled, durably before they go."""
        fresh = [
            one
            for one in leaving
            if one.decision.conclusion is Conclusion.RELEASE
            and self._ledger.may_recall(one.decision.decision_id)
        ]
        if fresh:
            self._records.leaving(site, fresh)
        for one in leaving:
            self._ledger.note_left(one.decision.decision_id)

    def _in_turn(self, site: str, after: int) -> list[Outgoing]:
        """Return what is due behind a place in the site's row, then what is due up to it."""
        behind = list(self._records.due(site, after=after, now=_EVER, limit=_LOOKED_AT))
        if after == 0:
            return behind
        first = self._records.due(site, after=0, now=_EVER, limit=_LOOKED_AT)
        return [*behind, *(outgoing for outgoing in first if outgoing.sequence <= after)]


def _record(outgoing: Outgoing) -> dict[str, Any]:
    decision = outgoing.decision
    return {
        "decision_id": decision.decision_id,
        "site": decision.site,
        "scan_id": decision.scan_id,
        "sha256": decision.scan_sha256,
        "conclusion": decision.conclusion.value,
        "reason": decision.reason,
        "note": decision.note,
        "marks": [mark_to_json(mark) for mark in decision.marks],
        "officer": decision.officer,
        "decided_at": to_text(decision.decided_at),
        "sequence": outgoing.sequence,
    }
