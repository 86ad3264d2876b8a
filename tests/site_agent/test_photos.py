"""Photos beside a scan: they come along when they can, and never hold the scan back."""

import numpy as np
import pytest

from resources.opencv import cv2
from tests.site_agent.standins import Site, make_scan
from workstation.domain.photo import LARGEST_FILE, MOST_PHOTOS, MissingPhoto, PhotoFault
from workstation.imaging.package import read_package, write_package
from workstation.site_agent.intake import Intake
from workstation.site_agent.outbox import Outbox
from workstation.site_agent.validate import Validator


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


def jpeg(columns=40):
    made = np.full((30, columns, 3), (40, 90, 160), np.uint8)
    return cv2.imencode(".jpg", made)[1].tobytes()


def photos_of(site, scan_id="S1"):
    return read_package(site.outbox.package(scan_id)).photos


def widths_of(site, scan_id="S1"):
    return {photo.number: photo.columns for photo in photos_of(site, scan_id).pictures}


def test_photos_travel_in_the_package_of_their_scan_in_the_order_of_their_numbers(site):
    site.drop("S1.photo10.PNG", jpeg(30))
    site.drop("S1.photo2.jpg", jpeg(20))
    site.drop("s1.Photo1.jpeg", jpeg(10))
    site.drop("S2.photo1.jpg", jpeg(99))
    site.drop("S1.tif")

    site.settle()

    assert widths_of(site) == {1: 10, 2: 20, 3: 30}
    assert site.names("inbox") == ["S2.photo1.jpg"]
    assert site.names("archive") == ["S1.photo10.PNG", "S1.photo2.jpg", "S1.tif", "s1.Photo1.jpeg"]
    assert site.names("quarantine") == []


def test_photos_are_named_after_a_pair_or_after_one_of_its_energies(site):
    for name in ("A.photo1.jpg", "A_high.photo2.jpg"):
        site.drop(name, jpeg())
    site.drop("A_high.tif", {})
    site.drop("A_low.tif", {})

    site.settle()

    assert photos_of(site, "A").count == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"bad", PhotoFault.NO_PICTURE),
        (b"crash", PhotoFault.DAMAGED),
        (b"hang", PhotoFault.TOO_COSTLY),
    ],
)
def test_a_bad_photo_is_left_out_and_told_of_and_the_scan_goes_on(site, content, fault):
    site.drop("S1.photo1.jpg", jpeg(10))
    site.drop("S1.photo2.jpg", content)
    site.drop("S1.photo3.jpg", jpeg(30))
    site.drop("S1.tif")

    site.settle()

    lost = MissingPhoto(number=2, fault=fault)
    assert widths_of(site) == {1: 10, 3: 30}
    assert photos_of(site).missing == (lost,)
    assert site.outbox.all()[0].warnings == (lost.sentence(),)
    assert "photo 2 could not be read: " in lost.sentence()
    assert "S1.photo2.jpg" in site.names("archive")


def test_no_more_than_a_few_photos_travel_and_the_rest_is_told_of(site):
    for number in range(MOST_PHOTOS + 2):
        site.drop(f"S1.photo{number}.jpg", jpeg())
    site.drop("S1.tif")

    site.settle()

    assert len(photos_of(site).pictures) == MOST_PHOTOS
    assert [one.fault for one in photos_of(site).missing] == [PhotoFault.TOO_MANY] * 2


def test_a_photo_that_still_grows_is_waited_for(site):
    site.drop("S1.tif")
    site.look()
    photo = site.drop("S1.photo1.jpg", b"half")
    site.look(after_s=2.0)
    waiting = site.outbox.all()
    photo.write_bytes(jpeg(10))
    site.look(after_s=1.0)

    site.look(after_s=2.0)

    assert waiting == []
    assert widths_of(site) == {1: 10}


def test_a_photo_that_never_ends_growing_does_not_hold_the_scan_back(site):
    site.drop("S1.tif")
    site.look()
    for second in range(40):
        site.drop("S1.photo1.jpg", b"x" * second)
        site.look(after_s=1.0)

    assert [m.scan_id for m in site.outbox.all()] == ["S1"]
    assert photos_of(site).count == 0


def test_a_photo_that_comes_after_its_scan_is_put_aside_with_a_sentence(site):
    site.drop("S1.tif")
    site.settle()
    site.drop("S1.photo1.jpg", jpeg())
    site.settle()
    patient = site.names("inbox")

    site.look(after_s=site.settings.join_wait_s)

    why = (site.settings.quarantine / "S1.photo1.jpg.why.txt").read_text()
    assert site.names("quarantine") == ["S1.photo1.jpg", "S1.photo1.jpg.why.txt"]
    assert patient == ["S1.photo1.jpg"]
    assert "its scan S1 was taken in before it came" in why
    assert site.names("alarms") == ["quarantined.S1.photo1.jpg.txt"]


