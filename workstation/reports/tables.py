"""A paper as tables for other programs: CSV, and XLSX with charts that can be worked on.

No cell begins like a formula: what does gets an apostrophe before it, in headers as well, because
a site's name or a reason may have been typed by anybody.
"""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from workstation.reports.drawing import COLOURS
from workstation.reports.paper import (
    Break,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Table,
)

#: The wide signs are taken for the others where a program is set to Chinese or Japanese.
_RISKY: Final = (*"=+-@\t\r\n", *"＝＋－＠")  # noqa: RUF001
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})*")
_SHARE: Final = re.compile(r"\d+(?:\.\d+)? %")
_TIME: Final = re.compile(r"(\d+(?:\.\d+)?) (s|min|h|秒|分钟|小时)")
_MINUTES: Final = {"s": 1 / 60, "秒": 1 / 60, "min": 1, "分钟": 1, "h": 60, "小时": 60}
_A4, _LAST_COLUMN, _FOOTER = 9, 6, 180
#: What a line across all columns holds, in signs as wide as a Chinese one, and its height [pt].
_LINE_SIGNS, _LINE_PT, _WIDE = 68, 16, 0x2E80
_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
#: Excel keeps this name for a sheet of its own, and a cell holds so many signs.
_KEPT_NAME: Final = "history"
_LONGEST_CELL: Final = 32_767
#: Excel marks a file by when it was made; ours are the same for the same contents.
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def csv_text(paper: Paper) -> str:
    """Return a paper as CSV (RFC 4180), part after part; numbers of charts have a point."""
    paper = paper.made_safe()
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(paper):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def write_csv(path: Path, paper: Paper) -> None:
    """Write a paper as CSV in UTF-8 with a mark, by which Excel knows the encoding.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(csv_text(paper), encoding="utf-8-sig", newline="")
    draft.replace(path)


def write_xlsx(path: Path, paper: Paper) -> None:
    """Write a paper as XLSX: one sheet that reads like the paper, and one for each chart.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    paper = paper.made_safe()
    draft = path.with_name(f".{path.name}.part")
    book = xlsxwriter.Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        book.set_properties({"title": paper.title, "comments": paper.footer, "created": _ALWAYS})
        ink = _Ink(book)
        sheet = book.add_worksheet(_sheet_name(paper.title, set()))
        _prepare(sheet, paper)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, _LAST_COLUMN, 17)
        names = {_sheet_name(paper.title, set())}
        row = _write(sheet, 0, [paper.title], ink.title)
        for block in paper.blocks:
            match block:
                case Heading():
                    row = _write(sheet, row + 1, [block.text], ink.bold)
                case Paragraph():
                    row = _write_paragraph(sheet, row, block.text, ink)
                case Table():
                    row = _write_table(sheet, row, block, ink)
                case Chart():
                    name = _sheet_name(block.title, names)
                    names.add(name)
                    _chart_sheet(book, name, block, ink, paper)
                case Picture() | Break():
                    pass
    finally:
        book.close()
    draft.replace(path)


class _Ink:
    """The forms of a book's cells."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.bold = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef2f4"})
        self.head_right = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#eef2f4", "align": "right"}
        )
        self.right = book.add_format({"align": "right"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def number(self, form: str) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return the form of a number, such as ``0.0 %``."""
        if form not in self._numbers:
            self._numbers[form] = self._book.add_format({"num_format": form})
        return self._numbers[form]


def _prepare(sheet: Any, paper: Paper) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Let a sheet print on pages as wide as it is, with what the paper says of itself below."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    footer = paper.footer.replace("&", "&&")
    if len(footer) > _FOOTER:
        footer = footer[:_FOOTER].rstrip("&")
    sheet.set_footer(f"&L&8 {footer}&R&8&P / &N")


def _write_table(sheet: Any, row: int, table: Table, ink: _Ink) -> int:  # noqa: ANN401
    if table.header:
        for column, title in enumerate(table.header):
            form = ink.head_right if column in table.numbers else ink.head
            _put(sheet, row, column, title, form)
        row += 1
    for cells in table.rows:
        for column, cell in enumerate(cells):
            value = _value_in(cell) if column in table.numbers else None
            if value is not None:
                sheet.write_number(row, column, value.number, ink.number(value.form))
            else:
                form = ink.right if column in table.numbers else None
                _put(sheet, row, column, cell, form)
        row += 1
    return row


def _write_paragraph(sheet: Any, row: int, text: str, ink: _Ink) -> int:  # noqa: ANN401
    """Write a paragraph over all columns, in as many lines as it takes."""
    signs = sum(1.0 if ord(sign) > _WIDE else 0.55 for sign in text)
    sheet.merge_range(row, 0, row, _LAST_COLUMN, "", ink.wrapped)
    _put(sheet, row, 0, text, ink.wrapped)
    sheet.set_row(row, _LINE_PT * max(1, math.ceil(signs / _LINE_SIGNS)))
    return row + 1


