"""A picture that nobody could judge goes back to the scanner by itself, where that is allowed."""

from datetime import UTC, datetime

import pytest

from tests.makers.jobs import agree
from tests.makers.running_hub import make_meta
from workstation.domain.case import Arrival
from workstation.domain.comparison import comparison_from_json
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import declaration_from_json
from workstation.domain.law import Stage
from workstation.domain.picture_fault import PictureFault
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.scan import ScanHead
from workstation.hub.rescans import OFFICER, Rescans
from workstation.storage.readers import list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

NOW = datetime(2026, 1, 2, tzinfo=UTC)
POOR = (PictureFault.NOISE, PictureFault.BLUR)


@pytest.fixture
def records(tmp_path):
    opened = open_records(tmp_path / "hub.sqlite")
    site = Principal(name="site-a", kind=PrincipalKind.SITE, public_key="k" * 40)
    opened.enrol(site, now=NOW)
    yield opened
    opened.close()


def waiting_case(records, folder, scan_id, container="CSQU3054383"):
    declared = make_meta("site-a", scan_id)["declaration"]
    declaration = declaration_from_json({**declared, "container": container}, source="test")
    package = folder / "blobs" / "00" / f"{scan_id:0>64}"
    package.parent.mkdir(parents=True, exist_ok=True)
    package.write_bytes(b"pixels")
    arrival = Arrival(
        site="site-a",
        scan_id=scan_id,
        package_sha256=f"{scan_id:0>64}",
        package_size=6,
        head=ScanHead(scan_id=scan_id, site="site-a", container=container),
        declaration=declaration,
    )
    case = records.receive(arrival, now=NOW)
    return records.compared(case.case_id, comparison_from_json(agree({"declared": []})), now=NOW)


def test_a_poor_picture_is_decided_as_scan_again_by_the_hub_itself(records, tmp_path):
    case = waiting_case(records, tmp_path, "1")

    assert Rescans(records).sends_back(case, POOR)

    (decision,) = list_decisions(tmp_path)
    assert (decision["conclusion"], decision["reason"]) == (Conclusion.RESCAN, "poor_image")
    assert (decision["officer"], decision["evidence"]) == (OFFICER, {"faults": ["noise", "blur"]})
    assert records.case(case.case_id).stage is Stage.DECIDED
    assert verify_folder(tmp_path).reason == ""


def test_a_good_picture_waits_for_an_officer(records, tmp_path):
    case = waiting_case(records, tmp_path, "1")

    assert not Rescans(records).sends_back(case, ())

    assert records.case(case.case_id).stage is Stage.WAITING


def test_a_container_is_sent_back_once_and_then_an_officer_looks_at_it(records, tmp_path):
    now = [0.0]
    rescans = Rescans(records, clock=lambda: now[0])
    first, second, third = (waiting_case(records, tmp_path, one) for one in ("1", "2", "3"))

    told = [rescans.sends_back(first, POOR), rescans.sends_back(second, POOR)]
    now[0] = 25 * 3600.0
    told.append(rescans.sends_back(third, POOR))

    assert told == [True, False, True]
    assert records.case(second.case_id).stage is Stage.WAITING


def test_what_was_taken_by_a_desk_meanwhile_is_left_to_it(records, tmp_path):
    case = waiting_case(records, tmp_path, "1")
    records.lease(case.case_id, officer="li", desk="desk-1", now=NOW)

    assert not Rescans(records).sends_back(case, POOR)

    assert records.case(case.case_id).lease_officer == "li"
