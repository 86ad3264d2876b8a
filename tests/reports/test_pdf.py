"""A paper as PDF: its text layer says what was written."""

import base64
import re
import zlib

import numpy as np
import pytest

from workstation.reports.paper import (
    Break,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Series,
    Table,
    Target,
)
from workstation.reports.pdf import pdf_bytes, write_pdf
from workstation.reports.pdf_fonts import FontMissing, chinese_font

try:
    chinese_font()
except FontMissing:
    pytest.skip("no Chinese font is installed here", allow_module_level=True)


def a_paper(text):
    return Paper(
        title="Figures",
        footer="UTC",
        blocks=[
            Heading(text="Turnaround"),
            Paragraph(text=text),
            Table(header=["Site", "Cases"], rows=[["yantian", "12"]], numbers=frozenset({1})),
            Chart(
                title="Hours",
                labels=["8", "9"],
                series=[Series(name="P50", values=[4.0, None])],
                kind=ChartKind.LINE,
                targets=[Target(name="10 min", value=10)],
            ),
            Break.PAGE,
            Picture(pixels=np.zeros((20, 40), np.uint8), caption="<scan> & mark"),
        ],
    )


def characters_of(pdf):
    """Return every character that the file's fonts map a glyph to."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    found = set()
    for raw in streams:
        try:
            plain = zlib.decompress(_unascii(raw))
        except (zlib.error, ValueError):
            continue
        if b"beginbf" in plain:
            codes = re.findall(rb"<([0-9A-Fa-f]{4})>\s*(?=\n|\]|<|$)", plain)
            found |= {chr(int(code, 16)) for code in codes}
    return found


def _unascii(raw):
    text = raw.strip()
    if text.endswith(b"~>"):
        return base64.a85decode(text[:-2])
    return text


def test_chinese_can_be_copied_as_it_was_written():
    text = "日口人工立金 放行"

    told = characters_of(pdf_bytes(a_paper(text)))

    assert set(text) - {" "} <= told
    assert not {sign for sign in told if 0x2F00 <= ord(sign) <= 0x2FDF}  # Kangxi radicals


def test_a_second_paper_has_signs_that_the_first_did_not_have():
    pdf_bytes(a_paper("放行"))

    told = characters_of(pdf_bytes(a_paper("布控名单")))

    assert set("布控名单") <= told


def test_a_paper_is_put_in_place_whole(tmp_path):
    target = tmp_path / "figures.pdf"

    write_pdf(target, a_paper("放行"))

    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["figures.pdf"]
