"""A film as a list of moments worth a look, in the words of the room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.command_table import BY_NAME
from ui.commands import text_of
from viewer.items.path_item import Stop
from workstation.review.film import Event, Film, Track


class Lane(Enum):
    """A row of the time line; the value is its name, as marked for translation."""

    ENGINE = QT_TRANSLATE_NOOP("FilmStory", "Engine")
    MARKS = QT_TRANSLATE_NOOP("FilmStory", "Marks")
    LOOKS = QT_TRANSLATE_NOOP("FilmStory", "Looks")
    MODELS = QT_TRANSLATE_NOOP("FilmStory", "Models")
    ACTS = QT_TRANSLATE_NOOP("FilmStory", "Acts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened at an instant [ms since the case was opened]."""

    at_ms: int
    lane: Lane
    text: str


_REST_MS: Final = 300
"""A view that moved on sooner was on its way."""
_GAP_MS: Final = 1200
"""Changes of the look within so long are one: a hand draws the grey window."""
_CASES: Final = {
    "decided": QT_TRANSLATE_NOOP("FilmStory", "Decided"),
    "aside": QT_TRANSLATE_NOOP("FilmStory", "Set aside: another case was on the screen"),
    "again": QT_TRANSLATE_NOOP("FilmStory", "Opened again"),
    "restarted": QT_TRANSLATE_NOOP("FilmStory", "Opened again after the desk was restarted"),
}
_OWN: Final = {
    "clear": QT_TRANSLATE_NOOP("FilmStory", "Own judgement: nothing suspicious"),
    "suspicious": QT_TRANSLATE_NOOP("FilmStory", "Own judgement: suspicious"),
}


def moments_of(film: Film) -> tuple[Moment, ...]:
    """Return what happened in a film, in order, each told in the language of the moment."""
    return tuple(_moments(film))


def stops_of(film: Film) -> tuple[Stop, ...]:
    """Return where the view stopped, and for how long."""
    views = [view for view in film.of(Track.VIEW) if _is_view(view.value)]
    ends = [*(view.at_ms for view in views[1:]), film.end_ms]
    return tuple(
        Stop(
            place=(float(view.value[0]), float(view.value[1])),
            at_ms=view.at_ms,
            rest_ms=end_ms - view.at_ms,
        )
        for view, end_ms in zip(views, ends, strict=False)
        if end_ms - view.at_ms >= _REST_MS
    )


def _is_view(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    return all(isinstance(one, int | float) for one in value)


def _moments(film: Film) -> Iterator[Moment]:
    answer, known = dict[str, Any](), set[str]()
    looked_ms: int | None = None  # the first look is the one that a case begins with
    model: object = None
    for event in film.events:
        match event.track:
            case Track.LOOK:
                if looked_ms is not None and event.at_ms - looked_ms >= _GAP_MS:
                    text = _tr(QT_TRANSLATE_NOOP("FilmStory", "Another look: %1"))
                    told = text.replace("%1", look_words(event.value))
                    yield Moment(at_ms=event.at_ms, lane=Lane.LOOKS, text=told)
                looked_ms = event.at_ms
            case Track.MARKS:
                yield from _marks(event, known)
            case Track.MODEL:
                if event.value != model:
                    yield _model(event)
                model = event.value
            case Track.ANSWER:
                yield from _answers(event, answer)
                answer.update(event.value)
            case Track.ACT:
                yield Moment(at_ms=event.at_ms, lane=Lane.ACTS, text=_command(str(event.value)))
            case Track.CASE:
                text = _tr(_CASES.get(str(event.value), str(event.value)))
                yield Moment(at_ms=event.at_ms, lane=Lane.ACTS, text=text)
            case _:
                continue


def _marks(event: Event, known: set[str]) -> Iterator[Moment]:
    for mark in event.value.get("put", ()):
        is_new = mark["mark_id"] not in known
        known.add(mark["mark_id"])
        source = (
            QT_TRANSLATE_NOOP("FilmStory", "Mark drawn")
            if is_new
            else QT_TRANSLATE_NOOP("FilmStory", "Mark changed")
        )
        words = f": {mark['text']}" if mark.get("text") else ""
        yield Moment(at_ms=event.at_ms, lane=Lane.MARKS, text=_tr(source) + words)
    for _ in event.value.get("gone", ()):
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "Mark taken away"))
        yield Moment(at_ms=event.at_ms, lane=Lane.MARKS, text=text)


