"""Distinguished names: a value put into one, and whether two are the same (RFC 4514)."""

import re
from typing import Final

_SPECIAL: Final = re.compile(r'[\\",+;<>=\x00-\x1f\x7f]')
_SPACES: Final = re.compile(r"\s+")
_HEX: Final = re.compile(r"[0-9A-Fa-f]{2}")

Part = tuple[str, str]


def escaped(value: str) -> str:
    """Return a text as one attribute's value in a distinguished name; it can say nothing more.

    References
    ----------
    .. [1] RFC 4514, 2.4.
    """
    text = _SPECIAL.sub(lambda found: f"\\{ord(found[0]):02x}", value)
    if text[:1] in {" ", "#"}:
        text = f"\\{ord(text[0]):02x}{text[1:]}"
    if text.endswith(" "):
        text = f"{text[:-1]}\\20"
    return text


def same_name(one: str, other: str) -> bool:
    """Tell whether two distinguished names name the same entry; case and spaces do not count.

    A text that is none is like no other, not even itself.
    """
    parts = parts_of(one)
    return bool(parts) and parts == parts_of(other)


def parts_of(name: str) -> tuple[frozenset[Part], ...]:
    """Return a name's parts from the entry up; empty for a text that is no name."""
    found: list[set[Part]] = [set()]
    for part, sign in _split(name):
        kind, equals, value = part.partition("=")
        if not equals or not kind.strip():
            return ()
        found[-1].add((kind.strip().lower(), _plain(value)))
        if sign in {",", ";"}:
            found.append(set())
    return tuple(map(frozenset, found))


def _split(name: str) -> list[tuple[str, str]]:
    """Return what stands between signs that part a name, each with the sign behind it."""
    found, at, begin = list[tuple[str, str]](), 0, 0
    while at < len(name):
        if name[at] == "\\":
            at += 1
        elif name[at] in ",;+":
            found.append((name[begin:at], name[at]))
            begin = at + 1
        at += 1
    return [*found, (name[begin:], "")]


def _plain(value: str) -> str:
    """Return a value without its escapes, folded as directories compare names."""
    text, at = bytearray(), 0
    value = value.strip()
    while at < len(value):
        if value[at] == "\\" and _HEX.match(value, at + 1):
            text.append(int(value[at + 1 : at + 3], 16))
            at += 3
            continue
        if value[at] == "\\":
            at += 1
        text += value[at : at + 1].encode("utf-8", "surrogatepass")
        at += 1
    return _SPACES.sub(" ", text.decode("utf-8", "replace").casefold()).strip()
