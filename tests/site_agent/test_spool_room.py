"""A site whose disk is nearly full takes nothing more in, says so, and drops nothing."""

import pytest

from tests.site_agent.standins import Site
from workstation.site_agent.spool_room import SpoolRoom

MIB = 2**20


class Disk:
    def __init__(self, free):
        self.free = free

    def __call__(self, _folder):
        return self.free


@pytest.fixture
def disk():
    return Disk(free=50 * MIB)


@pytest.fixture
def site(tmp_path, disk):
    site = Site(tmp_path / "site")
    site.intake.room = SpoolRoom(
        site.settings.outbox, site.bell, reserve_bytes=100 * MIB, free_bytes=disk
    )
    return site


def test_a_scan_stays_in_the_inbox_while_there_is_no_room_and_an_alarm_stands(site):
    dropped = site.drop("S1.tif", b"pixels")

    site.settle()

    assert dropped.read_bytes() == b"pixels"
    assert site.outbox.all() == []
    assert site.names("alarms") == ["spool-full.outbox.txt"]
    sentence = (site.settings.alarms / "spool-full.outbox.txt").read_text()
    assert "50 MiB left" in sentence
    assert "wait in the inbox" in sentence


def test_the_scan_is_taken_in_and_the_alarm_goes_when_there_is_room_again(site, disk):
    site.drop("S1.tif", b"pixels")
    site.settle()

    disk.free = 500 * MIB
    site.look(after_s=1.0)

    assert [manifest.scan_id for manifest in site.outbox.all()] == ["S1"]
    assert site.names("alarms") == []
    assert site.names("inbox") == []


def test_a_little_room_more_does_not_make_the_alarm_come_and_go(site, disk):
    site.drop("S1.tif", b"pixels")
    site.settle()

    disk.free = 105 * MIB
    site.look(after_s=1.0)

    assert site.names("alarms") == ["spool-full.outbox.txt"]


def test_a_scan_that_would_use_up_the_reserve_waits(site, disk):
    disk.free = 100 * MIB
    site.drop("S1.tif", b"pixels")

    site.settle()

    assert site.outbox.all() == []


def test_a_disk_that_fills_up_is_told_of_before_a_scan_comes(site):
    site.look()

    assert site.names("alarms") == ["spool-full.outbox.txt"]


def test_what_was_taken_in_before_is_still_sent(site, disk):
    disk.free = 500 * MIB
    site.drop("S1.tif", b"pixels")
    site.settle()
    disk.free = 1 * MIB

    site.now += site.settings.join_wait_s
    site.send_all()
    site.now += site.settings.join_wait_s
    site.send_all()

    assert [sent["scan_id"] for sent in site.line.sent] == ["S1"]
