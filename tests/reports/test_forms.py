"""Every form of a report says what it is of, and no cell of it is taken for a formula."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest

from tests.reports.rows import TALE
from workstation.domain.figures import Period
from workstation.reports.figures import figures
from workstation.reports.figures_paper import Stamp, figures_paper
from workstation.reports.forms import ReportNotWritten, write_report
from workstation.reports.html_form import html_text
from workstation.reports.paper import Paper, Table
from workstation.reports.periods import PeriodUnclear, read_period, read_zone
from workstation.reports.tables import csv_text, safe_cell
from workstation.reports.words import Tongue

MADE = datetime(2025, 7, 1, 8, 0, tzinfo=UTC)
STAMP = Stamp(
    period=Period(start=datetime(2025, 5, 1, tzinfo=UTC), goods="85"),
    zone="Asia/Shanghai",
    version="9.8.7",
    made_at=MADE,
    truth=0.00321,
)


VALUES = ["1112", "0.869", "150"]


@pytest.fixture(params=["en", "zh"])
def paper(request):
    return figures_paper(figures(TALE, Period()), STAMP, Tongue(request.param))


def test_every_form_carries_filter_zone_and_version(paper, tmp_path):
    write_report(tmp_path / "r.xlsx", paper)
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        shared = book.read("xl/sharedStrings.xml").decode()

    for text in (csv_text(paper), html_text(paper), shared):
        assert "2025-05-01" in text
        assert "Asia/Shanghai" in text
        assert "9.8.7" in text


def test_no_cell_of_a_csv_is_a_formula_headers_included(paper):
    rows = list(csv.reader(io.StringIO(csv_text(paper))))

    cells = [cell for row in rows for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_what_begins_like_a_formula_is_marked_as_text(first):
    assert safe_cell(f"{first}1+1") == f"'{first}1+1"


def test_a_workbook_has_charts_and_no_formula(paper, tmp_path):
    write_report(tmp_path / "r.xlsx", paper)

    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        names = book.namelist()
        sheets = "".join(book.read(name).decode() for name in names if "worksheets/sheet" in name)
    assert sum(name.startswith("xl/charts/chart") for name in names) >= 6
    assert "<f>" not in sheets


def test_shares_and_times_of_a_workbook_are_numbers_that_can_be_worked_on(tmp_path):
    table = Table(
        header=("Site", "Cases", "Direct release", "Half within", "Interval"),
        rows=[("nansha", "1,112", "86.9 %", "2.5 h", "1.0 % \u2013 2.0 %")],
        numbers=frozenset({1, 2, 3, 4}),
    )
    paper = Paper(title="T", language="en", footer="A & B", blocks=[table])

    write_report(tmp_path / "r.xlsx", paper)

    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert [text for text in re.findall(r"<v>([\d.]+)</v>", sheet) if text in VALUES] == VALUES
    assert 'formatCode="0.0 %"' in styles
    assert "fitToWidth" in sheet or "fitToPage" in sheet
    assert "A &amp;&amp; B" in sheet


def test_html_is_one_file_without_scripts_whose_charts_are_drawn(paper):
    text = html_text(paper)

    assert text.count("<svg") >= 6
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!data:)', text)
    assert "<img" not in text


def test_only_a_simulated_room_tells_its_truth():
    real = Stamp(period=Period(), zone="UTC", version="1", made_at=MADE)

    told = csv_text(figures_paper(figures(TALE, Period()), real, Tongue("en")))

    assert "True miss rate" not in told
    assert "True miss rate" in csv_text(figures_paper(figures(TALE, Period()), STAMP, Tongue("en")))


def test_a_report_that_cannot_be_written_says_where_and_what_to_do(paper, tmp_path):
    with pytest.raises(ReportNotWritten, match=r"r\.docx.*no form"):
        write_report(tmp_path / "r.docx", paper)
    with pytest.raises(ReportNotWritten, match="missing") as caught:
        write_report(tmp_path / "missing" / "r.csv", paper)

    assert ".xlsx" in caught.value.advice


def test_a_day_as_the_end_counts_whole():
    zone, _ = read_zone("Asia/Shanghai")

    period = read_period("2025-05-01", "2025-05-31", site=None, goods=None, zone=zone)

    assert period.start == datetime(2025, 4, 30, 16, tzinfo=UTC)
    assert period.end == datetime(2025, 5, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025-03-30T02:30", "never happens"),
        ("2025-10-26T02:30", "happens twice"),
        ("yesterday", "neither a day nor an instant"),
    ],
)
def test_a_time_that_the_clocks_do_not_show_once_is_refused(text, why):
    zone, _ = read_zone("Europe/Berlin")

    with pytest.raises(PeriodUnclear, match=why):
        read_period(text, None, site=None, goods=None, zone=zone)


def test_a_period_that_ends_before_it_begins_and_goods_without_code_are_refused():
    zone, _ = read_zone("UTC")

    with pytest.raises(PeriodUnclear, match="ends before"):
        read_period("2025-05-02", "2025-04-01", site=None, goods=None, zone=zone)
    with pytest.raises(PeriodUnclear, match="HS code"):
        read_period(None, None, site=None, goods="toys", zone=zone)
    with pytest.raises(PeriodUnclear, match="no time zone"):
        read_zone("Shanghai/Asia")
