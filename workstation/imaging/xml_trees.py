"""XML of strangers: a small tree without document types, entities or depth to drown in."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from workstation.domain.errors import ScanUnreadable

MOST_BYTES: Final = 1 << 20
DEEPEST: Final = 32
_MOST_ELEMENTS: Final = 20_000
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Element:
    """One element: its name without namespace, its attributes, its text, its children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> list["Element"]:
        """Return the elements at a path of names below this one, in the order of the file."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def said(self, *path: str) -> str:
        """Return the text of the first element at a path on one line, or an empty text."""
        found = self.all(*path)
        return " ".join(found[0].text.split())[:200] if found else ""


def looks_like_xml(first_bytes: bytes) -> bool:
    """Tell whether a file may begin an XML document, whichever of UTF-8 and UTF-16 it is in."""
    text = first_bytes[:64]
    if text.startswith(_UTF16):
        text = text[2:].replace(b"\0", b"")
    return text.removeprefix(_BOM).lstrip().startswith(b"<")


def root_name(first_bytes: bytes) -> str:
    """Return the name of the root element from the first bytes of a file; empty when unclear."""
    text = first_bytes
    if text.startswith(_UTF16):
        text = text[2:].replace(b"\0", b"")
    found = _ROOT.search(text.removeprefix(_BOM).decode("ascii", "replace"))
    return found["name"] if found else ""


def parse_xml(data: bytes, source: str) -> Element:
    """Parse a whole document.

    Raises
    ------
    ScanUnreadable
        If it is larger than 1 MiB, deeper than 32 elements, not well formed, or declares a
        document type or an entity, whose unfolding could fill the machine or name a file.
    """
    if len(data) > MOST_BYTES:
        raise ScanUnreadable(source, "the XML file is larger than 1 MiB")
    builder = _Builder(source)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    parser.StartElementHandler = builder.open
    parser.EndElementHandler = builder.close
    parser.CharacterDataHandler = builder.say
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.UnparsedEntityDeclHandler = builder.refuse
    parser.ExternalEntityRefHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ScanUnreadable(source, f"the XML is damaged ({error})") from error
    if builder.root is None:
        raise ScanUnreadable(source, "the XML is empty")
    return builder.root


class _Builder:
    def __init__(self, source: str) -> None:
        self._source = source
        self.root: Element | None = None
        self._path: list[Element] = []
        self._count = 0

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._path) >= DEEPEST or self._count > _MOST_ELEMENTS:
            raise ScanUnreadable(self._source, "the XML is deeper or longer than a sidecar may be")
        plain = {_local(key): value for key, value in attributes.items()}
        element = Element(name=_local(name), attributes=plain)
        if self._path:
            self._path[-1].children.append(element)
        else:
            self.root = element
        self._path.append(element)

    def close(self, _name: str) -> None:
        self._path.pop()

    def say(self, text: str) -> None:
        self._path[-1].text += text

    def refuse(self, *_declared: object) -> int:
        raise ScanUnreadable(self._source, "the XML declares a document type or an entity")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
