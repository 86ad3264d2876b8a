"""Cases that officers show to others, as plain memory: no socket, no clock, no store.

A joint view lives no longer than the lease under which it is shown. Instants are monotonic [s].
"""

from dataclasses import dataclass, field, replace
from typing import Final

from queue_client.documents import GuestDocument, JointDocument, LookDocument, ShowDocument
from queue_client.errors import RefusalCode, Refused
from workstation.hub.ledger import Lease
from workstation.hub.sessions import Seat

#: Whoever has not asked for so long looks in no longer [s].
SILENCE_S: Final = 20.0
_MOST_GUESTS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """An officer who looks into another's case."""

    officer: str
    name: str
    desk: str
    seen_at: float
    said: LookDocument = field(default_factory=LookDocument)


@dataclass(slots=True, kw_only=True)
class View:
    """A case that is shown, and who looks in; guests by their officer's id."""

    lease: Lease
    name: str
    shown: ShowDocument
    sequence: int = 1
    guests: dict[str, Guest] = field(default_factory=dict)

    def document(self) -> JointDocument:
        """Return the view as everybody who takes part hears it."""
        return JointDocument(
            case_id=self.lease.case_id,
            officer=self.lease.officer,
            name=self.name,
            sequence=self.sequence,
            shown=self.shown,
            guests=tuple(
                GuestDocument(
                    officer=guest.officer,
                    name=guest.name,
                    pointer=guest.said.pointer,
                    note=guest.said.note,
                )
                for guest in self.guests.values()
            ),
        )


class JointRoom:
    """The joint views that are open now, by case."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}

    def views(self) -> list[View]:
        """Return the open views, oldest first."""
        return list(self._views.values())

    def find(self, case_id: str) -> View | None:
        """Return a case's view, if it is shown."""
        return self._views.get(case_id)

    def show(self, lease: Lease, name: str, shown: ShowDocument) -> View:
        """Open a view, or let it show something new; the same again changes nothing."""
        view = self._views.get(lease.case_id)
        if view is None or view.lease.token != lease.token:
            view = self._views[lease.case_id] = View(lease=lease, name=name, shown=shown)
        elif view.shown != shown:
            view.shown, view.sequence = shown, view.sequence + 1
        return view

    def check_room(self, case_id: str, seat: Seat) -> View:
        """Return the view that an officer may join; raise `Refused` when there is none."""
        view = self._open(case_id)
        officer = seat.officer.officer_id
        if officer == view.lease.officer:
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer shows the case")
        if officer not in view.guests and len(view.guests) >= _MOST_GUESTS:
            raise Refused(RefusalCode.NOT_ALLOWED, "too many officers look in already")
        return view

    def join(self, view: View, seat: Seat, now: float) -> None:
        """Let an officer look in."""
        view.guests[seat.officer.officer_id] = Guest(
            officer=seat.officer.officer_id, name=seat.officer.name, desk=seat.desk, seen_at=now
        )

    def look_in(self, case_id: str, seat: Seat, said: LookDocument, now: float) -> View:
        """Take what a guest says; raise `Refused` when the view is over or was not joined."""
        view = self._open(case_id)
        guest = view.guests.get(seat.officer.officer_id)
        if guest is None or guest.desk != seat.desk:
            raise Refused(RefusalCode.VIEW_OVER, "this officer does not look in any more")
        view.guests[guest.officer] = replace(guest, said=said, seen_at=now)
        return view

    def looks_in(self, case_id: str, token: int, seat: Seat) -> bool:
        """Tell whether an officer looks into a case that is shown under this very lease."""
        view = self._views.get(case_id)
        if view is None or view.lease.token != token:
            return False
        guest = view.guests.get(seat.officer.officer_id)
        return guest is not None and guest.desk == seat.desk

    def leave(self, case_id: str, officer: str) -> Guest | None:
        """Let an officer look in no longer; None when they did not."""
        view = self._views.get(case_id)
        return None if view is None else view.guests.pop(officer, None)

    def end(self, case_id: str) -> View | None:
        """Close a case's view, if it is shown."""
        return self._views.pop(case_id, None)

    def gone(self, *, desk: str = "", silent_at: float | None = None) -> list[tuple[str, Guest]]:
        """Return the guests of a desk, or those silent at an instant, with their cases."""
        return [
            (case_id, guest)
            for case_id, view in self._views.items()
            for guest in view.guests.values()
            if (desk and guest.desk == desk)
            or (silent_at is not None and guest.seen_at + SILENCE_S <= silent_at)
        ]

    def _open(self, case_id: str) -> View:
        view = self._views.get(case_id)
        if view is None:
            raise Refused(RefusalCode.VIEW_OVER, "nobody shows this case any more")
        return view
