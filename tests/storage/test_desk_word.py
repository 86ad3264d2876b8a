"""Whoever owns the records can rewrite the whole log, but not what a desk has signed."""

from dataclasses import replace

import pytest

from queue_client.desk_signatures import decision_key, document_of, sign_decision
from queue_client.keys import KeyPair
from tests.storage.scenes import MORNING, leased, make_decision, store_package
from workstation.domain.decision import Conclusion
from workstation.storage.rows import facts_of
from workstation.storage.verify import verify_folder

KEY = decision_key(KeyPair.make())


@pytest.fixture
def records(open_hub, tmp_path):
    store_package(tmp_path, "s1")
    return open_hub()


def decide(records, *, signs=Conclusion.INSPECT, key=KEY):
    """Record an inspection whose desk signed perhaps something else."""
    decision = make_decision(leased(records), conclusion=Conclusion.INSPECT)
    said = facts_of(replace(decision, conclusion=signs), slot=1)
    signature = sign_decision(key, desk="desk-1", document=document_of(said))
    word = {"desk_signature": {"key": key.public, "signature": signature}}
    records.decide(replace(decision, circumstances=word))


def pin(records, desk="desk-1"):
    facts = {"desk": desk, "decision_key": KEY.public}
    records.note("desk:decision_key:pinned", facts, now=MORNING)


def test_a_decision_as_its_desk_signed_it_holds(records, tmp_path):
    pin(records)
    decide(records)

    assert verify_folder(tmp_path).verified


def test_a_decision_that_its_desk_did_not_sign_so_is_found(records, tmp_path):
    pin(records)
    decide(records, signs=Conclusion.RELEASE)

    report = verify_folder(tmp_path)

    assert "is not what desk-1 signed" in report.reason


@pytest.mark.parametrize("whose", ["nobody", "desk-2"])
def test_a_key_that_the_desk_never_had_signs_nothing(records, tmp_path, whose):
    if whose != "nobody":
        pin(records, whose)
    decide(records)

    report = verify_folder(tmp_path)

    assert "a key that desk-1 never had" in report.reason
