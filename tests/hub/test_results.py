"""A site reports what its crew found; what is not of it is refused in one sentence."""

import pytest

from queue_client.errors import RefusalCode, Refused
from tests.makers.running_hub import RunningHub

RESULT = {
    "result_id": "r1",
    "case": "yantian:s1",
    "decision_id": "d1",
    "occasion": "inspection",
    "opened_at": "2026-03-02T10:00:00+00:00",
    "kind": None,
    "goods": "",
    "note": "",
    "rate": None,
    "marks": {},
}


def test_a_result_for_no_case_of_the_site_is_refused(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site("yantian")

        with pytest.raises(Refused) as caught:
            site.report_result(RESULT)

    assert caught.value.code is RefusalCode.UNKNOWN


def test_a_document_that_is_no_result_is_refused(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site("yantian")

        with pytest.raises(Refused) as caught:
            site.report_result({"result_id": "r1", "occasion": "curiosity"})

    assert caught.value.code is RefusalCode.MALFORMED


@pytest.mark.parametrize(
    "change", [{"marks": []}, {"opened_at": "0001-01-01T00:00:00+23:59"}, {"rate": [1]}]
)
def test_a_result_of_odd_values_is_refused_and_no_fault_of_the_hub(tmp_path, change):
    with RunningHub(tmp_path) as hub, pytest.raises(Refused) as caught:
        hub.site("yantian").report_result({**RESULT, **change})

    assert caught.value.code is RefusalCode.MALFORMED


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+23:59"])
def test_a_scan_of_a_time_that_no_desk_could_show_is_refused(tmp_path, time):
    with RunningHub(tmp_path) as hub, pytest.raises(Refused) as caught:
        hub.send(hub.site(), "s1", meta={"head": {"time": time}, "declaration": None})

    assert caught.value.code is RefusalCode.MALFORMED
