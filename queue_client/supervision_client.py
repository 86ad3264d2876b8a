"""Questions and orders of those who audit and steer the room."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from queue_client.answers import Session
from queue_client.asking import expect
from queue_client.codec import read_document, write_document
from queue_client.desk_session import DeskSession
from queue_client.errors import RefusalCode, Refused
from queue_client.messages import BODY_LIMIT
from queue_client.supervision_messages import (
    Consult,
    ConsultedReply,
    Leaf,
    Steer,
    SteerAct,
    SteeredReply,
    Topic,
)
from queue_client.transfer import Download, Progress

# A question may have to count a year of decisions.
_PATIENCE_S: Final = 30.0


class SupervisionClient(DeskSession):
    """The part of `DeskClient` for the supervisor's room."""

    @property
    def session(self) -> Session | None:
        """The session that this client sits in; may be read from any thread."""
        return self._session

    def adopt(self, session: Session | None) -> None:
        """Speak within a session that another client of the same desk has opened."""
        self._session = session

    def consult(self, topic: Topic, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask a question and return its answer, both plain JSON objects.

        Raises
        ------
        Refused
            `UNKNOWN` for a topic that the hub does not know, `NOT_ALLOWED`, or as the topic says.
        HubBusy
            Too many questions wait.
        """
        body = _document(question)
        reply = self._seated(
            lambda ask, session: Consult(ask=ask, session=session, topic=topic.value),
            body,
            patience_s=_PATIENCE_S,
        )
        expect(reply, ConsultedReply)
        return read_document(reply.body, dict[str, Any])

    def steer(
        self, act: SteerAct, document: Mapping[str, Any], *, reason: str, request: str
    ) -> dict[str, Any]:
        """Give an order and return what came of it.

        Parameters
        ----------
        request
            An id made before the first attempt; with it the order may be sent again.

        Raises
        ------
        Refused
            As `consult`, or as the act says.
        """
        body = _document(document)
        reply = self._seated(
            lambda ask, session: Steer(
                ask=ask,
                session=session,
                act=act.value,
                request=request,
                reason=reason,
            ),
            body,
        )
        expect(reply, SteeredReply)
        return read_document(reply.body, dict[str, Any])

    def fetch_recorded(
        self, sha256: str, size: int, into: Path, *, progress: Progress | None = None
    ) -> Path:
        """Fetch a recorded package of ``size`` bytes for an audit; returns where it is.

        A download that was cut off goes on where it ended. Raises `Refused` when the package is
        not kept, or not for this officer.
        """

        def want(ask: int, offset: int, length: int) -> Leaf:
            return Leaf(ask=ask, session=self._token(), sha256=sha256, offset=offset, length=length)

        try:
            return Download(self._link, want, progress).run(sha256, size, into)
        except Refused as error:
            self._sit_down_again(error)
            return Download(self._link, want, progress).run(sha256, size, into)


def _document(value: Mapping[str, Any]) -> bytes:
    body = write_document(dict(value))
    if len(body) > BODY_LIMIT:
        raise Refused(RefusalCode.TOO_LARGE, f"a document of {len(body)} bytes")
    return body
