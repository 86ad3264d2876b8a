"""What a declaration's codes of packages mean (UNECE Recommendation 21), in words."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_KINDS: Final = {
    "BA": (
        QT_TRANSLATE_NOOP("Packages", "barrel"),
        QT_TRANSLATE_NOOP("Packages", "barrels"),
    ),
    "BE": (
        QT_TRANSLATE_NOOP("Packages", "bundle"),
        QT_TRANSLATE_NOOP("Packages", "bundles"),
    ),
    "BG": (
        QT_TRANSLATE_NOOP("Packages", "bag"),
        QT_TRANSLATE_NOOP("Packages", "bags"),
    ),
    "BL": (
        QT_TRANSLATE_NOOP("Packages", "bale"),
        QT_TRANSLATE_NOOP("Packages", "bales"),
    ),
    "BN": (
        QT_TRANSLATE_NOOP("Packages", "bale"),
        QT_TRANSLATE_NOOP("Packages", "bales"),
    ),
    "BX": (
        QT_TRANSLATE_NOOP("Packages", "box"),
        QT_TRANSLATE_NOOP("Packages", "boxes"),
    ),
    "CL": (
        QT_TRANSLATE_NOOP("Packages", "coil"),
        QT_TRANSLATE_NOOP("Packages", "coils"),
    ),
    "CR": (
        QT_TRANSLATE_NOOP("Packages", "crate"),
        QT_TRANSLATE_NOOP("Packages", "crates"),
    ),
    "CS": (
        QT_TRANSLATE_NOOP("Packages", "case"),
        QT_TRANSLATE_NOOP("Packages", "cases"),
    ),
    "CT": (
        QT_TRANSLATE_NOOP("Packages", "carton"),
        QT_TRANSLATE_NOOP("Packages", "cartons"),
    ),
    "CY": (
        QT_TRANSLATE_NOOP("Packages", "cylinder"),
        QT_TRANSLATE_NOOP("Packages", "cylinders"),
    ),
    "DR": (
        QT_TRANSLATE_NOOP("Packages", "drum"),
        QT_TRANSLATE_NOOP("Packages", "drums"),
    ),
    "NE": (
        QT_TRANSLATE_NOOP("Packages", "unpacked piece"),
        QT_TRANSLATE_NOOP("Packages", "unpacked pieces"),
    ),
    "PA": (
        QT_TRANSLATE_NOOP("Packages", "packet"),
        QT_TRANSLATE_NOOP("Packages", "packets"),
    ),
    "PK": (
        QT_TRANSLATE_NOOP("Packages", "package"),
        QT_TRANSLATE_NOOP("Packages", "packages"),
    ),
    "PX": (
        QT_TRANSLATE_NOOP("Packages", "pallet"),
        QT_TRANSLATE_NOOP("Packages", "pallets"),
    ),
    "RL": (
        QT_TRANSLATE_NOOP("Packages", "reel"),
        QT_TRANSLATE_NOOP("Packages", "reels"),
    ),
    "RO": (
        QT_TRANSLATE_NOOP("Packages", "roll"),
        QT_TRANSLATE_NOOP("Packages", "rolls"),
    ),
    "SA": (
        QT_TRANSLATE_NOOP("Packages", "sack"),
        QT_TRANSLATE_NOOP("Packages", "sacks"),
    ),
    "TN": (
        QT_TRANSLATE_NOOP("Packages", "tin"),
        QT_TRANSLATE_NOOP("Packages", "tins"),
    ),
    "VL": (
        QT_TRANSLATE_NOOP("Packages", "liquid in bulk"),
        QT_TRANSLATE_NOOP("Packages", "liquid in bulk"),
    ),
    "VR": (
        QT_TRANSLATE_NOOP("Packages", "grains in bulk"),
        QT_TRANSLATE_NOOP("Packages", "grains in bulk"),
    ),
    "WA": (
        QT_TRANSLATE_NOOP("Packages", "bulk container"),
        QT_TRANSLATE_NOOP("Packages", "bulk containers"),
    ),
}
"""Of each code the word for one and the word for many; Chinese has the same for both."""

_IN_BULK: Final = frozenset({"VL", "VR"})
"""Of the codes that have a word here; a bare code beside a mass would tell less than a count."""


def is_loose(code: str) -> bool:
    """Tell whether a code stands for goods in bulk, of which there are no pieces to count."""
    return code.strip().upper() in _IN_BULK


def package_kind(code: str, count: int) -> str:
    """Return the word for so many packages of a code, or an empty text for a code not known."""
    word = _KINDS.get(code.strip().upper())
    if word is None:
        return ""
    one, many = word
    return QCoreApplication.translate("Packages", str(one if count == 1 else many))
