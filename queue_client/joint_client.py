"""Looking at a case together: show it, join, look in, leave."""

from collections.abc import Mapping
from typing import Any

from queue_client.answers import JointState, LeasedCase, Looker, ModelRef
from queue_client.asking import expect, shaped
from queue_client.codec import Message, write_document
from queue_client.desk_session import DeskSession
from queue_client.documents import (
    JOINT_LIMIT,
    CaseDocument,
    JointDocument,
    LookDocument,
    ShowDocument,
)
from queue_client.errors import RefusalCode, Refused
from queue_client.messages import (
    DoneReply,
    Join,
    JoinedReply,
    JointReply,
    LeasedReply,
    Leave,
    LookIn,
    Show,
)


class JointClient(DeskSession):
    """The part of `DeskClient` for cases that several officers look at."""

    def show(self, lease: LeasedCase, document: Mapping[str, Any]) -> JointState:
        """Let others see a leased case, as it looks now; returns who looks in.

        Parameters
        ----------
        document : mapping
            ``{"view": {...}, "marks": [...], "pointer": (row, column) or None}``, at most
            16 KiB; see `queue_client.documents.ShowDocument`.

        Raises
        ------
        Fenced
            If the lease is not valid any more.
        Refused
            `READ_APART` when two officers read the case apart; `TOO_LARGE`.
        """
        body = _joint_document(document, ShowDocument)
        reply = self._seated(
            lambda ask, session: Show(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token
            ),
            body,
        )
        return _joint_state(reply)

    def join(self, case_id: str) -> LeasedCase:
        """Look into a case that another officer shows; its files may be fetched.

        The answer runs no time of its own and can be neither extended nor decided. Raises
        `Refused` (`VIEW_OVER`) when nobody shows it.
        """
        reply = self._seated(lambda ask, session: Join(ask=ask, session=session, case_id=case_id))
        header = expect(reply, JoinedReply)
        return case_of(header, reply.document(CaseDocument), ttl_s=0.0)

    def look_in(self, case_id: str, document: Mapping[str, Any]) -> JointState:
        """Say where one points at in a joint view, and hear how it stands.

        ``document`` is ``{"pointer": (row, column) or None, "note": text}``. Raises `Refused`
        (`VIEW_OVER`) when the view has ended or was not joined.
        """
        body = _joint_document(document, LookDocument)
        reply = self._seated(
            lambda ask, session: LookIn(ask=ask, session=session, case_id=case_id), body
        )
        return _joint_state(reply)

    def leave(self, case_id: str) -> None:
        """Look in no longer, or show no longer; harmless when repeated."""
        reply = self._seated(lambda ask, session: Leave(ask=ask, session=session, case_id=case_id))
        expect(reply, DoneReply)


def case_of(
    header: LeasedReply | JoinedReply, document: CaseDocument, *, ttl_s: float
) -> LeasedCase:
    """Return a case as callers know it; ``ttl_s`` is 0 for one that is only looked into."""
    return LeasedCase(
        case_id=header.case_id,
        site=header.site,
        scan_id=header.scan_id,
        token=header.token,
        sha256=header.sha256,
        size=header.size,
        ttl_s=ttl_s,
        head=document.head,
        declaration=document.declaration,
        comparison=document.comparison,
        context=document.context,
        draft=isinstance(header, LeasedReply) and header.draft,
        models=tuple(
            ModelRef(
                model=m.model,
                hs=m.hs,
                name=m.name,
                name_zh=m.name_zh,
                sha256=m.sha256,
                size=m.size,
            )
            for m in document.models
        ),
    )


def _joint_document(value: Mapping[str, Any], shape: type[Any]) -> bytes:
    document = write_document(shaped(value, shape))
    if len(document) > JOINT_LIMIT:
        raise Refused(RefusalCode.TOO_LARGE, f"a joint view's document of {len(document)} bytes")
    return document


def _joint_state(reply: Message) -> JointState:
    expect(reply, JointReply)
    state = reply.document(JointDocument)
    return JointState(
        case_id=state.case_id,
        officer=state.officer,
        name=state.name,
        sequence=state.sequence,
        view=state.shown.view,
        marks=tuple(state.shown.marks),
        pointer=state.shown.pointer,
        lookers=tuple(
            Looker(officer=one.officer, name=one.name, pointer=one.pointer, note=one.note)
            for one in state.guests
        ),
    )
