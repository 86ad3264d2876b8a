"""Whatever is called or laid into the inbox, the next good scan is taken in."""

import os

import pytest

from tests.site_agent.standins import Site
from workstation.site_agent.files import plain_name

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names and pipes of another system")

NAMES = {
    "long": "b" * 246 + ".tif",
    "long in Chinese": "坏" * 82 + ".tif",
    "two lines": "bad\nreviewroom: all is well.tif",
    "right to left": "bad\u202egpj.tif",
    "a terminal's order": "bad\x1b[2J.tif",
    "no UTF-8": os.fsdecode(b"bad\xff\xfe.tif"),
}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


@pytest.mark.parametrize("name", list(NAMES))
def test_a_bad_file_of_any_name_is_put_aside_under_a_plain_one(site, name):
    site.drop(NAMES[name], b"refuse")
    site.drop("good.tif")

    site.settle()

    bad, why = site.names("quarantine")
    assert why == f"{bad}.why.txt"
    assert bad.isprintable()
    assert len(why.encode()) < 200
    assert bad.endswith(".tif")
    told = (site.settings.quarantine / why).read_text(encoding="utf-8")
    assert told.startswith(bad)
    assert told.count("\n") == 1
    assert [manifest.scan_id for manifest in site.outbox.all()] == ["good"]
    assert site.names("inbox") == []


@pytest.mark.parametrize("name", list(NAMES))
def test_a_good_file_of_any_name_is_taken_in_once(site, name):
    site.drop(NAMES[name], b"pixels of its own")
    site.settle()
    site.drop(NAMES[name], b"pixels of its own")

    site.settle()

    (manifest,) = site.outbox.all()
    assert manifest.sources == (plain_name(NAMES[name]),)
    assert len(site.names("archive")) == 2
    assert all(kept.isprintable() for kept in site.names("archive"))
    assert site.names("inbox") == []


def test_pipes_devices_and_folders_are_left_alone_and_hold_nothing_up(site):
    inbox = site.settings.inbox
    os.mkfifo(inbox / "pipe.tif")
    (inbox / "device.tif").symlink_to("/dev/zero")
    (inbox / "circle.tif").symlink_to("circle.tif")
    (inbox / "folder.tif").mkdir()
    site.drop("good.tif")

    site.settle()

    assert [manifest.scan_id for manifest in site.outbox.all()] == ["good"]
    assert site.names("inbox") == ["circle.tif", "device.tif", "folder.tif", "pipe.tif"]
    assert site.names("quarantine") == []


def test_a_plain_name_stays_as_it_is():
    assert plain_name("CSQU3054383 侧视_6MeV.tif") == "CSQU3054383 侧视_6MeV.tif"
