"""An officer's session at a desk: sit down, lock, come back, leave; asks within it.

A client belongs to one thread: the one that calls it. Only ``interrupt`` may be called from
another.
"""

from collections.abc import Callable
from typing import Final

from queue_client.answers import Session, ShownCheckpoint, Welcome
from queue_client.asking import expect, hello
from queue_client.codec import Message
from queue_client.desk_signatures import decision_key
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import Link
from queue_client.messages import (
    DoneReply,
    Lock,
    Login,
    Logout,
    Seated,
    SessionReply,
    Unlock,
)
from queue_client.witness_client import ask_checkpoint

# The hub takes its time over a password, and counts each attempt.
_LOGIN_S: Final = 5.0


class DeskSession:
    """The part of `DeskClient` that knows who sits at the desk."""

    def __init__(
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        desk: str,
        timeout_s: float = 5.0,
        give_up_s: float | None = None,
    ) -> None:
        self.desk = desk
        self._link = Link(address, keys, timeout_s=timeout_s, give_up_s=give_up_s)
        self._signing = decision_key(keys)
        self._session: Session | None = None
        self._password = ""
        self._unanswered = ""

    def hello(self) -> Welcome:
        """Greet the hub; raises `Refused` when it knows this key by another name."""
        return hello(self._link, self.desk, decision_key=self._signing.public)

    def login(self, officer: str, password: str) -> Session:
        """Sit an officer down; raises `Refused` (`LOGIN_FAILED`, `LOGIN_LOCKED`, …) otherwise.

        `DIRECTORY_SILENT` is nobody's fault: asking again later is right.
        """
        request = Login(ask=self._link.next_ask(), officer=officer, password=password)
        reply = expect(self._link.ask(request, patience_s=_LOGIN_S), SessionReply)
        self._password = password
        self._session = Session(
            officer=reply.officer,
            name=reply.name,
            roles=reply.roles,
            recall_s=reply.recall_s,
            token=reply.session,
        )
        return self._session

    def logout(self) -> None:
        """Leave; leases go back to the queue at once. Harmless without a session."""
        session, self._session, self._password = self._session, None, ""
        self._unanswered = ""
        if session is None:
            return
        try:
            self._link.ask(Logout(ask=self._link.next_ask(), session=session.token))
        except Refused as error:
            if error.code not in {RefusalCode.NO_SESSION, RefusalCode.SESSION_ENDED}:
                raise

    def lock(self) -> None:
        """Tell the hub that the officer has left the desk for a moment; harmless when repeated."""
        reply = self._seated(lambda ask, session: Lock(ask=ask, session=session))
        expect(reply, DoneReply)

    def unlock(self, password: str) -> bool:
        """Tell the hub that the officer is back; False when the password is wrong.

        Raises `Refused` (`LOGIN_LOCKED`) after too many wrong ones: the hub has not looked; or
        (`DIRECTORY_SILENT`) when it could not.
        """
        try:
            reply = self._seated(
                lambda ask, session: Unlock(ask=ask, session=session, password=password),
                patience_s=_LOGIN_S,
            )
        except Refused as error:
            if error.code is not RefusalCode.LOGIN_FAILED:
                raise
            return False
        expect(reply, DoneReply)
        return True

    def checkpoint(self, size: int) -> ShownCheckpoint:
        """Ask for the hub's newest checkpoint; `size` is that of the one kept here, or 0.

        It is *not* verified yet: `workstation.audit.witness` does that.
        """
        return ask_checkpoint(self._link, size)

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait with `Interrupted`."""
        self._link.interrupt()

    def close(self) -> None:
        """Close the socket; the session ends by itself at the hub."""
        self._link.close()

    def _seated(
        self, build: Callable[[int, str], Seated], body: bytes = b"", *, patience_s: float = 0.0
    ) -> Message:
        def ask() -> Message:
            request = build(self._link.next_ask(), self._token())
            return self._link.ask(request, body, patience_s=patience_s)

        try:
            return ask()
        except Refused as error:
            self._sit_down_again(error)
            return ask()

    def _token(self) -> str:
        if self._session is None:
            raise Refused(RefusalCode.NO_SESSION, "no officer sits at this desk")
        return self._session.token

    def _sit_down_again(self, error: Refused) -> None:
        """Log in afresh when the hub has forgotten the session; raise anything else.

        Whoever has adopted a session knows no password: trying without one would count as a wrong
        one, and lock the officer out.
        """
        if error.code is not RefusalCode.NO_SESSION or self._session is None or not self._password:
            raise error
        self.login(self._session.officer, self._password)
