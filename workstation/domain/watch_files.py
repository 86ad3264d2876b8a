"""Reading a list of risk control from a file: whole and right, or not at all."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from workstation.domain.container import is_valid
from workstation.domain.errors import ReviewRoomError
from workstation.domain.watch_list import Effect, WatchEntry, folded

COLUMNS: Final = (
    "container",
    "consignee",
    "hs",
    "word",
    "site",
    "valid_from",
    "valid_to",
    "instruction",
    "effect",
)
MOST_ENTRIES: Final = 5000
_LONGEST: Final = 500
_SHORTEST_WORD: Final = 2
_SITE: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")


class WatchListUnreadable(ReviewRoomError):
    """A file is not a list of risk control; nothing of it was imported."""

    advice = "Correct the file and import it again; the list in force is as it was."

    def __init__(self, source: str, line: int, reason: str) -> None:
        where = f"{source}, line {line}" if line else source
        super().__init__(f"{where}: {reason}")
        self.source, self.line, self.reason = source, line, reason


def read_watch_file(name: str, content: bytes, *, zone: tzinfo) -> tuple[WatchEntry, ...]:
    """Read a list from a file's bytes; its name's ending tells whether CSV, JSON or TOML.

    Parameters
    ----------
    zone : tzinfo
        In which days without a time begin and end; ``valid_to`` counts to the end of its day.

    Raises
    ------
    WatchListUnreadable
        If anything in it is wrong, with the first line that is. In TOML and JSON files the line
        is the number of the entry.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WatchListUnreadable(name, line, "this is not UTF-8 text") from error
    ending = name.rpartition(".")[2].lower()
    readers = {"csv": _csv_rows, "json": _json_rows, "toml": _toml_rows}
    if ending not in readers:
        raise WatchListUnreadable(name, 0, "a list is a .csv, .json or .toml file")
    entries: dict[str, WatchEntry] = {}
    for line, row in readers[ending](name, text):
        entry = _entry(name, line, row, zone)
        if entry.key in entries:
            twin = entries[entry.key].number
            raise WatchListUnreadable(name, line, f"this says the same as line {twin}")
        entries[entry.key] = entry
        if len(entries) > MOST_ENTRIES:
            raise WatchListUnreadable(name, line, f"a list has {MOST_ENTRIES:,} entries at most")
    if not entries:
        raise WatchListUnreadable(name, 0, "there is no entry in it")
    return tuple(entries.values())


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        titles = [title.strip().lower() for title in next(reader, [])]
        _check_names(name, 1, titles)
        if len(set(titles)) != len(titles):
            raise WatchListUnreadable(name, 1, "a column stands there twice")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(titles):
                reason = f"{len(cells)} cells where the first line names {len(titles)} columns"
                raise WatchListUnreadable(name, reader.line_num, reason)
            yield reader.line_num, dict(zip(titles, cells, strict=True))
    except csv.Error as error:
        raise WatchListUnreadable(name, reader.line_num, f"this is not CSV: {error}") from error


def _json_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"this is not JSON: {error.msg}"
        raise WatchListUnreadable(name, error.lineno, reason) from error
    except RecursionError as error:
        raise WatchListUnreadable(name, 0, "this is not a list: it is nested too deep") from error
    yield from _tables(name, document)


def _toml_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise WatchListUnreadable(name, line, f"this is not TOML: {error}") from error
    except RecursionError as error:
        raise WatchListUnreadable(name, 0, "this is not a list: it is nested too deep") from error
    yield from _tables(name, document)


def _tables(name: str, document: object) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = document.get("entry") if isinstance(document, dict) else document
    if not isinstance(rows, list) or (isinstance(document, dict) and len(document) != 1):
        raise WatchListUnreadable(name, 0, "expected one list called 'entry' and nothing else")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise WatchListUnreadable(name, number, "an entry is a table of names and values")
        _check_names(name, number, list(row))
        yield number, row


def _check_names(name: str, line: int, names: Sequence[str]) -> None:
    unknown = [one for one in names if one not in COLUMNS]
    if unknown or not names:
        what = f"{unknown[0][:40]!r} is not known" if unknown else "no column is named"
        raise WatchListUnreadable(name, line, f"{what}; known: {', '.join(COLUMNS)}")


def _entry(name: str, line: int, row: Mapping[str, Any], zone: tzinfo) -> WatchEntry:
    texts = {key: _text(name, line, row, key) for key in COLUMNS if not key.startswith("valid_")}
    container, hs = texts["container"].upper().replace(" ", ""), _hs(texts["hs"])
    effect = texts["effect"].lower() or Effect.LOOK_AT.value
    begin = _instant(name, line, row, "valid_from", zone)
    end = _instant(name, line, row, "valid_to", zone)
    faults = (
        (
            bool(container) and not is_valid(container),
            f"{container[:20]!r} is no container number whose check digit agrees",
        ),
        (
            bool(hs) and not (hs.isascii() and hs.isdigit() and 2 <= len(hs) <= 10),
            f"{texts['hs'][:20]!r} is no HS code: 2 to 10 digits",
        ),
        (
            bool(texts["word"]) and len(folded(texts["word"])) < _SHORTEST_WORD,
            f"a word has {_SHORTEST_WORD} letters at least",
        ),
        (
            bool(texts["site"]) and not _SITE.match(texts["site"]),
            f"{texts['site'][:20]!r} is no name of a site",
        ),
        (
            not (container or texts["consignee"] or hs or texts["word"]),
            "it names no container, consignee, HS code or word",
        ),
        (
            effect not in set(Effect),
            f"{effect[:20]!r} is no effect; known: {', '.join(Effect)}",
        ),
        (
            begin is not None and end is not None and begin >= end,
            "it ends before it begins",
        ),
    )
    for is_wrong, reason in faults:
        if is_wrong:
            raise WatchListUnreadable(name, line, reason)
    return WatchEntry(
        number=line,
        container=container,
        consignee=texts["consignee"],
        hs=hs,
        word=texts["word"],
        site=texts["site"],
        valid_from=begin,
        valid_to=end,
        instruction=texts["instruction"],
        effect=Effect(effect),
    )


def _hs(text: str) -> str:
    return text.replace(".", "").replace(" ", "")


def _text(name: str, line: int, row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise WatchListUnreadable(name, line, f"{key} is not a text")
    text = " ".join(value.split())
    if len(text) > _LONGEST:
        raise WatchListUnreadable(name, line, f"{key} has more than {_LONGEST} letters")
    if not text.isprintable():
        raise WatchListUnreadable(name, line, f"{key} has signs that cannot be printed")
    return text


def _instant(
    name: str, line: int, row: Mapping[str, Any], key: str, zone: tzinfo
) -> datetime | None:
    """Return when validity begins or ends; a day alone begins at its midnight, ends with it."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str | date):  # a TOML file may hold a day or an instant
        raise WatchListUnreadable(name, line, f"{key} is not a day")
    try:
        found = _day_or_instant(value)
        if isinstance(found, datetime):
            if found.tzinfo is None:
                reason = f"{key} has a time and no time zone; write 2026-11-01T08:00+08:00"
                raise WatchListUnreadable(name, line, reason)
            return found
        day = found + timedelta(days=1) if key == "valid_to" else found
        return datetime.combine(day, time(), tzinfo=zone)
    except (ValueError, OverflowError) as error:
        reason = f"{str(value)[:30]!r} is no day such as 2026-11-01"
        raise WatchListUnreadable(name, line, reason) from error


def _day_or_instant(value: str | date) -> date:
    if isinstance(value, date):
        return value
    text = value.strip()
    return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
