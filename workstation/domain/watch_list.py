"""布控: what risk control asks to look out for, and which cases are meant. Pure rules.

A list has entries; each names a container, a consignee, an HS code or its beginning, or a word in
the goods' text, and may be for one site and for a time only. Everything that an entry names must
fit. Lists of brands and of prohibited goods are read alike and raise alerts of their own.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from workstation.domain.declaration import Declaration
from workstation.domain.instants import from_text, to_text

#: What a list may be called.
LIST_NAME: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")


class ListKind(StrEnum):
    """What a list is about."""

    INSTRUCTIONS = "instructions"
    BRANDS = "brands"
    PROHIBITED = "prohibited"


class Effect(StrEnum):
    """What an entry asks for."""

    MUST_INSPECT = "must_inspect"
    TWO_READERS = "two_readers"
    LOOK_AT = "look_at"


class Field(StrEnum):
    """What of a case an entry names."""

    CONTAINER = "container"
    CONSIGNEE = "consignee"
    HS = "hs"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEntry:
    """One line of a list; an empty text names nothing.

    ``number`` is its line in the file it came from. ``valid_from`` is the first instant at which
    it counts, ``valid_to`` the first at which it does so no longer; None is without end.
    """

    number: int
    container: str = ""
    consignee: str = ""
    hs: str = ""
    word: str = ""
    site: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    instruction: str = ""
    effect: Effect = Effect.LOOK_AT

    @property
    def key(self) -> str:
        """What tells this entry from others, wherever it stands in its list."""
        content = {**entry_to_json(self), "number": 0}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def counts_at(self, now: datetime) -> bool:
        """Tell whether the entry counts at an instant."""
        begun = self.valid_from is None or self.valid_from <= now
        return begun and (self.valid_to is None or now < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList:
    """A list as it was imported; the same name again replaces it whole."""

    name: str
    kind: ListKind
    entries: tuple[WatchEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A case that an entry means. ``fields`` are what fitted, ``key`` is the entry's."""

    list_name: str
    kind: ListKind
    key: str
    number: int
    effect: Effect
    instruction: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What of a case the lists are held against; ``text`` is all that tells of its goods."""

    site: str
    container: str
    consignee: str
    hs: tuple[str, ...]
    text: str


def watched_facts(site: str, scanned: str | None, declared: Declaration | None) -> Watched:
    """Return what the lists are held against; ``scanned`` is the container as the site told it."""
    container = scanned or (declared.container if declared else None) or ""
    lines = () if declared is None else declared.goods
    return Watched(
        site=site,
        container=container.upper(),
        consignee="" if declared is None else folded(declared.consignee),
        hs=tuple(line.hs for line in lines),
        text=folded(" | ".join(name for line in lines for name in (line.name, line.name_zh))),
    )


class WatchBook:
    """All lists in force, laid out so that a case is held against them in little time."""

    def __init__(self, lists: Iterable[WatchList] = ()) -> None:
        self.lists = {one.name: one for one in lists}
        self._by: dict[tuple[Field, str], list[tuple[WatchList, WatchEntry]]] = {}
        self._words: list[tuple[re.Pattern[str], WatchList, WatchEntry]] = []
        for one in self.lists.values():
            for entry in one.entries:
                self._lay_out(one, entry)

    def hits(self, facts: Watched, now: datetime) -> tuple[Hit, ...]:
        """Return every entry that means a case at an instant, in the order of lists and lines."""
        found = [
            _hit(owner, entry)
            for owner, entry in self._candidates(facts)
            if entry.counts_at(now) and _means(entry, facts)
        ]
        unique = {(hit.list_name, hit.key): hit for hit in found}
        return tuple(sorted(unique.values(), key=lambda hit: (hit.list_name, hit.number)))

    def changes_after(self, now: datetime) -> datetime | None:
        """Return the first instant after ``now`` at which an entry begins or ends to count."""
        instants = (
            instant
            for one in self.lists.values()
            for entry in one.entries
            for instant in (entry.valid_from, entry.valid_to)
            if instant is not None and instant > now
        )
        return min(instants, default=None)

    def _candidates(self, facts: Watched) -> Iterable[tuple[WatchList, WatchEntry]]:
        yield from self._by.get((Field.CONTAINER, facts.container), ())
        yield from self._by.get((Field.CONSIGNEE, facts.consignee), ())
        beginnings = {code[:end] for code in facts.hs for end in range(2, len(code) + 1)}
        for beginning in beginnings:
            yield from self._by.get((Field.HS, beginning), ())
        if facts.text:
            yield from (
                (owner, entry) for word, owner, entry in self._words if word.search(facts.text)
            )

    def _lay_out(self, owner: WatchList, entry: WatchEntry) -> None:
        """File an entry under the rarest thing that it names."""
        if entry.container:
            key = (Field.CONTAINER, entry.container)
        elif entry.consignee:
            key = (Field.CONSIGNEE, folded(entry.consignee))
        elif entry.hs:
            key = (Field.HS, entry.hs)
        else:
            self._words.append((word_pattern(entry.word), owner, entry))
            return
        self._by.setdefault(key, []).append((owner, entry))


def folded(text: str) -> str:
    """Return a text so that equal names are equal: one width, one case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def word_pattern(word: str) -> re.Pattern[str]:
    """Return what finds a word in a folded text: whole words where words have ends.

    Chinese has no blanks between words, so that there a word may stand within others.
    """
    text = folded(word)
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", text) else ""
    behind = r"(?![a-z0-9])" if re.search(r"[a-z0-9]\Z", text) else ""
    return re.compile(before + re.escape(text) + behind)


