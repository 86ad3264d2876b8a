# ruff: noqa: RUF001 - wide signs are among what is tried
"""Whatever a trader, a site or a desk writes stands in a report as text, and never stops one."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.reports.rows import TALE, settled
from workstation.domain.figures import Period
from workstation.reports.evidence import EvidenceSources, evidence_paper
from workstation.reports.evidence_words import Speaker
from workstation.reports.figures import figures
from workstation.reports.figures_json import to_json
from workstation.reports.forms import write_report
from workstation.reports.html_form import html_text
from workstation.reports.paper import (
    Break,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Polyline,
    Series,
    Table,
    Target,
)
from workstation.reports.pdf import pdf_bytes
from workstation.reports.tables import csv_text
from workstation.site_agent.order_sheet import order_sheet

#: What is written, and what of it every form has to show; None where nothing of it need be left.
HOSTILE = {
    "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "attribute": ("\"><img src=x onerror='alert(1)'>", "onerror="),
    "end of the style": ("</style></title></body><b id=x>", "</body>"),
    "end of data": ("]]> --> <!-- <?xml ?> <![CDATA[", "]]> -->"),
    "entities": ("&lt;b&gt; &amp; &bogus; &#0;", "&lt;b&gt; &amp; &bogus; &#0;"),
    "marks of a pdf library": ("<para><font size=99><a href='x'>y</a></font>", "<font size=99>"),
    "pictures of a pdf library": ("<img src='/etc/hostname'/> <onDraw name=x/>", "/etc/hostname"),
    "words of a pdf": (
        ") Tj ET endstream endobj << /JS (app.alert) >> %%EOF (",
        "endstream endobj",
    ),
    "backslashes": ("\\) \\( \\051 \\\\", "\\051"),
    "formula": ("=cmd|' /C calc'!A0", "=cmd|"),
    "formula behind a blank": ("  \t=1+1", "=1+1"),
    "formula behind nothing": ("\u200b\ufeff@SUM(A1)", "@SUM(A1)"),
    "formula in wide signs": ("＝1＋1", "1＋1"),
    "minus": ("-2+3", "-2+3"),
    "a place in a book": ("Data!$A$1", "Data!$A$1"),
    "a cell of code": ("{=1} _x0041_ https://evil.example", "_x0041_"),
    "from the right": ("abc\u202egnp.exe\u2066\u061c", "abcgnp.exe"),
    "letters from the right": ("\u05d0\u05d1 123", "123"),
    "nul": ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
    "controls": ("a\x08\x1b[31m\x7f\x85b", "[31m"),
    "half a sign": ("a\ud800b\udfff", "a\N{REPLACEMENT CHARACTER}b"),
    "no signs": ("a\ufffe\uffff\U0001ffff\ufdd0b", None),
    "lines": ("one\r\ntwo\u2028three", "one"),
    "a long word": ("W" * 200, None),
    "a very long text": ("箱" * 6000 + "E" * 34_000, None),
    "a picture beyond the plane": ("\U0001f9e8 \U00030edd", None),
    "a name that a book keeps": ("History", "History"),
    "apostrophes": ("'[x]:*?/\\'", "'[x]:*?/"),
    "blanks": (" \t\n ", None),
    "nothing": ("", None),
}
HOSTILE_TEXTS = [pytest.param(text, id=name) for name, (text, _) in HOSTILE.items()]
CASES = [pytest.param(text, seen, id=name) for name, (text, seen) in HOSTILE.items()]
FOREIGN_CONTROLS = {"Cc", "Cs", "Cf"}
ISOLATES = set("\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}")


def paper_of(text):
    """Return a paper with a text in every place that has one."""
    pixels = np.zeros((4, 6), np.uint8)
    line = Polyline(points=((0, 0), (3, 3)), colour="#ff0000", label=text)
    return Paper(
        title=text,
        footer=text,
        blocks=(
            Heading(text=text),
            Paragraph(text=text),
            Paragraph(text=text, small=True),
            Table(header=[text, text], rows=[[text, text], ["1", text]], numbers=frozenset({1})),
            Table(header=(), rows=[[text, text, text, text, text, text]]),
            Chart(
                title=text,
                labels=[text, "x"],
                series=[Series(name=text, values=[1.0, None])],
                unit=text,
                targets=[Target(name=text, value=2.0)],
            ),
            Picture(pixels=pixels, caption=text, lines=[line]),
            Break.PAGE,
        ),
    )


class Skeleton(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.bones, self.texts, self.comments = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        places = {"alt", "aria-label"}
        self.bones.append((tag, tuple((n, None if n in places else v) for n, v in attrs)))
        self.texts += [value for name, value in attrs if name in places]

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.comments.append(data)


def bones(page):
    """Return what a page is built of, without what a chart has room for."""
    numbers = re.compile(r"^-?[\d.]+$")
    return [
        (tag, tuple((n, "0" if v is not None and numbers.match(v) else v) for n, v in attrs))
        for tag, attrs in Skeleton(page).bones
        if tag not in {"line", "rect", "text"}
    ]


def is_clean(text):
    """Tell whether nothing in a text steers a page, a terminal or the way it is read."""
    odd = {one for one in text if unicodedata.category(one) in FOREIGN_CONTROLS}
    return odd <= ISOLATES | {"\n", "\r"}


@pytest.mark.parametrize(("text", "seen"), CASES)
def test_a_page_is_built_of_nothing_that_was_written(text, seen):
    page = html_text(paper_of(text))

    found = Skeleton(page)
    assert bones(page) == bones(html_text(paper_of("harmless")))
    assert not found.comments
    assert is_clean(page)
    page.encode()
    if seen is not None:
        assert sum(seen in one for one in found.texts) >= 10


@pytest.mark.parametrize(("text", "seen"), CASES)
def test_a_table_has_no_formula_and_every_text(text, seen):
    told = csv_text(paper_of(text))

    cells = [cell for row in csv.reader(io.StringIO(told)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n＝＋－＠")]
    assert all(map(is_clean, cells))
    told.encode()
    if seen is not None:
        assert sum(seen in cell for cell in cells) >= 10


@pytest.mark.parametrize(("text", "seen"), CASES)
def test_a_book_opens_and_types_every_text_as_text(text, seen, tmp_path):
    write_report(tmp_path / "r.xlsx", paper_of(text))

    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    roots = {
        name: ET.fromstring(part)  # noqa: S314 - our own file
        for name, part in parts.items()
        if is_xml(name)
    }
    sheets = [root for name, root in roots.items() if "worksheets/sheet" in name]
    texts = [
        one.text or "" for one in roots["xl/sharedStrings.xml"].iter() if one.tag.endswith("}t")
    ]
    assert sheets
    assert not [one for sheet in sheets for one in sheet.iter() if one.tag.endswith("}f")]
    assert not [one for sheet in sheets for one in sheet.iter() if one.tag.endswith("hyperlink")]
    assert not [one for one in texts if one[:1] in set("=+-@\t\r\n＝＋－＠")]
    assert all(map(is_clean, texts))
    if seen is not None:
        assert any(seen.replace("_x0041_", "_x005F_x0041_") in one for one in texts)


def is_xml(name):
    return name.endswith((".xml", ".rels"))


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_pdf_opens_and_does_nothing(text):
    raw = pdf_bytes(paper_of(text))

    assert raw.startswith(b"%PDF-")
    assert raw.rstrip().endswith(b"%%EOF")
    assert names_of(raw) <= names_of(pdf_bytes(paper_of("harmless")))


def names_of(pdf):
    """Return the names that a PDF is built of: no stream's, and none within a text."""
    rest = re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    depth, kept, place = 0, bytearray(), 0
    while place < len(rest):
        one = rest[place : place + 1]
        if depth and one == b"\\":
            place += 1
        elif one == b"(":
            depth += 1
        elif one == b")" and depth:
            depth -= 1
        elif not depth:
            kept += one
        place += 1
    assert not depth
    names = re.findall(rb"/[A-Za-z]+", bytes(kept))
    return {name for name in names if not name.startswith((b"/Room", b"/F", b"/Im", b"/FormXob"))}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", HOSTILE_TEXTS[:-2])
