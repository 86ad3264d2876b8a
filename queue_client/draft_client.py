"""What a desk leaves at the hub of the case that is looked at, and gets back with it."""

from typing import Final

from queue_client.answers import LeasedCase, SealedDraft
from queue_client.asking import expect
from queue_client.desk_session import DeskSession
from queue_client.draft_messages import DraftHeldReply, DraftReply, FetchDraft, KeepDraft
from queue_client.versions import require_kind

# A question of this number came before every other: what answers it is passed over.
_NO_ANSWER: Final = 0


class DraftClient(DeskSession):
    """The part of `DeskClient` that knows drafts; what is in them it does not see."""

    def keep_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Leave the newest draft of a case at the hub, in place of the one before it.

        Raises `Fenced` when the case is not this desk's any more, `HubBusy` when they come too
        often, `Refused` (`UPGRADE`) at an older hub.
        """
        reply = self._seated(lambda ask, session: _kept(ask, session, lease), sealed)
        expect(reply, DraftHeldReply)

    def send_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Send a draft while something else is under way, and wait for nothing; it may be lost.

        May be called from within a `fetch`. Raises `Refused` (`UPGRADE`) at an older hub.
        """
        request = _kept(_NO_ANSWER, self._token(), lease)
        require_kind(request, self._link.version)
        self._link.send(request, sealed)

    def fetch_draft(self, lease: LeasedCase) -> SealedDraft | None:
        """Ask for what this officer left of a case that is theirs now; None when it is nothing.

        Raises `Fenced` when the case is not this desk's any more.
        """
        reply = self._seated(
            lambda ask, session: FetchDraft(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token
            )
        )
        header = expect(reply, DraftReply)
        return SealedDraft(sealed=bytes(reply.body), token=header.token) if reply.body else None


def _kept(ask: int, session: str, lease: LeasedCase) -> KeepDraft:
    return KeepDraft(
        ask=ask,
        session=session,
        case_id=lease.case_id,
        token=lease.token,
        sha256=lease.sha256,
    )
