"""The reading child: whatever a file does to it, the agent lives on."""

import time

import numpy as np
import pytest
import tifffile

from tests.site_agent.standins import Site, make_scan
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.package import read_package, write_package
from workstation.site_agent.intake import Intake
from workstation.site_agent.validate import MachineTrouble, ReaderCrashed, Stopped, Validator

ODD = "tests.site_agent.odd_readers:read"


@pytest.fixture
def make_validator():
    made = []

    def make(**changes):
        defaults = {"timeout_s": 30.0, "memory_bytes": 6 << 30}
        made.append(Validator(**{**defaults, **changes}))
        return made[-1]

    yield make
    for validator in made:
        validator.close()


def test_a_scan_is_read_and_written_as_a_package(tmp_path, make_validator):
    source = tmp_path / "TEMU9131666.tif"
    pixels = np.linspace(0, 65535, 64 * 256, dtype=np.uint16).reshape(64, 256)
    tifffile.imwrite(source, pixels)
    validator = make_validator()

    reading = validator.read([source])
    written = validator.write(tmp_path / "p.scan.tif", scan_id="S1", site="north")

    package = read_package(tmp_path / "p.scan.tif")
    assert reading.format == "tiff"
    assert (package.head.scan_id, package.head.site) == ("S1", "north")
    assert np.array_equal(package.main_plane().transmission, pixels)
    assert written.size == (tmp_path / "p.scan.tif").stat().st_size
    assert written.head["container"] == package.head.container == "TEMU9131666"


def test_every_kind_of_bad_file_is_quarantined_with_its_reason(tmp_path, make_validator):
    site = Site(tmp_path / "site")
    intake = Intake(site.settings, site.outbox, make_validator(), site.bell)
    whole = tmp_path / "whole.scan.tif"
    write_package(whole, make_scan(rows=300, columns=900))
    site.drop("empty.tif", b"")
    site.drop("short.scan.tif", whole.read_bytes()[:-2000])
    site.drop("foreign.tif", b"%PDF-1.7 this is a bill of lading")
    site.drop("notes.txt", b"call me back")
    site.drop("whole.scan.tif", whole.read_bytes())

    intake.tick(0.0)
    intake.tick(10.0)

    whys = {
        name: (site.settings.quarantine / f"{name}.why.txt").read_text()
        for name in ("empty.tif", "short.scan.tif", "foreign.tif", "notes.txt")
    }
    assert "empty" in whys["empty.tif"]
    assert "PDF" in whys["foreign.tif"]
    assert all(why.startswith(f"{name} is not a scan") for name, why in whys.items())
    assert all(why.count("\n") == 1 for why in whys.values())
    assert len(site.outbox.all()) == 1


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read(tmp_path, make_validator):
    validator = make_validator(read_files=ODD, timeout_s=0.5)
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_text("hang")
    good.write_text("good")

    with pytest.raises(ScanUnreadable, match=r"longer than 0\.5 s"):
        validator.read([bad])
    validator = make_validator(read_files=ODD)

    assert validator.read([good]).format == "package"


def test_a_file_that_kills_its_reader_is_refused(tmp_path, make_validator):
    validator = make_validator(read_files=ODD)
    bad = tmp_path / "bad"
    bad.write_text("crash")

    with pytest.raises(ReaderCrashed):
        validator.read([bad])

    bad.write_text("good now")
    assert validator.read([bad]).format == "package"


def test_a_file_that_eats_all_memory_is_refused(tmp_path, make_validator):
    validator = make_validator(read_files=ODD)
    bad = tmp_path / "bad"
    bad.write_text("eat")

    with pytest.raises(ScanUnreadable, match="memory"):
        validator.read([bad])


def test_a_crash_by_chance_does_not_cost_a_scan(tmp_path, make_validator):
    site = Site(tmp_path / "site")
    intake = Intake(site.settings, site.outbox, make_validator(read_files=ODD), site.bell)
    site.drop("S1.tif", "crash once")

    intake.tick(0.0)
    intake.tick(10.0)

    assert len(site.outbox.all()) == 1
    assert site.names("quarantine") == []


def test_a_child_that_does_not_start_is_no_fault_of_the_file(tmp_path, make_validator, capfd):
    validator = make_validator(read_files="tests.site_agent.odd_readers:no_such_reader")

    with pytest.raises(MachineTrouble):
        validator.read([tmp_path / "any"])
    assert "no_such_reader" in capfd.readouterr().err


def test_a_stop_does_not_wait_for_a_slow_file(tmp_path, make_validator):
    began = time.monotonic()
    validator = make_validator(read_files=ODD, stopping=lambda: time.monotonic() - began > 0.3)
    slow = tmp_path / "slow"
    slow.write_text("hang")

    with pytest.raises(Stopped):
        validator.read([slow])

    assert time.monotonic() - began < 20
