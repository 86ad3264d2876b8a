"""Two desks at one difficult picture: one holds the case, others look in and point."""

import pytest

from queue_client.codec import write_document
from queue_client.errors import Fenced, RefusalCode, Refused
from queue_client.messages import Decide, LookIn, Show
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub, make_decision, make_meta
from workstation.domain.officer import Role
from workstation.hub.clocks import monotonic
from workstation.hub.joint import SILENCE_S

SHOWN = {"view": {"window": 40000}, "marks": [{"mark_id": "m1"}], "pointer": [10.0, 20.0]}


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


@pytest.fixture
def pair(hub):
    """A desk that holds a case and shows it, that case, and a desk of another officer."""
    holder, guest = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    hub.send(hub.site(), "s1", b"the very pixels")
    case = holder.lease()
    holder.show(case, SHOWN)
    return holder, case, guest


def refusal(ask):
    with pytest.raises(Refused) as caught:
        ask()
    return caught.value.code


def test_the_room_tells_which_cases_are_shown_by_whom(pair):
    _, case, guest = pair

    assert guest.room()["joint"] == [{"case_id": case.case_id, "officer": "li", "name": "Li"}]


def test_a_guest_sees_the_same_picture_and_both_see_where_the_other_points(pair, tmp_path):
    holder, case, guest = pair

    seen = guest.join(case.case_id)
    picture = guest.fetch(seen, seen.sha256, seen.size, tmp_path / "scan")
    theirs = guest.look_in(case.case_id, {"pointer": [3.0, 4.0], "note": "这里?"})
    ours = holder.show(case, {**SHOWN, "pointer": [5.0, 6.0]})
    newest = guest.look_in(case.case_id, {})

    assert picture.read_bytes() == b"the very pixels"
    assert (seen.declaration, seen.comparison) == (case.declaration, case.comparison)
    assert (theirs.view, theirs.marks, theirs.pointer) == (
        SHOWN["view"],
        tuple(SHOWN["marks"]),
        (10.0, 20.0),
    )
    (wang,) = ours.lookers
    assert (wang.officer, wang.pointer, wang.note) == ("wang", (3.0, 4.0), "这里?")
    assert newest.pointer == (5.0, 6.0)
    assert newest.sequence == theirs.sequence + 1
    assert newest.lookers[0].pointer is None


def test_a_guest_can_neither_decide_nor_extend_nor_give_back(pair, hub):
    holder, case, guest = pair
    seen = guest.join(case.case_id)

    for act in (
        lambda: guest.decide(make_decision(seen, conclusion="release")),
        lambda: guest.extend(seen),
        lambda: guest.skip(seen, "no"),
        lambda: guest.show(seen, SHOWN),
    ):
        with pytest.raises(Fenced):
            act()

    assert hub.records.decisions == {}
    assert holder.decide(make_decision(case, conclusion="inspect"))


def test_who_did_not_join_sees_and_fetches_nothing(pair, tmp_path):
    _, case, guest = pair

    assert refusal(lambda: guest.look_in(case.case_id, {})) is RefusalCode.VIEW_OVER
    with pytest.raises(Fenced):
        guest.fetch(case, case.sha256, case.size, tmp_path / "scan")
    assert refusal(lambda: guest.join("site-a:s9")) is RefusalCode.VIEW_OVER


def decide(holder, case, _guest):
    holder.decide(make_decision(case, conclusion="inspect"))


def give_back(holder, case, _guest):
    holder.skip(case, "later")


def stop_showing(holder, case, _guest):
    holder.leave(case.case_id)


def log_out(holder, _case, _guest):
    holder.logout()


@pytest.mark.parametrize("ending", [decide, give_back, stop_showing, log_out])
def test_a_view_ends_with_its_lease_or_when_its_officer_wants(pair, hub, ending, tmp_path):
    holder, case, guest = pair
    seen = guest.join(case.case_id)

    ending(holder, case, guest)

    assert refusal(lambda: guest.look_in(case.case_id, {})) is RefusalCode.VIEW_OVER
    assert guest.room()["joint"] == []
    with pytest.raises(Fenced):
        guest.fetch(seen, seen.sha256, seen.size, tmp_path / "scan")
    (ended,) = facts_of(hub.records, "scan:view:ended")
    assert ended == {"case": case.case_id, "officer": "li", "guests": ["wang"]}


