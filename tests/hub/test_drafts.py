"""A draft comes back to the officer who left it, and to nobody else."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from queue_client.codec import encode
from queue_client.draft_messages import DRAFT_LIMIT, FetchDraft, KeepDraft
from queue_client.errors import Fenced, HubBusy, RefusalCode, Refused, WireViolation
from queue_client.messages import LeasedReply
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import PASSWORD, RunningHub, make_decision, sha256
from tests.makers.stored_hub import StoredHub
from workstation.domain.context import EngineShown, Tier
from workstation.domain.officer import Role
from workstation.domain.readings import TierRule
from workstation.domain.recheck import Sampling
from workstation.hub import drafts as drafts_of_hub
from workstation.hub.draft_shelf import FOLDER, DraftShelf, KeptDraft
from workstation.review.draft import CaseKey, Draft, InHand
from workstation.review.draft_seal import DraftSeal
from workstation.storage.backup import back_up

SEALED = b"\x01" + bytes(range(200))


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def twice(tmp_path):
    """A hub where two officers read every case."""
    both = dict.fromkeys(Tier, TierRule(readers=2, engine=EngineShown.BEFORE))
    with RunningHub(tmp_path, tiers=both) as running:
        yield running


def files(hub):
    return sorted((hub.settings.data_dir / FOLDER).iterdir())


def left_by(desk, hub, scan_id="s1", sealed=SEALED):
    """Send a scan, let a desk lease it and leave a draft; return the lease."""
    hub.send(hub.site(f"site-{scan_id}"), scan_id)
    case = desk.lease()
    desk.keep_draft(case, sealed)
    return case


def sealed_of(desk, case):
    found = desk.fetch_draft(case)
    return None if found is None else found.sealed


def test_the_same_officer_gets_the_newest_draft_with_the_case_at_another_desk(hub):
    first = left_by(hub.seated(), hub, sealed=b"older")
    hub.desk("desk-1")  # the desk is dead; another one is there
    desk = hub.seated("li", "desk-2")

    case = desk.lease()

    assert case.case_id == first.case_id
    assert case.draft
    assert (found := desk.fetch_draft(case)).sealed == b"older"
    assert found.token == first.token < case.token


def test_at_another_desk_the_case_on_the_screen_comes_before_all_others(hub):
    site = hub.site()
    for number in range(12):
        hub.send(site, f"s{number}")
    desk = hub.seated()
    held = [desk.lease().case_id for _ in range(3)]

    again = hub.seated("li", "desk-2")

    assert [again.lease().case_id for _ in range(3)] == held


def test_what_a_locked_desk_gave_back_comes_back_first_with_its_draft(hub):
    site, desk = hub.site(), hub.seated()
    for number in range(12):
        hub.send(site, f"s{number}")
    case = desk.lease()
    desk.lock()
    desk.keep_draft(case, SEALED)  # the last word of a desk that locks itself

    desk.skip(case, "the desk was locked")
    desk.unlock(PASSWORD)
    again = desk.lease()

    assert again.case_id == case.case_id
    assert sealed_of(desk, again) == SEALED


def test_another_officer_never_gets_it(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    desk.logout()
    other = hub.seated("wang", "desk-2")

    theirs = other.lease()

    assert theirs.case_id == case.case_id
    assert not theirs.draft
    assert other.fetch_draft(theirs) is None
    with pytest.raises(Fenced):
        other.fetch_draft(case)


def test_two_officers_have_each_their_own_of_one_case(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    desk.logout()
    other = hub.seated("wang", "desk-2")
    other.keep_draft(other.lease(), b"of Wang")
    other.logout()

    desk.login("li", PASSWORD)
    again = desk.lease()

    assert again.case_id == case.case_id
    assert sealed_of(desk, again) == SEALED


def test_whoever_looks_into_a_case_that_is_shown_gets_no_draft(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    desk.show(case, {})
    guest = hub.seated("wang", "desk-2")
    joined = guest.join(case.case_id)

    assert not joined.draft
    with pytest.raises(Fenced):
        guest.fetch_draft(joined)
    with pytest.raises(Fenced):
        guest.keep_draft(joined, b"scribbled over")
    assert sealed_of(desk, case) == SEALED


def test_a_fenced_desk_can_neither_write_nor_read(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    again = hub.seated("li", "desk-2")
    theirs = again.lease()
    again.keep_draft(theirs, b"newer")
    again.logout()
    desk.login("li", PASSWORD)

    for ask in (lambda: desk.keep_draft(case, b"late"), lambda: desk.fetch_draft(case)):
        with pytest.raises(Fenced):
            ask()
    assert sealed_of(desk, desk.lease()) == b"newer"


def test_it_survives_a_restart_of_the_hub_and_half_written_files_go(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    (kept,) = files(hub)
    kept.with_suffix(".new").write_bytes(b"half")
    kept.with_name("0" * 64 + ".draft").write_bytes(kept.read_bytes())  # under a wrong name
    hub.restart()

    again = hub.seated_anew()
    theirs = again.lease()

    assert theirs.case_id == case.case_id
    assert sealed_of(again, theirs) == SEALED
    assert files(hub) == [kept]


@pytest.mark.parametrize("conclusion", ["release", "inspect"])
def test_the_decision_drops_it(hub, conclusion):
    desk = hub.seated()
    case = left_by(desk, hub)

    desk.decide(make_decision(case, conclusion=conclusion))

    hub.until(lambda: files(hub) == [])
    with pytest.raises(Fenced):
        desk.keep_draft(case, b"too late")


def test_the_row_of_the_decision_drops_it_also_when_the_file_stays(hub, monkeypatch):
    desk = hub.seated()
    case = left_by(desk, hub)
    monkeypatch.setattr(drafts_of_hub.Drafts, "decided", lambda *_a, **_k: None)  # killed there
    decision = make_decision(case)
    desk.decide(decision)
    assert desk.recall(decision["decision_id"], "a slip")

    again = desk.lease()

    assert again.case_id == case.case_id
    assert not again.draft
    assert desk.fetch_draft(again) is None
    assert len(files(hub)) == 1
    hub.restart()
    assert files(hub) == []


def test_a_first_reading_drops_its_own_and_shows_the_second_reader_nothing(twice):
    hub, desk = twice, twice.seated()
    case = left_by(desk, hub)
    desk.decide(make_decision(case))

    second = hub.seated("wang", "desk-2")
    theirs = second.lease()

    hub.until(lambda: files(hub) == [])
    assert theirs.case_id == case.case_id
    assert not theirs.draft
    assert second.fetch_draft(theirs) is None


def test_what_somebody_else_decides_drops_everybodys(hub):
    desk = hub.seated()
    left_by(desk, hub)
    desk.logout()
    other = hub.seated("wang", "desk-2")
    other.decide(make_decision(other.lease(), conclusion="inspect"))

    hub.until(lambda: files(hub) == [])


def test_what_is_left_before_the_file_of_the_last_was_cleared_away_stays(tmp_path):
    shelf = DraftShelf(tmp_path)
    shelf.open()
    kept = KeptDraft(
        case_id="a:b", officer="li", token=1, sha256="a" * 64, kept_at=datetime.now(UTC)
    )
    shelf.keep(kept, b"first")
    shelf.drop(kept)
    shelf.keep(kept, SEALED)

    shelf.clear()

    assert shelf.read(kept) == SEALED


@pytest.mark.parametrize(
    "nonsense",
    [
        b'{"case":"c","officer":"o","token":Infinity,"sha256":"s","kept_at":"2026-01-01T00:00:00Z"}',
        b"[" * 4000,
        b"\xff\n",
        None,
    ],
)
def test_whatever_lies_in_its_folder_a_hub_begins_and_finds_the_drafts(tmp_path, nonsense):
    kept = KeptDraft(case_id="c", officer="li", token=1, sha256="s", kept_at=datetime.now(UTC))
    before = DraftShelf(tmp_path)
    before.open()
    before.keep(kept, SEALED)
    for number in range(8):  # before and behind it, in whatever order a folder is read
        path = tmp_path / f"{number}.draft"
        path.mkdir() if nonsense is None else path.write_bytes(nonsense)
    shelf = DraftShelf(tmp_path)

    shelf.open()

    assert shelf.all() == [kept]
    assert shelf.read(kept) == SEALED


def test_a_draft_of_yesterday_is_forgotten(hub, monkeypatch):
    desk = hub.seated()
    left_by(desk, hub)
    monkeypatch.setattr(drafts_of_hub, "LONGEST", timedelta())
    hub.restart()

    assert files(hub) == []


def test_a_draft_of_yesterday_is_forgotten_while_the_hub_works_too(tmp_path, monkeypatch):
    monkeypatch.setattr(drafts_of_hub, "_LOOK_EVERY_S", 0.0)
    with RunningHub(tmp_path) as hub:
        left_by(hub.seated(), hub)
        assert len(files(hub)) == 1

        monkeypatch.setattr(drafts_of_hub, "LONGEST", timedelta())

        hub.until(lambda: files(hub) == [])


def test_only_the_picture_that_was_marked_brings_it(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    (kept,) = files(hub)
    spoilt = kept.read_bytes().replace(case.sha256.encode(), b"f" * 64)
    hub.stop()
    kept.write_bytes(spoilt)
    hub.start()

    again = hub.seated_anew().lease()

    assert again.case_id == case.case_id
    assert not again.draft


def test_a_locked_desk_gets_none(hub):
    desk = hub.seated()
    case = left_by(desk, hub)
    desk.lock()

    with pytest.raises(Refused) as caught:
        desk.fetch_draft(case)

    assert caught.value.code is RefusalCode.LOCKED


@pytest.mark.parametrize("size", [0, DRAFT_LIMIT + 1])
def test_nothing_and_too_much_are_broken_messages_and_counted(hub, size):
    desk = hub.seated()
    case = left_by(desk, hub)

    for _ in range(19):
        with pytest.raises(Refused) as caught:
            desk.keep_draft(case, bytes(size))
        assert caught.value.code is RefusalCode.MALFORMED

    assert facts_of(hub.records, "wire:peer:muted") == []
    with pytest.raises(Refused):
        desk.keep_draft(case, bytes(size))
    hub.until(lambda: facts_of(hub.records, "wire:peer:muted") != [])


def test_they_may_not_come_too_often(hub):
    desk = hub.seated()
    case = left_by(desk, hub)

    def many():
        for _ in range(20):
            desk.keep_draft(case, os.urandom(100))

    with pytest.raises(HubBusy, match="too often"):
        many()


def test_a_hub_whose_disk_takes_none_says_so_and_works_on(hub, monkeypatch):
    desk = hub.seated()
    case = left_by(desk, hub)
    monkeypatch.setattr(os, "fdopen", _full)

    with pytest.raises(HubBusy, match="cannot be kept"):
        desk.keep_draft(case, b"more")

    assert sealed_of(desk, case) == SEALED
    assert desk.decide(make_decision(case))


def _full(*_args, **_options):
    raise OSError(28, "No space left on device")


def test_chiefs_keep_drafts_and_supervisors_do_not(hub):
    hub.send(hub.site(), "s1")
    chief = hub.seated("zhao", "desk-3", (Role.CHIEF,))
    chief.keep_draft(case := chief.lease(), SEALED)
    watching = hub.seated("sun", "desk-4", (Role.SUPERVISOR,))

    for ask in (lambda: watching.fetch_draft(case), lambda: watching.keep_draft(case, b"x")):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.code is RefusalCode.NOT_ALLOWED


def test_one_that_is_sent_on_the_side_is_kept_and_its_answer_disturbs_nothing(hub, tmp_path):
    desk = hub.seated()
    content = os.urandom(3_000_000)
    hub.send(hub.site(), "s1", content)
    case = desk.lease()

    def beside(_done, _total):
        desk.send_draft(case, SEALED)
        time.sleep(0.15)

    path = desk.fetch(case, case.sha256, case.size, tmp_path / "p", progress=beside)

    assert path.read_bytes() == content
    assert sealed_of(desk, case) == SEALED


def test_a_desk_of_version_1_is_told_nothing_of_drafts():
    told = LeasedReply(
        ask=1, case_id="a:b", site="a", scan_id="b", token=1, sha256="a" * 64, size=1, ttl_s=1.0,
        draft=True,
    )  # fmt: skip

    assert b"draft" not in encode(told, version=1)[1]
    assert b'"draft":true' in encode(told)[1]


@pytest.mark.parametrize(
    "shape", [KeepDraft, FetchDraft], ids=["what is kept", "what is asked for"]
)
def test_a_session_is_needed(hub, shape):
    desk = hub.desk("desk-9")
    more = {"sha256": "a" * 64} if shape is KeepDraft else {}
    header = shape(ask=desk._link.next_ask(), session="none", case_id="a:b", token=1, **more)  # noqa: SLF001

    with pytest.raises(Refused) as caught:
        desk._link.ask(header, b"x" if more else b"")  # noqa: SLF001

    assert caught.value.code is RefusalCode.NO_SESSION
    assert not isinstance(caught.value, WireViolation)


def test_neither_disk_nor_backup_of_the_hub_shows_what_is_in_it(tmp_path):
    data, marked = tmp_path / "hub", "behind the third row"
    key = CaseKey(case_id="site-a:s1", sha256=sha256(b"pixels"))
    seal = DraftSeal("li", os.urandom(32))
    in_hand = InHand(draft=Draft(key=key, officer="li", note=marked, token=1))
    data.mkdir()
    with StoredHub(data, Sampling()) as hub:
        hub.send(hub.site(), "s1")
        desk = hub.seated()
        desk.keep_draft(case := desk.lease(), seal.seal(in_hand))

        back_up(data, tmp_path / "backups", now=datetime.now(UTC))

        assert seal.open(sealed_of(desk, case), key) == in_hand
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.parent.name == FOLDER for path in everything)
    assert not any(marked.encode() in path.read_bytes() for path in everything)
    assert not list((tmp_path / "backups").rglob("*.draft"))
