import dataclasses
import hashlib
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.audit.chain import GENESIS, Link, canonical_json, extend, link_hash
from workstation.audit.verify import verify_chain

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def make_chain(length: int, tag: str = "scan:lease:granted") -> list[Link]:
    links: list[Link] = []
    for number in range(length):
        last = links[-1] if links else None
        links.append(extend(last, tag=tag, facts={"case": f"a:{number}"}, at=NOON))
    return links


def test_a_chain_that_nobody_touched_holds():
    links = make_chain(20)

    report = verify_chain(links)

    assert (report.entries, report.verified, report.first_bad) == (20, True, None)


def test_an_empty_chain_holds():
    assert verify_chain([]).verified


def test_a_hash_is_what_the_specification_says():
    first, second = make_chain(2)

    assert first.hash == hashlib.sha256(b"\x01" + bytes(32) + first.text.encode()).digest()
    assert second.hash == hashlib.sha256(b"\x01" + first.hash + second.text.encode()).digest()


def test_an_entry_is_canonical_json_with_its_number_time_tag_and_facts():
    link = extend(None, tag="hub:started", facts={"b": 1, "a": "审"}, at=NOON)

    assert link.text == (
        '{"at":"2026-03-02T12:00:00.000000+00:00","facts":{"a":"审","b":1},'
        '"seq":1,"tag":"hub:started"}'
    )


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_the_canonical_text_is_what_the_standard_library_makes_of_it(value):
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert canonical_json(value) == told


def test_what_holds_itself_has_no_canonical_text():
    value: list[object] = []
    value.append(value)

    with pytest.raises(ValueError, match="Circular"):
        canonical_json(value)


@given(st.data())
def test_any_changed_byte_is_found_where_it_is(data):
    links = make_chain(6)
    index = data.draw(st.integers(0, 5))
    text = links[index].text
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[at]))

    links[index] = dataclasses.replace(links[index], text=text[:at] + other + text[at + 1 :])

    assert verify_chain(links).first_bad == index + 1


@pytest.mark.parametrize("index", [0, 2, 4])
def test_a_dropped_entry_is_found(index):
    links = make_chain(6)

    del links[index]

    assert verify_chain(links).first_bad == index + 1


def test_swapped_entries_are_found():
    links = make_chain(6)

    links[2], links[3] = links[3], links[2]

    assert verify_chain(links).first_bad == 3


def test_an_entry_written_anew_with_a_fitting_hash_breaks_the_next_one():
    links = make_chain(6)
    text = links[2].text.replace("a:2", "a:9")

    forged = link_hash(links[1].hash, text)
    links[2] = dataclasses.replace(links[2], text=text, hash=forged)

    assert verify_chain(links).first_bad == 4


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"seq":2,"facts":{}}', '{"seq":1,"facts":[]}', '{"seq":1}'],
)
def test_what_is_no_entry_is_found_though_its_hash_fits(text):
    link = Link(seq=1, text=text, hash=link_hash(GENESIS, text))

    report = verify_chain([link])

    assert report.first_bad == 1
    assert report.reason


def test_the_end_of_a_chain_can_be_cut_unseen_as_its_docstring_says():
    assert verify_chain(make_chain(6)[:4]).verified


@pytest.mark.parametrize("tag", ["", "scan", "Scan:Lease", "scan:lease:granted:twice", "a b:c"])
def test_a_tag_without_the_form_of_one_is_refused(tag):
    with pytest.raises(ValueError, match="audit tag"):
        extend(None, tag=tag, facts={}, at=NOON)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        extend(None, tag="hub:started", facts={}, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        extend(None, tag="hub:started", facts={"p": float("nan")}, at=NOON)
    with pytest.raises(TypeError):
        extend(None, tag="hub:started", facts={"p": object()}, at=NOON)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
def test_canonical_text_is_read_back_and_written_the_same(value):
    text = canonical_json(value)

    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_a_hundred_thousand_entries_are_checked_in_about_a_second():
    links = make_chain(20_000)
    began = time.process_time()

    assert verify_chain(links).verified

    # The bar is 100k entries a second of processor time; a busy machine gets half.
    assert time.process_time() - began < 20_000 / 50_000