def test_a_view_ends_when_its_lease_lapses(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.3, lease_grace_s=0.1) as hub:
        holder, guest = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
        case_id = hub.send(hub.site(), "s1")
        holder.show(holder.lease(), SHOWN)
        guest.join(case_id)

        hub.until(lambda: guest.room()["joint"] == [])

        assert refusal(lambda: guest.look_in(case_id, {})) is RefusalCode.VIEW_OVER


def test_joining_and_leaving_are_in_the_books(pair, hub):
    _, case, guest = pair
    guest.join(case.case_id)

    guest.leave(case.case_id)
    guest.leave(case.case_id)

    who = {"case": case.case_id, "officer": "wang", "desk": "desk-2"}
    assert facts_of(hub.records, "scan:view:joined") == [{**who, "shown_by": "li"}]
    assert facts_of(hub.records, "scan:view:left") == [who]
    assert len(facts_of(hub.records, "scan:view:opened")) == 1


def test_a_guest_who_fell_silent_or_logged_out_looks_in_no_longer(pair, hub, monkeypatch):
    holder, case, guest = pair
    third = hub.seated("zhou", "desk-3")
    guest.join(case.case_id)
    third.join(case.case_id)
    third.logout()
    assert [one.officer for one in holder.show(case, SHOWN).lookers] == ["wang"]

    monkeypatch.setattr("workstation.hub.broker.monotonic", lambda: monotonic() + SILENCE_S + 1)

    hub.until(lambda: len(facts_of(hub.records, "scan:view:left")) == 2)


def test_a_case_that_two_officers_read_apart_is_shown_to_nobody(hub):
    desk, site = hub.seated(), hub.site()
    meta = make_meta("site-a", "s1")
    meta["declaration"]["risk_instruction"] = "开箱查验"
    hub.send(site, "s1", meta=meta)
    case = desk.lease()

    assert refusal(lambda: desk.show(case, SHOWN)) is RefusalCode.READ_APART
    assert desk.room()["joint"] == []


def test_a_supervisor_may_look_in_and_an_administrator_may_not(pair, hub, tmp_path):
    _, case, _ = pair
    supervisor = hub.seated("zhao", "desk-8", (Role.SUPERVISOR,))
    admin = hub.seated("root", "desk-9", (Role.ADMIN,))

    seen = supervisor.join(case.case_id)

    assert supervisor.fetch(seen, seen.sha256, seen.size, tmp_path / "scan").exists()
    assert refusal(lambda: admin.join(case.case_id)) is RefusalCode.NOT_ALLOWED


def test_a_document_too_large_or_of_another_shape_is_refused_here_and_there(pair):
    holder, case, guest = pair
    guest.join(case.case_id)
    much = {"view": {"x": "y" * 17_000}}

    assert refusal(lambda: holder.show(case, much)) is RefusalCode.TOO_LARGE
    session = holder._token()  # noqa: SLF001 - what no honest client sends
    link = holder._link  # noqa: SLF001
    raw = Show(ask=link.next_ask(), session=session, case_id=case.case_id, token=case.token)
    assert refusal(lambda: link.ask(raw, write_document(much))) is RefusalCode.TOO_LARGE
    odd = LookIn(ask=link.next_ask(), session=session, case_id=case.case_id)
    assert refusal(lambda: link.ask(odd, b'{"colour":1}')) is RefusalCode.MALFORMED


def test_a_guest_who_knows_the_token_still_decides_nothing(pair, hub):
    _, case, guest = pair
    seen = guest.join(case.case_id)
    decision = make_decision(seen, conclusion="release")
    link = guest._link  # noqa: SLF001 - past the client's own care
    forged = Decide(
        ask=link.next_ask(),
        session=guest._token(),  # noqa: SLF001
        case_id=seen.case_id,
        token=seen.token,
        decision_id=decision["decision_id"],
    )

    with pytest.raises(Fenced):
        link.ask(forged, write_document(decision))

    assert hub.records.decisions == {}
