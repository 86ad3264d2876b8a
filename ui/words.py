"""Codes put into the officer's words, in the language of the moment.

Every code that the engine or the hub may send has its sentence here; one that is not known yet is
shown as it came, in plain text, so that nothing is hidden.
"""

import re
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.format_doubts import FORMAT_DOUBTS, SCANNER_ALARMS
from ui.i18n import in_own_words
from ui.link_news import Trouble
from workstation.domain.comparison import Verdict
from workstation.domain.context import Relation, Tier
from workstation.domain.decision import Conclusion, MarkShape
from workstation.domain.finding import CONFIDENCES, KINDS, NO_KIND, Confidence, FindingKind, Told
from workstation.domain.mark_limits import MOST_GOODS, MOST_MARKS, MarkFault
from workstation.domain.photo import MissingPhoto, PhotoFault
from workstation.domain.position import End, Position
from workstation.domain.position_words import phrase
from workstation.domain.readings import READINGS_DIFFER
from workstation.domain.reason_words import reason_words
from workstation.review.arming import Obstacle
from workstation.review.coverage import Strip
from workstation.review.reasons import Reason

_CONCLUSIONS: Final = {
    Conclusion.RELEASE: QT_TRANSLATE_NOOP("Words", "Release"),
    Conclusion.INSPECT: QT_TRANSLATE_NOOP("Words", "Inspect"),
    Conclusion.RESCAN: QT_TRANSLATE_NOOP("Words", "Rescan"),
    Conclusion.REFER: QT_TRANSLATE_NOOP("Words", "Refer"),
}
_VERDICTS: Final = {
    Verdict.CONSISTENT: QT_TRANSLATE_NOOP("Words", "Consistent with the declaration"),
    Verdict.INCONSISTENT: QT_TRANSLATE_NOOP("Words", "Does not fit the declaration"),
    Verdict.CANNOT_JUDGE: QT_TRANSLATE_NOOP("Words", "Cannot judge"),
}
_WHY: Final = {
    "training": QT_TRANSLATE_NOOP("Words", "Training: the engine keeps its opinion to itself."),
    "goods_not_declared": QT_TRANSLATE_NOOP("Words", "No goods are declared."),
    "goods_not_learned": QT_TRANSLATE_NOOP(
        "Words", "The library has no typical model of the declared goods."
    ),
    "library_empty": QT_TRANSLATE_NOOP("Words", "The library of typical models is empty."),
    "no_container": QT_TRANSLATE_NOOP("Words", "No container was found in the picture."),
    "poor_image": QT_TRANSLATE_NOOP("Words", "The picture is too poor to compare."),
    "upside_down": QT_TRANSLATE_NOOP("Words", "The picture seems to be upside down."),
    "library_outdated": QT_TRANSLATE_NOOP(
        "Words", "The library was described by another version; it must be indexed anew."
    ),
    "library_partly_outdated": QT_TRANSLATE_NOOP(
        "Words", "Some typical models await indexing and were left out."
    ),
    "library_being_indexed": QT_TRANSLATE_NOOP(
        "Words", "The library of typical models is being indexed; not all of it was compared with."
    ),
    "library_damaged": QT_TRANSLATE_NOOP(
        "Words",
        "None of the typical models can be read; ask the librarian to index the library again.",
    ),
    "library_partly_damaged": QT_TRANSLATE_NOOP(
        "Words", "Some typical models are damaged and were left out."
    ),
    "uncalibrated": QT_TRANSLATE_NOOP(
        "Words", "No step wedge: densities were compared relative to each other only."
    ),
    "eight_bit": QT_TRANSLATE_NOOP("Words", "8-bit picture: dense goods were compared coarsely."),
    "unlike_anything_known": QT_TRANSLATE_NOOP(
        "Words", "The load is unlike every typical model in the library."
    ),
    "engine_failed": QT_TRANSLATE_NOOP("Words", "The engine failed on this scan."),
    "container_empty": QT_TRANSLATE_NOOP("Words", "The container looks empty."),
    "goods_partly_learned": QT_TRANSLATE_NOOP(
        "Words", "Only some of the declared goods have typical models."
    ),
    "too_few_models": QT_TRANSLATE_NOOP(
        "Words", "Too few typical models to tell how unusual this load is."
    ),
    "few_models": QT_TRANSLATE_NOOP("Words", "Few typical models: judge with care."),
    "calibrated_on_phantoms": QT_TRANSLATE_NOOP(
        "Words", "Calibrated on simulated scans: judge with care."
    ),
    "size_unknown": QT_TRANSLATE_NOOP(
        "Words", "The pixel size is unknown; sizes were compared by the container's height."
    ),
    "single_energy": QT_TRANSLATE_NOOP("Words", "One energy only: materials were not compared."),
    "unlike_declared_goods": QT_TRANSLATE_NOOP(
        "Words", "The load is unlike every typical model of the declared goods."
    ),
}
_DEVIATIONS: Final = {
    "texture": QT_TRANSLATE_NOOP("Words", "texture"),
    "density": QT_TRANSLATE_NOOP("Words", "density"),
    "material": QT_TRANSLATE_NOOP("Words", "material"),
    "fill_height": QT_TRANSLATE_NOOP("Words", "fill height"),
    "void": QT_TRANSLATE_NOOP("Words", "a gap"),
    "unlike_models": QT_TRANSLATE_NOOP("Words", "unlike the models"),
    **SCANNER_ALARMS,
}
_FILLS: Final = {
    "empty": QT_TRANSLATE_NOOP("Words", "Empty"),
    "partial": QT_TRANSLATE_NOOP("Words", "Partly loaded"),
    "full": QT_TRANSLATE_NOOP("Words", "Full"),
}
_OBSTACLES: Final = {
    Obstacle.NO_CASE: QT_TRANSLATE_NOOP("Words", "No case is open"),
    Obstacle.NO_SESSION: QT_TRANSLATE_NOOP("Words", "Nobody is signed in"),
    Obstacle.WINDOW_INACTIVE: QT_TRANSLATE_NOOP("Words", "The window is in the background"),
    Obstacle.TYPING: QT_TRANSLATE_NOOP("Words", "Typing; Esc leads back to the picture"),
    Obstacle.NOT_PAINTED: QT_TRANSLATE_NOOP("Words", "The picture is not complete yet"),
    Obstacle.TOO_SOON: QT_TRANSLATE_NOOP("Words", "Look first"),
    Obstacle.REASON_MISSING: QT_TRANSLATE_NOOP("Words", "Choose a reason"),
    Obstacle.SET_ASIDE: QT_TRANSLATE_NOOP(
        "Words", "This is not your open case: nothing is decided here"
    ),
    Obstacle.SCREEN_CHANGED: QT_TRANSLATE_NOOP(
        "Words", "The monitor has changed: see the line above the picture"
    ),
    Obstacle.ENGINE_DIFFERS: QT_TRANSLATE_NOOP(
        "Words", "The engine sees it otherwise: look again, then press again"
    ),
    Obstacle.UNREADABLE: QT_TRANSLATE_NOOP(
        "Words", "No picture to judge by: refer it, or ask for a rescan"
    ),
    Obstacle.MUST_INSPECT: QT_TRANSLATE_NOOP(
        "Words", "Risk control demands an inspection: this container cannot be released"
    ),
}
_PHOTO_FAULTS: Final = {
    PhotoFault.TOO_LARGE: QT_TRANSLATE_NOOP("Words", "the file is too large"),
    PhotoFault.TOO_MANY_PIXELS: QT_TRANSLATE_NOOP("Words", "it has too many pixels"),
    PhotoFault.NO_PICTURE: QT_TRANSLATE_NOOP("Words", "it is neither a JPEG nor a PNG"),
    PhotoFault.DAMAGED: QT_TRANSLATE_NOOP("Words", "it is damaged or cut short"),
    PhotoFault.TOO_COSTLY: QT_TRANSLATE_NOOP("Words", "reading it takes too long"),
    PhotoFault.UNREACHABLE: QT_TRANSLATE_NOOP("Words", "the site could not open the file"),
    PhotoFault.TOO_MANY: QT_TRANSLATE_NOOP("Words", "more photos than travel with a scan"),
}
_TIERS: Final = {
    Tier.ORDINARY: QT_TRANSLATE_NOOP("Words", "Ordinary risk"),
    Tier.RAISED: QT_TRANSLATE_NOOP("Words", "Raised risk"),
    Tier.HIGH: QT_TRANSLATE_NOOP("Words", "High risk"),
}
_RELATIONS: Final = {
    Relation.CONTAINER: QT_TRANSLATE_NOOP("Words", "The same container"),
    Relation.CONSIGNEE: QT_TRANSLATE_NOOP("Words", "The same consignee"),
    Relation.SISTER: QT_TRANSLATE_NOOP("Words", "Sisters of this declaration"),
}
_VIEWS: Final = {
    "side": QT_TRANSLATE_NOOP("Words", "from the side"),
    "top": QT_TRANSLATE_NOOP("Words", "from above"),
}
_SHAPES: Final = {
    MarkShape.BOX: QT_TRANSLATE_NOOP("Words", "Box"),
    MarkShape.ELLIPSE: QT_TRANSLATE_NOOP("Words", "Ellipse"),
    MarkShape.ARROW: QT_TRANSLATE_NOOP("Words", "Arrow"),
    MarkShape.POLYGON: QT_TRANSLATE_NOOP("Words", "Polygon"),
    MarkShape.FREEHAND: QT_TRANSLATE_NOOP("Words", "Freehand"),
    MarkShape.TEXT: QT_TRANSLATE_NOOP("Words", "Text"),
}
_FAULTS: Final = {
    MarkFault.TOO_MANY: QT_TRANSLATE_NOOP("Words", "No more marks: a decision holds %1 at most."),
    MarkFault.TOO_MANY_POINTS: QT_TRANSLATE_NOOP(
        "Words", "The marks have too many points; draw more simply."
    ),
    MarkFault.TOO_FEW_POINTS: QT_TRANSLATE_NOOP("Words", "This mark has too few points."),
    MarkFault.NO_PLACE: QT_TRANSLATE_NOOP("Words", "This mark has no place in the picture."),
    MarkFault.TEXT_TOO_LONG: QT_TRANSLATE_NOOP("Words", "The words at the marks are too long."),
    MarkFault.TEXT_MISSING: QT_TRANSLATE_NOOP("Words", "A text mark needs words."),
    MarkFault.GOODS_TOO_LONG: QT_TRANSLATE_NOOP(
        "Words", "The guessed goods are too long: %1 characters at most."
    ),
    MarkFault.NO_HS_CODE: QT_TRANSLATE_NOOP("Words", "An HS code has 2 to 10 digits."),
    MarkFault.PLACE_TOO_LONG: QT_TRANSLATE_NOOP("Words", "The place of this mark is too long."),
}
_STRIPS: Final = {
    Strip.LEFT_END: QT_TRANSLATE_NOOP("Words", "left end"),
    Strip.RIGHT_END: QT_TRANSLATE_NOOP("Words", "right end"),
    Strip.FLOOR: QT_TRANSLATE_NOOP("Words", "floor"),
    Strip.ROOF: QT_TRANSLATE_NOOP("Words", "roof"),
}
_STRIPS_WITH_DOORS: Final = {
    (Strip.LEFT_END, End.LEFT): QT_TRANSLATE_NOOP("Words", "doors (left)"),
    (Strip.RIGHT_END, End.RIGHT): QT_TRANSLATE_NOOP("Words", "doors (right)"),
    (Strip.LEFT_END, End.RIGHT): QT_TRANSLATE_NOOP("Words", "front end"),
    (Strip.RIGHT_END, End.LEFT): QT_TRANSLATE_NOOP("Words", "front end"),
}
_TROUBLES: Final = {
    "Fenced": QT_TRANSLATE_NOOP("Words", "the lease had ended; the case is with somebody else"),
    "Conflict": QT_TRANSLATE_NOOP("Words", "the hub holds another picture of this scan"),
    "not_lawful": QT_TRANSLATE_NOOP("Words", "the case has been decided already"),
    "must_inspect": QT_TRANSLATE_NOOP(
        "Words", "risk control demands that this container is inspected; the case comes again"
    ),
    "not_signed": QT_TRANSLATE_NOOP(
        "Words", "the hub knows another key of this desk; an administrator has to enrol it anew"
    ),
    "nobody_above": QT_TRANSLATE_NOOP(
        "Words", "the case was referred already; a chief has to decide it"
    ),
    "skips_spent": QT_TRANSLATE_NOOP(
        "Words", "too many cases were handed back within an hour; decide this one, or refer it"
    ),
    "locked": QT_TRANSLATE_NOOP("Words", "the desk is locked"),
    "login_locked": QT_TRANSLATE_NOOP(
        "Words", "Too many attempts. Wait a while, or ask an administrator."
    ),
    "directory_silent": QT_TRANSLATE_NOOP(
        "Words",
        "The directory does not answer, so your password cannot be checked. Try again in a moment.",
    ),
    "read_apart": QT_TRANSLATE_NOOP(
        "Words", "two officers read this case apart; it cannot be shown to others"
    ),
    "view_over": QT_TRANSLATE_NOOP("Words", "the joint view has ended"),
    "too_large": QT_TRANSLATE_NOOP("Words", "there is too much in it to be sent"),
    "hash_mismatch": QT_TRANSLATE_NOOP("Words", "the hub holds another picture of this scan"),
    "package_missing": QT_TRANSLATE_NOOP(
        "Words", "the hub's own copy is damaged or missing; the site is asked to send it again"
    ),
    "not_allowed": QT_TRANSLATE_NOOP("Words", "you have no right to do this"),
    "version": QT_TRANSLATE_NOOP("Words", "The hub runs a version that does not fit this desk."),
    "upgrade": QT_TRANSLATE_NOOP(
        "Words", "This desk and the hub run versions too far apart; the older must be upgraded."
    ),
    "internal": QT_TRANSLATE_NOOP("Words", "The hub has a fault of its own; it is tried again."),
    "WireViolation": QT_TRANSLATE_NOOP("Words", "The hub's answer was not understood."),
    "ScanUnreadable": QT_TRANSLATE_NOOP("Words", "the file cannot be read"),
    "DecoderDied": QT_TRANSLATE_NOOP("Words", "it made the decoder crash, twice"),
    "DecoderSlow": QT_TRANSLATE_NOOP("Words", "decoding it took too long"),
    "DecoderMissing": QT_TRANSLATE_NOOP(
        "Words", "pictures cannot be decoded on this machine; start the program again"
    ),
    "PackageDamaged": QT_TRANSLATE_NOOP("Words", "it arrived damaged, twice"),
    "StorageUnavailable": QT_TRANSLATE_NOOP("Words", "the disk of this machine refuses"),
}
# Sentences that imaging writes about a picture, with the number or place in them left open.
_DOUBTS: Final = (
    *FORMAT_DOUBTS,
    QT_TRANSLATE_NOOP("Words", "The picture is blank."),
    QT_TRANSLATE_NOOP("Words", "The picture is too dark: nothing in it is near open air."),
    QT_TRANSLATE_NOOP("Words", "Most of the picture is black: the beam did not get through."),
    QT_TRANSLATE_NOOP("Words", "Most of the picture is saturated white."),
    QT_TRANSLATE_NOOP("Words", "%1 of the picture is quite black: too dense, or not measured."),
    # As packages say it that were written before.
    QT_TRANSLATE_NOOP("Words", "%1 of the pixels are 0, which may mean opaque or invalid."),
    QT_TRANSLATE_NOOP("Words", "%1 columns are dead: they hold one value from top to bottom."),
    QT_TRANSLATE_NOOP("Words", "The picture has a transparency channel; it was left out."),
    QT_TRANSLATE_NOOP(
        "Words", "The picture is coloured; its brightness was taken as transmission."
    ),
    QT_TRANSLATE_NOOP(
        "Words", "The file is named like a scan package, but its description is missing."
    ),
    QT_TRANSLATE_NOOP(
        "Words", "The scan's time has no time zone or is not ISO 8601; it is left out."
    ),
    QT_TRANSLATE_NOOP(
        "Words", "View %1: the low energy is brighter than the high; they may be swapped."
    ),
)
# Imaging names a plane so before a doubt about it: "Side view, high energy: ...".
_PLANE: Final = re.compile(r"(Side|Top) view, (high|low|single) energy: (.+)", re.DOTALL)
_PLANES: Final = {
    ("Side", "high"): QT_TRANSLATE_NOOP("Words", "Side view, high energy: %1"),
    ("Side", "low"): QT_TRANSLATE_NOOP("Words", "Side view, low energy: %1"),
    ("Side", "single"): QT_TRANSLATE_NOOP("Words", "Side view, single energy: %1"),
    ("Top", "high"): QT_TRANSLATE_NOOP("Words", "Top view, high energy: %1"),
    ("Top", "low"): QT_TRANSLATE_NOOP("Words", "Top view, low energy: %1"),
    ("Top", "single"): QT_TRANSLATE_NOOP("Words", "Top view, single energy: %1"),
}


