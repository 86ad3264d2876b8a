import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_client.errors import KeyProblem, SignatureInvalid
from queue_client.keys import KeyPair, SigningKey, fingerprint, is_public_key
from queue_client.signing import RECORD_KEYS, SignedDecision, sign, verify

KEY = SigningKey.make()


def make_record(**changes):
    return {
        "decision_id": "d1",
        "site": "site-a",
        "scan_id": "s1",
        "sha256": "ab" * 32,
        "conclusion": "release",
        "reason": "",
        "note": "没有异常",
        "marks": [{"points": [[1.5, 2.0]]}],
        "officer": "li",
        "decided_at": "2026-01-01T00:00:00.000000+00:00",
        "sequence": 1,
        **changes,
    }


@pytest.mark.parametrize("kind", [KeyPair, SigningKey])
def test_a_key_comes_back_from_its_file_and_only_its_owner_may_read_it(kind, tmp_path):
    key = kind.make()
    path = tmp_path / "keys" / "machine.key"

    key.save(path)

    assert kind.load(path) == key
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key.secret not in repr(key)


def test_a_key_file_is_never_overwritten(tmp_path):
    path = tmp_path / "machine.key"
    KeyPair.make().save(path)

    with pytest.raises(KeyProblem, match="never overwritten"):
        KeyPair.make().save(path)


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_a_key_file_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "machine.key"
    KeyPair.make().save(path)
    path.chmod(0o640)

    with pytest.raises(KeyProblem, match="0600"):
        KeyPair.load(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "not json",
        '{"schema":"reviewroom.curve/1"}',
        '{"schema":"reviewroom.curve/1","public":"short","secret":"short"}',
        '{"schema":"reviewroom.ed25519/1","secret":"zz"}',
        '{"schema":"reviewroom.ed25519/1","secret":"00"}',
    ],
)
@pytest.mark.parametrize("kind", [KeyPair, SigningKey])
def test_a_file_that_holds_no_key_is_refused(kind, text, tmp_path):
    path = tmp_path / "machine.key"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(KeyProblem):
        kind.load(path)
    with pytest.raises(KeyProblem):
        kind.load(tmp_path / "missing")


def test_a_fingerprint_can_be_read_aloud():
    public = KeyPair.make().public

    assert is_public_key(public)
    assert not is_public_key(public + "x")
    assert fingerprint(public).replace(" ", "") == public[:16]


def test_a_signed_decision_is_believed():
    verify(sign(make_record(), KEY), KEY.public)


@given(name=st.sampled_from(sorted(RECORD_KEYS)), value=st.integers() | st.text())
def test_a_changed_decision_is_not_believed(name, value):
    signed = sign(make_record(), KEY)
    if signed.record[name] == value:
        return
    forged = SignedDecision(record={**signed.record, name: value}, signature=signed.signature)

    with pytest.raises(SignatureInvalid):
        verify(forged, KEY.public)


@pytest.mark.parametrize("signature", ["", "00", "zz", "00" * 64])
def test_a_decision_without_the_hubs_signature_is_not_believed(signature):
    with pytest.raises(SignatureInvalid):
        verify(SignedDecision(record=make_record(), signature=signature), KEY.public)
    with pytest.raises(SignatureInvalid):
        verify(sign(make_record(), SigningKey.make()), KEY.public)


def test_a_record_with_a_key_too_many_or_too_few_is_neither_signed_nor_believed():
    signed = sign(make_record(), KEY)
    short = {name: value for name, value in signed.record.items() if name != "note"}

    with pytest.raises(ValueError, match="note"):
        sign(short, KEY)
    with pytest.raises(SignatureInvalid):
        verify(SignedDecision(record=short, signature=signed.signature), KEY.public)
