"""From the inbox into the outbox or the quarantine, with nothing lost on the way."""

import json
import os

import pytest

from tests.site_agent.standins import CONTAINER, Site, make_declaration
from workstation.site_agent.validate import MachineTrouble


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


def test_a_complete_file_becomes_a_package_and_its_source_is_archived(site):
    site.drop("S1.tif")

    site.settle()

    (manifest,) = site.outbox.all()
    assert manifest.scan_id == "S1"
    assert site.outbox.package("S1").stat().st_size == manifest.size
    assert site.names("archive") == ["S1.tif"]
    assert site.names("inbox") == []


def test_a_file_that_still_grows_is_left_alone(site):
    path = site.drop("S1.tif", b"half")
    site.look()
    path.write_bytes(b"half and more")

    site.look(after_s=2.0)
    grown = site.outbox.all()
    site.look(after_s=2.0)

    assert grown == []
    assert [m.scan_id for m in site.outbox.all()] == ["S1"]


def test_a_file_that_changes_while_it_is_read_is_read_again_later(site):
    path = site.drop("S1.tif", b"first")
    site.validator.on_read = lambda: path.write_bytes(b"second, longer")
    site.look()

    site.look(after_s=2.0)

    assert site.outbox.all() == []
    assert site.names("quarantine") == []
    assert site.names("inbox") == ["S1.tif"]


@pytest.mark.parametrize(
    "name", ["S1.tif.part", ".S1.tif", "~S1.tif", "S1.TMP", "S1.crdownload", "Thumbs.db"]
)
def test_names_of_unfinished_files_are_never_touched(site, name):
    site.drop(name)

    site.settle()

    assert site.names("inbox") == [name]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_in_the_inbox_is_not_followed(site, tmp_path):
    secret = tmp_path / "secret.tif"
    secret.write_bytes(b"not for the hub")
    (site.settings.inbox / "S1.tif").symlink_to(secret)

    site.settle()

    assert site.outbox.all() == []
    assert secret.exists()


def test_an_unreadable_file_is_quarantined_with_a_sentence_and_the_site_goes_on(site):
    site.drop("bad.tif", b"refuse")
    site.drop("good.tif")

    site.settle()

    assert site.names("quarantine") == ["bad.tif", "bad.tif.why.txt"]
    why = (site.settings.quarantine / "bad.tif.why.txt").read_text()
    assert why == (
        "bad.tif is not a scan that can be used: it is cut short. "
        f"It lies in {site.settings.quarantine} as bad.tif. "
        "Export the scan from its scanner again, and put it into the inbox.\n"
    )
    assert [m.scan_id for m in site.outbox.all()] == ["good"]
    assert site.names("alarms") == ["quarantined.bad.tif.txt"]


def test_a_second_bad_file_of_the_same_name_does_not_replace_the_first(site):
    site.drop("bad.tif", b"refuse one")
    site.settle()
    site.drop("bad.tif", b"refuse two")
    site.settle()

    contents = {(site.settings.quarantine / n).read_bytes() for n in site.names("quarantine")}

    assert {b"refuse one", b"refuse two"} <= contents


def test_an_oversized_file_is_quarantined_unread(tmp_path):
    site = Site(tmp_path / "site", max_file_bytes=10)
    site.validator.on_read = lambda: pytest.fail("it was opened")
    site.drop("S1.tif", b"eleven byte")

    site.settle()

    why = (site.settings.quarantine / "S1.tif.why.txt").read_text()
    assert "its 11 bytes are more than the limit of 10" in why


def test_a_full_disk_leaves_the_source_where_it_is(site):
    site.drop("S1.tif")
    site.validator.full_disk = True
    with pytest.raises(MachineTrouble, match="full"):
        site.settle()
    assert site.names("inbox") == ["S1.tif"]
    assert site.names("outbox") == []

    site.validator.full_disk = False
    site.look()

    assert [m.scan_id for m in site.outbox.all()] == ["S1"]


def test_the_same_file_dropped_twice_is_one_scan(site):
    site.drop("S1.tif", b"same")
    site.settle()
    site.drop("S1-copy.tif", b"same")
    site.settle()

    assert [m.scan_id for m in site.outbox.all()] == ["S1"]
    assert site.names("archive") == ["S1-copy.tif", "S1.tif"]


