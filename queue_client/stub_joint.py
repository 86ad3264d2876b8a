"""What the stub hub does for two desks at one case: shown, joined, looked into, left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from queue_client.codec import Message, write_document
from queue_client.documents import (
    JOINT_LIMIT,
    GuestDocument,
    JointDocument,
    LookDocument,
    ShowDocument,
)
from queue_client.errors import RefusalCode
from queue_client.messages import (
    DoneReply,
    Header,
    Join,
    JoinedReply,
    JointReply,
    Leave,
    LookIn,
    OfView,
    Show,
)
from queue_client.stub_parts import StubCase, StubOfficer, error_reply, leased


@dataclass(slots=True, kw_only=True)
class StubView:
    """A case that is shown; ``said`` holds what each guest's officer said last."""

    officer: StubOfficer
    shown: ShowDocument
    sequence: int = 1
    said: dict[str, tuple[StubOfficer, LookDocument]] = field(default_factory=dict)

    def document(self, case_id: str) -> JointDocument:
        """Return the view as it travels."""
        return JointDocument(
            case_id=case_id,
            officer=self.officer.officer,
            name=self.officer.name,
            sequence=self.sequence,
            shown=self.shown,
            guests=tuple(
                GuestDocument(
                    officer=guest.officer, name=guest.name, pointer=said.pointer, note=said.note
                )
                for guest, said in self.said.values()
            ),
        )


class StubJoint:
    """The joint views of a stub hub, by case; its owner calls it under a lock."""

    def __init__(self) -> None:
        self.views: dict[str, StubView] = {}

    def show(self, case_id: str, officer: StubOfficer, document: Mapping[str, Any]) -> None:
        """Let an officer show a case, as a desk would."""
        self._show(case_id, officer, msgspec.convert(dict(document), ShowDocument))

    def shows(self, header: Show, officer: StubOfficer, message: Message) -> tuple[Header, bytes]:
        """Answer a desk that shows its case."""
        if len(message.body) > JOINT_LIMIT:
            return error_reply(header.ask, RefusalCode.TOO_LARGE, "more than 16 KiB"), b""
        self._show(header.case_id, officer, message.document(ShowDocument))
        return self._state(header.ask, header.case_id)

    def answer(
        self,
        header: OfView,
        officer: StubOfficer,
        message: Message,
        cases: Mapping[str, StubCase],
    ) -> tuple[Header, bytes]:
        """Answer a desk that looks into a case."""
        view = self.views.get(header.case_id)
        if isinstance(header, Leave):
            if view is not None and view.officer.officer == officer.officer:
                self.end(header.case_id)
            elif view is not None:
                view.said.pop(officer.officer, None)
            return DoneReply(ask=header.ask), b""
        if view is None:
            return error_reply(header.ask, RefusalCode.VIEW_OVER, "nobody shows it"), b""
        if isinstance(header, Join):
            view.said[officer.officer] = (officer, LookDocument())
            return _joined(header.ask, cases[header.case_id])
        if isinstance(header, LookIn) and officer.officer in view.said:
            view.said[officer.officer] = (officer, message.document(LookDocument))
            return self._state(header.ask, header.case_id)
        return error_reply(header.ask, RefusalCode.VIEW_OVER, "not joined"), b""

    def end(self, case_id: str) -> None:
        """Close a case's view, if there is one: its lease has ended."""
        self.views.pop(case_id, None)

    def listed(self) -> list[dict[str, str]]:
        """Return the open views as the room's state tells of them."""
        return [
            {"case_id": case_id, "officer": view.officer.officer, "name": view.officer.name}
            for case_id, view in self.views.items()
        ]

    def _show(self, case_id: str, officer: StubOfficer, shown: ShowDocument) -> None:
        view = self.views.setdefault(case_id, StubView(officer=officer, shown=shown))
        if view.shown != shown:
            view.shown, view.sequence = shown, view.sequence + 1

    def _state(self, ask: int, case_id: str) -> tuple[Header, bytes]:
        return JointReply(ask=ask), write_document(self.views[case_id].document(case_id))


def _joined(ask: int, case: StubCase) -> tuple[Header, bytes]:
    lease, document = leased(ask, case, 0.0)
    reply = JoinedReply(
        ask=ask,
        case_id=lease.case_id,
        site=lease.site,
        scan_id=lease.scan_id,
        token=lease.token,
        sha256=lease.sha256,
        size=lease.size,
    )
    return reply, document
