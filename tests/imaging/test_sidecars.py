from pathlib import Path

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scanner_report import ContainerRead, report_of
from workstation.imaging.companions import group_files
from workstation.imaging.package import read_package, write_package
from workstation.imaging.readers import read_files, read_scan
from workstation.imaging.readers.sidecar import JPEG_TAKEN

FORM = """<DataForm{space}><Version>{version}</Version><TruckId>202611050026120014</TruckId>
<Site>002612</Site><Date>2026-11-05T07:29:30.417Z</Date><AdminData><Vehicle><Trailers>
<Trailer><Containers><Container><ContainerId>CSQU3054383</ContainerId><OCR>98</OCR></Container>
<Container><ContainerId>CSQU3054384</ContainerId><OCR>41</OCR></Container></Containers></Trailer>
<Trailer><Containers><Container><ContainerId>TEMU9131666</ContainerId><OCR>-1</OCR></Container>
<Container><ContainerId/><OCR>-1</OCR></Container></Containers></Trailer></Trailers></Vehicle>
</AdminData><Operations><Operation Type="1"><Verdict Value="2">2</Verdict><Resources>
<Resource Type="img" IsPreview="false">202611050026120014S.Img</Resource>
<Resource Type="img" IsPreview="true">202611050026120014S_stamp.jpg</Resource>
<Resource Type="img" IsPreview="false">202611050026120014S.jpg</Resource>
<Resource Type="snap">202611050026120014_1_snap.jpg</Resource></Resources>
<ATR_Results><ATR ATRType="IRU"><Status>Success</Status><Result>Info</Result><Comments>
<Label><Param>No container found</Param></Label></Comments><Version>1.4</Version></ATR>
</ATR_Results></Operation></Operations></DataForm>"""
MANIFEST = """<?xml version="1.0" encoding="utf-8"?><manifest><accession>20261105000000000148145
</accession><system>P60_NOVO</system><createdate>2026-11-05T04:29:10Z</createdate>
<searchdone>1</searchdone><searchfound>0</searchfound><attributes>
<attribute name="Container2"/><attribute name="Container1">CSQU3054383</attribute></attributes>
<files><file type="XRAYJPEG">XRAY-20261105000000000148145-001--Array-0000-xray.jpg</file>
<file type="XRAY">XRAY-20261105000000000148145-007--Array-0000.img</file></files></manifest>"""
STEM = "202611050026120014"
SPACE = ' xmlns="dataforms.model.cargovision.smiths.com"'


def put(folder: Path, name: str, text: str | None = None, encoding: str = "utf-8") -> Path:
    path = folder / name
    if text is not None:
        path.write_bytes(text.encode(encoding))
    else:
        grey = np.linspace(0, 255, 40 * 60, dtype=np.uint8).reshape(40, 60)
        cv2.imwrite(str(path), grey)
    return path


def put_form(folder: Path, *, version: str = "V01.07", space: str = "", encoding="utf-8") -> Path:
    put(folder, f"{STEM}S.jpg")
    text = FORM.replace("{space}", space).replace("{version}", version)
    return put(folder, f"{STEM}.xml", text, encoding)


@pytest.mark.parametrize(
    ("version", "space", "encoding"),
    [("V01.07", "", "utf-16"), ("V01.07", "", "utf-8"), ("V01.20", SPACE, "utf-8")],
)
def test_a_data_form_and_its_jpeg_are_one_scan(tmp_path, version, space, encoding):
    form = put_form(tmp_path, version=version, space=space, encoding=encoding)
    put(tmp_path, f"{STEM}_1_snap.jpg")

    scan = read_scan(form)
    write_package(tmp_path / "a.scan.tif", scan)
    packed = read_package(tmp_path / "a.scan.tif")

    assert (scan.format, scan.head.scan_id, scan.head.container) == ("smiths", STEM, "CSQU3054383")
    report = report_of(packed.head.extra)
    assert report.containers == (
        ContainerRead(number="CSQU3054383", confidence=98, trailer=1),
        ContainerRead(number="CSQU3054384", confidence=41, trailer=1),
        ContainerRead(number="TEMU9131666", trailer=2),
    )
    assert [result.outcome for result in report.results] == ["verdict 2", "Success: Info"]
    assert JPEG_TAKEN in packed.warnings
    assert any("CSQU3054384, whose check digit" in text for text in packed.warnings)
    assert "More than one container was scanned: CSQU3054383, TEMU9131666." in packed.warnings
    assert len(packed.photos.pictures) == 1


