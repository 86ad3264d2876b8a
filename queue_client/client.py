"""The two faces of the wire: what a site does with the hub, and what a desk does.

A client belongs to one thread: the one that calls it. Only ``interrupt`` may be called from
another. All waits are bounded: `HubSilent` after ``give_up_s`` (three attempts when None).
"""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from queue_client.answers import LeasedCase, Receipt, ToldTest
from queue_client.asking import SOFTWARE, expect, shaped
from queue_client.codec import read_document, without_nul, write_document
from queue_client.desk_signatures import sign_decision
from queue_client.documents import (
    CaseDocument,
    DecisionDocument,
)
from queue_client.draft_client import DraftClient
from queue_client.errors import RefusalCode, Refused, TooLate
from queue_client.joint_client import JointClient, case_of
from queue_client.messages import (
    MOST_MINUTES,
    Decide,
    DecidedReply,
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    Fetch,
    Lease,
    LeasedReply,
    Recall,
    Room,
    RoomState,
    Skip,
)
from queue_client.oversight_client import OversightClient
from queue_client.site_client import SiteClient
from queue_client.supervision_client import SupervisionClient
from queue_client.transfer import Download, Progress

__all__ = ["SOFTWARE", "DeskClient", "SiteClient"]


class DeskClient(JointClient, DraftClient, OversightClient, SupervisionClient):
    """What a desk says to the hub; officer and password stay in memory until `logout`.

    They are kept because sessions live only in the hub's memory: after a restart of the hub the
    client sits down again by itself, and the officer does not notice.
    """

    def lease(self) -> LeasedCase | None:
        """Ask for a case; None when there is none for this officer now."""
        # The same until it is answered: whoever asks again after silence gets the same case.
        request = self._unanswered = self._unanswered or uuid.uuid4().hex
        reply = self._seated(lambda ask, session: Lease(ask=ask, session=session, request=request))
        self._unanswered = ""
        if isinstance(reply.header, EmptyReply):
            return None
        header = expect(reply, LeasedReply)
        return case_of(header, reply.document(CaseDocument), ttl_s=header.ttl_s)

    def fetch(
        self,
        lease: LeasedCase,
        sha256: str,
        size: int,
        into: Path,
        *,
        progress: Progress | None = None,
    ) -> Path:
        """Fetch the case's scan package, or one of its models', to the file ``into``.

        A file that is there with the right hash is returned at once; a ``.part`` is resumed.

        Raises
        ------
        Fenced
            If the lease is not valid any more.
        PackageDamaged
            If what arrived has another hash, twice.
        """
        try:
            return self._download(lease, sha256, size, into, progress)
        except Refused as error:
            self._sit_down_again(error)
            return self._download(lease, sha256, size, into, progress)

    def extend(self, lease: LeasedCase) -> float:
        """Say that the officer is still at work; returns the new time to live [s].

        Raises `Fenced` when the case has gone to somebody else.
        """
        reply = self._seated(
            lambda ask, session: Extend(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token
            )
        )
        return expect(reply, ExtendedReply).ttl_s

    def decide(self, decision: Mapping[str, Any]) -> Receipt:
        """Record a decision; its ``decision_id`` was made before the first send.

        Sending the same decision again returns the same receipt. A U+0000 in it, which no hub
        takes, is sent as U+FFFD. Raises `Fenced`, `Conflict` or
        `Refused`; after `HubSilent` it is unknown whether it was recorded: send it again.
        """
        named = shaped(decision, DecisionDocument)
        document = without_nul(write_document(named))
        signature = sign_decision(self._signing, desk=self.desk, document=document)

        def build(ask: int, session: str) -> Decide:
            return Decide(
                ask=ask,
                session=session,
                case_id=named.case_id,
                token=named.token,
                decision_id=named.decision_id,
                signature=signature,
            )

        try:
            reply = self._seated(build, document)
        except Refused as error:
            if error.code is not RefusalCode.NOT_SIGNED:
                raise
            self.hello()  # the hub has not met this desk's key yet
            reply = self._seated(build, document)
        header = expect(reply, DecidedReply)
        return Receipt(
            decision_id=header.decision_id,
            case_id=header.case_id,
            conclusion=header.conclusion,
            decided_at=header.decided_at,
            recall_s=header.recall_s,
            test=_told_test(header),
        )

    def recall(self, decision_id: str, reason: str) -> bool:
        """Take a decision back; False when it is final already."""
        try:
            reply = self._seated(
                lambda ask, session: Recall(
                    ask=ask, session=session, decision_id=decision_id, reason=reason
                )
            )
        except TooLate:
            return False
        expect(reply, DoneReply)
        return True

    def skip(self, lease: LeasedCase, reason: str, minutes: int = 0) -> None:
        """Give a case back to the queue, with a reason for the record.

        For so many minutes, at most 120, it is offered to other officers only.
        """
        if not 0 <= minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be from 0 to {MOST_MINUTES}, got {minutes}")
        reply = self._seated(
            lambda ask, session: Skip(
                ask=ask,
                session=session,
                case_id=lease.case_id,
                token=lease.token,
                reason=reason,
                minutes=minutes,
            )
        )
        expect(reply, DoneReply)

    def room(self) -> dict[str, Any]:
        """Return how the room stands.

        Keys: ``by_stage`` (stage -> count), ``scans_without_declaration``,
        ``declarations_without_scan``, ``oldest_waiting`` (ISO 8601 or None), ``officers``,
        ``joint`` (the cases that officers show: ``case_id``, ``officer``, ``name``).
        """
        reply = self._seated(lambda ask, session: Room(ask=ask, session=session))
        expect(reply, RoomState)
        return read_document(reply.body, dict[str, Any])

    def _download(
        self, lease: LeasedCase, sha256: str, size: int, into: Path, progress: Progress | None
    ) -> Path:
        def want(ask: int, offset: int, length: int) -> Fetch:
            return Fetch(
                ask=ask,
                session=self._token(),
                case_id=lease.case_id,
                token=lease.token,
                sha256=sha256,
                offset=offset,
                length=length,
            )

        return Download(self._link, want, progress).run(sha256, size, into)


def _told_test(header: DecidedReply) -> ToldTest | None:
    told = header.test
    if told is None:
        return None
    return ToldTest(outcome=told.outcome, object=told.object, area=told.area)
