"""What a call on the Qt thread does not do: paint what has not changed, or two things at once."""

from collections import Counter

from PySide6.QtCore import QEvent, QObject

from tests.ui.test_desk import wait_armed
from workstation.domain.decision import Conclusion


class Paints(QObject):
    """Counts how often widgets are painted, and in which order."""

    def __init__(self, **watched):
        super().__init__()
        self.times = Counter()
        self.order = []
        self._names = {id(widget): name for name, widget in watched.items()}
        for widget in watched.values():
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.times[self._names[id(watched)]] += 1
            self.order.append(self._names[id(watched)])
        return False


def test_the_next_case_opens_in_a_call_after_that_of_the_decision(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    controller = desk.window.controller
    qtbot.waitUntil(lambda: len(controller.waiting) == 1)
    first, second = controller.case, controller.waiting[0]
    again = []
    controller.refused.connect(again.append)

    taken = controller.decide(Conclusion.RELEASE, None, "")
    between = controller.case
    twice = controller.decide(Conclusion.RELEASE, None, "")

    assert taken
    assert between is None
    assert not twice
    assert again == []  # deaf, and silent
    qtbot.waitUntil(lambda: controller.case is not None)
    assert controller.case.lease.case_id == second.lease.case_id != first.lease.case_id


def test_papers_stay_as_they_are_painted_while_a_decision_comes_below_them(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    page = desk.window.desk
    qtbot.waitUntil(lambda: desk.window.opening.is_over)
    qtbot.wait(50)
    paints = Paints(papers=page.case_panel, bar=page.recall_bar)

    page.recall_bar.setFixedHeight(54)
    page.recall_bar.show()

    qtbot.waitUntil(lambda: paints.times["bar"] > 0)
    assert paints.times["papers"] == 0


def test_a_decision_that_counts_down_paints_its_clock_not_its_button(qtbot, room, open_desk):
    room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    bar = desk.window.desk.recall_bar
    desk.window.controller.decide(Conclusion.RELEASE, None, "")
    qtbot.waitUntil(lambda: bar.chips and bar.chips[0].act.until is not None)
    (chip,) = bar.chips
    qtbot.wait(50)
    paints = Paints(chip=chip, button=chip.button)

    qtbot.waitUntil(lambda: paints.times["chip"] > 1)

    assert paints.times["button"] == 0
