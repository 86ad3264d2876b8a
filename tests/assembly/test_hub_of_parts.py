"""What the parts of a joined hub have to know of each other."""

from pathlib import Path

import pytest

from queue_client.supervision_messages import SteerAct, Topic
from tests.imaging.phantom import make_plane, make_scan, noise
from tests.makers.jobs import agree
from workstation.assembly import compare_job
from workstation.assembly.hub import build_hub, open_hub_records
from workstation.domain.comparison import Rectangle, comparison_from_json, comparison_to_json
from workstation.domain.scan import ScanHead
from workstation.domain.scanner_report import KEY, ScannerAlarm, ScannerReport, report_to_json
from workstation.hub.projections import FOLDER
from workstation.hub.sweeping import Sweeper
from workstation.settings import HubConfig


@pytest.fixture
def hub(tmp_path):
    config = HubConfig(data=tmp_path / "hub", endpoint="tcp://127.0.0.1:*")
    records = open_hub_records(config.data)
    built = build_hub(config, records)
    yield built
    built.supervision.close()
    built._door.close()  # noqa: SLF001 - what `run` does at its end
    records.close()


def test_the_child_that_makes_test_images_may_write_where_they_lie(hub):
    settings = hub._settings  # noqa: SLF001 - handed to the child as they are

    writable = [Path(folder) for folder in settings.compare_options["writable"]]

    assert settings.data_dir / FOLDER in writable
    assert all(folder.is_dir() for folder in writable)  # rules are made for what is there alone


def test_every_question_and_every_order_has_somebody_who_answers(hub):
    room = hub.supervision

    assert set(room._answerers) == set(Topic)  # noqa: SLF001 - what was joined
    assert set(room._steerers) == set(SteerAct)  # noqa: SLF001 - as above


def test_the_hub_removes_what_was_disposed_of_and_never_while_it_stores_a_package(hub):
    chores = hub.supervision._chores  # noqa: SLF001 - what was joined
    (sweeper,) = [one.__self__ for one in chores if isinstance(one.__self__, Sweeper)]

    assert sweeper._is_storing == hub.is_storing  # noqa: SLF001 - as above


class Engine:
    def compare(self, _pixels, *, declared, **_described):
        return comparison_from_json(agree({"declared": list(declared)}))


def test_a_test_image_has_the_alarms_of_the_scanner_as_its_scan_has(monkeypatch):
    alarm = ScannerAlarm(area=Rectangle(row=1, column=2, height=3, width=4), category="PI")
    extra = {KEY: report_to_json(ScannerReport(alarms=(alarm,)))}
    scan = make_scan(make_plane(noise(20, 30)), head=ScanHead(extra=extra))
    monkeypatch.setattr(compare_job, "_engine", lambda *_: Engine())
    monkeypatch.setattr(compare_job, "read_scan", lambda _path: scan)
    monkeypatch.setattr(compare_job, "describe", lambda _pixels: None)
    monkeypatch.setattr(compare_job, "pixels_of", lambda _scan: None)
    monkeypatch.setattr(compare_job, "measure_image", lambda _scan: None)
    monkeypatch.setattr(
        compare_job,
        "make_beside",
        lambda _wish, made, compare: comparison_to_json(compare(made)),
    )

    told = compare_job.compare_package(
        {
            "package": "s.tif",
            "declared": ["100630"],
            "library": "",
            "false_alarm_rate": 0.05,
            "test_image": {},
        }
    )

    assert told["beside"]["deviations"] == told["deviations"]
    assert len(told["deviations"]) == 1
