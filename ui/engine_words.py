"""What the engine's numbers mean, in the officer's words; never more certain than they are."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from viewer.pixels.material_certainty import MaterialClass
from viewer.pixels.material_reading import MaterialReading
from workstation.domain.comparison import Comparison, Deviation, LotFinding
from workstation.domain.scanner_report import ALARM_KINDS

LIMITS: Final = frozenset(
    {
        "single_energy",
        "size_unknown",
        "uncalibrated",
        "eight_bit",
        "few_models",
        "calibrated_on_phantoms",
        "goods_partly_learned",
        "library_partly_outdated",
        "library_being_indexed",
        "library_partly_damaged",
    }
)
"""Reasons that tell what the answer lacks, not why it is what it is."""
TRAINING: Final = "training"
"""The reason of an engine that keeps its opinion: it has neither chances nor versions to tell."""
_EXPLAINED: Final = {
    "density": QT_TRANSLATE_NOOP("Words", "Its density differs from the load at its height."),
    "material": QT_TRANSLATE_NOOP("Words", "Its material differs from the declared goods."),
    "texture": QT_TRANSLATE_NOOP("Words", "Its texture is unlike the declared goods."),
    "fill_height": QT_TRANSLATE_NOOP(
        "Words", "The load stands higher or lower here than such goods do."
    ),
    "void": QT_TRANSLATE_NOOP("Words", "Less stands here than around it: a gap in the load."),
    "unlike_models": QT_TRANSLATE_NOOP(
        "Words", "No place in the models of the declared goods looks like it."
    ),
    "scanner_alarm": QT_TRANSLATE_NOOP("Words", "The scanner's own detection points at it."),
}
_MATERIALS: Final = {
    MaterialClass.ORGANIC: QT_TRANSLATE_NOOP("Words", "organic"),
    MaterialClass.MIXED: QT_TRANSLATE_NOOP("Words", "mixed"),
    MaterialClass.METAL: QT_TRANSLATE_NOOP("Words", "metal"),
}
_LEAST_EXCESS_G_CM2: Final = 0.5
"""A smaller difference reads as 0 and says nothing."""


def _tr(source: object) -> str:
    return QCoreApplication.translate("Words", str(source))


def explained(region: Deviation) -> tuple[str, ...]:
    """Return in what a region differs, one sentence each, the strongest reason first."""
    told = (code for code in region.why if code not in ALARM_KINDS.values())
    return tuple(_sentence(code, region.excess_g_cm2) for code in told)


def _sentence(code: str, excess_g_cm2: float | None) -> str:
    if code == "density" and excess_g_cm2 is not None:
        if excess_g_cm2 >= _LEAST_EXCESS_G_CM2:
            text = QCoreApplication.translate(
                "Words", "Denser than the load at its height by %1 g/cm²."
            )
            return text.replace("%1", f"{excess_g_cm2:.0f}")
        if excess_g_cm2 <= -_LEAST_EXCESS_G_CM2:
            text = QCoreApplication.translate(
                "Words", "Lighter than the load at its height by %1 g/cm²."
            )
            return text.replace("%1", f"{-excess_g_cm2:.0f}")
    return _tr(_EXPLAINED[code]) if code in _EXPLAINED else code


def materials(here: MaterialReading | None, there: MaterialReading | None) -> str:
    """Return what the energies say of a region and of its place in the declared goods' model.

    Empty where they cannot tell the region's material, or tell none that differs.
    """
    if here is None or here.material not in _MATERIALS:
        return ""
    name = _tr(_MATERIALS[here.material])
    if there is None or there.material not in _MATERIALS:
        text = QCoreApplication.translate("Words", "By its two energies it reads as %1.")
        return text.replace("%1", name)
    if there.material is here.material:
        return ""
    text = QCoreApplication.translate(
        "Words", "By its two energies it reads as %1; in the declared goods' model, as %2."
    )
    return text.replace("%1", name).replace("%2", _tr(_MATERIALS[there.material]))


def confidence(comparison: Comparison) -> str:
    """Return what the p-value means, or that the engine could not calibrate one."""
    rate = f"{100 * comparison.false_alarm_rate:g}"
    if comparison.p_value is None:
        return QCoreApplication.translate("Words", "Not calibrated: too few typical models")
    share = 100 * comparison.p_value
    if share < 1:
        first = QCoreApplication.translate(
            "Words", "Of 100 loads that are as declared, fewer than 1 looks as unusual."
        )
    else:
        first = QCoreApplication.translate(
            "Words", "Of 100 loads that are as declared, about %2 look as unusual."
        ).replace("%2", f"{share:.0f}")
    second = QCoreApplication.translate(
        "Words", "The engine objects below %1; so it objects wrongly to %1 of 100 such loads."
    )
    joined = QCoreApplication.translate("Words", "%1 %2", "two sentences, one behind the other")
    return joined.replace("%2", second.replace("%1", rate)).replace("%1", first)


def versions(comparison: Comparison) -> str:
    """Return the exact numbers and versions behind an answer, a line each."""
    lines = []
    if comparison.p_value is not None:
        lines.append(
            QCoreApplication.translate("Words", "p-value: %1").replace(
                "%1", f"{comparison.p_value:.3f}"
            )
        )
    lines.append(
        QCoreApplication.translate("Words", "Version of the engine: %1").replace(
            "%1", comparison.engine
        )
    )
    lines.append(
        QCoreApplication.translate("Words", "Version of the model library: %1").replace(
            "%1", comparison.library
        )
    )
    lines.append(
        QCoreApplication.translate("Words", "Time taken: %1 s").replace(
            "%1", f"{comparison.elapsed_s:.2f}"
        )
    )
    return "\n".join(lines)


def likeness_tip() -> str:
    """Return what the number beside a model means."""
    return QCoreApplication.translate(
        "Words", "How much the scan looks like this model: 0 not at all, 1 the same"
    )


def region_tip() -> str:
    """Return what the number beside a region means."""
    return QCoreApplication.translate(
        "Words", "How strongly this place differs: 0 not at all, 1 the most"
    )


def lot(found: LotFinding, *, scan_id: str) -> str:
    """Return what the other containers of the declaration say of this one, after its sign."""
    sisters = str(found.sisters)
    if found.unlike or found.odd == scan_id:
        text = QCoreApplication.translate(
            "Words", "▲ Unlike the other containers of its lot (%1 compared)"
        )
    elif found.odd is not None:
        text = QCoreApplication.translate(
            "Words", "● Like most of its lot (%1 compared); the odd one is %2"
        ).replace("%2", found.odd)
    else:
        text = QCoreApplication.translate(
            "Words", "● Like the other containers of its lot (%1 compared)"
        )
    return text.replace("%1", sisters)