def test_a_manifest_and_its_jpeg_are_one_scan(tmp_path):
    put(tmp_path, "XRAY-20261105000000000148145-001--Array-0000-xray.jpg")
    manifest = put(tmp_path, "20261105000000000148145.xml", MANIFEST)

    scan = read_scan(manifest)

    assert (scan.format, scan.head.container, scan.head.scanner) == (
        "p60",
        "CSQU3054383",
        "P60_NOVO",
    )
    told = {result.name: result.outcome for result in report_of(scan.head.extra).results}
    assert told == {"searchdone": "1", "searchfound": "0"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa">]><DataForm>&a;</DataForm>', "document type"),
        ('<!DOCTYPE DataForm SYSTEM "file:///x"><DataForm/>', "document type"),
        ("<DataForm>" + "<a>" * 40 + "</a>" * 40 + "</DataForm>", "deeper"),
        ("<DataForm>" + " " * (1 << 20) + "</DataForm>", "1 MiB"),
        ("<DataForm><Version>V01.07</DataForm>", "damaged"),
        ("<DataForm><Version>V09</Version></DataForm>", "version V09"),
        (FORM.replace("{version}", "V01.07").replace("14S.jpg", "14S/../../etc.jpg"), "beside"),
        ("<other/>", "XML"),
    ],
)
def test_a_sidecar_that_is_none_or_reaches_out_is_refused(tmp_path, text, words):
    path = put(tmp_path, f"{STEM}.xml", text.replace("{space}", ""))

    with pytest.raises(ScanUnreadable, match=words):
        read_scan(path)


def test_files_are_grouped_by_name_with_what_describes_them_first(tmp_path):
    names = [
        *(f"{STEM}S.jpg", f"{STEM}.xml", f"{STEM}S.Img", f"{STEM}_ocr.xml"),
        *("XRAY-20261105000000000148145-007--Array-0000.img", "20261105000000000148145.xml"),
        *("a.tdr.dcs", "a.dcs", "b_high.tif", "b_low.tif", "c_6.raw", "c.scan.toml", "d.png"),
    ]

    groups = group_files([tmp_path / name for name in names])

    assert [[path.name for path in group] for group in groups] == [
        [f"{STEM}.xml", f"{STEM}S.jpg", f"{STEM}S.Img", f"{STEM}_ocr.xml"],
        ["20261105000000000148145.xml", "XRAY-20261105000000000148145-007--Array-0000.img"],
        ["a.dcs", "a.tdr.dcs"],
        ["b_high.tif", "b_low.tif"],
        ["c.scan.toml", "c_6.raw"],
        ["d.png"],
    ]


@pytest.mark.parametrize("name", ["2026110512000000_A-001.jpg", "scan_ocr.jpg", "a_stamp.jpg"])
def test_a_picture_that_only_resembles_a_companion_is_a_scan_of_its_own(tmp_path, name):
    assert read_files([put(tmp_path, name)]).format == "jpeg"


def test_large_and_small_letters_in_a_sidecars_names_do_not_matter(tmp_path):
    form = put_form(tmp_path)
    (tmp_path / f"{STEM}S.jpg").rename(tmp_path / f"{STEM}s.JPG")

    assert read_scan(form).format == "smiths"


def test_a_camera_picture_without_its_sidecar_is_never_taken_for_a_scan(tmp_path):
    snap = put(tmp_path, f"{STEM}_1_snap.jpg")

    with pytest.raises(ScanUnreadable, match="which is not beside it"):
        read_files([snap])
