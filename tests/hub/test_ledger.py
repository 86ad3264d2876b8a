"""The ledger as laws: in any order of events no promise is broken."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from workstation.hub.ledger import Lease, Ledger

TTL_S, GRACE_S, RECALL_S = 60.0, 30.0, 5.0
CASES = st.sampled_from(["a:1", "a:2", "b:1"])


def make_ledger():
    return Ledger(ttl_s=TTL_S, grace_s=GRACE_S, recall_s=RECALL_S)


def make_lease(case_id="a:1", token=1, officer="li", desk="d1", request="r1"):
    return Lease(case_id=case_id, token=token, officer=officer, desk=desk, request=request)


class AnyOrderOfEvents(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.ledger = make_ledger()
        self.now = 0.0
        self.token = 0
        self.granted = {}
        self.released = {}
        self.left = set()
        self.recalled = set()

    @rule(seconds=st.floats(0, 100))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(case_id=CASES)
    def lease(self, case_id):
        self.token += 1
        self.ledger.grant(make_lease(case_id, self.token), self.now)
        self.granted[case_id] = (self.token, self.now)

    @rule(case_id=CASES, back=st.integers(0, 3))
    def extend(self, case_id, back):
        token = self.token - back
        lease = self.ledger.extend(case_id, token, self.now)
        held = self.granted.get(case_id, (None, 0.0))[0]
        assert (lease is not None) == (held == token)
        if lease is not None:
            self.granted[case_id] = (token, self.now)

    @rule(case_id=CASES)
    def drop(self, case_id):
        self.ledger.drop(case_id)
        self.granted.pop(case_id, None)

    @rule(number=st.integers(0, 4))
    def record_a_release(self, number):
        name = f"d{number}"
        self.ledger.hold(name, self.now)
        self.released.setdefault(name, self.now)

    @rule(number=st.integers(0, 4))
    def send(self, number):
        name = f"d{number}"
        if self.ledger.may_leave(name, held=True, now=self.now):
            assert name in self.released
            assert self.now - self.released[name] >= RECALL_S
            assert name not in self.recalled
            self.ledger.note_left(name)
            self.left.add(name)
        else:
            self.released.setdefault(name, self.now)

    @precondition(lambda self: self.released)
    @rule(data=st.data())
    def recall(self, data):
        name = data.draw(st.sampled_from(sorted(self.released)))
        if self.ledger.may_recall(name):
            self.ledger.note_recalled(name)
            self.recalled.add(name)

    @invariant()
    def nothing_both_left_and_was_recalled(self):
        assert not self.left & self.recalled

    @invariant()
    def a_lease_is_overdue_exactly_when_its_time_is_over(self):
        overdue = {lease.case_id for lease in self.ledger.overdue(self.now)}
        stale = {lease.case_id for lease in self.ledger.stale(self.now)}
        for case_id, (_, since) in self.granted.items():
            assert (case_id in overdue) == (self.now >= since + TTL_S)
            assert (case_id in stale) == (self.now >= since + TTL_S + GRACE_S)
        assert stale <= overdue <= set(self.granted)

    @invariant()
    def each_case_has_one_lease_at_most(self):
        leases = self.ledger.of_desk("d1")
        assert len(leases) == len({lease.case_id for lease in leases}) == len(self.granted)


TestAnyOrderOfEvents = AnyOrderOfEvents.TestCase
TestAnyOrderOfEvents.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_token_never_goes_back():
    ledger = make_ledger()
    ledger.grant(make_lease(token=7), 0.0)

    with pytest.raises(ValueError, match="does not follow"):
        ledger.grant(make_lease(token=7), 1.0)


def test_the_same_request_finds_the_same_lease():
    ledger = make_ledger()
    ledger.grant(make_lease(request="once"), 0.0)

    assert ledger.asked_as("d1", "once") is not None
    assert ledger.asked_as("d1", "twice") is None
    assert ledger.asked_as("d2", "once") is None


def test_a_release_unknown_after_a_restart_is_held_in_full():
    ledger = make_ledger()

    assert not ledger.may_leave("d", held=True, now=100.0)
    assert not ledger.may_leave("d", held=True, now=100.0 + RECALL_S - 0.001)
    assert ledger.may_leave("d", held=True, now=100.0 + RECALL_S)


def test_an_inspection_is_never_held():
    assert make_ledger().may_leave("d", held=False, now=0.0)
