"""The thread of the questions: answers come to whoever still waits for them."""

import threading

import pytest
from PySide6.QtCore import QObject

from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.supervision_messages import SteerAct, Topic
from ui.supervisor.questions import Questions


class Asker(QObject):
    def __init__(self):
        super().__init__()
        self.heard, self.faults = [], []

    def hear(self, answer):
        assert threading.current_thread() is threading.main_thread()
        self.heard.append(answer)

    def be_told(self, trouble):
        self.faults.append(trouble)


class Client:
    """Answers by a list: an error is raised."""

    def __init__(self, answers):
        self.answers, self.sessions, self.requests, self.gate = answers, [], [], threading.Event()
        self.gate.set()

    def adopt(self, session):
        self.sessions.append(session)

    def consult(self, _topic, question):
        self.gate.wait(10.0)
        return self._answer(question)

    def steer(self, _act, document, *, reason, request):
        self.requests.append((reason, request))
        return self._answer(document)

    def _answer(self, asked):
        answer = self.answers.pop(0) if self.answers else asked
        if isinstance(answer, Exception):
            raise answer
        return answer

    def interrupt(self):
        self.gate.set()

    def close(self):
        pass


@pytest.fixture
def ask(qtbot):
    assert qtbot, "the answers come through the application's loop"
    made = []

    def make(*answers):
        client = Client(list(answers))
        questions = Questions(lambda: client, lambda: "session")
        made.append(questions)
        return questions, client

    yield make
    for questions in made:
        questions.stop()


def test_an_answer_comes_on_the_qt_thread_within_the_desks_session(ask, qtbot):
    (questions, client), asker = ask(), Asker()

    questions.ask(Topic.FIND, {"page": 1}, asker.hear, asker.be_told)
    qtbot.waitUntil(lambda: bool(asker.heard))

    assert asker.heard == [{"page": 1}]
    assert client.sessions == ["session"]


def test_of_several_questions_about_the_same_only_the_newest_is_answered(ask, qtbot):
    (questions, client), asker, other = ask(), Asker(), Asker()
    client.gate.clear()

    for page in range(5):
        questions.ask(Topic.FIND, {"page": page}, asker.hear, asker.be_told)
    questions.ask(Topic.FIND, {"page": 9}, other.hear, other.be_told)
    client.gate.set()
    qtbot.waitUntil(lambda: bool(other.heard))

    assert asker.heard == [{"page": 4}]
    assert other.heard == [{"page": 9}]


def test_an_order_to_a_busy_hub_is_the_same_order_when_it_is_sent_again(ask, qtbot):
    (questions, client), asker = ask(HubBusy("full", 0.01), {"ok": True}), Asker()

    questions.act(SteerAct.SET_TARGET, {}, "as agreed", asker.hear, asker.be_told)
    qtbot.waitUntil(lambda: bool(asker.heard))

    assert asker.heard == [{"ok": True}]
    assert len(client.requests) == 2
    assert len(set(client.requests)) == 1


def test_a_refusal_is_told_in_words_and_the_next_question_is_answered(ask, qtbot):
    (questions, _), asker = ask(Refused(RefusalCode.UNKNOWN, "no such case")), Asker()

    questions.ask(Topic.FIND, {}, asker.hear, asker.be_told)
    qtbot.waitUntil(lambda: bool(asker.faults))
    questions.ask(Topic.FIND, {"page": 2}, asker.hear, asker.be_told)
    qtbot.waitUntil(lambda: bool(asker.heard))

    assert "no such case" in asker.faults[0]
    assert asker.heard == [{"page": 2}]