def _means(entry: WatchEntry, facts: Watched) -> bool:
    return (
        (not entry.site or entry.site == facts.site)
        and (not entry.container or entry.container == facts.container)
        and (not entry.consignee or folded(entry.consignee) == facts.consignee)
        and (not entry.hs or any(code.startswith(entry.hs) for code in facts.hs))
        and (not entry.word or word_pattern(entry.word).search(facts.text) is not None)
    )


def _hit(owner: WatchList, entry: WatchEntry) -> Hit:
    named = {
        Field.CONTAINER: entry.container,
        Field.CONSIGNEE: entry.consignee,
        Field.HS: entry.hs,
        Field.WORD: entry.word,
    }
    return Hit(
        list_name=owner.name,
        kind=owner.kind,
        key=entry.key,
        number=entry.number,
        effect=entry.effect,
        instruction=entry.instruction,
        fields=tuple(field for field, value in named.items() if value),
    )


#: A message holds 256 KiB; one more entry of the longest texts must still fit.
_PART_BYTES: Final = 128 * 1024
_TEXTS: Final = ("container", "consignee", "hs", "word", "site", "instruction")


def entry_to_json(entry: WatchEntry) -> dict[str, Any]:
    """Return an entry as plain JSON values."""
    return {
        "number": entry.number,
        **{name: getattr(entry, name) for name in _TEXTS},
        "valid_from": None if entry.valid_from is None else to_text(entry.valid_from),
        "valid_to": None if entry.valid_to is None else to_text(entry.valid_to),
        "effect": entry.effect.value,
    }


def entry_from_json(data: Mapping[str, Any]) -> WatchEntry:
    """Read what `entry_to_json` wrote; ``KeyError``, ``TypeError`` or ``ValueError`` otherwise."""
    begin, end = data.get("valid_from"), data.get("valid_to")
    return WatchEntry(
        number=int(data["number"]),
        **{name: str(data.get(name, "")) for name in _TEXTS},
        valid_from=None if begin is None else from_text(begin),
        valid_to=None if end is None else from_text(end),
        effect=Effect(data["effect"]),
    )


def content_hash(entries: Sequence[WatchEntry]) -> str:
    """Return the SHA-256 of entries as they were imported, lower-case hex."""
    text = json.dumps([entry_to_json(one) for one in entries], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def import_parts(new: WatchList, *, source: str) -> Iterator[dict[str, Any]]:
    """Yield a list as the documents by which it is imported, each small enough for one message.

    What an entry does not name is left out; `entry_from_json` reads it as empty.
    """
    digest, first = content_hash(new.entries), 0
    texts = [
        {name: value for name, value in entry_to_json(entry).items() if value not in ("", None)}
        for entry in new.entries
    ]
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and size < _PART_BYTES:
            size += len(json.dumps(texts[last], ensure_ascii=False).encode()) + 1
            last += 1
        yield {
            "name": new.name,
            "kind": new.kind.value,
            "source": source,
            "sha256": digest,
            "first": first,
            "total": len(texts),
            "entries": texts[first:last],
        }
        first = last
