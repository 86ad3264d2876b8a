from tests.imaging.phantom import make_plane, make_scan, noise
from workstation.assembly.scanner_alarms import with_alarms
from workstation.domain.comparison import Comparison, Rectangle, Verdict
from workstation.domain.scan import ScanHead
from workstation.domain.scanner_report import KEY, ScannerAlarm, ScannerReport, report_to_json

AREA = Rectangle(row=1, column=2, height=3, width=4)
NOTHING = Comparison(
    engine="e",
    library="l",
    verdict=Verdict.CONSISTENT,
    p_value=0.5,
    false_alarm_rate=0.1,
    reasons=(),
    matches=(),
    deviations=(),
    prohibited=(),
    load=None,
    elapsed_s=0.0,
)


def test_an_alarm_of_the_scanner_is_a_region_that_changes_no_verdict():
    alarms = (ScannerAlarm(area=AREA, probability=0.25), ScannerAlarm(area=AREA, category="PI"))
    extra = {KEY: report_to_json(ScannerReport(alarms=alarms))}
    scan = make_scan(make_plane(noise(20, 30)), head=ScanHead(extra=extra))

    told = with_alarms(NOTHING, scan)

    assert [(region.area, region.score, region.why) for region in told.deviations] == [
        (AREA, 0.5, ("scanner_alarm", "scanner_prohibited_item")),
        (AREA, 0.25, ("scanner_alarm",)),
    ]
    assert told.verdict is Verdict.CONSISTENT
