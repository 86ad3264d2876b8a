"""What an officer asserts about a mark: a coded type, how sure, and what goods it may be.

The types are those that customs' practice tells of and what the threat object of DICOS (NEMA
IIC 1, threat detection report) can say about a box: contraband, prohibited item, explosive,
anomaly. Their names in both languages stand here and not in the window's translations, because
the crew's order at the site bears both, and the crew must read what the officer read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class FindingKind(StrEnum):
    """What a mark is taken for, the frequent ones first: their order is that of the number keys."""

    GOODS_DIFFER = "goods_differ"
    UNDECLARED_GOODS = "undeclared_goods"
    HIDDEN_SPACE = "hidden_space"
    DENSE_OBJECT = "dense_object"
    ORGANIC_MASS = "organic_mass"
    CIGARETTES_ALCOHOL = "cigarettes_alcohol"
    DRUGS = "drugs"
    WEAPON = "weapon"
    WASTE = "waste"
    UNEXPLAINED_SPACE = "unexplained_space"
    STRUCTURE_CHANGED = "structure_changed"
    PERSON_ANIMAL = "person_animal"
    DANGEROUS_GOODS = "dangerous_goods"
    PROTECTED_SPECIES = "protected_species"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure an officer is, the least sure first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The same words in both languages of the room."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a mark is taken for; bounds are in `workstation.domain.mark_limits`.

    Attributes
    ----------
    kind : FindingKind or None
        None while only goods have been guessed: a mark may wait for its type.
    goods : str
        What goods it may be, on one line; empty when nobody guessed.
    hs : str
        The guessed goods' HS code, 2 to 10 digits; empty when nobody gave one.
    """

    kind: FindingKind | None = None
    confidence: Confidence = Confidence.MEDIUM
    goods: str = ""
    hs: str = ""


KINDS: Final[Mapping[FindingKind, Told]] = {
    FindingKind.GOODS_DIFFER: Told(en="Goods not as declared", zh="货物与申报不符"),
    FindingKind.UNDECLARED_GOODS: Told(en="Undeclared goods", zh="夹藏未申报货物"),
    FindingKind.HIDDEN_SPACE: Told(en="Hidden compartment or false wall", zh="夹层、暗格或假墙"),
    FindingKind.DENSE_OBJECT: Told(en="Dense object", zh="高密度物体"),
    FindingKind.ORGANIC_MASS: Told(en="Organic mass", zh="有机物团块"),
    FindingKind.CIGARETTES_ALCOHOL: Told(en="Cigarettes or alcohol", zh="烟酒"),
    FindingKind.DRUGS: Told(en="Drugs suspected", zh="疑似毒品"),
    FindingKind.WEAPON: Told(en="Weapon or ammunition", zh="枪支弹药"),
    FindingKind.WASTE: Told(en="Waste", zh="固体废物"),
    FindingKind.UNEXPLAINED_SPACE: Told(en="Empty space unexplained", zh="空缺原因不明"),
    FindingKind.STRUCTURE_CHANGED: Told(en="Structure changed", zh="箱体结构改动"),
    FindingKind.PERSON_ANIMAL: Told(en="Person or animal", zh="人员或动物"),
    FindingKind.DANGEROUS_GOODS: Told(en="Dangerous goods or explosives", zh="危险品或爆炸物"),
    FindingKind.PROTECTED_SPECIES: Told(en="Protected species", zh="濒危动植物及其制品"),
    FindingKind.OTHER: Told(en="Other", zh="其他"),
}
CONFIDENCES: Final[Mapping[Confidence, Told]] = {
    Confidence.LOW: Told(en="low", zh="低"),
    Confidence.MEDIUM: Told(en="medium", zh="中"),
    Confidence.HIGH: Told(en="high", zh="高"),
}
NO_KIND: Final = Told(en="no type yet", zh="类型待定")
_CHINESE_MARKS: Final = str.maketrans(
    {
        ",": "\N{FULLWIDTH COMMA}",
        ":": "\N{FULLWIDTH COLON}",
        ";": "\N{FULLWIDTH SEMICOLON}",
        "(": "\N{FULLWIDTH LEFT PARENTHESIS}",
        ")": "\N{FULLWIDTH RIGHT PARENTHESIS}",
    }
)
_HS: Final = re.compile(r"(?<!\S)(?:\d{4}|\d{6}|\d{8}|\d{10}|\d{4}\.\d{2}(?:\.\d{2}){0,2})(?!\S)")


def chinese_marks(text: str) -> str:
    """Return a Chinese text with the punctuation of Chinese print instead of that of ASCII.

    For texts of our own only: what people typed stays as they typed it.
    """
    return text.translate(_CHINESE_MARKS)


def goods_from_text(text: str) -> tuple[str, str]:
    """Part what an officer typed into goods and HS code, ``"cigarettes 2402.20"``.

    The first number of 4, 6, 8 or 10 digits that stands alone, with or without the customary
    dots, is the code; without one the code is empty.
    """
    line = " ".join("".join(s for s in text if s.isspace() or s.isprintable()).split())
    found = _HS.search(line)
    if found is None or not found[0].isascii():
        return line, ""
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    return " ".join(rest.split()), found[0].replace(".", "")


def goods_to_text(finding: Finding | None) -> str:
    """Return goods and HS code as one line, which `goods_from_text` parts again."""
    if finding is None:
        return ""
    return " ".join(part for part in (finding.goods, finding.hs) if part)


def told(finding: Finding | None) -> Told:
    """Return a finding in both languages: ``Dense object, confidence high: engine block``.

    Without a type no confidence is told: there is nothing yet to be sure of.
    """
    goods = goods_to_text(finding)
    if finding is None or finding.kind is None:
        kind = NO_KIND
    else:
        name, sure = KINDS[finding.kind], CONFIDENCES[finding.confidence]
        kind = Told(
            en=f"{name.en}, confidence {sure.en}", zh=chinese_marks(f"{name.zh},把握{sure.zh}")
        )
    if not goods:
        return kind
    return Told(en=f"{kind.en}: {goods}", zh=f"{kind.zh}{chinese_marks(':')}{goods}")


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON values; the keys are the names of its attributes."""
    return {
        "kind": None if finding.kind is None else finding.kind.value,
        "confidence": finding.confidence.value,
        "goods": finding.goods,
        "hs": finding.hs,
    }


def finding_from_json(data: Mapping[str, Any]) -> Finding:
    """Read what `finding_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    kind = data["kind"]
    return Finding(
        kind=None if kind is None else FindingKind(kind),
        confidence=Confidence(data["confidence"]),
        goods=str(data.get("goods", "")),
        hs=str(data.get("hs", "")),
    )
