"""The inspection order as a sheet to print: both languages, the marks and the pictures."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from workstation.domain.foreign_text import lines

_STYLE: Final = """
@page { size: A4 landscape; margin: 12mm }
body { font: 11pt "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #111; margin: 0 }
h1 { font-size: 16pt; margin: 0 0 4mm }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #555; padding: 1.5mm 2.5mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
th { background: #eee; font-weight: 600; white-space: nowrap }
.head th { width: 1% }
.en { color: #444; font-size: 9.5pt }
.number { font-size: 15pt; font-weight: 600; width: 1%; text-align: center }
.box { width: 6mm; height: 6mm; border: 1px solid #111; display: inline-block }
.opened { white-space: nowrap; width: 1% }
img { max-width: 100%; margin-top: 4mm; page-break-inside: avoid }
"""


def order_sheet(record: Mapping[str, Any], pictures: Sequence[str]) -> str:
    """Return an HTML page that prints on A4; it needs nothing but the pictures beside it.

    Parameters
    ----------
    record : mapping
        What ``decision.json`` holds; every text in it may have come from outside.
    pictures : sequence of str
        Names of the pictures in the same folder.
    """
    reason = record["reason_words"]
    head = "".join(
        f"<tr><th>{zh} <span class=en>{en}</span></th><td>{value}</td></tr>"
        for zh, en, value in (
            ("箱号", "Container", _text(record["container"] or record["scan_id"])),
            ("理由", "Reason", _both(reason["zh"], reason["en"])),
            ("备注", "Note", _text(record["note"])),
            ("审像结论时间", "Decided at", _text(record["decided_at"])),
            ("结论编号", "Decision", _text(record["decision_id"])),
        )
    )
    rows = "".join(_row(note) for note in record["marks"])
    marks = "" if not rows else f"<p></p><table>{_TITLES}{rows}</table>"
    shown = "".join(f'<img src="{_text(name)}" alt="">' for name in pictures)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        f"<title>查验指令 {_text(record['scan_id'])}</title><style>{_STYLE}</style>"
        "<h1>查验指令 <span class=en>Inspection order</span></h1>"
        f"<table class=head>{head}</table>{marks}{shown}</html>\n"
    )


_TITLES: Final = (
    "<tr><th></th><th>位置 <span class=en>Where</span></th>"
    "<th>嫌疑 <span class=en>Finding</span></th><th>说明 <span class=en>Words</span></th>"
    "<th>查验结果 <span class=en>Result</span></th></tr>"
)
_RESULT: Final = "".join(
    f"<span class=box></span> {zh} <span class=en>{en}</span><br>"
    for zh, en in (("查实", "confirmed"), ("排除", "refuted"), ("未开", "not opened"))
)


def _row(note: Mapping[str, Any]) -> str:
    place = note["position"] or {"zh": "", "en": ""}
    finding = note["finding_words"]
    return (
        f"<tr><td class=number>{note['number']}</td><td>{_both(place['zh'], place['en'])}</td>"
        f"<td>{_both(finding['zh'], finding['en'])}</td><td>{_text(note['text'])}</td>"
        f"<td class=opened>{_RESULT}</td></tr>"
    )


def _both(zh: str, en: str) -> str:
    return f"{_text(zh)}<br><span class=en>{_text(en)}</span>"


def _text(value: object) -> str:
    return escape(lines(str(value)))