def _tr(source: object) -> str:
    return QCoreApplication.translate("Words", str(source))


def conclusion(value: Conclusion) -> str:
    """Return the name of a conclusion."""
    return _tr(_CONCLUSIONS[value])


def verdict(value: Verdict) -> str:
    """Return what the engine says, as a short sentence."""
    return _tr(_VERDICTS[value])


def why(code: str) -> str:
    """Return the sentence of one of the engine's reason codes."""
    return _tr(_WHY[code]) if code in _WHY else code


def deviation(codes: tuple[str, ...]) -> str:
    """Return in what a region deviates, such as ``density, texture``."""
    known = [_tr(_DEVIATIONS[code]) if code in _DEVIATIONS else code for code in codes]
    return QCoreApplication.translate("Words", ", ").join(known)


def fill(value: str) -> str:
    """Return how full the container is."""
    return _tr(_FILLS[value]) if value in _FILLS else value


def referral_reason(code: str) -> str:
    """Return why a case was handed up: an officer's reason, or that two readings differ."""
    if code == READINGS_DIFFER:
        return _tr(QT_TRANSLATE_NOOP("Words", "two officers read the case apart and differ"))
    return reason(Reason(code)) if code in set(Reason) else code


def reason(value: Reason) -> str:
    """Return the name of an officer's reason."""
    return in_own_words_of(reason_words(value.value))


