"""When a desk may decide."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.decision import Conclusion
from workstation.review.arming import Moment, Obstacle, obstacle

ARMED = Moment(
    case_open=True, signed_in=True, painted=True, seen_s=2.0, typing=False, window_active=True
)


def test_a_release_is_armed_when_the_picture_was_painted_and_seen_long_enough():
    found = obstacle(ARMED, Conclusion.RELEASE, "", dwell_s=1.5)

    assert found is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"case_open": False}, Obstacle.NO_CASE),
        ({"signed_in": False}, Obstacle.NO_SESSION),
        ({"painted": False}, Obstacle.NOT_PAINTED),
        ({"seen_s": 1.49}, Obstacle.TOO_SOON),
        ({"typing": True}, Obstacle.TYPING),
        ({"window_active": False}, Obstacle.WINDOW_INACTIVE),
        ({"screen_changed": True}, Obstacle.SCREEN_CHANGED),
        ({"screen_changed": True, "set_aside": True}, Obstacle.SCREEN_CHANGED),
    ],
)
def test_one_thing_missing_disarms_a_release(change, expected):
    found = obstacle(replace(ARMED, **change), Conclusion.RELEASE, "", dwell_s=1.5)

    assert found is expected


@pytest.mark.parametrize("conclusion", [Conclusion.INSPECT, Conclusion.RESCAN, Conclusion.REFER])
def test_everything_but_a_release_needs_a_reason(conclusion):
    assert obstacle(ARMED, conclusion, "") is Obstacle.REASON_MISSING
    assert obstacle(ARMED, conclusion, "poor_image") is None


def test_what_risk_control_has_inspected_is_not_released_but_decided_otherwise():
    demanded = replace(ARMED, must_inspect=True)

    assert obstacle(demanded, Conclusion.RELEASE, "") is Obstacle.MUST_INSPECT
    assert obstacle(demanded, Conclusion.INSPECT, "hidden_object") is None
    assert obstacle(demanded, Conclusion.REFER, "poor_image") is None


def test_a_rescan_does_not_wait_for_the_dwell_but_for_the_picture():
    fresh = replace(ARMED, seen_s=0.0)

    assert obstacle(fresh, Conclusion.RESCAN, "poor_image") is None
    unpainted = replace(fresh, painted=False)
    assert obstacle(unpainted, Conclusion.RESCAN, "poor_image") is Obstacle.NOT_PAINTED


@pytest.mark.parametrize("conclusion", [Conclusion.RELEASE, Conclusion.INSPECT])
def test_nobody_judges_a_picture_that_cannot_be_read(conclusion):
    blind = replace(ARMED, painted=False, unreadable=True)

    assert obstacle(blind, conclusion, "poor_image") is Obstacle.UNREADABLE


@pytest.mark.parametrize("conclusion", [Conclusion.RESCAN, Conclusion.REFER])
def test_a_case_without_a_picture_can_leave_the_desk_once_that_was_read(conclusion):
    blind = replace(ARMED, painted=False, unreadable=True, seen_s=1.0)

    assert obstacle(blind, conclusion, "poor_image", dwell_s=1.5) is Obstacle.TOO_SOON
    assert obstacle(replace(blind, seen_s=1.6), conclusion, "poor_image", dwell_s=1.5) is None
    assert obstacle(blind, conclusion, "", dwell_s=0.0) is Obstacle.REASON_MISSING


@given(
    flags=st.tuples(*[st.booleans()] * 7),
    seen_s=st.floats(0, 100),
    conclusion=st.sampled_from(Conclusion),
    reason=st.sampled_from(["", "poor_image"]),
)
def test_nothing_is_ever_decided_unseen(flags, seen_s, conclusion, reason):
    case_open, signed_in, painted, typing, window_active, unreadable, screen_changed = flags
    moment = Moment(
        case_open=case_open,
        signed_in=signed_in,
        painted=painted,
        seen_s=seen_s,
        typing=typing,
        window_active=window_active,
        unreadable=unreadable,
        screen_changed=screen_changed,
    )

    if obstacle(moment, conclusion, reason) is None:
        assert case_open
        assert painted or (unreadable and conclusion in {Conclusion.RESCAN, Conclusion.REFER})
        assert signed_in
        assert window_active
        assert not typing
        assert not screen_changed
