"""What the hub does so that two desks look at one case: show, join, look in, leave."""

from queue_client.codec import Message, write_document
from queue_client.documents import JOINT_LIMIT, LookDocument, ShowDocument
from queue_client.errors import RefusalCode, Refused, WireViolation
from queue_client.messages import (
    DoneReply,
    Join,
    JoinedReply,
    JointReply,
    Leave,
    LookIn,
    OfView,
    Show,
)
from workstation.hub.clocks import monotonic, wall
from workstation.hub.joint import JointRoom, View
from workstation.hub.ledger import Lease
from workstation.hub.papers import CasePapers
from workstation.hub.ports import Records
from workstation.hub.replies import Reply
from workstation.hub.safe_notes import note_safely
from workstation.hub.sessions import Seat


class JointService:
    """Lets officers look into a case that another holds; nobody but its holder decides it.

    A case that two officers read apart is not shown: neither may hear what the other thinks.
    Joining and leaving are audited; views live in memory and end with their lease.
    """

    def __init__(self, records: Records, papers: CasePapers) -> None:
        self._records, self._papers = records, papers
        self._room = JointRoom()

    def show(self, lease: Lease, seat: Seat, message: Message, header: Show) -> Reply:
        """Show a case, which the seat holds under ``lease``, as it looks now."""
        if len(message.body) > JOINT_LIMIT:
            raise Refused(RefusalCode.TOO_LARGE, f"more than {JOINT_LIMIT} bytes")
        shown = message.document(ShowDocument)
        view = self._room.find(lease.case_id)
        if view is None or view.lease.token != lease.token:
            if self._papers.reading(self._records.case(lease.case_id)).readers > 1:
                raise Refused(RefusalCode.READ_APART, "two officers read this case apart")
            facts = {"case": lease.case_id, "officer": lease.officer, "desk": lease.desk}
            self._records.note("scan:view:opened", facts, now=wall())
        return _state(header.ask, self._room.show(lease, seat.officer.name, shown))

    def answer(self, seat: Seat, message: Message, header: OfView) -> Reply:
        """Answer one message about a case that somebody else shows."""
        match header:
            case Join():
                return self._join(seat, header)
            case LookIn():
                if len(message.body) > JOINT_LIMIT:
                    raise Refused(RefusalCode.TOO_LARGE, f"more than {JOINT_LIMIT} bytes")
                said = message.document(LookDocument)
                view = self._room.look_in(header.case_id, seat, said, monotonic())
                return _state(header.ask, view)
            case Leave():
                self._leave(header.case_id, seat)
                return Reply(DoneReply(ask=header.ask))
            case _:
                raise WireViolation(f"{type(header).__name__} is nothing for a joint view")

    def looks_in(self, case_id: str, token: int, seat: Seat) -> bool:
        """Tell whether an officer may fetch the files of a case that is shown."""
        return self._room.looks_in(case_id, token, seat)

    def has_seen(self, officer: str, case_id: str) -> bool:
        """Tell whether an officer has heard another's thoughts about a case."""
        return self._room.has_seen(officer, case_id)

    def open_views(self) -> list[dict[str, str]]:
        """Return who shows what, for everybody in the room."""
        return [
            {"case_id": view.lease.case_id, "officer": view.lease.officer, "name": view.name}
            for view in self._room.views()
        ]

    def end(self, case_id: str) -> None:
        """Close the view of a case whose lease has ended."""
        view = self._room.end(case_id)
        if view is not None:
            facts = {
                "case": case_id,
                "officer": view.lease.officer,
                "guests": sorted(view.guests),
            }
            note_safely(self._records, "scan:view:ended", facts)

    def left_desk(self, desk: str) -> None:
        """Let whoever sat at a desk look in no longer."""
        self._show_out(desk=desk)

    def sweep(self, now: float) -> None:
        """Let those look in no longer who have not asked for some time."""
        self._show_out(silent_at=now)

    def _show_out(self, *, desk: str = "", silent_at: float | None = None) -> None:
        for case_id, guest in self._room.gone(desk=desk, silent_at=silent_at):
            self._room.leave(case_id, guest.officer)
            facts = {"case": case_id, "officer": guest.officer, "desk": guest.desk}
            note_safely(self._records, "scan:view:left", facts)

    def _join(self, seat: Seat, header: Join) -> Reply:
        view = self._room.check_room(header.case_id, seat)
        # Who looks in sees what is shown there, a test image, too.
        case = self._papers.projections.as_shown(self._records.case(header.case_id))
        document = self._papers.document(case, seat.officer.officer_id)
        facts = {
            "case": header.case_id,
            "officer": seat.officer.officer_id,
            "desk": seat.desk,
            "shown_by": view.lease.officer,
        }
        self._records.note("scan:view:joined", facts, now=wall())
        self._room.join(view, seat, monotonic())
        reply = JoinedReply(
            ask=header.ask,
            case_id=case.case_id,
            site=case.site,
            scan_id=case.scan_id,
            token=view.lease.token,
            sha256=case.package_sha256,
            size=case.package_size,
        )
        return Reply(reply, write_document(document))

    def _leave(self, case_id: str, seat: Seat) -> None:
        officer = seat.officer.officer_id
        view = self._room.find(case_id)
        if view is not None and (view.lease.officer, view.lease.desk) == (officer, seat.desk):
            self.end(case_id)
        elif self._room.leave(case_id, officer) is not None:
            facts = {"case": case_id, "officer": officer, "desk": seat.desk}
            note_safely(self._records, "scan:view:left", facts)


def _state(ask: int, view: View) -> Reply:
    return Reply(JointReply(ask=ask), write_document(view.document()))