def test_a_scanner_that_reuses_its_file_names_makes_two_scans(site):
    site.drop("image001.tif", b"monday")
    site.settle()
    site.drop("image001.tif", b"tuesday")
    site.settle()

    ids = [m.scan_id for m in site.outbox.all()]
    assert len(set(ids)) == 2
    assert all(scan_id.startswith("image001") for scan_id in ids)


def test_a_package_that_claims_the_id_of_another_scan_is_quarantined(site):
    site.drop("a.scan.tif", {"format": "package", "scan_id": "S1", "noise": 1})
    site.settle()
    site.drop("b.scan.tif", {"format": "package", "scan_id": "S1", "noise": 2})
    site.settle()

    assert [m.scan_id for m in site.outbox.all()] == ["S1"]
    why = (site.settings.quarantine / "b.scan.tif.why.txt").read_text()
    assert "scan S1 came before, with other content" in why


def test_an_id_that_windows_keeps_for_a_device_is_not_used(site):
    site.drop("con.tif", {"scan_id": "CON"})

    site.settle()

    (manifest,) = site.outbox.all()
    assert manifest.scan_id.startswith("scan-")


def test_a_name_without_a_usable_letter_still_makes_a_scan_of_its_own(site):
    site.drop("集装箱.tif", b"one")
    site.drop("车辆.tif", b"two")

    site.settle()

    ids = {m.scan_id for m in site.outbox.all()}
    assert len(ids) == 2
    assert all(scan_id.startswith("scan-") for scan_id in ids)


def test_one_energy_waits_for_the_other(site):
    site.drop("r60_4MeV_low.tif")
    site.settle()
    waited = site.outbox.all()
    site.drop("r60_6MeV_high.tif", b"high")
    site.settle()

    (manifest,) = site.outbox.all()
    assert waited == []
    assert manifest.sources == ("r60_6MeV_high.tif", "r60_4MeV_low.tif")
    assert manifest.scan_id == "r60"


def test_one_energy_that_stays_alone_is_sent_alone(site):
    site.drop("r60_6MeV_high.tif")
    site.settle()

    site.look(after_s=30.0)

    assert [m.sources for m in site.outbox.all()] == [("r60_6MeV_high.tif",)]


STEM = "202611050026120014"


def test_a_sidecar_waits_for_its_picture_and_all_its_files_are_one_scan(site):
    site.drop(f"{STEM}.xml")
    site.settle()
    alone = site.outbox.all()
    for ending in ("S.jpg", "S.Img", "_1_snap.jpg", "_ocr.xml"):
        site.drop(f"{STEM}{ending}")

    site.settle()

    assert alone == []
    (manifest,) = site.outbox.all()
    assert manifest.sources[0] == f"{STEM}.xml"
    assert len(manifest.sources) == 5
    assert site.names("inbox") == site.names("quarantine") == []


def test_a_picture_waits_for_its_sidecar_and_a_radiograph_for_its_threat_report(site):
    site.drop(f"{STEM}S.jpg")
    site.drop("a.dcs")
    site.settle()
    waited = site.outbox.all()
    site.drop(f"{STEM}.xml")
    site.drop("a.tdr.dcs", b"report")

    site.settle()

    assert waited == []
    assert {m.sources for m in site.outbox.all()} == {
        (f"{STEM}.xml", f"{STEM}S.jpg"),
        ("a.dcs", "a.tdr.dcs"),
    }


def test_a_power_cut_between_outbox_and_archive_makes_no_second_scan(site, monkeypatch):
    site.drop("S1.tif")
    monkeypatch.setattr(site.intake, "_archive", lambda _files: None)
    site.settle()

    after = site.restarted()
    after.settle()

    assert [m.scan_id for m in after.outbox.all()] == ["S1"]
    assert after.names("inbox") == []
    assert after.names("archive") == ["S1.tif"]


def test_a_draft_cut_short_is_removed_and_made_again(site):
    site.drop("S1.tif")
    draft = site.outbox.draft("S1")
    (draft / "package.scan.tif").write_bytes(b"half")

    after = site.restarted()
    after.settle()

    assert after.names("outbox") == ["S1"]
    assert after.outbox.get("S1").size == after.outbox.package("S1").stat().st_size