def obstacle(value: Obstacle) -> str:
    """Return what keeps a decision from being armed."""
    return _tr(_OBSTACLES[value])


def photo(number: int, count: int) -> str:
    """Return the name of a photo among all of its case."""
    text = _tr(QT_TRANSLATE_NOOP("Words", "Photo %1 of %2"))
    return text.replace("%1", str(number)).replace("%2", str(count))


def missing_photo(value: MissingPhoto) -> str:
    """Return which photo did not come along, and why."""
    text = _tr(QT_TRANSLATE_NOOP("Words", "Photo %1 is missing: %2"))
    return text.replace("%1", str(value.number)).replace("%2", _tr(_PHOTO_FAULTS[value.fault]))


def shape(value: MarkShape) -> str:
    """Return the name of a mark's shape."""
    return _tr(_SHAPES[value])


def tier(value: Tier) -> str:
    """Return how risky a case is held to be."""
    return _tr(_TIERS[value])


def relation(value: Relation) -> str:
    """Return why another case is shown beside this one."""
    return _tr(_RELATIONS[value])


def view(value: str) -> str:
    """Return from where a view looks; its own name where we know no better."""
    return _tr(_VIEWS[value]) if value in _VIEWS else value


def strip(value: Strip, doors: End | None = None) -> str:
    """Return the name of a part of the container's edge; an end's own where that is known."""
    if doors is not None and (value, doors) in _STRIPS_WITH_DOORS:
        return _tr(_STRIPS_WITH_DOORS[value, doors])
    return _tr(_STRIPS[value])


