"""The desk's client against the stub: locking, putting off, and two desks at one case."""

import pytest

from queue_client.client import DeskClient
from queue_client.errors import RefusalCode, Refused, WireViolation
from queue_client.messages import MessageType
from queue_client.testing import StubHub

SECRET = "a long password"  # noqa: S105 - opens nothing but a test
SHOWN = {"view": {"window": 40000}, "marks": [], "pointer": (1.0, 2.0)}


@pytest.fixture
def hub():
    with StubHub() as stub:
        stub.add_officer("li", SECRET, name="李")
        stub.add_officer("wang", SECRET, name="王")
        yield stub


@pytest.fixture
def sit(hub):
    clients = []

    def at(desk, officer):
        client = DeskClient(
            hub.address, hub.keys_for(desk), desk=desk, timeout_s=0.4, give_up_s=4.0
        )
        clients.append(client)
        client.login(officer, SECRET)
        return client

    yield at
    for client in clients:
        client.close()


def test_only_the_password_unlocks(hub, sit):
    desk = sit("desk-1", "li")

    desk.lock()

    assert not desk.unlock("something else")
    assert desk.unlock(SECRET)
    assert hub.locked == [True, False]


def test_an_unlocking_whose_answer_was_lost_is_asked_for_again(hub, sit, monkeypatch):
    monkeypatch.setattr("queue_client.desk_session._LOGIN_S", 0.5)
    desk = sit("desk-1", "li")
    hub.forget_sessions()
    hub.lose_replies = 1

    assert desk.unlock(SECRET)


def test_a_hub_that_will_not_look_is_no_wrong_password(hub, sit):
    desk = sit("desk-1", "li")
    hub.refuse[MessageType.UNLOCK] = RefusalCode.LOGIN_LOCKED

    with pytest.raises(Refused):
        desk.unlock(SECRET)


def test_a_case_put_off_is_not_offered_again(hub, sit):
    desk = sit("desk-1", "li")
    case_id = hub.add_case(b"pixels")

    desk.skip(desk.lease(), "later", minutes=5)

    assert desk.lease() is None
    hub.cases[case_id].put_off = 0
    assert desk.lease().case_id == case_id


def test_a_guest_gets_the_papers_and_the_files_and_both_hear_each_other(hub, sit, tmp_path):
    holder, guest = sit("desk-1", "li"), sit("desk-2", "wang")
    case_id = hub.add_case(b"pixels", declaration={"number": "D1"})
    case = holder.lease()
    holder.show(case, SHOWN)

    seen = guest.join(case_id)
    path = guest.fetch(seen, seen.sha256, seen.size, tmp_path / "scan")
    state = guest.look_in(case_id, {"pointer": (3.0, 4.0), "note": "?"})

    assert guest.room()["joint"] == [{"case_id": case_id, "officer": "li", "name": "李"}]
    assert (seen.declaration, seen.is_looked_into, case.is_looked_into) == (
        {"number": "D1"},
        True,
        False,
    )
    assert path.read_bytes() == b"pixels"
    assert (state.officer, state.pointer, state.view) == ("li", (1.0, 2.0), SHOWN["view"])
    assert holder.show(case, SHOWN).lookers[0].note == "?"
    guest.leave(case_id)
    with pytest.raises(Refused) as caught:
        guest.look_in(case_id, {})
    assert caught.value.code is RefusalCode.VIEW_OVER


@pytest.mark.parametrize(
    ("document", "error"),
    [({"view": {"x": "y" * 17_000}}, Refused), ({"colour": 1}, WireViolation)],
)
def test_what_is_too_large_or_of_another_shape_never_leaves(hub, sit, document, error):
    holder = sit("desk-1", "li")
    hub.add_case(b"pixels")

    with pytest.raises(error):
        holder.show(holder.lease(), document)

    assert hub.joint.views == {}
