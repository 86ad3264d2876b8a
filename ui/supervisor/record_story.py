"""What the record of a decision tells of its review where no film was taken: moments, in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import words
from ui.command_table import BY_NAME
from ui.commands import text_of
from ui.supervisor.film_story import Lane, Moment, own_words
from workstation.domain.decision import Conclusion

_LONGEST_S: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStory:
    """A review as its decision's evidence tells it; times are ms since the case was opened.

    Attributes
    ----------
    end_ms
        When it was decided; 0 where not even that is known.
    moments
        What is known to have happened when.
    told_ms
        From when on the engine's verdict was on the screen, or None.
    marks
        How many marks the decision has; when they were drawn is not recorded.
    """

    end_ms: int
    moments: tuple[Moment, ...]
    told_ms: int | None
    marks: int


def story_of(
    evidence: Mapping[str, Any], marks: Sequence[Mapping[str, Any]], conclusion: Conclusion
) -> RecordStory:
    """Return what a decision's evidence tells; what it tells without a time is left out."""
    judged = evidence.get("judgement")
    judged = judged if isinstance(judged, Mapping) else {}
    told_ms = None
    if judged.get("compared") and judged.get("engine_shown"):
        told_ms = _ms(judged.get("engine_shown_s"))
    moments = [*_judged(judged, told_ms), *_acts(evidence)]
    end_ms = max([_ms(evidence.get("dwell_s")) or 0, *(one.at_ms for one in moments)])
    if end_ms:
        decided = _tr(QT_TRANSLATE_NOOP("RecordStory", "Decided: %1"))
        text = decided.replace("%1", words.conclusion(conclusion))
        moments.append(Moment(at_ms=end_ms, lane=Lane.ACTS, text=text))
    moments.sort(key=lambda one: one.at_ms)
    return RecordStory(end_ms=end_ms, moments=tuple(moments), told_ms=told_ms, marks=len(marks))


def _judged(judged: Mapping[str, Any], told_ms: int | None) -> Iterator[Moment]:
    own_ms, own = _ms(judged.get("first_s")), judged.get("first")
    if own and own_ms is not None:
        yield Moment(at_ms=own_ms, lane=Lane.ENGINE, text=own_words(str(own)))
    if told_ms is not None:
        text = _tr(QT_TRANSLATE_NOOP("RecordStory", "The engine's verdict is on the screen"))
        yield Moment(at_ms=told_ms, lane=Lane.ENGINE, text=text)


def _acts(evidence: Mapping[str, Any]) -> Iterator[Moment]:
    acts = evidence.get("acts")
    run = acts.get("run") if isinstance(acts, Mapping) else None
    for one in run if isinstance(run, list) else ():
        match one:
            case [str() as name, int() | float() as seconds]:
                command = BY_NAME.get(name)
                text = name if command is None else text_of(command)
                yield Moment(at_ms=round(1000 * max(seconds, 0.0)), lane=Lane.ACTS, text=text)
            case _:
                continue


def _ms(seconds: object) -> int | None:
    if isinstance(seconds, int | float) and 0 <= seconds < _LONGEST_S:
        return round(1000 * seconds)
    return None


def _tr(source: object) -> str:
    return QCoreApplication.translate("RecordStory", str(source))
