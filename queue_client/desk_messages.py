"""What desks ask of the hub."""

from typing import Annotated

import msgspec

from queue_client.frames import CHUNK_BYTES, MOST_MINUTES, Header
from queue_client.shapes import CaseId, Count, Name, Sha256, Short, Text

Password = Annotated[str, msgspec.Meta(max_length=1024)]


class Login(Header, frozen=True, kw_only=True):
    """An officer sits down at a desk."""

    officer: Name
    password: Password


class Seated(Header, frozen=True, kw_only=True):
    """A request in an officer's session."""

    session: Short


class Logout(Seated, frozen=True, kw_only=True):
    """An officer leaves; leases go back to the queue."""


class Lease(Seated, frozen=True, kw_only=True):
    """A desk asks for a case; the same ``request`` again gets the same case again."""

    request: Name


class OfLease(Seated, frozen=True, kw_only=True):
    """A request under a lease: valid only while the token is the case's token."""

    case_id: CaseId
    token: Count


class Fetch(OfLease, frozen=True, kw_only=True):
    """A desk asks for bytes of the leased scan or of one of its typical models."""

    sha256: Sha256
    offset: Count
    length: Annotated[int, msgspec.Meta(ge=1, le=CHUNK_BYTES)]


class Extend(OfLease, frozen=True, kw_only=True):
    """The officer is still at work on the case."""


class Decide(OfLease, frozen=True, kw_only=True):
    """The officer's decision, as document `DecisionDocument`.

    ``signature`` is the desk's over that document; see `queue_client.desk_signatures`.
    """

    decision_id: Name
    signature: Short = ""


class Recall(Seated, frozen=True, kw_only=True):
    """The officer takes a decision back."""

    decision_id: Name
    reason: Text


class Skip(OfLease, frozen=True, kw_only=True):
    """The officer gives a case back, and for so many minutes does not want to see it again."""

    reason: Text
    minutes: Annotated[int, msgspec.Meta(ge=0, le=MOST_MINUTES)] = 0


class Room(Seated, frozen=True, kw_only=True):
    """A desk asks how the room stands."""


class Lock(Seated, frozen=True, kw_only=True):
    """The officer has left the desk for a moment: nothing new is given to it."""


class Unlock(Seated, frozen=True, kw_only=True):
    """The officer is back, and shows it by the password."""

    password: Password


class Show(OfLease, frozen=True, kw_only=True):
    """An officer lets others see a case, as document `ShowDocument`; the newest counts."""


class OfView(Seated, frozen=True, kw_only=True):
    """A request about a case that another officer shows."""

    case_id: CaseId


class Join(OfView, frozen=True, kw_only=True):
    """An officer wants to look in."""


class LookIn(OfView, frozen=True, kw_only=True):
    """An officer who looks in asks for what is new, and says so much as `LookDocument`."""


class Leave(OfView, frozen=True, kw_only=True):
    """An officer looks in no longer."""
