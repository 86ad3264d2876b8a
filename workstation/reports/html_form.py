"""A paper as one HTML file that needs nothing else: no script, no font, no picture from outside."""

import base64
import io
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from PIL import Image

from workstation.reports.drawing import Line, Rect, Words, draw_chart
from workstation.reports.paper import (
    Block,
    Break,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Table,
)

_WIDTH, _HEIGHT = 720, 230
_STYLE: Final = """
body{font:15px/1.55 "Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;color:#1d2a33;
 max-width:760px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}h3{font-size:1rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.87rem}
th{text-align:left;background:#eef2f4;border-bottom:1.5px solid #1d2a33}
td,th{padding:.25rem .5rem;border-bottom:1px solid #d5dce0}.n{text-align:right;white-space:nowrap}
.small{font-size:.82rem;color:#55636d}svg{width:100%;height:auto;margin:.6rem 0}
footer{margin-top:3rem;font-size:.78rem;color:#55636d}img{max-width:100%}
@media print{body{max-width:none;margin:0}svg,table{break-inside:avoid}}
"""


def html_text(paper: Paper) -> str:
    """Return a paper as one HTML document."""
    paper = paper.made_safe()
    body = "\n".join(part for block in paper.blocks for part in _part(block))
    language = "zh-CN" if paper.language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{escape(paper.title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{escape(paper.title)}</h1>\n{body}\n<footer>{escape(paper.footer)}</footer>\n"
        "</body></html>\n"
    )


def write_html(path: Path, paper: Paper) -> None:
    """Write a paper as HTML, put in place whole or not at all; raises ``OSError``."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(html_text(paper), encoding="utf-8")
    draft.replace(path)


def svg_text(chart: Chart, width: float = _WIDTH, height: float = _HEIGHT) -> str:
    """Return a chart as an SVG element; bars tell their number where somebody points."""
    parts = [
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(chart.title)}">'
    ]
    for mark in draw_chart(chart, width, height):
        match mark:
            case Line():
                dash = ' stroke-dasharray="4 3"' if mark.dashed else ""
                parts.append(
                    f'<line x1="{mark.x0:.1f}" y1="{mark.y0:.1f}" x2="{mark.x1:.1f}"'
                    f' y2="{mark.y1:.1f}" stroke="{mark.colour}"'
                    f' stroke-width="{mark.thick}"{dash}/>'
                )
            case Rect():
                parts.append(
                    f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}"'
                    f' height="{mark.height:.1f}" fill="{mark.colour}">'
                    f"<title>{escape(mark.title)}</title></rect>"
                )
            case Words():
                anchor = ("start", "middle", "end")[mark.align]
                parts.append(
                    f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size + 1.5}"'
                    f' text-anchor="{anchor}" fill="{mark.colour}">{escape(mark.text)}</text>'
                )
    return "".join([*parts, "</svg>"])


def _part(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
        case Paragraph():
            yield f"<p{' class=small' if block.small else ''}>{escape(block.text)}</p>"
        case Table():
            yield _table(block)
        case Chart():
            yield svg_text(block)
        case Picture():
            packed = io.BytesIO()
            Image.fromarray(block.pixels).save(packed, "PNG")
            data = base64.b64encode(packed.getvalue()).decode()
            caption = escape(block.caption)
            yield f'<p><img alt="{caption}" src="data:image/png;base64,{data}"><br>{caption}</p>'
        case Break():
            yield '<div style="break-after:page"></div>'


def _table(table: Table) -> str:
    def cells(row: list[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=n' if column in table.numbers else ''}>{escape(cell)}</{tag}>"
            for column, cell in enumerate(row)
        )

    head = f"<thead><tr>{cells(list(table.header), 'th')}</tr></thead>" if table.header else ""
    body = "".join(f"<tr>{cells(list(row), 'td')}</tr>" for row in table.rows)
    return f"<table>{head}<tbody>{body}</tbody></table>"
