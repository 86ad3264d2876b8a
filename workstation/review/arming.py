"""When a desk may decide: a pure rule over what is true this moment.

The rule exists because a key is quickly pressed: a decision needs a picture that was painted in
full, a minimum time in front of it, and an officer whose hands are at the desk's keys and not in
a text field. It knows no clock; the desk hands in how long the picture has been seen.

A picture that cannot be read at all will never be painted. Such a case can be neither released
nor sent to inspection, for nobody has seen it, but it can leave the desk: by a rescan or upwards.
"""

from dataclasses import dataclass
from enum import StrEnum

from workstation.domain.decision import Conclusion
from workstation.review.dwell import DEFAULT_DWELL_S


class Obstacle(StrEnum):
    """What stands between the officer and a decision; the desk puts it into words."""

    NO_CASE = "no_case"
    NOT_PAINTED = "not_painted"
    TOO_SOON = "too_soon"
    TYPING = "typing"
    WINDOW_INACTIVE = "window_inactive"
    NO_SESSION = "no_session"
    REASON_MISSING = "reason_missing"
    ENGINE_DIFFERS = "engine_differs"
    UNREADABLE = "unreadable"
    SET_ASIDE = "set_aside"
    SCREEN_CHANGED = "screen_changed"
    MUST_INSPECT = "must_inspect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is true at the desk when a decision key goes down.

    Attributes
    ----------
    case_open : bool
        Whether a case is on the screen.
    signed_in : bool
        Whether an officer has a session, or had one when the hub fell silent.
    painted : bool
        Whether the full resolution of this very picture has been painted.
    seen_s : float
        How long the painted picture, or the word that there is none, has been in front of the
        officer [s].
    typing : bool
        Whether a text field has the keyboard.
    window_active : bool
        Whether the desk's window has the keyboard at all.
    unreadable : bool
        Whether the picture cannot be read, and the desk says so in its place.
    set_aside : bool
        Whether something else than the open case is on the screen: a decided one, or a cover.
    screen_changed : bool
        Whether the monitor that the case was opened on is gone, or is set otherwise.
    must_inspect : bool
        Whether a list of risk control demands that the container is opened.
    """

    case_open: bool = False
    signed_in: bool = False
    painted: bool = False
    seen_s: float = 0.0
    typing: bool = False
    window_active: bool = False
    unreadable: bool = False
    set_aside: bool = False
    screen_changed: bool = False
    must_inspect: bool = False


def obstacle(
    moment: Moment, conclusion: Conclusion, reason: str, *, dwell_s: float = DEFAULT_DWELL_S
) -> Obstacle | None:
    """Return what forbids the decision, or None when it is armed.

    A release needs no reason. `RESCAN` is no judgement about the load, so it does not wait for
    the dwell, but it needs the picture too: nobody asks for a rescan of what they have not seen.
    Where there is no picture the dwell is for reading that, so that a key meant for the case
    before does not send this one away.

    A release that a list of risk control forbids is refused here already; the hub looks again in
    any case, for lists change.
    """
    blind = moment.unreadable
    judges = conclusion in {Conclusion.RELEASE, Conclusion.INSPECT}
    checks = (
        (moment.screen_changed, Obstacle.SCREEN_CHANGED),
        (moment.set_aside, Obstacle.SET_ASIDE),
        (not moment.case_open, Obstacle.NO_CASE),
        (not moment.signed_in, Obstacle.NO_SESSION),
        (not moment.window_active, Obstacle.WINDOW_INACTIVE),
        (moment.typing, Obstacle.TYPING),
        (blind and judges, Obstacle.UNREADABLE),
        (not moment.painted and not blind, Obstacle.NOT_PAINTED),
        (
            (blind or conclusion is not Conclusion.RESCAN) and moment.seen_s < dwell_s,
            Obstacle.TOO_SOON,
        ),
        (conclusion is not Conclusion.RELEASE and not reason, Obstacle.REASON_MISSING),
        (conclusion is Conclusion.RELEASE and moment.must_inspect, Obstacle.MUST_INSPECT),
    )
    return next((found for forbidden, found in checks if forbidden), None)