def test_a_photo_that_comes_with_a_scan_sent_before_is_put_aside_as_late(site):
    site.drop("S1.tif")
    site.settle()
    site.drop("S1-b.photo1.jpg", jpeg())
    site.settle()
    waiting = site.names("inbox")
    site.drop("S1-b.tif")  # the same content under another name

    site.settle()

    assert waiting == ["S1-b.photo1.jpg"]
    assert [m.scan_id for m in site.outbox.all()] == ["S1"]
    assert site.names("inbox") == []
    assert site.names("quarantine") == ["S1-b.photo1.jpg", "S1-b.photo1.jpg.why.txt"]


def test_a_photo_may_come_before_a_second_scan_of_the_same_name(site):
    site.drop("S1.tif")
    site.settle()
    site.drop("S1.photo1.jpg", jpeg(10))
    site.settle()
    site.drop("S1.tif", b"another container")

    site.settle()

    second = next(m.scan_id for m in site.outbox.all() if m.scan_id != "S1")
    assert widths_of(site, second) == {1: 10}
    assert site.names("quarantine") == []


def test_a_photo_without_a_scan_waits_in_the_inbox(site):
    site.drop("S1.photo1.jpg", jpeg(10))
    site.settle()
    site.look(after_s=1000.0)
    waiting = site.names("inbox")
    site.drop("S1.tif")

    site.settle()

    assert waiting == ["S1.photo1.jpg"]
    assert widths_of(site) == {1: 10}


def test_photos_stay_beside_a_scan_that_cannot_be_read_until_it_comes_again(site):
    site.drop("S1.photo1.jpg", jpeg(10))
    site.drop("S1.tif", b"refuse")
    site.settle()
    left = site.names("inbox")
    site.drop("S1.tif", b"better")

    site.settle()

    assert left == ["S1.photo1.jpg"]
    assert widths_of(site) == {1: 10}


def test_after_a_power_cut_photos_that_travelled_are_archived(site, monkeypatch):
    site.drop("S1.photo1.jpg", jpeg(10))
    site.drop("S1.tif")
    add = Outbox.add

    def add_and_die(self, draft, manifest):
        add(self, draft, manifest)
        raise KeyboardInterrupt

    monkeypatch.setattr(Outbox, "add", add_and_die)
    with pytest.raises(KeyboardInterrupt):
        site.settle()
    monkeypatch.undo()

    after = site.restarted()
    after.settle()
    after.look(after_s=1000.0)

    assert after.names("archive") == ["S1.photo1.jpg", "S1.tif"]
    assert after.names("quarantine") == []
    assert widths_of(after) == {1: 10}


def test_a_photo_that_changes_while_the_scan_is_read_is_read_again(site):
    photo = site.drop("S1.photo1.jpg", jpeg(10))
    site.drop("S1.tif")
    site.validator.on_read = lambda: photo.write_bytes(jpeg(200))
    site.settle()
    first = site.outbox.all()
    site.validator.on_read = lambda: None
    site.look()

    site.look(after_s=2.0)

    assert first == []
    assert widths_of(site) == {1: 200}


def test_the_reading_child_makes_photos_ready_and_tells_what_is_wrong_with_others(tmp_path):
    site = Site(tmp_path / "site")
    validator = Validator(timeout_s=30.0, memory_bytes=6 << 30)
    intake = Intake(site.settings, site.outbox, validator, site.bell)
    whole = tmp_path / "whole.scan.tif"
    write_package(whole, make_scan(rows=300, columns=900))
    sly = jpeg(64) + b"a script behind the picture"
    site.drop("S1.photo1.jpg", sly)
    site.drop("S1.photo2.jpg", b"%PDF-1.7")
    site.drop("S1.photo3.png", b"")
    site.drop("S1.photo4.jpg", b"\xff\xd8\xff" * LARGEST_FILE)
    site.drop("S1.scan.tif", whole.read_bytes())

    try:
        intake.tick(0.0)
        intake.tick(10.0)
    finally:
        validator.close()

    faults = [(one.number, one.fault) for one in photos_of(site).missing]
    assert widths_of(site) == {1: 64}
    assert faults == [
        (2, PhotoFault.NO_PICTURE),
        (3, PhotoFault.NO_PICTURE),
        (4, PhotoFault.TOO_LARGE),
    ]
    assert b"a script" not in site.outbox.package("S1").read_bytes()
    assert [p.name for p in site.settings.outbox.iterdir()] == ["S1"]


def test_photos_within_a_package_are_made_our_own_and_those_beside_it_follow(tmp_path):
    site = Site(tmp_path / "site")
    validator = Validator(timeout_s=30.0, memory_bytes=6 << 30)
    intake = Intake(site.settings, site.outbox, validator, site.bell)
    site.drop("P.photo1.jpg", jpeg(11))
    site.drop("P.tif")
    site.settle()
    package = site.outbox.package("P").read_bytes()
    site.drop("Q.scan.tif", package.replace(b'"P"', b'"Q"'))
    site.drop("Q.photo7.jpg", jpeg(22))

    try:
        intake.tick(100.0)
        intake.tick(110.0)
    finally:
        validator.close()

    assert widths_of(site, "Q") == {1: 11, 2: 22}
