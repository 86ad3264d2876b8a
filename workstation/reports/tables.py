"""A paper as tables for other programs: CSV, and XLSX with charts that can be worked on.

No cell begins like a formula: what does gets an apostrophe before it, in headers as well, because
a site's name or a reason may have been typed by anybody.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

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

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})*")
_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
#: Excel marks a file by when it was made; ours are the same for the same contents.
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def csv_text(paper: Paper) -> str:
    """Return a paper as CSV (RFC 4180), part after part; numbers of charts have a point."""
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
    draft = path.with_name(f".{path.name}.part")
    book = xlsxwriter.Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        book.set_properties({"title": paper.title, "comments": paper.footer, "created": _ALWAYS})
        bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_sheet_name(paper.title, set()))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 6, 24)
        names = {_sheet_name(paper.title, set())}
        row = _write(sheet, 0, [paper.title], bold)
        for block in paper.blocks:
            match block:
                case Heading():
                    row = _write(sheet, row + 1, [block.text], bold)
                case Paragraph():
                    row = _write(sheet, row, [block.text])
                case Table():
                    if block.header:
                        row = _write(sheet, row, block.header, head)
                    for cells in block.rows:
                        row = _write(sheet, row, cells, numbers=block.numbers)
                case Chart():
                    name = _sheet_name(block.title, names)
                    names.add(name)
                    _chart_sheet(book, name, block, head)
                case Picture() | Break():
                    pass
    finally:
        book.close()
    draft.replace(path)


def _write(
    sheet: Any,  # noqa: ANN401 - XlsxWriter has no types
    row: int,
    cells: Sequence[str],
    form: Any = None,  # noqa: ANN401
    *,
    numbers: Collection[int] = (),
) -> int:
    """Write texts into one row, counts as numbers; return the next row's number."""
    for column, cell in enumerate(cells):
        count = _count_in(cell) if column in numbers else None
        if count is None:
            sheet.write_string(row, column, safe_cell(cell), form)
        else:
            sheet.write_number(row, column, count)
    return row + 1


def _count_in(cell: str) -> int | None:
    """Return the count that a cell tells in thousands, or None for anything else."""
    return int(cell.replace(",", "")) if _COUNT.fullmatch(cell) else None


def _chart_sheet(book: Any, name: str, chart: Chart, head: Any) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 18)
    _write(sheet, 0, [chart.title, chart.unit], head)
    columns = [one.name for one in chart.series] + [one.name for one in chart.targets]
    _write(sheet, 1, ["", *columns], head)
    for row, label in enumerate(chart.labels, start=2):
        sheet.write_string(row, 0, safe_cell(label))
        values = [one.values[row - 2] for one in chart.series]
        for column, value in enumerate([*values, *(one.value for one in chart.targets)], start=1):
            if value is not None:
                sheet.write_number(row, column, value)
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
            drawn.add_series(one)
        else:
            aims.add_series({**one, "line": {"color": "#b00020", "dash_type": "dash"}})
    if chart.targets:
        drawn.combine(aims)
    drawn.set_title({"name": safe_cell(chart.title), "name_font": {"size": 12}})
    drawn.set_y_axis({"name": safe_cell(chart.unit), "min": 0})
    drawn.set_size({"width": 960, "height": 420})
    sheet.insert_chart(1, len(columns) + 2, drawn)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes: 31 characters, none of them forbidden, each once."""
    plain = _NO_SHEET_NAME.sub(" ", title).strip()[:28] or "1"
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
