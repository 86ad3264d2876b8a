"""The drafts between desk and hub, in the link's thread: never in the way, never a stranger's."""

from dataclasses import replace
from random import Random

import pytest

from queue_client.answers import LeasedCase, SealedDraft
from queue_client.errors import Fenced, HubBusy, HubSilent, RefusalCode, Refused
from ui.link_drafts import DraftLink
from ui.link_news import DraftBrought, DraftLost
from workstation.domain.decision import Mark, MarkShape
from workstation.review.draft import CaseKey, Draft, InHand
from workstation.review.draft_seal import DraftSeal
from workstation.review.journal import Journal

KEY = CaseKey(case_id="site-a:s1", sha256="a" * 64)
LEASE = LeasedCase(
    case_id=KEY.case_id, site="site-a", scan_id="s1", token=7, sha256=KEY.sha256, size=1,
    ttl_s=60.0, head={}, declaration=None, comparison=None, models=(), draft=True,
)  # fmt: skip
MARK = Mark(mark_id="m", view="side", shape=MarkShape.BOX, points=((1.0, 2.0), (3.0, 4.0)))


def in_hand(note="behind it", *, token=7, officer="li", marks=(MARK,)):
    draft = Draft(key=KEY, officer=officer, note=note, token=token)
    return InHand(draft=draft, marks=marks)


class ScriptedHub:
    """Takes drafts; or says what a test has it say."""

    def __init__(self):
        self.kept, self.beside, self.says, self.has = [], [], None, None

    def keep_draft(self, _lease, sealed):
        if self.says is not None:
            raise self.says
        self.kept.append(sealed)

    def send_draft(self, _lease, sealed):
        self.beside.append(sealed)

    def fetch_draft(self, _lease):
        if self.says is not None:
            raise self.says
        return self.has


class Sitting:
    """A link with an officer, and what it told."""

    def __init__(self, journal):
        self.told, self.leases, self.journal = [], {KEY.case_id: LEASE}, journal
        self.drafts = DraftLink(journal, self.leases.get, self.told.append)
        self.drafts.sit_down("li", "a long password", hub="hub")
        self.seal = DraftSeal.from_password("li", "a long password", hub="hub")
        self.hub = ScriptedHub()

    def opened(self, sealed):
        return self.seal.open(sealed, KEY)


@pytest.fixture
def sitting(tmp_path):
    with Journal(tmp_path) as journal:
        yield Sitting(journal)


def test_the_newest_goes_and_goes_once(sitting):
    sitting.drafts.leave(in_hand("older"))
    sitting.drafts.leave(in_hand())

    sitting.drafts.work(sitting.hub)
    sitting.drafts.work(sitting.hub)

    assert [sitting.opened(one).draft.note for one in sitting.hub.kept] == ["behind it"]
    assert not sitting.drafts.has_work


def test_a_silent_hub_gets_it_later(sitting):
    sitting.hub.says = HubSilent("tcp://hub", 4.0)
    sitting.drafts.leave(in_hand())
    with pytest.raises(HubSilent):
        sitting.drafts.work(sitting.hub)

    sitting.hub.says = None
    sitting.drafts.work(sitting.hub)

    assert len(sitting.hub.kept) == 1


def test_a_busy_hub_is_asked_when_it_said(sitting):
    sitting.hub.says = HubBusy("drafts come too often", 60.0)
    sitting.drafts.leave(in_hand())
    sitting.drafts.work(sitting.hub)
    sitting.hub.says = None

    sitting.drafts.work(sitting.hub)

    assert not sitting.drafts.has_work
    assert sitting.hub.kept == []


@pytest.mark.parametrize(
    "why", [Fenced(KEY.case_id, 7), Refused(RefusalCode.NOT_ALLOWED, "no"), "decided", "released"]
)
def test_what_nobody_would_take_is_dropped(sitting, why):
    if why == "decided":
        sitting.leases.clear()
    elif why == "released":
        sitting.leases[KEY.case_id] = replace(LEASE, token=8)  # and leased anew
    else:
        sitting.hub.says = why
    sitting.drafts.leave(in_hand())

    sitting.drafts.work(sitting.hub)

    assert not sitting.drafts.has_work
    assert sitting.hub.kept == []


def test_what_is_about_the_session_is_not_kept_back(sitting):
    sitting.hub.says = Refused(RefusalCode.SESSION_ENDED, "idle")
    sitting.drafts.leave(in_hand())

    with pytest.raises(Refused):
        sitting.drafts.work(sitting.hub)


def test_what_is_too_large_stays_here(sitting):
    chance = Random(3)  # noqa: S311 - the same marks every time
    points = tuple((chance.random(), chance.random()) for _ in range(4000))
    sitting.drafts.leave(in_hand(marks=(replace(MARK, points=points),)))

    sitting.drafts.work(sitting.hub)

    assert sitting.hub.kept == []
    assert not sitting.drafts.has_work


def test_nothing_of_one_officer_is_sealed_by_the_next(sitting):
    sitting.drafts.leave(in_hand())
    sitting.drafts.sit_down("wang", "another password", hub="hub")
    sitting.drafts.work(sitting.hub)
    sitting.drafts.leave(in_hand())  # on its way as they changed

    sitting.drafts.work(sitting.hub)

    assert sitting.hub.kept == []


def test_in_the_midst_of_a_fetch_it_is_sent_once_and_again_when_that_is_over(sitting):
    sitting.drafts.leave(in_hand())

    for _ in range(3):
        sitting.drafts.work_beside(sitting.hub)
    sitting.drafts.work(sitting.hub)

    assert [sitting.opened(one) for one in sitting.hub.beside] == [in_hand()]
    assert len(sitting.hub.kept) == 1


def test_what_was_left_elsewhere_is_journaled_and_told(sitting):
    left = in_hand(token=5)
    sitting.hub.has = SealedDraft(sealed=sitting.seal.seal(left), token=5)

    sitting.drafts.bring(sitting.hub, LEASE)

    assert sitting.told == [DraftBrought(draft=left.draft)]
    assert sitting.journal.marks(KEY, officer="li") == (MARK,)


@pytest.mark.parametrize("token", [5, 6])
def test_what_lies_here_and_is_as_new_or_newer_is_neither_replaced_nor_told(sitting, token):
    sitting.journal.keep_draft(replace(in_hand("here").draft, token=token))
    sitting.hub.has = SealedDraft(sealed=sitting.seal.seal(in_hand(token=5)), token=5)

    sitting.drafts.bring(sitting.hub, LEASE)

    assert sitting.told == []
    assert sitting.journal.drafts()[KEY].note == "here"


def test_what_does_not_open_is_told_unless_something_newer_lies_here(sitting):
    other = DraftSeal.from_password("li", "the old password", hub="hub")
    sitting.hub.has = SealedDraft(sealed=other.seal(in_hand(token=5)), token=5)
    sitting.drafts.bring(sitting.hub, LEASE)
    sitting.journal.keep_draft(in_hand("here", token=5).draft)

    sitting.drafts.bring(sitting.hub, LEASE)

    assert sitting.told == [DraftLost(key=KEY)]


@pytest.mark.parametrize("why", [Fenced(KEY.case_id, 7), Refused(RefusalCode.LOCKED, "away")])
def test_a_case_opens_without_a_draft_that_the_hub_does_not_give(sitting, why):
    sitting.hub.says = why

    sitting.drafts.bring(sitting.hub, LEASE)

    assert sitting.told == []