def mark_fault(value: MarkFault) -> str:
    """Return why a change of the marks was not taken."""
    most = {MarkFault.TOO_MANY: MOST_MARKS, MarkFault.GOODS_TOO_LONG: MOST_GOODS}
    return _tr(_FAULTS[value]).replace("%1", str(most.get(value, "")))


def trouble(value: Trouble | None) -> str:
    """Return what went wrong; an unknown code leaves the error's own sentence."""
    if value is None:
        return ""
    return _tr(_TROUBLES[value.code]) if value.code in _TROUBLES else value.sentence


def doubt(sentence: str) -> str:
    """Return a sentence about a poor picture; one that is not known stays as it came."""
    plane = _PLANE.fullmatch(sentence)
    if plane is not None:
        return _tr(_PLANES[plane[1], plane[2]]).replace("%1", doubt(plane[3]))
    for template in map(str, _DOUBTS):
        pattern = re.escape(template).replace("%1", "(.+)").replace("%2", "(.+)")
        found = re.fullmatch(pattern, sentence)
        if found is not None:
            told = (*found.groups(), "", "")
            return _tr(template).replace("%1", told[0]).replace("%2", told[1])
    return sentence


def finding_kind(value: FindingKind | None) -> str:
    """Return the name of a finding's type, as the crew reads it; None is not said yet."""
    return in_own_words_of(NO_KIND if value is None else KINDS[value])


def confidence(value: Confidence) -> str:
    """Return how sure an officer is."""
    return in_own_words_of(CONFIDENCES[value])


def position(place: Position) -> str:
    """Return where a mark lies, in the words that the crew reads."""
    return in_own_words_of(phrase(place))


def in_own_words_of(told: Told) -> str:
    """Return what is told in both languages in the one that is shown."""
    return in_own_words(told.en, told.zh)
