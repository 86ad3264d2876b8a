"""What happened in a review, in the words of an evidence report."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from workstation.reports.evidence_words import Speaker
from workstation.review.coverage import Level
from workstation.review.film import Film, Reel, Track

_POINTS: Final = 24
_LOOK_GAP_MS: Final = 1200


def moments_in(
    film: Film, speaker: Speaker, commands: Mapping[str, str]
) -> Iterator[tuple[float, str]]:
    """Yield what happened [s since the case was opened, words].

    Parameters
    ----------
    commands : mapping of str to str
        Names of commands in the language of the report; others are told by their own names.
    """
    for at_ms, text in _moments(film, speaker, commands):
        yield at_ms / 1000, text


def _moments(  # noqa: C901 - one case a track
    film: Film, speaker: Speaker, commands: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    known, answer = set[str](), dict[str, Any]()
    looked_ms: int | None = None
    for event in film.events:
        match event.track:
            case Track.LOOK:
                if looked_ms is None or event.at_ms - looked_ms >= _LOOK_GAP_MS:
                    words = look_words(event.value, speaker)
                    key = "look_first" if looked_ms is None else "look_is"
                    yield event.at_ms, speaker.say(key, what=words)
                looked_ms = event.at_ms
            case Track.MARKS:
                for mark in event.value.get("put", ()):
                    key = "mark_other" if mark["mark_id"] in known else "mark_new"
                    known.add(mark["mark_id"])
                    words = f": {mark['text']}" if mark.get("text") else ""
                    yield event.at_ms, speaker.say(key) + words
                for _ in event.value.get("gone", ()):
                    yield event.at_ms, speaker.say("mark_gone")
            case Track.MODEL:
                none = event.value is None
                said = speaker.say("model_none" if none else "model_is", what=event.value)
                yield event.at_ms, said
            case Track.ANSWER:
                now = {**answer, **event.value}
                yield from ((event.at_ms, one) for one in _answers(answer, now, speaker))
                answer = now
            case Track.ACT:
                name = commands.get(str(event.value), str(event.value))
                yield event.at_ms, speaker.say("act", what=name)
            case Track.CASE:
                yield event.at_ms, speaker.known(str(event.value))
            case _:
                continue


def _answers(before: Mapping[str, Any], now: Mapping[str, Any], speaker: Speaker) -> Iterator[str]:
    if now.get("own") and now.get("own") != before.get("own"):
        yield speaker.say("own_is", what=speaker.known(str(now["own"])))
    if now.get("shown") and not before.get("shown"):
        yield speaker.say("verdict_shown")
    if now.get("asked") and not before.get("asked"):
        yield speaker.say("asked")


def look_words(look: Mapping[str, Any], speaker: Speaker) -> str:
    """Return what of a look is told, in short words."""
    told = []
    counts = [look[key] for key in ("window", "level") if isinstance(look.get(key), int | float)]
    if counts:
        told.append(speaker.say("window", what=" / ".join(f"{count:.0f}" for count in counts)))
    told += [speaker.say(word) for word, key in _SWITCHES.items() if look.get(key) is True]
    if look.get("energy") == "low":
        told.append(speaker.say("low"))
    told += [str(look[key]) for key in ("colours", "curve") if look.get(key) not in _PLAIN]
    if "filters" in look:
        acting = [one["kind"] for one in look["filters"] if one.get("on") and one.get("strength")]
        what = ", ".join(speaker.known(f"filter_{kind}") for kind in acting)
        told.append(speaker.say("filters", what=what) if acting else speaker.say("no_filter"))
    return " · ".join(told) or speaker.say("as_before")


_SWITCHES: Final = {"inverted": "invert", "material": "material"}
_PLAIN: Final = (None, "grey", "linear")


def growth_of(film: Film) -> tuple[tuple[float, float], ...]:
    """Return how much was covered over the time of the review [s, share], evenly spaced."""
    reel = Reel(film)
    times = np.linspace(0, film.end_ms, _POINTS).round().astype(int).tolist()
    return tuple(
        (at_ms / 1000, float(np.mean(reel.wind_to(at_ms).seen == Level.COVERED))) for at_ms in times
    )
