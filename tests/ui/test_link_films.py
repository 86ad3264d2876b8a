"""What becomes of films when the hub is older, busy, silent or says no."""

import pytest

from queue_client.errors import Conflict, HubSilent, RefusalCode, Refused
from ui.link_films import FilmSender
from workstation.review.film_shelf import FilmShelf

SHA256 = "ab" * 32
DECISION = {"decision_id": "d1", "evidence": {"film": {"sha256": SHA256}}}


class Hub:
    """Answers as it is told to."""

    def __init__(self, answer=None):
        self.answer, self.sent = answer, []

    def steer(self, act, document, *, reason, request):  # noqa: ARG002 - as a client is called
        self.sent.append(request)
        if self.answer is not None:
            raise self.answer
        return {}


@pytest.fixture
def shelf(tmp_path):
    kept = FilmShelf(tmp_path / "films")
    kept.keep(SHA256, b"a film")
    return kept


def test_a_film_goes_once_its_decision_is_recorded_and_is_forgotten_then(shelf):
    sender, hub = FilmSender(shelf), Hub()
    sender.work(hub)
    before = list(hub.sent)

    sender.recorded(DECISION)
    for _ in range(3):
        sender.work(hub)

    assert (before, hub.sent) == ([], ["film-d1"])
    assert (shelf.due(), sender.has_work) == ((), False)


@pytest.mark.parametrize(
    ("answer", "is_kept"),
    [
        (Refused(RefusalCode.UNKNOWN, "an older hub"), True),
        (Refused(RefusalCode.MALFORMED, "a much older hub"), True),
        (Refused(RefusalCode.LOCKED, "the officer is away"), True),
        (Refused(RefusalCode.NOT_LAWFUL, "no such decision"), False),
        (Conflict("film", "another"), False),
    ],
)
def test_a_refused_film_is_kept_for_a_hub_that_may_take_it_and_else_let_go(shelf, answer, is_kept):
    sender, hub = FilmSender(shelf), Hub(answer)
    sender.recorded(DECISION)

    sender.work(hub)
    sender.work(hub)

    assert len(hub.sent) == 1
    assert (shelf.due() == ("d1",)) == is_kept
    assert not sender.has_work


def test_what_a_silent_hub_did_not_answer_is_sent_again(shelf):
    sender, hub = FilmSender(shelf), Hub(HubSilent("tcp://hub", 2.0))
    sender.recorded(DECISION)
    with pytest.raises(HubSilent):
        sender.work(hub)
    hub.answer = None

    sender.work(hub)

    assert hub.sent == ["film-d1", "film-d1"]
    assert shelf.due() == ()


def test_an_ended_session_is_told_and_the_film_waits_for_the_next(shelf):
    sender, hub = FilmSender(shelf), Hub(Refused(RefusalCode.SESSION_ENDED, "over"))
    sender.recorded(DECISION)

    with pytest.raises(Refused):
        sender.work(hub)

    assert shelf.due() == ("d1",)


def test_a_decision_without_a_film_has_nothing_to_send(tmp_path):
    shelf = FilmShelf(tmp_path / "films")
    sender, hub = FilmSender(shelf), Hub()

    sender.recorded({"decision_id": "d1", "evidence": {}})
    sender.work(hub)

    assert hub.sent == []
