"""The evidence report of one decision: everything that is kept about it, on a few pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.instants import from_text
from workstation.domain.monitors import words_of
from workstation.domain.officer import is_service
from workstation.domain.reason_words import reason_words
from workstation.reports.evidence_words import WORDS, Speaker
from workstation.reports.paper import (
    Block,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Series,
    Table,
)

_MOST_MOMENTS: Final = 120
_MAP_PX: Final = 12
_FACTS: Final = (3.0, 7.0)
_WORST_S: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceSources:
    """What a report is made of.

    Attributes
    ----------
    told : mapping
        Everything that is kept about the decision, as `workstation.storage.one_decision` tells it.
    seen, models : sequence of Picture
        The scan as it was seen, and the typical models beside it.
    picture_fault : str
        Why the scan cannot be shown; empty when it can.
    shades : ndarray of uint8, shape (rows, columns)
        The coverage map as greys.
    moments : sequence of tuple
        What happened in the review [s since the case was opened, words].
    growth : sequence of tuple
        How much was covered [s, share from 0 to 1].
    left_out : int or None
        Moves that the film leaves out; None when there is no film.
    """

    told: Mapping[str, Any]
    seen: Sequence[Picture]
    models: Sequence[Picture]
    picture_fault: str
    shades: NDArray[np.uint8]
    moments: Sequence[tuple[float, str]]
    growth: Sequence[tuple[float, float]]
    left_out: int | None
    zone: tzinfo
    made_at: datetime
    version: str


def evidence_paper(sources: EvidenceSources, speaker: Speaker) -> Paper:
    """Return the report of one decision in one language."""
    writer = _Writer(sources, speaker)
    told = sources.told
    made = speaker.say(
        "made_by",
        at=writer.local(sources.made_at),
        version=sources.version,
        zone=sources.made_at.astimezone(sources.zone).strftime("%Z %z"),
    )
    return Paper(
        title=f"{speaker.say('title')}  {writer.container}",
        blocks=tuple(writer.blocks()),
        footer=f"{told['decision']['decision_id']}  ·  {made}",
        language=speaker.language,
    )


class _Writer:
    """Writes the parts of a report, one after the other."""

    def __init__(self, sources: EvidenceSources, speaker: Speaker) -> None:
        self._sources, self._say = sources, speaker
        self._told, self._decision = sources.told, sources.told["decision"]
        self._evidence: Mapping[str, Any] = self._decision["evidence"]

    @property
    def container(self) -> str:
        """The container's number, else the scan's."""
        case = self._told["case"]
        return str(case["head"].get("container") or case["scan_id"])

    def local(self, at: datetime) -> str:
        """Return an instant in the zone of the report."""
        return at.astimezone(self._sources.zone).strftime("%Y-%m-%d %H:%M:%S %z")

    def blocks(self) -> Iterator[Block]:
        """Yield the report."""
        yield from self._what_was_decided()
        yield from self._what_was_seen()
        yield from self._marks()
        yield from self._engine()
        yield from self._typical_models()
        yield from self._coverage()
        yield from self._time_line()
        yield from self._papers()
        yield from self._proof()

    # -- parts ---------------------------------------------------------------------------------

    def _what_was_decided(self) -> Iterator[Block]:
        decision, say, state = self._decision, self._say, self._told["state"]
        name = self._told.get("officer_name") or ""
        dwell = self._evidence.get("dwell_s")
        yield self._facts(
            ("conclusion", say.known(str(decision["conclusion"]))),
            ("reason", say.of(reason_words(str(decision.get("reason") or "")))),
            ("note", str(decision.get("note") or "")),
            ("officer", self._who(str(decision["officer"]), name)),
            ("desk", str(decision["desk"])),
            ("decided_at", self._instant(decision["decided_at"])),
            ("announced_at", self._instant(state.get("announced_at"))),
            ("recalled_at", self._instant(state.get("recalled_at"))),
            ("dwell", self._seconds(dwell)),
            *self._monitor(),
            ("hub_clock", self._clock((state.get("circumstances") or {}).get("hub_clock"))),
            ("desk_clock", self._clock(self._evidence.get("desk_clock"))),
            ("case", str(self._told["case"]["case_id"])),
            ("container", self.container),
            ("scanner", str(self._told["case"]["head"].get("scanner") or "")),
            ("taken_at", self._instant(self._told["case"]["head"].get("time"))),
            ("received_at", self._instant(self._told["case"].get("received_at"))),
        )
        readings = self._told["readings"]
        if len(readings) > 1:
            yield Heading(text=say.say("readings"), level=2)
            yield Table(
                header=[say.say(key) for key in ("officer", "conclusion", "decided_at")],
                rows=[
                    [
                        self._who(str(one["officer"])),
                        say.known(str(one["conclusion"])),
                        self._instant(one["decided_at"]),
                    ]
                    for one in readings
                ],
            )

    def _monitor(self) -> Iterator[tuple[str, str]]:
        """Yield what the desk recorded of the monitor; nothing of a decision older than that."""
        told = self._evidence.get("monitor")
        if not isinstance(told, Mapping):
            return
        name, size, checked = words_of(told)
        yield "monitor", name
        yield "monitor_size", size
        yield "monitor_checked", checked or self._say.say("monitor_unchecked")
        yield "monitor_changes", " · ".join(self._monitor_changes(told.get("changes")))

    def _monitor_changes(self, changes: object) -> Iterator[str]:
        for one in changes if isinstance(changes, list) else ():
            match one:
                case [str(change), int(at_s) | float(at_s), str(name), *_] if (
                    key := f"monitor_{change}"
                ) in WORDS and 0 <= at_s < _WORST_S:
                    yield f"{self._say.say(key, seconds=f'{at_s:.1f}')} ({name})"
                case _:
                    continue

    def _clock(self, told: object) -> str:
        """Return how a clock was kept, as it was recorded; empty where it was not."""
        if not isinstance(told, Mapping) or "sync" not in told:
            return ""
        sync, error_s = self._say.known(str(told["sync"])), told.get("max_error_s")
        if not isinstance(error_s, int | float) or not 0 <= error_s < _WORST_S:
            return sync
        return self._say.say("wrong_by", sync=sync, ms=f"{1000 * error_s:.0f}")

    def _who(self, officer: str, name: str = "") -> str:
        """Return whose decision it was; a service of the hub is nobody."""
        if is_service(officer):
            return f"{self._say.say('service')} ({officer})"
        return f"{name} ({officer})" if name else officer

    def _what_was_seen(self) -> Iterator[Block]:
        yield Heading(text=self._say.say("seen"))
        if self._sources.picture_fault:
            why = self._sources.picture_fault
            yield Paragraph(text=self._say.say("no_scan", why=why))
        yield from self._sources.seen

    def _marks(self) -> Iterator[Block]:
        marks, say = self._decision.get("marks") or (), self._say
        if not marks:
            return
        yield Heading(text=say.say("marks"), level=2)
        yield Table(
            header=["", say.say("words"), say.say("place")],
            rows=[
                [
                    str(number),
                    str(mark.get("text") or (mark.get("finding") or {}).get("kind") or ""),
                    str((mark.get("place") or {}).get(say.language) or ""),
                ]
                for number, mark in enumerate(marks, start=1)
            ],
            widths=(0.6, 4, 6),
        )

    def _engine(self) -> Iterator[Block]:
        say, comparison = self._say, self._told.get("comparison")
        yield Heading(text=say.say("engine"))
        if not comparison:
            yield Paragraph(text=say.say("no_engine"))
            return
        judged = self._evidence.get("judgement")
        judged = judged if isinstance(judged, Mapping) else {}
        p_value = comparison.get("p_value")
        yield self._facts(
            ("version", f"{comparison.get('engine')} · {comparison.get('library')}"),
            ("verdict", say.known(str(comparison.get("verdict")))),
            ("p_value", "" if p_value is None else f"{100 * p_value:.1f} %"),
            ("reasons", " · ".join(map(str, comparison.get("reasons") or ()))),
            ("shown", self._when_shown(judged)),
            ("own", say.known(str(judged.get("first") or ""))),
        )
        regions = comparison.get("deviations") or ()
        if regions:
            yield Heading(text=say.say("regions"), level=2)
            yield Table(
                header=["", say.say("why"), say.say("score"), say.say("area")],
                rows=[
                    [
                        str(number),
                        " · ".join(map(str, one.get("why") or ())),
                        f"{one.get('score', 0):.2f}",
                        _area_text(one),
                    ]
                    for number, one in enumerate(regions, start=1)
                ],
                widths=(0.6, 4, 1.4, 4),
                numbers=frozenset({2}),
            )

    def _typical_models(self) -> Iterator[Block]:
        say, models = self._say, self._told["models"]
        yield Heading(text=say.say("models"))
        if not models:
            yield Paragraph(text=say.say("no_models"))
            return
        chinese = say.language == "zh"
        shown = self._evidence.get("model_shown")
        rows = []
        for one in models:
            name = (one["name_zh"] or one["name"]) if chinese else (one["name"] or one["name_zh"])
            beside = f" · {say.say('shown_model')}" if one["model"] == shown else ""
            rows.append(
                [f"{one['model']}  {name}{beside}", str(one["hs"]), say.known(str(one["state"]))]
            )
        yield Table(
            header=[say.say("model"), "HS", say.say("state")], rows=rows, widths=(6, 1.6, 3.4)
        )
        yield from self._sources.models

    def _coverage(self) -> Iterator[Block]:
        say, coverage = self._say, self._evidence.get("coverage")
        if not isinstance(coverage, Mapping):
            return
        yield Heading(text=say.say("coverage"))
        big = self._sources.shades.repeat(_MAP_PX, axis=0).repeat(_MAP_PX, axis=1)
        yield Picture(pixels=big, caption=say.say("coverage_map"))
        keys = ("overall", "left_end", "right_end", "floor", "roof", "opaque")
        yield Table(
            header=[say.say(key) for key in keys],
            rows=[[_percent(coverage.get(key)) for key in keys]],
        )

    def _time_line(self) -> Iterator[Block]:
        say, sources = self._say, self._sources
        yield Heading(text=say.say("time_line"))
        if sources.left_out is None:
            yield Paragraph(text=say.say("no_film"))
            return
        if sources.left_out:
            yield Paragraph(text=say.say("left_out", count=sources.left_out), small=True)
        if len(sources.growth) > 1:
            yield Chart(
                title=say.say("covered"),
                labels=[f"{at_s:.1f}" for at_s, _ in sources.growth],
                series=[
                    Series(
                        name=say.say("share"), values=[100 * share for _, share in sources.growth]
                    )
                ],
                unit="%",
                kind=ChartKind.LINE,
            )
        yield Table(
            header=[say.say("time"), say.say("what")],
            rows=[[f"{at_s:.1f}", what] for at_s, what in sources.moments[:_MOST_MOMENTS]],
            widths=(1.2, 9),
            numbers=frozenset({0}),
        )

    def _papers(self) -> Iterator[Block]:
        say, declared = self._say, self._told.get("declaration")
        yield Heading(text=say.say("declaration"))
        if not declared:
            yield Paragraph(text=say.say("no_declaration"))
            return
        yield self._facts(
            ("number", str(declared.get("number") or "")),
            ("container", str(declared.get("container") or "")),
            ("consignee", str(declared.get("consignee") or "")),
        )
        chinese = say.language == "zh"
        yield Table(
            header=["HS", say.say("goods"), say.say("packages"), say.say("gross")],
            rows=[
                [
                    str(line.get("hs") or ""),
                    str((line.get("name_zh") if chinese else "") or line.get("name") or ""),
                    _number(line.get("packages")),
                    _number(line.get("gross_kg")),
                ]
                for line in declared.get("goods") or ()
            ],
            widths=(1.6, 5, 1.4, 1.8),
            numbers=frozenset({2, 3}),
        )

    def _proof(self) -> Iterator[Block]:
        say, told = self._say, self._told
        entry = told.get("entry")
        yield Heading(text=say.say("proof"))
        yield self._facts(
            ("decision_id", str(self._decision["decision_id"])),
            ("scan_sha", str(told["case"]["sha256"])),
            ("film_sha", str(told["film"].get("named") or "")),
            ("entry", say.say("no_entry") if entry is None else str(entry["seq"])),
            ("chain", "" if entry is None else str(entry["hash"])),
        )
        yield Paragraph(text=say.say("prove"), small=True)

    # -- words ---------------------------------------------------------------------------------

    def _facts(self, *facts: tuple[str, str]) -> Table:
        """Return the facts that there are, each with its name."""
        rows = [[self._say.say(key), value] for key, value in facts if value]
        return Table(header=(), rows=rows, widths=_FACTS)

    def _when_shown(self, judged: Mapping[str, Any]) -> str:
        if not judged.get("engine_shown", True):
            return self._say.say("never")
        at_s = judged.get("engine_shown_s")
        if isinstance(at_s, int | float) and at_s > 0:
            return self._say.say("after_s", seconds=f"{at_s:.1f}")
        return self._say.say("from_start")

    def _instant(self, text: object) -> str:
        return self.local(from_text(text)) if isinstance(text, str) and text else ""

    def _seconds(self, value: object) -> str:
        if not isinstance(value, int | float):
            return ""
        return self._say.say("seconds", value=f"{value:.1f}")


def _area_text(area: Mapping[str, Any]) -> str:
    row, column = int(area["row"]), int(area["column"])
    down, along = row + int(area["height"]), column + int(area["width"])
    return f"{row}\N{EN DASH}{down}, {column}\N{EN DASH}{along}"


def _percent(value: object) -> str:
    return f"{100 * value:.0f} %" if isinstance(value, int | float) else ""


def _number(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, int | float) else ""
