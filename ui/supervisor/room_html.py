"""The room as it stands, in one file that needs nothing else: no script, nothing from outside."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from queue_client.client import SOFTWARE
from ui import theme
from ui.supervisor import steer_words
from ui.supervisor.room_cards import SIGNS, Cell
from ui.supervisor.room_figures import large_figures
from ui.supervisor.room_tables import OPEN, scanner_rows, site_rows
from workstation.domain.drift import Measure
from workstation.domain.instants import from_text

_TEXTS: Final = (
    QT_TRANSLATE_NOOP("RoomHtml", "The room now"),
    QT_TRANSLATE_NOOP("RoomHtml", "as of %1, %2; counted since %3"),
    QT_TRANSLATE_NOOP("RoomHtml", "Sites"),
    QT_TRANSLATE_NOOP("RoomHtml", "Site"),
    QT_TRANSLATE_NOOP("RoomHtml", "Oldest"),
    QT_TRANSLATE_NOOP("RoomHtml", "Done"),
    QT_TRANSLATE_NOOP("RoomHtml", "Decided in each hour of the day"),
    QT_TRANSLATE_NOOP("RoomHtml", "Scanners, against their own first weeks"),
    QT_TRANSLATE_NOOP("RoomHtml", "Scanner"),
    QT_TRANSLATE_NOOP("RoomHtml", "Scans"),
    QT_TRANSLATE_NOOP("RoomHtml", "Alerts"),
    QT_TRANSLATE_NOOP("RoomHtml", "No new alerts"),
)
_STYLE: Final = """
body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; color: #22272b; background: #fff; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p.when { color: #5b656c; margin: .2rem 0 1.4rem; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; }
.card { border: 1px solid #d5dade; border-radius: 6px; padding: .7rem 1rem; }
.card b { display: block; font-size: 1.9rem; line-height: 1.25; }
.card span { color: #5b656c; font-size: .9rem; }
.bad { color: #9a6400; } .good { color: #2f7a43; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #e3e7ea; text-align: left; }
th { color: #5b656c; font-weight: normal; } .right { text-align: right; }
svg { width: 100%; height: auto; }
"""
_TONES: Final = {theme.WARN: "bad", theme.ALARM: "bad", theme.GOOD: "good"}


def room_html(room: Mapping[str, Any]) -> str:
    """Return a page with the room as the hub told it; no officer is named in it."""
    at = from_text(room["at"]).astimezone()
    since = from_text(room["day"]["since"]).astimezone()
    when = _say(
        "as of %1, %2; counted since %3", f"{at:%Y-%m-%d %H:%M}", f"{at:UTC%z}", f"{since:%H:%M}"
    )
    language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">',
            f"<title>{escape(_say('The room now'))}</title>",
            f"<style>{_STYLE}</style></head>\n<body>",
            f"<h1>{escape(_say('The room now'))}</h1>",
            f'<p class="when">{escape(when)} · Review Room {escape(SOFTWARE)}</p>',
            _cards(room),
            f"<h2>{escape(_say('Sites'))}</h2>",
            _table(
                (
                    _say("Site"),
                    _say("Oldest"),
                    *(steer_words.stage(stage.value) for stage in OPEN),
                    _say("Done"),
                ),
                site_rows(room)[0],
            ),
            f"<h2>{escape(_say('Decided in each hour of the day'))}</h2>",
            _bars(room["day"]["by_hour"]),
            f"<h2>{escape(_say('Scanners, against their own first weeks'))}</h2>",
            _table(
                (
                    _say("Scanner"),
                    *(steer_words.measure(one.value) for one in Measure),
                    _say("Scans"),
                ),
                scanner_rows(room)[0],
            ),
            f"<h2>{escape(_say('Alerts'))}</h2>",
            _alerts(room),
            "</body></html>\n",
        )
    )


def _cards(room: Mapping[str, Any]) -> str:
    cards = (
        f'<div class="card">{escape(one.name)}<b class="{_TONES.get(one.colour, "")}">'
        f"{escape(_signed(one.value, one.colour))}</b><span>{escape(one.below)}</span></div>"
        for one in large_figures(room)
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def _signed(value: str, colour: str) -> str:
    sign = SIGNS.get(colour, "")
    return f"{sign} {value}" if sign else value


def _table(titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    sides = [cell.right for cell in rows[0]] if rows else [False] * len(titles)
    head = "".join(
        f'<th class="right">{escape(title)}</th>' if right else f"<th>{escape(title)}</th>"
        for title, right in zip(titles, sides, strict=True)
    )
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(cell: Cell) -> str:
    names = " ".join(
        name for name in ("right" if cell.right else "", _TONES.get(cell.colour or "", "")) if name
    )
    return f'<td class="{names}">{escape(cell.text)}</td>'


def _bars(counts: Sequence[int]) -> str:
    most = max((*counts, 1))
    bars = []
    for hour in range(24):
        count = counts[hour] if hour < len(counts) else 0
        tall = 120 * count / most
        bars.append(
            f'<rect x="{hour * 40 + 5}" y="{140 - tall:.1f}" width="30" height="{tall:.1f}"'
            f' fill="#6f8ea3"><title>{hour}:00  {count}</title></rect>'
            f'<text x="{hour * 40 + 20}" y="158" font-size="13" text-anchor="middle"'
            f' fill="#5b656c">{hour}</text>'
        )
        if count:
            bars.append(
                f'<text x="{hour * 40 + 20}" y="{134 - tall:.1f}" font-size="12"'
                f' text-anchor="middle" fill="#22272b">{count}</text>'
            )
    return f'<svg viewBox="0 0 960 164" role="img">{"".join(bars)}</svg>'


def _alerts(room: Mapping[str, Any]) -> str:
    if not room["alerts"]:
        return f"<p>{escape(_say('No new alerts'))}</p>"
    rows = (
        f"<tr><td>{escape(steer_words.alert_state(one['state']))}</td>"
        f"<td>{escape(steer_words.alert_kind(one['kind']))}</td>"
        f"<td>{escape(one['subject'])}</td><td>{escape(steer_words.alert_says(one))}</td>"
        f"<td>{escape(steer_words.clock(one['at']))}</td></tr>"
        for one in room["alerts"]
    )
    return f"<table>{''.join(rows)}</table>"


def _say(text: str, *values: str) -> str:
    said = QCoreApplication.translate("RoomHtml", text)
    for place, value in enumerate(values, start=1):
        said = said.replace(f"%{place}", value)
    return said
