"""What the trader declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workstation.domain.errors import DeclarationUnreadable
from workstation.domain.kept_text import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line of a declaration: HS code (digits only, 2 to 10), name, packages, gross mass."""

    hs: str
    name: str
    name_zh: str = ""
    packages: int | None = None
    package_kind: str = ""
    gross_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration as far as the reviewer needs it; goods lines keep their order."""

    number: str
    container: str | None
    goods: tuple[GoodsLine, ...]
    consignor: str = ""
    consignee: str = ""
    origin: str = ""
    destination: str = ""
    risk_instruction: str = ""
    size_type: str = ""
    lot: str = ""

    @property
    def hs_codes(self) -> tuple[str, ...]:
        """The declared HS codes in order, each once."""
        return tuple(dict.fromkeys(line.hs for line in self.goods))


def declaration_to_json(declaration: Declaration) -> dict[str, Any]:
    """Return the declaration as plain JSON values, schema ``reviewroom.declaration/1``."""
    return {
        "schema": "reviewroom.declaration/1",
        "number": declaration.number,
        "container": declaration.container,
        "consignor": declaration.consignor,
        "consignee": declaration.consignee,
        "origin": declaration.origin,
        "destination": declaration.destination,
        "risk_instruction": declaration.risk_instruction,
        "size_type": declaration.size_type,
        "lot": declaration.lot,
        "goods": [
            {
                "hs": line.hs,
                "name": line.name,
                "name_zh": line.name_zh,
                "packages": line.packages,
                "package_kind": line.package_kind,
                "gross_kg": line.gross_kg,
            }
            for line in declaration.goods
        ],
    }


def declaration_from_json(data: Any, *, source: str) -> Declaration:  # noqa: ANN401 - foreign JSON
    """Read a declaration from parsed JSON; its texts are such as are `kept`.

    Raises
    ------
    DeclarationUnreadable
        If it is not an object, a required key is missing, or a value has the wrong type.
    """
    record = _object(data, source, "the declaration")
    lines = record.get("goods", [])
    if not isinstance(lines, list):
        raise DeclarationUnreadable(source, "goods must be a list")
    return Declaration(
        number=_text(record, "number", source, required=True),
        container=_text(record, "container", source) or None,
        goods=tuple(_goods_line(line, source) for line in lines),
        consignor=_text(record, "consignor", source),
        consignee=_text(record, "consignee", source),
        origin=_text(record, "origin", source),
        destination=_text(record, "destination", source),
        risk_instruction=_text(record, "risk_instruction", source),
        size_type=_text(record, "size_type", source),
        lot=_text(record, "lot", source),
    )


def _object(data: Any, source: str, what: str) -> Mapping[str, Any]:  # noqa: ANN401
    if not isinstance(data, dict):
        raise DeclarationUnreadable(source, f"{what} is not a JSON object")
    return data


def _goods_line(data: Any, source: str) -> GoodsLine:  # noqa: ANN401
    record = _object(data, source, "a goods line")
    hs = _text(record, "hs", source, required=True)
    if not (hs.isascii() and hs.isdigit() and 2 <= len(hs) <= 10):
        raise DeclarationUnreadable(source, f"HS code {hs!r} is not 2 to 10 digits")
    packages = _number(record, "packages", source)
    return GoodsLine(
        hs=hs,
        name=_text(record, "name", source),
        name_zh=_text(record, "name_zh", source),
        packages=None if packages is None else int(packages),
        package_kind=_text(record, "package_kind", source),
        gross_kg=_number(record, "gross_kg", source),
    )


def _text(record: Mapping[str, Any], key: str, source: str, *, required: bool = False) -> str:
    value = record.get(key)
    if value is None or value == "":
        if required:
            raise DeclarationUnreadable(source, f"{key} is missing")
        return ""
    if not isinstance(value, str):
        raise DeclarationUnreadable(source, f"{key} is not a text")
    return kept(value)


def _number(record: Mapping[str, Any], key: str, source: str) -> float | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise DeclarationUnreadable(source, f"{key} is not a number from 0 to 10⁹")
    return float(value)
