"""What a supervisor does with leases and parked cases, and how a desk learns why it was fenced."""

from typing import Any

from queue_client.answers import LeasedCase
from queue_client.asking import expect
from queue_client.codec import read_document
from queue_client.desk_session import DeskSession
from queue_client.errors import Fenced, QueueError
from queue_client.messages import DoneReply
from queue_client.oversight_messages import (
    Approve,
    Break,
    FateReply,
    GiveUp,
    Oversee,
    OversightReply,
    RequestedReply,
    Unpark,
    Why,
)


class OversightClient(DeskSession):
    """The part of `DeskClient` for those who watch over the room."""

    def oversee(self) -> dict[str, Any]:
        """Return what a supervisor may act on.

        Keys: ``leases`` (``case_id``, ``token``, ``officer``, ``desk``, ``left_s``), ``parked``
        (``case_id``, ``attempts``) and ``requests`` (``request_id``, ``act``, ``subject``,
        ``reason``, ``requester``, ``at``). Raises `Refused` when the officer may not see it.
        """
        reply = self._seated(lambda ask, session: Oversee(ask=ask, session=session))
        expect(reply, OversightReply)
        return read_document(reply.body, dict[str, Any])

    def break_lease(self, case_id: str, token: int, reason: str) -> None:
        """Take a case from the desk that holds it under ``token``; it waits again at once.

        Raises `Fenced` when that lease is over: nothing was done.
        """
        reply = self._seated(
            lambda ask, session: Break(
                ask=ask, session=session, case_id=case_id, token=token, reason=reason
            )
        )
        expect(reply, DoneReply)

    def unpark(self, case_id: str, reason: str) -> str:
        """Ask that a parked case may wait again; returns the request that another approves."""
        reply = self._seated(
            lambda ask, session: Unpark(ask=ask, session=session, case_id=case_id, reason=reason)
        )
        return expect(reply, RequestedReply).request_id

    def approve(self, request_id: str) -> None:
        """Agree to another officer's request; raises `Refused` for one's own."""
        reply = self._seated(
            lambda ask, session: Approve(ask=ask, session=session, request_id=request_id)
        )
        expect(reply, DoneReply)

    def give_up(self, lease: LeasedCase, reason: str) -> None:
        """Say that the case cannot be shown here; after some such tries it is parked."""
        reply = self._seated(
            lambda ask, session: GiveUp(
                ask=ask,
                session=session,
                case_id=lease.case_id,
                token=lease.token,
                reason=reason[:4000],
            )
        )
        expect(reply, DoneReply)

    def explained(self, error: Fenced) -> Fenced:
        """Return the error with the reason of whoever ended the lease, if the hub knows one.

        A hub that does not understand the question, or is silent, leaves it as it was.
        """
        try:
            reply = self._seated(
                lambda ask, session: Why(
                    ask=ask, session=session, case_id=error.case_id, token=error.token
                )
            )
            fate = expect(reply, FateReply)
        except QueueError:
            return error
        error.reason, error.officer = fate.reason, fate.officer
        return error
