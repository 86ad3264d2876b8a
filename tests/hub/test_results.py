"""A site reports what its crew found; what is not of it is refused in one sentence."""

import pytest

from queue_client.errors import RefusalCode, Refused
from tests.makers.running_hub import RunningHub


def test_a_result_for_no_case_of_the_site_is_refused(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site("yantian")

        with pytest.raises(Refused) as caught:
            site.report_result(
                {
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
            )

    assert caught.value.code is RefusalCode.UNKNOWN


def test_a_document_that_is_no_result_is_refused(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site("yantian")

        with pytest.raises(Refused) as caught:
            site.report_result({"result_id": "r1", "occasion": "curiosity"})

    assert caught.value.code is RefusalCode.MALFORMED
