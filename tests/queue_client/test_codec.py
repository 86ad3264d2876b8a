"""Whatever arrives, only WireViolation leaves; what was written comes back the same."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queue_client.codec import canonical, decode, encode, read_document, write_document
from queue_client.documents import DecisionDocument, OfferDocument
from queue_client.errors import WireViolation
from queue_client.messages import (
    BODY_LIMIT,
    HEADERS,
    TYPES,
    VERSION,
    Chunk,
    Extend,
    Hello,
    MessageType,
    Offer,
)

SHA = "ab" * 32
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=10,
)
GARBAGE = st.binary(max_size=200) | JSON.map(canonical)
FIRST = st.binary(max_size=3) | st.sampled_from(MessageType).map(lambda k: bytes((k, VERSION)))


def hello(head):
    return decode([bytes((MessageType.HELLO, VERSION)), head, b""])


@settings(max_examples=200, deadline=None)
@given(st.lists(FIRST | GARBAGE, max_size=4) | st.tuples(FIRST, GARBAGE, GARBAGE).map(list))
def test_garbage_is_refused_and_never_anything_worse(frames):
    try:
        message = decode(frames)
    except WireViolation:
        return
    assert encode(message.header, message.body, version=message.version) == frames


@given(JSON)
def test_a_document_comes_back_the_same(value):
    assert read_document(write_document(value), object) == value


@given(ask=st.integers(0, 2**53), offset=st.integers(0, 2**53), body=st.binary(max_size=2000))
def test_a_chunk_comes_back_the_same(ask, offset, body):
    chunk = Chunk(ask=ask, scan_id="s1", sha256=SHA, offset=offset, crc32=7)

    message = decode(encode(chunk, body))

    assert message.header == chunk
    assert message.body == body


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[" * 16_000,
        b'{"ask":1,"ask":1,"software":"x"}',
        b'{"software":"x","ask":1}',
        b'{"ask": 1,"software":"x"}',
        b'{"ask":NaN,"software":"x"}',
        b'{"ask":Infinity,"software":"x"}',
        b'{"ask":1e999,"software":"x"}',
        b'{"ask":' + b"9" * 5000 + b',"software":"x"}',
        b'{"ask":9007199254740993,"software":"x"}',
        b'{"ask":-1,"software":"x"}',
        b'{"ask":true,"software":"x"}',
        b'{"ask":"1","software":"x"}',
        b'{"ask":1.0,"software":"x"}',
        b'{"ask":1,"software":"\\ud800"}',
        b'{"ask":1,"software":"\xff"}',
        b'{"ask":1,"software":"x","spare":1}',
        b'{"ask":1}',
        b"null",
        b"\xef\xbb\xbf{}",
        b'{"ask":1,"software":"' + b"x" * 16_400 + b'"}',
    ],
)
def test_a_header_that_is_not_strict_is_refused(head):
    with pytest.raises(WireViolation):
        hello(head)


def test_a_strict_header_is_read():
    assert hello(b'{"ask":1,"software":"x"}').header == Hello(ask=1, software="x")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a/../b",
        "a\x00b",
        "",
        ".hidden",
        "x" * 65,
        "scan\n",
        "\uff53\uff43an",
        "a b",
        "-rf",
    ],
)
def test_a_scan_id_that_could_be_a_path_is_refused(name):
    offer = Offer(ask=1, scan_id=name, sha256=SHA, size=1)

    with pytest.raises(WireViolation):
        decode(encode(offer, write_document({})))


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [b"\x01\x01"],
        [b"\x01\x01", b"{}", b"", b""],
        [b"\x01", b"{}", b""],
        [b"\x01\x00", b'{"ask":1,"software":"x"}', b""],
        [b"\x01\x03", b'{"ask":1,"software":"x"}', b""],
        [b"\x01\x01", b'{"ask":1,"manifest_key":"","software":"x"}', b""],
        [b"\xfe\x01", b"{}", b""],
        [b"\x01\x01", b'{"ask":1,"software":"x"}', b"a body"],
        [b"\x03\x01", b"{}", bytes(BODY_LIMIT + 1)],
    ],
)
def test_frames_of_another_shape_are_refused(frames):
    with pytest.raises(WireViolation):
        decode(frames)


def test_what_is_too_large_is_not_sent():
    with pytest.raises(WireViolation):
        encode(Hello(ask=1, software="x" * 20_000))
    with pytest.raises(WireViolation):
        encode(Chunk(ask=1, scan_id="s", sha256=SHA, offset=0, crc32=0), bytes(BODY_LIMIT + 1))
    with pytest.raises(WireViolation):
        write_document({"x": float("nan")})


@example({"head": {}, "declaration": None, "spare": 1})
@example({"declaration": None})
@given(JSON)
def test_a_document_of_another_shape_is_refused(value):
    for shape in (OfferDocument, DecisionDocument):
        try:
            found = read_document(canonical(value), shape)
        except WireViolation:
            continue
        assert isinstance(value, dict)
        assert set(value) <= set(found.__struct_fields__)


@pytest.mark.parametrize("make", [lambda inner: {"a": inner}, lambda inner: ["b", inner]])
def test_what_is_nested_beyond_all_sense_is_refused(make):
    value = 1
    for _ in range(64):
        value = make(value)
    deepest = write_document(value)

    assert read_document(deepest, object) == value
    with pytest.raises(WireViolation, match="levels"):
        read_document(write_document(make(value)), object)


def test_every_type_has_one_header_and_every_header_one_type():
    assert set(HEADERS) == set(MessageType)
    assert len(TYPES) == len(HEADERS)
    assert json.loads(canonical({"b": 1, "a": "苹"})) == {"a": "苹", "b": 1}


def test_a_case_id_names_site_and_scan():
    with pytest.raises(WireViolation):
        decode(encode(Extend(ask=1, session="s", case_id="no-site", token=1)))