def test_the_evidence_of_a_decision_can_be_written_whatever_was_written_in_it(text, language):
    paper = evidence_of(text, language)

    page = html_text(paper)

    assert bones(page) == bones(html_text(evidence_of("harmless", language)))
    assert is_clean(page)
    assert pdf_bytes(paper).startswith(b"%PDF-")
    csv_text(paper).encode()


def evidence_of(text, language, *, evidence=None):
    """Return the evidence of a decision of which every text was written by somebody hostile."""
    at = "2026-03-02T08:00:00.000000+00:00"
    area = {"row": 0, "column": 0, "height": 1, "width": 1}
    decision = {
        "decision_id": text,
        "conclusion": "inspect",
        "reason": text,
        "note": text,
        "officer": text,
        "desk": text,
        "decided_at": at,
        "evidence": evidence
        or {
            "judgement": {"first": text, "engine_shown_s": text},
            "coverage": {"overall": text, "floor": 0.5},
            "dwell_s": text,
            "model_shown": text,
        },
        "marks": [{"text": text, "place": {"en": text, "zh": text}}],
    }
    told = {
        "decision": decision,
        "officer_name": text,
        "readings": [{"officer": text, "conclusion": text, "decided_at": at}] * 2,
        "state": {},
        "models": [{"model": text, "name": text, "name_zh": text, "hs": text, "state": text}],
        "film": {"named": text},
        "comparison": {
            "engine": text,
            "library": text,
            "verdict": text,
            "reasons": [text],
            "deviations": [{**area, "why": [text], "score": 0.5}],
        },
        "declaration": {
            "number": text,
            "container": text,
            "consignee": text,
            "goods": [{"hs": text, "name": text, "name_zh": text, "packages": 1, "gross_kg": 2.0}],
        },
        "case": {
            "case_id": text,
            "scan_id": text,
            "head": {"container": text, "scanner": text},
            "received_at": at,
            "sha256": text,
        },
    }
    pixels = np.zeros((4, 6), np.uint8)
    sources = EvidenceSources(
        told=told,
        seen=(Picture(pixels=pixels, caption=text),),
        models=(Picture(pixels=pixels, caption=text),),
        picture_fault=text,
        shades=np.zeros((2, 2), np.uint8),
        moments=((1.0, text),),
        growth=((0.0, 0.0), (1.0, 0.5)),
        left_out=1,
        zone=UTC,
        made_at=datetime(2026, 3, 3, tzinfo=UTC),
        version=text,
    )
    return evidence_paper(sources, Speaker(language))


@pytest.mark.parametrize("odd", ["a text", 7, ["a list"], None, True])
def test_evidence_of_another_shape_than_any_desk_sends_stops_no_report(odd):
    named = ("judgement", "coverage", "dwell_s", "model_shown")

    paper = evidence_of("harmless", "en", evidence=dict.fromkeys(named, odd))

    assert pdf_bytes(paper).startswith(b"%PDF-")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_an_inspection_order_is_built_of_nothing_that_was_written(text):
    page = order_sheet(order_of(text), ["1.png"])

    assert bones(page) == bones(order_sheet(order_of("harmless"), ["1.png"]))
    assert is_clean(page)
    page.encode()


def order_of(text):
    words = {"zh": text, "en": text}
    mark = {"number": 1, "position": words, "finding_words": words, "text": text}
    record = dict.fromkeys(("container", "scan_id", "note", "decided_at", "decision_id"), text)
    return {**record, "reason_words": words, "marks": [mark]}


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_figures_as_json_can_be_read_again(text):
    tale = replace(TALE, rows=[settled("release", site=text, officer=text, hs=text)])

    told = json.dumps(to_json(figures(tale, Period())))

    told.encode()
    assert json.loads(told)
