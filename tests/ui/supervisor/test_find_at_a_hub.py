"""From the table on the screen to the records of a real hub and back."""

import pytest

from queue_client.supervision_messages import SteerAct
from tests.makers.running_hub import RunningHub
from tests.storage.scenes import at, leased, make_decision
from ui.supervisor.find_page import FindPage
from ui.supervisor.found_model import SHOWN
from ui.supervisor.questions import Questions
from workstation.assembly.auditing import auditing
from workstation.domain.decision import Conclusion
from workstation.domain.filter_fields import Field
from workstation.domain.filters import Condition, Filter, filter_to_json
from workstation.domain.officer import Role
from workstation.settings import HubConfig
from workstation.storage.records import open_records

DECISIONS = 24


class Elsewhere:
    """A room that has no other page."""

    def has_page(self, _name):
        return True

    def open_page(self, _name, _subject):
        return False


@pytest.fixture
def page(qtbot, tmp_path):
    hub = RunningHub(tmp_path)
    hub.records = open_records(tmp_path / "hub.sqlite")
    hub.contributions = auditing(HubConfig(data=tmp_path), hub.records)
    for number in range(DECISIONS):
        conclusion = Conclusion.INSPECT if number % 10 == 0 else Conclusion.RELEASE
        case = leased(hub.records, f"s{number}")
        decision = make_decision(case, f"d{number:03d}", conclusion=conclusion, now=at(number))
        hub.records.decide(decision)
    hub.start()
    seated = hub.seated("wu", roles=(Role.SUPERVISOR,))
    questions = Questions(lambda: seated, lambda: seated.session)
    page = FindPage(questions, Elsewhere())
    qtbot.addWidget(page)
    page.panel.zone.setCurrentText("UTC")
    page.retranslate()
    page.show()
    page.wake()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and page.model.whole, timeout=20_000)
    yield page
    questions.stop()
    hub.__exit__(None, None, None)
    hub.records.close()


def test_what_the_hub_recorded_is_counted_shown_sifted_and_a_filter_kept(page, qtbot):
    count = page.model.rowCount()
    qtbot.waitUntil(lambda: page.model.row_at(0) is not None)
    column = SHOWN.index(Field.CONCLUSION)
    first = page.model.index(0, column).data()

    inspected = Filter(where=(Condition(field=Field.CONCLUSION, values=("inspect",)),), zone="UTC")
    page.panel.show_filter(inspected)
    page.panel.go()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=20_000)
    document = {"name": "opened", "shared": True, "filter": filter_to_json(inspected)}
    page._questions.act(SteerAct.KEEP_FILTER, document, "", page._on_kept, page._say_fault)  # noqa: SLF001 - past its sheet
    qtbot.waitUntil(lambda: page.panel.saved.findText("opened (of wu)") > 0, timeout=20_000)

    assert (count, first) == (DECISIONS, "Release")
    assert page.count.text() == "3 decisions"
