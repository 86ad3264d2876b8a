"""A paper as PDF: real text in both languages, which search and copy find as it was written."""

import io
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from PIL import Image as Pixels
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

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
from workstation.reports.pdf_fonts import font_for
from workstation.reports.pdf_marks import Marked

_MARGIN: Final = 18 * mm
_WIDTH: Final = A4[0] - 2 * _MARGIN
_HEIGHT: Final = A4[1] - 2 * _MARGIN
_INK: Final = colors.HexColor("#1d2a33")
#: What is longer is cut and says so: laying out one cell of forty thousand signs takes minutes.
_LONGEST_HEAD, _LONGEST_CELL, _LONGEST_PARAGRAPH = 200, 1500, 6000
_FAINT: Final = colors.HexColor("#c9d1d6")


def write_pdf(path: Path, paper: Paper) -> None:
    """Write a paper to a file, put in place whole or not at all.

    Raises
    ------
    FontMissing
        If this machine has no Chinese font.
    OSError
        If the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(pdf_bytes(paper))
    draft.replace(path)


def pdf_bytes(paper: Paper) -> bytes:
    """Return a paper as a PDF file; raise `FontMissing` when there is no Chinese font."""
    paper = paper.made_safe()
    font = font_for(f"{paper.texts()} 0123456789/")
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=paper.title,
        lang=paper.language,
    )

    def foot(canvas: Canvas, page: Any) -> None:  # noqa: ANN401 - ReportLab's own document
        canvas.saveState()
        canvas.setFont(font, 7)
        canvas.setFillColor(colors.grey)
        canvas.drawString(_MARGIN, 10 * mm, _cut(paper.footer, _LONGEST_HEAD))
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, str(page.page))
        canvas.restoreState()

    story: list[Flowable] = [
        Lines(escape(_cut(paper.title, _LONGEST_HEAD)), _style(font, 18)),
        Spacer(0, 4 * mm),
    ]
    for block in paper.blocks:
        story += _flow(block, font)
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _cut(text: str, most: int) -> str:
    """Return a text, or its beginning and how many signs are left out."""
    if len(text) <= most:
        return text
    return f"{text[:most]} \N{HORIZONTAL ELLIPSIS} (+{len(text) - most:,})"


def _style(font: str, size: float, *, right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}-{right}",
        fontName=font,
        fontSize=size,
        leading=size * 1.4,
        textColor=_INK,
        wordWrap="CJK",  # breaks Chinese anywhere and English at its blanks
        alignment=2 if right else 0,
    )


def _flow(block: Block, font: str) -> list[Flowable]:
    match block:
        case Heading():
            size = {1: 13.0, 2: 11.0}.get(block.level, 9.5)
            style = _style(font, size)
            style.spaceBefore, style.spaceAfter, style.keepWithNext = 4 * mm, 1.5 * mm, 1
            return [Lines(escape(_cut(block.text, _LONGEST_HEAD)), style)]
        case Paragraph():
            text = escape(_cut(block.text, _LONGEST_PARAGRAPH))
            lines = Lines(text, _style(font, 7.5 if block.small else 9.5))
            return [lines, Spacer(0, 1.5 * mm)]
        case Table():
            return [_grid(block, font), Spacer(0, 3 * mm)]
        case Chart():
            return [_Drawn(block, font), Spacer(0, 3 * mm)]
        case Picture():
            return _picture(block, font)
        case Break():
            return [PageBreak()]


def _grid(table: Table, font: str) -> Grid:
    columns = len(table.header) or max(map(len, table.rows), default=1)
    parts = table.widths or [1.0] * columns
    widths = [_WIDTH * part / sum(parts) for part in parts]
    body = [list(table.header), *map(list, table.rows)] if table.header else list(table.rows)
    limits = [_LONGEST_HEAD] * bool(table.header) + [_LONGEST_CELL] * len(table.rows)
    cells = [
        [
            Lines(escape(_cut(cell, most)), _style(font, 8, right=column in table.numbers))
            for column, cell in enumerate(row)
        ]
        for row, most in zip(body, limits, strict=True)
    ]
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, _FAINT),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if table.header:
        style += [
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#eef2f4")),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK),
        ]
    # In a narrow column a cell may still be higher than a page.
    return Grid(
        cells,
        colWidths=widths,
        style=style,
        repeatRows=1 if table.header else 0,
        splitInRow=1,
    )


def _picture(picture: Picture, font: str) -> list[Flowable]:
    packed = io.BytesIO()
    Pixels.fromarray(picture.pixels).save(packed, "PNG")
    rows, columns = picture.pixels.shape[:2]
    scale = min(_WIDTH / columns, _HEIGHT * 0.6 / rows)
    image: Flowable = Image(packed, width=columns * scale, height=rows * scale)
    if picture.lines:
        image = Marked(image, picture.lines, scale, font)
    caption = Lines(escape(_cut(picture.caption, _LONGEST_HEAD)), _style(font, 7.5))
    return [KeepTogether([image, caption]), Spacer(0, 3 * mm)]


class _Drawn(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A chart, drawn stroke by stroke."""

    def __init__(self, chart: Chart, font: str) -> None:
        super().__init__()
        self._chart, self._font = chart, font
        self.width, self.height = _WIDTH, 62 * mm

    def draw(self) -> None:
        """Draw on the canvas that ReportLab has set."""
        canvas = self.canv
        for mark in draw_chart(self._chart, self.width, self.height):
            match mark:
                case Line():
                    canvas.setStrokeColor(colors.HexColor(mark.colour))
                    canvas.setLineWidth(mark.thick)
                    canvas.setDash([3, 2] if mark.dashed else [])
                    canvas.line(mark.x0, self.height - mark.y0, mark.x1, self.height - mark.y1)
                case Rect():
                    canvas.setFillColor(colors.HexColor(mark.colour))
                    bottom = self.height - mark.y - mark.height
                    canvas.rect(mark.x, bottom, mark.width, mark.height, stroke=0, fill=1)
                case Words():
                    canvas.setFillColor(colors.HexColor(mark.colour))
                    canvas.setFont(self._font, mark.size)
                    write = {0: canvas.drawString, 1: canvas.drawCentredString}.get(
                        mark.align, canvas.drawRightString
                    )
                    write(mark.x, self.height - mark.y, mark.text)
