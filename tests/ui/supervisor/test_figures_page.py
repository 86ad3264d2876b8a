"""The page of figures asks for what is chosen, shows what it is told, and writes it to a file."""

import pytest

from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.scripted_questions import ScriptedQuestions
from tests.reports.rows import TALE, Tale
from ui.supervisor.figures_page import FiguresPage
from workstation.assembly.report import report_document
from workstation.domain.figures import Period
from workstation.reports.figures import figures


class Questions(ScriptedQuestions):
    """Runs work with itself in the place of the client."""

    def run(self, work, then, fault):
        try:
            then(work(self))
        except ValueError as error:
            fault(str(error))

    def steer(self, act, document, *, reason, request):
        if act not in self.acts:
            raise ValueError("the hub does not note it")
        self.ordered.append((act, document, reason))
        assert request
        return {}


def document_of(tale):
    told = report_document(figures(tale, Period()), Period(), zone="UTC", version="1.2")
    return {**told, "sites": ["shekou", "yantian"], "newest": "2025-05-07T01:20:00+00:00"}


@pytest.fixture
def asked(qtbot):
    questions = Questions(
        {Topic.FIGURES: lambda _question: document_of(TALE)}, {SteerAct.NOTE_EXPORT: {}}
    )
    page = FiguresPage(questions)
    qtbot.addWidget(page)
    page.retranslate()
    return page, questions


def test_the_page_asks_for_the_last_month_when_it_comes_on_the_screen(asked):
    page, questions = asked

    page.wake()

    ((topic, question),) = questions.asked
    assert (topic, question["days"], question["site"]) == (Topic.FIGURES, 30, "")
    assert "0 of 1" in page.miss.text()  # random openings and re-checks


def test_choosing_a_site_goods_and_everything_asks_for_just_that(asked):
    page, questions = asked
    page.wake()

    page.site.setCurrentIndex(page.site.findData("shekou"))
    page.period.setCurrentIndex(page.period.findData(0))
    page.goods.setText("85")
    page.goods.editingFinished.emit()

    _, question = questions.asked[-1]
    assert (question["site"], question["goods"]) == ("shekou", "85")
    assert "days" not in question
    assert page.site.currentData() == "shekou"  # the answer offers sites anew


def test_charts_show_the_chosen_groups_with_the_target_as_a_line(asked):
    page, _ = asked
    page.wake()

    page.group.setCurrentIndex(page.group.findData("reviewer"))
    page.group.activated.emit(page.group.currentIndex())

    chart = page.release._chart  # noqa: SLF001 - what is painted
    assert list(chart.labels) == ["+r02", "r01"]
    assert chart.targets[0].value == pytest.approx(82.2)
    assert "+r02: 100" in page.release.accessibleDescription()


def test_a_period_without_cases_tells_when_the_newest_decision_was(qtbot):
    page = FiguresPage(Questions({Topic.FIGURES: document_of(Tale())}))
    qtbot.addWidget(page)

    page.wake()

    assert "2025-05-0" in page.says.text()
    assert not page.export.isEnabled()


def test_a_file_is_noted_at_the_hub_before_it_is_written(asked, tmp_path):
    page, questions = asked
    page.wake()

    page._on_place(str(tmp_path / "r.html"))  # noqa: SLF001 - what the dialog calls

    ((act, note, _),) = questions.ordered
    assert (act, note["form"], note["rows"]) == (SteerAct.NOTE_EXPORT, "html", 3)
    assert "<svg" in (tmp_path / "r.html").read_text("utf-8")
    assert "r.html" in page.says.text()


def test_without_the_hubs_note_nothing_is_written(asked, tmp_path):
    page, questions = asked
    page.wake()
    questions.acts.clear()

    page._on_place(str(tmp_path / "r.html"))  # noqa: SLF001 - what the dialog calls

    assert not (tmp_path / "r.html").exists()
    assert "does not note" in page.says.text()


def test_a_fault_of_the_hub_is_said_on_the_page(qtbot):
    page = FiguresPage(Questions({Topic.FIGURES: "the hub does not answer"}))
    qtbot.addWidget(page)

    page.wake()

    assert page.says.text() == "the hub does not answer"


def test_a_page_that_is_told_to_wait_asks_again_until_it_rests(qtbot):
    answers = [{"counting": True}, document_of(TALE)]
    questions = Questions({Topic.FIGURES: lambda _question: answers.pop(0)})
    page = FiguresPage(questions)
    qtbot.addWidget(page)

    page.wake()
    page._again.timeout.emit()  # noqa: SLF001 - what time would do

    assert len(questions.asked) == 2
    assert page.export.isEnabled()


def test_while_a_large_room_is_taken_in_the_page_says_how_much_is_to_go(qtbot):
    behind = {"counting": True, "behind": 12_345}
    page = FiguresPage(Questions({Topic.FIGURES: lambda _question: behind}))
    qtbot.addWidget(page)

    page.wake()

    assert "12,345" in page.says.text()
    page.rest()
