"""A container that a list of risk control has inspected: the desk refuses the release itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import make_package
from workstation.domain.context import CaseContext, Instruction, context_to_json
from workstation.domain.decision import Conclusion
from workstation.domain.watch_list import Effect
from workstation.review.arming import Obstacle


def instruction(effect):
    return Instruction(list_name="risk", kind="instructions", effect=effect, text="open the rear")


@pytest.mark.parametrize("effect", Effect)
def test_only_what_must_be_inspected_forbids_a_release(effect):
    context = CaseContext(instructions=(instruction(effect.value),))

    assert context.must_inspect is (effect is Effect.MUST_INSPECT)


def test_a_release_is_refused_before_it_is_sent_and_the_other_keys_go_on(
    qtbot, room, tmp_path, open_desk
):
    told = (instruction(Effect.LOOK_AT.value), instruction(Effect.MUST_INSPECT.value))
    room.hub.add_case(
        make_package(tmp_path), context=context_to_json(CaseContext(instructions=told))
    )
    desk = open_desk()
    page, controller, refused = desk.window.desk, desk.window.controller, []
    controller.refused.connect(refused.append)
    qtbot.waitUntil(
        lambda: controller.obstacle(Conclusion.RELEASE, None) is Obstacle.MUST_INSPECT,
        timeout=8000,
    )
    qtbot.waitUntil(page.decision_bar.inspect.isEnabled)
    by_click = page.decision_bar.release.isEnabled()

    QTest.keyClick(page.panes.scan.view, Qt.Key.Key_F9)

    assert refused == [Obstacle.MUST_INSPECT]
    assert not by_click
    assert page.decision_bar.state.text().startswith("Risk control demands an inspection")
    assert not page.recall_bar.isVisible()
    assert controller.case is not None
    QTest.keyClick(page.panes.scan.view, Qt.Key.Key_F2)
    QTest.keyClick(page.reason_sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    decided = room.hub.decisions[0]
    assert (decided.conclusion, decided.reason) == ("inspect", "risk_instruction")
