import pytest

from tests.ui.test_papers import make_case
from ui.desk.declaration_panel import DeclarationPanel
from ui.desk.scanner_said import ScannerSaid
from ui.prepared import PreparedCase
from ui.withheld import without_answers
from workstation.domain.comparison import Rectangle
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.scanner_report import (
    ContainerRead,
    ScannerAlarm,
    ScannerReport,
    ScannerResult,
)


def test_what_the_scanner_found_in_words_is_shown_and_bare_codes_are_not(qtbot):
    said = ScannerSaid()
    qtbot.addWidget(said)
    results = (
        ScannerResult(name="operation 1", outcome="verdict 2"),
        ScannerResult(name="ATR IRU 1.4", outcome="Success: Info", words="No container found"),
    )
    containers = (
        ContainerRead(number="CSQU3054383", confidence=98),
        ContainerRead(number="TEMU9131666"),
    )

    said.show_report(ScannerReport(containers=containers, results=results))
    text = said.text()
    said.show_report(ScannerReport(results=results[:1]))

    assert "CSQU3054383 98 %, TEMU9131666" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "ATR IRU 1.4: No container found" in text
    assert "verdict" not in text
    assert said.isHidden()


def test_who_judges_first_is_not_told_what_the_scanners_programs_found():
    alarm = ScannerAlarm(area=Rectangle(row=1, column=2, height=3, width=4))
    result = ScannerResult(name="TDR V03 MACHINE", outcome="ALARM", words="1 alarmed")
    read = (ContainerRead(number="CSQU3054383"),)
    report = ScannerReport(containers=read, alarms=(alarm,), results=(result,))
    case = PreparedCase(
        lease=None,
        picture=None,
        view="side",
        container=None,
        declaration=None,
        comparison=object(),
        report=report,
    )

    seen = without_answers(case)

    assert seen.comparison is None
    assert seen.report == ScannerReport(containers=read)


@pytest.mark.parametrize(
    ("scanned", "declared", "words"),
    [
        (["CSQU3054383", "TEMU9131666"], "TEMU9131666", ""),
        (["CSQU3054383"], "TEMU9131666", "another container: TEMU9131666"),
        ([], "CSQU3054384", "wrong check digit"),
        ([], "CSQU3054383", ""),
    ],
)
def test_a_declared_container_is_held_against_all_that_were_scanned(
    qtbot, scanned, declared, words
):
    panel = DeclarationPanel()
    qtbot.addWidget(panel)
    report = ScannerReport(containers=tuple(ContainerRead(number=one) for one in scanned))
    goods = (GoodsLine(hs="090121", name="Coffee"),)
    declaration = Declaration(number="D-1", container=declared, goods=goods)
    number = scanned[0] if scanned else None

    panel.show_case(make_case(number=number, declaration=declaration, report=report))

    shown = panel._missing.text()  # noqa: SLF001 - the one line that tells
    assert words in shown
    assert bool(shown) == bool(words)
