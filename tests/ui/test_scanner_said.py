from ui.desk.scanner_said import ScannerSaid
from workstation.domain.scanner_report import ContainerRead, ScannerReport, ScannerResult


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

    assert "CSQU3054383 98 %, TEMU9131666" in text
    assert "ATR IRU 1.4: No container found" in text
    assert "verdict" not in text
    assert said.isHidden()
