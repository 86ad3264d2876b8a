"""The key sheet on paper: a page of HTML that any browser prints, or a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ui.own_files import replace_text

_FONTS: Final = ("WenQuanYi Zen Hei", "Microsoft YaHei", "Noto Sans CJK SC")
"""With the first a PDF can be searched and copied; with Noto it holds radicals for some signs."""
_DOTS_PER_INCH: Final = 300
_STYLE: Final = """
body { font-family: "WenQuanYi Zen Hei", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
       font-size: 9pt; color: #111; background: #fff; }
h1 { font-size: 14pt; margin: 0 0 4px 0; }
h2 { font-size: 10.5pt; margin: 9px 0 2px 0; color: #1d4a66; }
td { padding: 1px 10px 1px 0; vertical-align: top; }
td.key { font-weight: bold; white-space: nowrap; }
td.tip { color: #444; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGroup:
    """Commands under one heading: rows of (keys, name, what it does)."""

    heading: str
    rows: tuple[tuple[str, str, str], ...]


def to_html(title: str, line: str, groups: Sequence[PaperGroup]) -> str:
    """Return the sheet as one page of HTML, black on white.

    Parameters
    ----------
    title : str
    line : str
        What stands under the title.
    groups : sequence of PaperGroup
    """
    body = [f"<h1>{escape(title)}</h1><p>{escape(line)}</p>"]
    for group in groups:
        body.append(f"<h2>{escape(group.heading)}</h2><table cellspacing='0'>")
        body += [
            f"<tr><td class='key' width='120'>{escape(keys)}</td>"
            f"<td width='130'>{escape(name)}</td><td class='tip'>{escape(tip)}</td></tr>"
            for keys, name, tip in group.rows
        ]
        body.append("</table>")
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{_STYLE}@page {{ size: A4; margin: 12mm; }}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def write_paper(path: Path, html: str) -> None:
    """Write the sheet to a file: PDF when it is called so, else HTML.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    if path.suffix.casefold() != ".pdf":
        replace_text(path, html)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()  # Qt would fail without a word
    writer = QPdfWriter(str(path))
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(12, 12, 12, 12),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    font = QFont()
    font.setFamilies(list(_FONTS))
    font.setPointSizeF(9)
    document.setDefaultFont(font)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(html)
    document.print_(writer)
