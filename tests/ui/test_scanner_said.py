from ui.desk.scanner_said import ScannerSaid
from ui.prepared import PreparedCase
from ui.withheld import without_answers
from workstation.domain.comparison import Rectangle
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
