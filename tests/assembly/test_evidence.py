"""The evidence report of one decision: what it says, and that its picture is the very frame."""

import hashlib
import shutil
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from tests.storage.scenes import MORNING, make_arrival, make_comparison, make_decision
from viewer.pixels.frame import draw_frame
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Filter, FilterKind, Look
from viewer.pixels.source import Source
from viewer.pixels.state import PictureState
from workstation.assembly.evidence import DecisionUnknown, evidence_of, export_evidence
from workstation.domain.decision import Conclusion
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import read_package, write_package
from workstation.imaging.scan import Plane, Scan
from workstation.reports.paper import Picture
from workstation.reports.pdf_fonts import FontMissing, chinese_font
from workstation.review.film import Track
from workstation.review.film_strip import Strip
from workstation.storage.blobs import FolderBlobs
from workstation.storage.readers import audit_entries
from workstation.storage.records import open_records

LOOK = Look(invert=True, filters=(Filter(kind=FilterKind.SHARPEN, strength=0.5),))
STATE = PictureState(
    look=LOOK, viewpoint=Viewpoint(centre=(30.0, 60.0), zoom=3.0), size_px=(90, 240)
)


def make_film():
    strip = Strip({"case": "yantian:s1"})
    strip.note(Track.LOOK, {"window": 65535.0, "level": 32767.5}, 0)
    strip.note(Track.MODEL, "wine-7", 700)
    strip.note(Track.ANSWER, {"shown": True, "own": "clear"}, 900)
    strip.note(Track.CASE, "decided", 4000)
    return strip.to_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A hub's data folder with one decision, its scan and its film."""
    data = tmp_path_factory.mktemp("hub")
    records, blobs = open_records(data / "hub.sqlite"), FolderBlobs(data)
    counts = np.random.default_rng(3).integers(0, 65535, (60, 120)).astype(np.uint16)
    plane = Plane(
        view=ViewName.SIDE,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=counts,
        pitch_mm=(5.0, 5.0),
    )
    part = blobs.part("s1")
    write_package(part, Scan(head=ScanHead(), planes=(plane,), format="made"))
    sha256 = hashlib.sha256(part.read_bytes()).hexdigest()
    arrival = replace(make_arrival(), package_sha256=sha256, package_size=part.stat().st_size)
    blobs.commit(part, sha256)
    case = records.receive(arrival, now=MORNING)
    records.compared(case.case_id, make_comparison(), now=MORNING)
    case = records.lease(case.case_id, officer="li", desk="desk-1", now=MORNING)
    film = make_film()
    evidence = {
        "view_state": STATE.to_json(),
        "model_shown": "wine-7",
        "dwell_s": 3.5,
        "film": {"sha256": hashlib.sha256(film).hexdigest()},
        "coverage": {"overall": 0.5},
    }
    records.decide(replace(make_decision(case, conclusion=Conclusion.INSPECT), evidence=evidence))
    records.keep_film("d1", zlib.compress(film), now=MORNING)
    records.close()
    return data


def test_the_picture_is_the_very_frame_that_the_reviewer_saw(folder):
    paper = evidence_of(folder, folder / "library", "d1", language="en")

    first = next(block for block in paper.blocks if isinstance(block, Picture))
    package = next(path for path in (folder / "blobs").rglob("*") if path.is_file())
    plane = read_package(package).main_plane()
    frame = draw_frame(Source(plane.transmission), STATE, pitch_mm=plane.pitch_mm)
    np.testing.assert_array_equal(first.pixels, frame[..., 2::-1])
    (mark,) = first.lines
    assert mark.label == "1"
    assert mark.points[0] == pytest.approx((120 + (2 - 60) * 3, 45 + (1 - 30) * 3))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Inspect", "not in the library any more", "Own judgement: nothing suspicious")),
        ("zh", ("转人工查验", "模型库中已无此模型", "本人初判：未见可疑")),  # noqa: RUF001
    ],
)
def test_the_report_tells_decision_models_and_the_review_in_both_languages(folder, language, said):
    paper = evidence_of(folder, folder / "library", "d1", language=language)

    texts = paper.texts()
    for words in said:
        assert words in texts
    assert hashlib.sha256(make_film()).hexdigest() in texts
    assert "None" not in texts


def test_a_report_is_a_pdf_and_stands_in_the_audit_trail(folder, tmp_path):
    try:
        chinese_font()
    except FontMissing:
        pytest.skip("no Chinese font is installed here")
    output = tmp_path / "evidence.pdf"

    export_evidence(folder, folder / "library", "d1", output, language="zh")

    content = output.read_bytes()
    noted = [one for one in audit_entries(folder) if one["tag"] == "export:evidence"]
    assert content.startswith(b"%PDF")
    assert [one["facts"]["sha256"] for one in noted] == [hashlib.sha256(content).hexdigest()]


def test_a_decision_that_is_not_there_is_said_to_be_unknown(folder):
    with pytest.raises(DecisionUnknown, match="not recorded here"):
        evidence_of(folder, folder / "library", "d9", language="en")


@pytest.mark.parametrize(
    ("language", "missing", "disposed"),
    [
        ("en", "its package is not in the store", "disposed of on 2031-05-06"),
        ("zh", "存储中没有其数据包", "已于 2031-05-06 按规定处置"),
    ],
)
def test_a_picture_that_was_disposed_of_is_told_calmly_and_from_when(
    folder, tmp_path, language, missing, disposed
):
    home = tmp_path / "hub"
    shutil.copytree(folder, home)
    shutil.rmtree(home / "blobs")

    lost = evidence_of(home, home / "library", "d1", language=language).texts()
    with closing(sqlite3.connect(home / "hub.sqlite")) as connection, connection:
        row = ("yantian:s1", "b", "2031-05-06T07:08:09.000000Z")
        connection.execute("INSERT INTO disposed VALUES (?, ?, ?, NULL)", row)
    gone = evidence_of(home, home / "library", "d1", language=language).texts()

    assert missing in lost
    assert disposed in gone
    assert missing not in gone