def _write(sheet: Any, row: int, cells: Sequence[str], form: Any = None) -> int:  # noqa: ANN401
    """Write texts into one row; return the next row's number."""
    for column, cell in enumerate(cells):
        _put(sheet, row, column, cell, form)
    return row + 1


def _safe_title(text: str) -> str:
    """Return a title that XlsxWriter does not take for a place in a book, such as ``Data!A1``."""
    return safe_cell(text).replace("!", "！")  # noqa: RUF001


def _put(sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:  # noqa: ANN401
    """Write a text that is no formula into a cell, and as much of it as a cell holds."""
    cell = safe_cell(text)
    if len(cell) > _LONGEST_CELL:
        cell = f"{cell[: _LONGEST_CELL - 1]}\N{HORIZONTAL ELLIPSIS}"
    sheet.write_string(row, column, cell, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A number in a cell, and how the program that shows it writes it."""

    number: float
    form: str


def _value_in(cell: str) -> _Value | None:
    """Return the number that a cell tells: a count, a share, a time in minutes; else None."""
    count = _count_in(cell)
    if count is not None:
        return _Value(number=count, form="#,##0")
    if _SHARE.fullmatch(cell):
        return _Value(number=round(float(cell.removesuffix(" %")) / 100, 6), form="0.0 %")
    told = _TIME.fullmatch(cell)
    if told is None:
        return None
    minutes = float(told[1]) * _MINUTES[told[2]]
    return _Value(number=minutes, form=f'0.0 "{"min" if told[2].isascii() else "分钟"}"')


def _count_in(cell: str) -> int | None:
    """Return the count that a cell tells in thousands, or None for anything else."""
    return int(cell.replace(",", "")) if _COUNT.fullmatch(cell) else None


def _chart_sheet(
    book: Any,  # noqa: ANN401 - XlsxWriter has no types
    name: str,
    chart: Chart,
    ink: _Ink,
    paper: Paper,
) -> None:
    sheet = book.add_worksheet(name)
    _prepare(sheet, paper)
    sheet.set_column(0, 5, 18)
    _write(sheet, 0, [f"{chart.title} ({chart.unit})"], ink.bold)
    columns = [one.name for one in chart.series] + [one.name for one in chart.targets]
    sheet.write_string(1, 0, "", ink.head)
    for column, title in enumerate(columns, start=1):
        _put(sheet, 1, column, title, ink.head_right)
    for row, label in enumerate(chart.labels, start=2):
        _put(sheet, row, 0, label)
        values = [one.values[row - 2] for one in chart.series]
        for column, value in enumerate([*values, *(one.value for one in chart.targets)], start=1):
            if value is not None:
                sheet.write_number(row, column, value, ink.number("0.0"))
    last = len(chart.labels) + 1
    kind = "column" if chart.kind is ChartKind.BARS else "line"
    drawn = book.add_chart({"type": kind})
    aims = book.add_chart({"type": "line"})
    for number in range(1, len(columns) + 1):
        one = {
            "name": [name, 1, number],
            "categories": [name, 2, 0, last, 0],
            "values": [name, 2, number, last, number],
        }
        if number <= len(chart.series):
            colour = COLOURS[(number - 1) % len(COLOURS)]
            drawn.add_series({**one, "fill": {"color": colour}, "line": {"color": colour}})
        else:
            aims.add_series({**one, "line": {"color": "#b00020", "dash_type": "dash"}})
    if chart.targets:
        drawn.combine(aims)
    drawn.set_title({"name": _safe_title(chart.title), "name_font": {"size": 12}})
    drawn.set_y_axis({"name": _safe_title(chart.unit), "min": 0})
    drawn.set_size({"width": 960, "height": 420})
    drawn.set_legend({"position": "bottom"})
    sheet.insert_chart(1, len(columns) + 2, drawn)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes: 31 characters, none of them forbidden, each once."""
    plain = _NO_SHEET_NAME.sub(" ", title).strip()[:28].strip() or "1"
    if plain.lower() == _KEPT_NAME:
        plain = f"{plain} 1"
    name, number = plain, 1
    while name.lower() in {one.lower() for one in taken}:
        number += 1
        name = f"{plain} {number}"
    return name


def _rows(paper: Paper) -> Iterator[list[str | float]]:
    yield [paper.title]
    for block in paper.blocks:
        match block:
            case Heading():
                yield []
                yield [block.text]
            case Paragraph():
                yield [block.text]
            case Table():
                if block.header:
                    yield list(block.header)
                for cells in block.rows:
                    yield [
                        cell
                        if column not in block.numbers or (count := _count_in(cell)) is None
                        else count
                        for column, cell in enumerate(cells)
                    ]
            case Chart():
                names = [one.name for one in block.series] + [one.name for one in block.targets]
                yield [f"{block.title} ({block.unit})", *names]
                for number, label in enumerate(block.labels):
                    values = [one.values[number] for one in block.series]
                    aims = [one.value for one in block.targets]
                    yield [label, *("" if one is None else round(one, 4) for one in values), *aims]
            case Picture() | Break():
                pass
