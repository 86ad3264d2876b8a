"""Lists of risk control: read whole and right or not at all, and meaning the right cases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.watch_files import WatchListUnreadable, read_watch_file
from workstation.domain.watch_list import (
    Effect,
    ListKind,
    WatchBook,
    WatchEntry,
    WatchList,
    content_hash,
    entry_from_json,
    import_parts,
    watched_facts,
)

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 5, 4, tzinfo=UTC)
HEAD = "container,consignee,hs,word,site,valid_from,valid_to,instruction,effect"


def read(text, name="list.csv"):
    return read_watch_file(name, text.encode(), zone=CHINA)


def hits(facts, *entries, now=NOW):
    book = WatchBook([WatchList(name="l", kind=ListKind.INSTRUCTIONS, entries=entries)])
    return [hit.number for hit in book.hits(facts, now)]


def case(**changes):
    goods = changes.pop("goods", (GoodsLine(hs="950300", name="Gucci bags", name_zh="古驰手袋"),))
    declared = Declaration(
        number="D1", container="CSQU3054383", goods=goods, consignee="Gold Star Ltd", **changes
    )
    return watched_facts("yantian", None, declared)


def test_the_three_kinds_of_file_say_the_same():
    row = {"consignee": "Gold Star", "hs": "9503", "valid_to": "2026-12-31", "effect": "look_at"}
    as_csv = read(f"{','.join(row)}\n{','.join(row.values())}\n")
    as_toml = "[[entry]]\n" + "\n".join(f'{key} = "{value}"' for key, value in row.items())
    as_json = f'{{"entry": [{str(row).replace(chr(39), chr(34))}]}}'

    found = [as_csv, read(as_toml, "l.toml"), read(as_json, "l.json")]

    assert len({entries[0].key for entries in found}) == 1
    assert as_csv[0].valid_to == datetime(2027, 1, 1, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f"{HEAD}\nCSQU3054384,,,,,,,,\n", 2, "check digit"),
        ("hs,effect\n9503,look_at\n95X3,look_at\n", 3, "no HS code"),
        ("hs,colour\n9503,red\n", 1, "'colour' is not known"),
        ("hs,effect\n9503\n", 2, "1 cells"),
        ("hs,effect\n9503,burn\n", 2, "no effect"),
        ("site,effect\nyantian,look_at\n", 2, "names no container"),
        ("hs,valid_to\n9503,2026-02-30\n", 2, "no day"),
        ("hs,valid_to\n9503,2026-02-03T08:00\n", 2, "no time zone"),
        ("hs,valid_from,valid_to\n95,2026-03-02,2026-03-01\n", 2, "ends before"),
        ("hs\n9503\n9503\n", 3, "same as line 2"),
        ('hs,word\n9503,"unclosed\n', 2, "not CSV"),
        ("hs\n", 0, "no entry"),
    ],
)
def test_a_bad_list_is_refused_with_its_line_and_the_reason(text, line, says):
    with pytest.raises(WatchListUnreadable) as caught:
        read(text)

    assert caught.value.line == line
    assert says in caught.value.sentence()
    assert "list.csv" in caught.value.sentence()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.csv", b"hs\n95\xff\n"),
        ("l.json", b"[{"),
        ("l.json", b'{"entry": 3}'),
        ("l.json", b'{"entry": [{"hs": 9503}]}'),
        ("l.json", b'{"entry": [{"hs": "9503", "valid_to": [1]}]}'),
        ("l.toml", b"entry = ["),
        ("l.json", b"[" * 100_000),
        ("l.txt", b"9503"),
    ],
)
def test_a_file_that_is_something_else_is_refused_calmly(name, content):
    with pytest.raises(WatchListUnreadable) as caught:
        read_watch_file(name, content, zone=CHINA)

    assert name in caught.value.sentence()


def test_everything_that_an_entry_names_must_fit():
    facts = case()

    assert hits(facts, WatchEntry(number=1, hs="9503"), WatchEntry(number=2, hs="9504")) == [1]
    assert hits(facts, WatchEntry(number=1, container="CSQU3054383", site="shekou")) == []
    assert hits(facts, WatchEntry(number=1, consignee="GOLD  STAR ltd", hs="95")) == [1]
    assert hits(facts, WatchEntry(number=1, consignee="Gold Star Ltd", hs="08")) == []


def test_words_are_found_whole_in_latin_and_anywhere_in_chinese():
    facts = case()

    assert hits(facts, WatchEntry(number=1, word="GUCCI"), WatchEntry(number=2, word="古驰")) == [
        1,
        2,
    ]
    assert hits(facts, WatchEntry(number=1, word="guc"), WatchEntry(number=2, word="手表")) == []


def test_an_entry_counts_from_its_first_instant_to_its_last_and_no_longer():
    day = read("hs,valid_from,valid_to\n9503,2026-11-05,2026-11-05\n")
    midnight = datetime(2026, 11, 5, tzinfo=CHINA)
    facts, instant = case(), timedelta(microseconds=1)

    assert hits(facts, *day, now=midnight - instant) == []
    assert hits(facts, *day, now=midnight) == [2]
    assert hits(facts, *day, now=midnight + timedelta(days=1) - instant) == [2]
    assert hits(facts, *day, now=midnight + timedelta(days=1)) == []
    book = WatchBook([WatchList(name="l", kind=ListKind.BRANDS, entries=day)])
    assert book.changes_after(midnight) == midnight + timedelta(days=1)


def test_a_long_list_travels_in_parts_and_comes_back_the_same():
    entries = tuple(
        WatchEntry(number=n, hs="95", instruction=f"{n}" * 400, effect=Effect.TWO_READERS)
        for n in range(1, 900)
    )
    new = WatchList(name="l", kind=ListKind.INSTRUCTIONS, entries=entries)

    parts = list(import_parts(new, source="l.csv"))

    back = [entry_from_json(entry) for part in parts for entry in part["entries"]]
    assert len(parts) > 1
    assert content_hash(back) == parts[0]["sha256"] == content_hash(entries)
