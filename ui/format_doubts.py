"""What scanner files and scanners say and doubt, to be said in both languages."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

FORMAT_DOUBTS: Final = (
    QT_TRANSLATE_NOOP(
        "Words",
        "The scanner's own raw picture has no public layout; its 8-bit JPEG is shown instead.",
    ),
    QT_TRANSLATE_NOOP(
        "Words", "The site read container number %1, whose check digit does not agree."
    ),
    QT_TRANSLATE_NOOP("Words", "More than one container was scanned: %1."),
    QT_TRANSLATE_NOOP("Words", "The file is named after container %1, but the scan says %2."),
    QT_TRANSLATE_NOOP("Words", "The file has more than 16 bits a pixel; 16 of them are kept."),
    QT_TRANSLATE_NOOP("Words", "The file does not say which value is open air; 0 to 1 was taken."),
    QT_TRANSLATE_NOOP("Words", "Some pixels are not numbers; they are shown as opaque."),
    QT_TRANSLATE_NOOP("Words", "Pixels below zero were taken as opaque."),
    QT_TRANSLATE_NOOP(
        "Words",
        "The greys are logarithmic, not transmission; material colours are doubtful.",
    ),
    QT_TRANSLATE_NOOP("Words", "The picture was compressed with loss before it came here."),
    QT_TRANSLATE_NOOP(
        "Words",
        "A threat report lay beside it that speaks of another picture; it is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Words",
        "The scanner reports a threat outside of its picture; that place is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Words", "Gain drift of %1 was levelled by the open air beside the container."
    ),
    QT_TRANSLATE_NOOP("Words", "%1 missing lines were filled from their neighbours."),
    QT_TRANSLATE_NOOP("Words", "The low energy was shifted by %1 px to lie on the high."),
    QT_TRANSLATE_NOOP(
        "Words",
        "The size of a pixel was taken from the container's own size and holds for its near side.",
    ),
)

SCANNER_ALARMS: Final = {
    "scanner_alarm": QT_TRANSLATE_NOOP("Words", "Scanner alarm"),
    "scanner_anomaly": QT_TRANSLATE_NOOP("Words", "anomaly"),
    "scanner_contraband": QT_TRANSLATE_NOOP("Words", "contraband"),
    "scanner_explosive": QT_TRANSLATE_NOOP("Words", "explosive"),
    "scanner_pharmaceutical": QT_TRANSLATE_NOOP("Words", "pharmaceutical"),
    "scanner_prohibited_item": QT_TRANSLATE_NOOP("Words", "prohibited item"),
}
"""What the scanner's own detection takes a region for, by its reason code."""
