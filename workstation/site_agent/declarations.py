"""Declarations that wait in the inbox, and which of them belongs to which scan."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workstation.domain.declaration import Declaration, declaration_from_json
from workstation.domain.errors import DeclarationUnreadable
from workstation.site_agent.identity import stem
from workstation.site_agent.outbox import Manifest
from workstation.site_agent.watch import SettledFile

_MAX_BYTES: Final = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDeclaration:
    """A declaration whose file still stands in the inbox."""

    file: SettledFile
    declaration: Declaration


def read_declaration(path: Path) -> Declaration:
    """Read a declaration file; raise ``DeclarationUnreadable`` for anything else.

    A byte order mark, as some exports write it, is allowed.
    """
    name = path.name
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise DeclarationUnreadable(name, "it is larger than 1 MiB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DeclarationUnreadable(name, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DeclarationUnreadable(name, "is not UTF-8 text") from error
    if not text.strip():
        raise DeclarationUnreadable(name, "the file is empty")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DeclarationUnreadable(name, "is not JSON, or is cut short") from error
    return declaration_from_json(data, source=name)


def find_partner(waiting: WaitingDeclaration, scans: Iterable[Manifest]) -> Manifest | None:
    """Return the scan that a declaration belongs to: by file name, number, then container.

    Where both tell a container, the containers must agree, whatever else does: one declaration
    may cover many containers. Of several by container the newest is meant.
    """
    lawful = [scan for scan in scans if _containers_agree(waiting.declaration, scan)]
    by_name = [scan for scan in lawful if stem(waiting.file.path.name) in _names(scan)]
    number = waiting.declaration.number
    by_number = [scan for scan in lawful if scan.head.get("declaration") == number]
    by_container = [scan for scan in lawful if _same_container(waiting.declaration, scan)]
    for found in (by_name, by_number, by_container):
        if found:
            return max(found, key=lambda scan: scan.spooled_at)
    return None


def _names(scan: Manifest) -> Sequence[str]:
    return [scan.scan_id, *(stem(source) for source in scan.sources)]


def _containers_agree(declaration: Declaration, scan: Manifest) -> bool:
    either_unknown = not declaration.container or not scan.head.get("container")
    return either_unknown or _same_container(declaration, scan)


def _same_container(declaration: Declaration, scan: Manifest) -> bool:
    told = (scan.head.get("container"), *scan.containers)
    if not declaration.container:
        return False
    return _plain(declaration.container) in {_plain(one) for one in told if isinstance(one, str)}


def _plain(container: str) -> str:
    """Return a container number without the blanks and strokes that people put into it."""
    return "".join(c for c in container.upper() if c.isalnum())
