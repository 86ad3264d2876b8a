"""The large figures of the room, put into words once for the page, the wall and the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import theme
from ui.supervisor import steer_words
from workstation.domain.instants import from_text

_TEXTS: Final = (
    QT_TRANSLATE_NOOP("RoomFigures", "Waiting"),
    QT_TRANSLATE_NOOP("RoomFigures", "oldest %1, at %2"),
    QT_TRANSLATE_NOOP("RoomFigures", "nothing waits"),
    QT_TRANSLATE_NOOP("RoomFigures", "Reviewers at work"),
    QT_TRANSLATE_NOOP("RoomFigures", "%1 cases at their desks"),
    QT_TRANSLATE_NOOP("RoomFigures", "Released at once today"),
    QT_TRANSLATE_NOOP("RoomFigures", "target %1  ·  %2 of %3 cases"),
    QT_TRANSLATE_NOOP("RoomFigures", "target %1"),
    QT_TRANSLATE_NOOP("RoomFigures", "Half done within"),
    QT_TRANSLATE_NOOP("RoomFigures", "Nine of ten done within"),
    QT_TRANSLATE_NOOP("RoomFigures", "target %1  ·  95 of 100: %2"),
    QT_TRANSLATE_NOOP("RoomFigures", "Engine gave a verdict on"),
    QT_TRANSLATE_NOOP("RoomFigures", "%1 scans today, %2 not judged"),
)
_OVERDUE_S: Final = 1800.0
#: With fewer cases a share or a percentile says nothing about the day.
_FEWEST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A large figure: its name, its value, what it is held against, and the value's colour."""

    name: str
    value: str
    below: str
    colour: str


def large_figures(room: Mapping[str, Any]) -> list[Figure]:
    """Return the figures of a room, as the hub told them; no officer is named in them."""
    return [
        _waiting(room),
        _at_work(room),
        _release(room),
        _typical(room),
        _slowest(room),
        _engine(room),
    ]


def waiting_of(room: Mapping[str, Any]) -> int:
    """Return how many cases wait."""
    return sum(int(site["by_stage"].get("waiting", 0)) for site in room["sites"])


def _waiting(room: Mapping[str, Any]) -> Figure:
    now = from_text(room["at"])
    oldest = min(
        (site for site in room["sites"] if site["oldest_waiting"]),
        key=lambda site: str(site["oldest_waiting"]),
        default=None,
    )
    colour, below = theme.TEXT, _say("nothing waits")
    if oldest is not None:
        passed = (now - from_text(oldest["oldest_waiting"])).total_seconds()
        colour = theme.WARN if passed > _OVERDUE_S else theme.TEXT
        below = _say("oldest %1, at %2", steer_words.span(passed), oldest["site"])
    return Figure(name=_say("Waiting"), value=f"{waiting_of(room):,}", below=below, colour=colour)


def _at_work(room: Mapping[str, Any]) -> Figure:
    reviewers = [desk for desk in room["desks"] if {"reviewer", "chief"} & set(desk["roles"])]
    held = sum(int(site["by_stage"].get("leased", 0)) for site in room["sites"])
    return Figure(
        name=_say("Reviewers at work"),
        value=str(len(reviewers)),
        below=_say("%1 cases at their desks", f"{held:,}"),
        colour=theme.TEXT,
    )


def _release(room: Mapping[str, Any]) -> Figure:
    day, target = room["day"], float(room["targets"]["direct_release"])
    rate = day["direct_release"]
    below = _say("target %1", steer_words.share(target))
    if rate is not None:
        counts = (f"{day['released']:,}", f"{day['decided']:,}")
        below = _say("target %1  ·  %2 of %3 cases", steer_words.share(target), *counts)
    return Figure(
        name=_say("Released at once today"),
        value=steer_words.share(rate),
        below=below,
        colour=steer_words.tone(good=_judged(room, rate is not None and rate >= target)),
    )


def _typical(room: Mapping[str, Any]) -> Figure:
    took, target = room["day"]["turnaround_s"].get("p50"), float(room["targets"]["typical_s"])
    return Figure(
        name=_say("Half done within"),
        value=steer_words.NONE if took is None else steer_words.span(took),
        below=_say("target %1", steer_words.span(target)),
        colour=steer_words.tone(good=_judged(room, took is not None and took <= target)),
    )


def _slowest(room: Mapping[str, Any]) -> Figure:
    took, target = room["day"]["turnaround_s"], float(room["targets"]["slowest_s"])
    below = _say("target %1", steer_words.span(target))
    if took:
        spans = (steer_words.span(target), steer_words.span(took["p95"]))
        below = _say("target %1  ·  95 of 100: %2", *spans)
    return Figure(
        name=_say("Nine of ten done within"),
        value=steer_words.span(took["p90"]) if took else steer_words.NONE,
        below=below,
        colour=steer_words.tone(good=_judged(room, bool(took) and took["p90"] <= target)),
    )


def _engine(room: Mapping[str, Any]) -> Figure:
    day = room["day"]
    scans = day["judged"] + day["silent"]
    return Figure(
        name=_say("Engine gave a verdict on"),
        value=steer_words.share(day["coverage"]),
        below=_say("%1 scans today, %2 not judged", f"{scans:,}", f"{day['silent']:,}"),
        colour=theme.TEXT,
    )


def _judged(room: Mapping[str, Any], is_there: bool) -> bool | None:  # noqa: FBT001 - a plain answer
    """Return whether a target is met; None while too few cases are decided to tell."""
    return is_there if room["day"]["decided"] >= _FEWEST else None


def _say(text: str, *values: str) -> str:
    said = QCoreApplication.translate("RoomFigures", text)
    for place, value in enumerate(values, start=1):
        said = said.replace(f"%{place}", value)
    return said
