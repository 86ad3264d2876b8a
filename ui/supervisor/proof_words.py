"""What a proof proves, in one sentence."""

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import words
from workstation.audit.proof import Proven
from workstation.domain.decision import Conclusion

_DECIDED: Final = QT_TRANSLATE_NOOP(
    "ProofWords", "The proof holds: officer %1 decided “%2” on case %3 at %4."
)
_OTHER: Final = QT_TRANSLATE_NOOP("ProofWords", "The proof holds, for an entry of kind %1 at %4.")


def told(proven: Proven) -> str:
    """Return who decided what and when, and where in the log that stands."""
    facts: dict[str, Any] = proven.entry.get("facts", {})
    decision = facts.get("decision", {})
    at = datetime.fromisoformat(str(proven.entry["at"])).astimezone()
    place = _tr(QT_TRANSLATE_NOOP("ProofWords", "Entry %1 of %2 that the hub signed."))
    place = place.replace("%1", f"{proven.entry['seq']:,}").replace(
        "%2", f"{proven.checkpoint.size:,}"
    )
    try:
        conclusion = words.conclusion(Conclusion(decision["conclusion"]))
        said = _tr(
            QT_TRANSLATE_NOOP(
                "ProofWords", "The proof holds: officer %1 decided “%2” on case %3 at %4."
            )
        )
        said = said.replace("%1", str(decision["officer"])).replace("%2", conclusion)
        said = said.replace("%3", str(decision["case"]))
    except (KeyError, ValueError, TypeError):
        said = _tr(
            QT_TRANSLATE_NOOP("ProofWords", "The proof holds, for an entry of kind %1 at %4.")
        )
        said = said.replace("%1", str(proven.entry.get("tag", "")))
    return f"{said.replace('%4', f'{at:%Y-%m-%d %H:%M:%S}')} {place}"


def _tr(source: object) -> str:
    return QCoreApplication.translate("ProofWords", str(source))