def _model(event: Event) -> Moment:
    if event.value is None:
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "No typical model on the screen"))
    else:
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "Typical model %1"))
        text = text.replace("%1", str(event.value))
    return Moment(at_ms=event.at_ms, lane=Lane.MODELS, text=text)


def _answers(event: Event, before: Mapping[str, Any]) -> Iterator[Moment]:
    now = {**before, **event.value}
    if now.get("own") and now.get("own") != before.get("own"):
        yield Moment(at_ms=event.at_ms, lane=Lane.ENGINE, text=own_words(str(now["own"])))
    if now.get("shown") and not before.get("shown"):
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "The engine's verdict is on the screen"))
        yield Moment(at_ms=event.at_ms, lane=Lane.ENGINE, text=text)
    if now.get("asked") and not before.get("asked"):
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "Engine and reviewer differ: asked again"))
        yield Moment(at_ms=event.at_ms, lane=Lane.ENGINE, text=text)


_FILTERS: Final = {
    "smooth": QT_TRANSLATE_NOOP("FilmStory", "smoothed"),
    "mean": QT_TRANSLATE_NOOP("FilmStory", "averaged"),
    "median": QT_TRANSLATE_NOOP("FilmStory", "median"),
    "sharpen": QT_TRANSLATE_NOOP("FilmStory", "sharpened"),
    "edges": QT_TRANSLATE_NOOP("FilmStory", "edges"),
    "edges_horizontal": QT_TRANSLATE_NOOP("FilmStory", "horizontal edges"),
    "edges_vertical": QT_TRANSLATE_NOOP("FilmStory", "vertical edges"),
    "emboss": QT_TRANSLATE_NOOP("FilmStory", "embossed"),
    "erode": QT_TRANSLATE_NOOP("FilmStory", "dense grown"),
    "dilate": QT_TRANSLATE_NOOP("FilmStory", "dense shrunk"),
    "equalise": QT_TRANSLATE_NOOP("FilmStory", "local contrast"),
    "histogram": QT_TRANSLATE_NOOP("FilmStory", "equalised"),
}


def look_words(look: Mapping[str, Any]) -> str:
    """Return what of a look is told, in short words; only the keys that are there."""
    told = []
    counts = [look[key] for key in ("window", "level") if isinstance(look.get(key), int | float)]
    if counts:
        text = _tr(QT_TRANSLATE_NOOP("FilmStory", "grey window %1"))
        told.append(text.replace("%1", " / ".join(f"{count:.0f}" for count in counts)))
    if look.get("invert") is True:
        told.append(_tr(QT_TRANSLATE_NOOP("FilmStory", "inverted")))
    if look.get("material") is True:
        told.append(_tr(QT_TRANSLATE_NOOP("FilmStory", "material colours")))
    if look.get("colours") not in {None, "grey"}:
        told.append(str(look["colours"]))
    if look.get("curve") not in {None, "linear"}:
        told.append(str(look["curve"]))
    if look.get("energy") == "low":
        told.append(_tr(QT_TRANSLATE_NOOP("FilmStory", "low energy")))
    acting = (one for one in look.get("filters", ()) if one.get("on") and one.get("strength", 0))
    told += [_tr(_FILTERS.get(one["kind"], one["kind"])) for one in acting]
    plain = _tr(QT_TRANSLATE_NOOP("FilmStory", "as it was before"))
    return " · ".join(told) or plain


def own_words(own: str) -> str:
    """Return what an officer judged before the engine was shown."""
    return _tr(_OWN.get(own, own))


def lane_name(lane: Lane) -> str:
    """Return the name of a row of the time line."""
    return _tr(lane.value)


def clock_text(at_ms: int) -> str:
    """Return an instant as minutes, seconds and tenths."""
    minutes, rest = divmod(max(at_ms, 0), 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def _command(name: str) -> str:
    command = BY_NAME.get(name)
    return name if command is None else text_of(command)


def _tr(source: object) -> str:
    return QCoreApplication.translate("FilmStory", str(source))
