"""A case that a supervisor takes from the desk: the officer reads by whom and why."""


def test_the_desk_says_who_took_a_case_and_why(qtbot, room, open_desk):
    room.hub.ttl_s = 0.6
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.window.controller.case is not None, timeout=8000)

    room.hub.break_lease(case_id, officer="zhao", reason="the officer was taken ill")

    qtbot.waitUntil(lambda: "zhao" in desk.window.banner.text.text(), timeout=8000)
    assert desk.window.banner.text.text() == (
        f"{case_id} was taken back by zhao: the officer was taken ill"
    )
    assert desk.window.controller.case is None
    desk.window.banner._fades.timeout.emit()  # noqa: SLF001 - half a minute later
    assert not desk.window.banner.isVisible()