class TestDeclarations:
    def test_a_declaration_joins_by_file_name(self, site):
        site.drop("S1.tif")
        site.drop("S1.declaration.json", make_declaration(container=None))

        site.settle()

        assert site.outbox.get("S1").declaration["number"] == "D1"
        assert site.names("archive") == ["S1.declaration.json", "S1.tif"]

    def test_a_declaration_joins_by_number(self, site):
        site.drop("S1.tif", {"declaration": "D1"})
        site.drop("export.declaration.json", make_declaration(container=None))

        site.settle()

        assert site.outbox.get("S1").declaration["number"] == "D1"

    def test_a_declaration_joins_by_container_however_it_is_written(self, site):
        site.drop("S1.tif", {"container": CONTAINER})
        site.drop("export.declaration.json", make_declaration(container="CSQU 305438-3"))

        site.settle()

        assert site.outbox.get("S1").declaration["number"] == "D1"

    def test_a_declaration_joins_by_the_second_container_of_a_trailer(self, site):
        both = [CONTAINER, "TEMU9131666"]
        site.drop("S1.tif", {"container": CONTAINER, "containers": both})
        site.drop("export.declaration.json", make_declaration(container="TEMU9131666"))

        site.settle()

        assert site.outbox.get("S1").declaration["container"] == "TEMU9131666"

    def test_one_number_for_two_containers_goes_to_the_right_one(self, site):
        site.drop("S1.tif", {"container": CONTAINER, "declaration": "D1"})
        site.drop("S2.tif", {"container": "MSKU0134120", "declaration": "D1"})
        site.drop("e.declaration.json", make_declaration(container="MSKU0134120"))

        site.settle()

        assert site.outbox.get("S1").declaration is None
        assert site.outbox.get("S2").declaration["container"] == "MSKU0134120"

    def test_a_declaration_that_came_first_waits_for_its_scan(self, site):
        site.drop("S1.declaration.json", make_declaration())
        site.settle()
        site.send_all()
        site.drop("S1.tif")
        site.settle()
        site.send_all()

        assert site.line.declared == []
        assert site.line.sent[0]["declaration"]["number"] == "D1"

    def test_a_scan_without_a_declaration_waits_then_goes_without(self, site):
        site.drop("S1.tif")
        site.settle()
        site.send_all()
        early = list(site.line.sent)

        site.now += 30.0
        site.send_all()

        assert early == []
        assert site.line.sent[0]["declaration"] is None

    def test_a_declaration_without_a_scan_waits_then_goes_alone(self, site):
        site.drop("S1.declaration.json", make_declaration())
        site.settle()
        site.send_all()
        early = list(site.line.declared)

        site.look(after_s=30.0)
        site.send_all()

        assert early == []
        assert [d["number"] for d in site.line.declared] == ["D1"]
        assert site.names("archive") == ["S1.declaration.json"]

    def test_a_declaration_after_its_scan_was_sent_goes_alone(self, site):
        site.send_one_scan()
        site.drop("S1.declaration.json", make_declaration())
        site.settle()

        site.look(after_s=30.0)
        site.send_all()

        assert [d["number"] for d in site.line.declared] == ["D1"]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "the file is empty"),
            (b'{"number": "D1", "goods": [', "is not JSON, or is cut short"),
            (b"\xff\xfe\x00", "is not UTF-8 text"),
            (b'{"goods": []}', "number is missing"),
            (b"[" * 100_000, "is not JSON, or is cut short"),
            (b'{"number": "D1", "goods": [{"hs": "12a4"}]}', "is not 2 to 10 digits"),
        ],
    )
    def test_a_broken_declaration_is_quarantined_with_a_sentence(self, site, content, reason):
        site.drop("D.declaration.json", content)

        site.settle()

        why = (site.settings.quarantine / "D.declaration.json.why.txt").read_text()
        assert reason in why
        assert "Export the declaration again" in why

    def test_a_declaration_exported_with_a_byte_order_mark_is_read(self, site):
        text = json.dumps(make_declaration(), ensure_ascii=False).encode("utf-8-sig")
        site.drop("S1.declaration.json", text)
        site.drop("S1.tif")

        site.settle()

        assert site.outbox.get("S1").declaration is not None

    def test_a_container_that_is_scanned_again_keeps_its_declaration(self, site):
        site.drop("S1.declaration.json", make_declaration())
        sha = site.send_one_scan()
        site.line.outgoing = [site.decide("rescan", sha256=sha)]
        site.relay.tick(site.line)

        site.drop("S2.tif", {"container": CONTAINER})
        site.settle()

        assert site.outbox.get("S2").declaration["number"] == "D1"
