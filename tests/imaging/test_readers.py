import json
import struct
import zlib
from importlib.metadata import EntryPoint
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile

from resources.opencv import cv2
from tests.imaging.phantom import FULL, make_plane, make_scan, noise, shared_data
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.quality import PITCH_UNKNOWN
from workstation.imaging.readers import pair_files, read_files, read_pair, read_scan, registry

GREY = (noise(60, 90) >> 8).astype(np.uint8)


def refused(path: Path) -> str:
    """Return the one sentence with which a file is refused."""
    with pytest.raises(ScanUnreadable) as caught:
        read_scan(path)
    sentence = caught.value.sentence()
    assert caught.value.source == path.name
    assert "\n" not in sentence
    assert len(sentence) < 300
    return sentence


def png_header(columns: int, rows: int, bits: int = 16, colour: int = 0) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", columns, rows, bits, colour, 0, 0, 0)
    packed = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + packed + end


def test_two_pages_without_a_description_are_high_and_low(tmp_path):
    high, low = noise(40, 50), noise(40, 50, seed=2)
    tifffile.imwrite(tmp_path / "a.tif", np.stack([high, low]), photometric="minisblack")

    scan = read_scan(tmp_path / "a.tif")

    assert np.array_equal(scan.plane(ViewName.SIDE, EnergyBand.HIGH).transmission, high)
    assert np.array_equal(scan.plane(ViewName.SIDE, EnergyBand.LOW).transmission, low)
    assert PITCH_UNKNOWN in scan.warnings


TOLD = {"schema": "reviewroom.scan/1", "pitch_mm": [5.0, 4.0]}
WEDGE = [{"material": "iron", "g_cm2": [10, 40], "transmission": [0.6, 0.2]}]


def write_pages(path: Path, pages: list[np.ndarray], told: list[dict | None]) -> None:
    with tifffile.TiffWriter(path) as tiff:
        for page, text in zip(pages, told, strict=True):
            said = None if text is None else json.dumps(text)
            tiff.write(page, description=said, metadata=None, photometric="minisblack")


@pytest.mark.parametrize("bits", [8, 16])
def test_two_pages_that_tell_pitch_and_wedge_but_no_energy_are_high_and_low(tmp_path, bits):
    high, low = noise(40, 50), noise(40, 50, seed=2)
    stored = [(page >> (16 - bits)).astype(f"uint{bits}") for page in (high, low)]
    write_pages(tmp_path / "a.tif", stored, [{**TOLD, "wedge": WEDGE}, {**TOLD, "wedge": WEDGE}])

    scan = read_scan(tmp_path / "a.tif")

    assert [plane.band for plane in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
    assert [plane.stored_bits for plane in scan.planes] == [bits, bits]
    assert [plane.pitch_mm for plane in scan.planes] == [(5.0, 4.0)] * 2
    assert [plane.wedge[0].transmission for plane in scan.planes] == [(0.6, 0.2)] * 2
    assert np.array_equal(scan.planes[0].transmission >> 8, high >> 8)


@pytest.mark.parametrize("bits", [8, 16])
def test_a_description_may_say_that_the_first_page_is_the_low_energy(tmp_path, bits):
    low, high = noise(40, 50), noise(40, 50, seed=2)
    stored = [(page >> (16 - bits)).astype(f"uint{bits}") for page in (low, high)]
    write_pages(
        tmp_path / "by_energy.tif",
        stored,
        [{**TOLD, "energy_mev": 3.5}, {**TOLD, "energy_mev": 6.0}],
    )
    write_pages(
        tmp_path / "by_band.tif", stored, [{**TOLD, "band": "low"}, {**TOLD, "band": "high"}]
    )

    for name in ("by_energy.tif", "by_band.tif"):
        scan = read_scan(tmp_path / name)

        assert [plane.band for plane in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
        assert np.array_equal(scan.planes[0].transmission >> 8, high >> 8)


@pytest.mark.parametrize("bits", [8, 16])
def test_a_stack_whose_first_page_alone_is_described_is_one_scan(tmp_path, bits):
    high, low = noise(40, 50), noise(40, 50, seed=2)
    stack = (np.stack([high, low]) >> (16 - bits)).astype(f"uint{bits}")
    told = {**TOLD, "energy_mev": 6.0, "wedge": WEDGE}
    tifffile.imwrite(
        tmp_path / "a.tif",
        stack,
        description=json.dumps(told),
        metadata=None,
        photometric="minisblack",
    )

    scan = read_scan(tmp_path / "a.tif")

    assert [plane.band for plane in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
    assert [plane.energy_mev for plane in scan.planes] == [6.0, None]
    assert [plane.pitch_mm for plane in scan.planes] == [(5.0, 4.0)] * 2
    assert [len(plane.wedge) for plane in scan.planes] == [1, 0]
    assert np.array_equal(scan.planes[1].transmission >> 8, low >> 8)


def test_one_page_is_a_single_energy_and_its_name_tells_which(tmp_path):
    path = tmp_path / "CSQU3054383_6MeV.tif"
    tifffile.imwrite(path, noise(40, 50), bigtiff=True)

    scan = read_scan(path)

    assert scan.head.container == "CSQU3054383"
    assert [(p.band, p.energy_mev) for p in scan.planes] == [(EnergyBand.SINGLE, 6.0)]


def test_eight_bits_are_spread_over_sixteen(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY)

    plane = read_scan(tmp_path / "a.tif").main_plane()

    assert np.array_equal(plane.transmission, GREY.astype(np.uint16) * 257)
    assert plane.stored_bits == 8


def test_a_value_of_zero_in_a_tiff_is_kept(tmp_path):
    pixels = noise(20, 30)
    pixels[3, 4] = 0
    tifffile.imwrite(tmp_path / "a.tif", pixels)

    assert read_scan(tmp_path / "a.tif").main_plane().transmission[3, 4] == 0


def test_a_tiff_whose_zero_is_white_is_turned_round(tmp_path):
    pixels = noise(20, 30)
    tifffile.imwrite(tmp_path / "a.tif", FULL - pixels, photometric="miniswhite")

    assert np.array_equal(read_scan(tmp_path / "a.tif").main_plane().transmission, pixels)


def test_a_sixteen_bit_png_keeps_its_counts(tmp_path):
    pixels = noise(40, 50)
    cv2.imwrite(str(tmp_path / "a.png"), pixels)

    plane = read_scan(tmp_path / "a.png").main_plane()

    assert np.array_equal(plane.transmission, pixels)
    assert plane.stored_bits == 16


def test_a_colour_jpeg_of_greys_is_grey(tmp_path):
    smooth = np.repeat(np.arange(0, 250, 2, dtype=np.uint8)[np.newaxis], 60, axis=0)
    cv2.imwrite(str(tmp_path / "a.jpg"), cv2.merge([smooth] * 3))

    scan = read_scan(tmp_path / "a.jpg")

    assert not any("coloured" in warning for warning in scan.warnings)
    assert abs(scan.main_plane().transmission / 257.0 - smooth).max() <= 3


def test_a_truly_coloured_picture_is_read_with_a_warning(tmp_path):
    colour = np.zeros((60, 90, 3), np.uint8)
    colour[:, :30, 0] = 250
    colour[:, 30:, 2] = 200
    tifffile.imwrite(tmp_path / "a.tif", colour, photometric="rgb")

    scan = read_scan(tmp_path / "a.tif")

    assert any("coloured" in warning for warning in scan.warnings)
    assert scan.main_plane().transmission[0, 0] == round(0.299 * 250) * 257


def test_a_package_named_as_a_plain_tiff_is_still_a_package(tmp_path):
    write_package(tmp_path / "a.tif", make_scan(make_plane(noise(20, 30), pitch_mm=(5.0, 5.0))))

    scan = read_scan(tmp_path / "a.tif")

    assert scan.format == "package"
    assert PITCH_UNKNOWN not in scan.warnings


def test_a_tiff_named_as_a_package_says_that_it_is_none(tmp_path):
    tifffile.imwrite(tmp_path / "a.scan.tif", noise(20, 30))

    scan = read_scan(tmp_path / "a.scan.tif")

    assert scan.format == "tiff"
    assert "description is missing" in scan.warnings[0]


def test_a_stored_package_without_any_ending_is_read_by_its_content(tmp_path):
    write_package(tmp_path / "ab12", make_scan(make_plane(noise(20, 30))))

    assert read_scan(tmp_path / "ab12").format == "package"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.tif", b"", "empty"),
        ("a.png", b"\0" * 5000, "nothing but zeros"),
        ("a.jpg", b"%PDF-1.7 ...", "a PDF document"),
        ("a.dat", b"what is this", "no picture format"),
        ("a.dcs", b"\0" * 128 + b"DICM", "DICOM"),
        ("a.tif", b"II*\0" + b"\0" * 124 + b"DICM", "DICOM"),
        ("a.uff", b"anything", "Unified File Format"),
        ("a.hst73", b"anything", "HS/T 73"),
        ("a.xml", b"<?xml version='1.0'?>", "XML"),
        ("a.tif", b"II*\0\xff\xff\xff\x7f", "cut short"),
        ("a.tif", b"II*\0\x08\0\0\0\xff\xff", "damaged"),
        ("a.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "circle"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "damaged"),
        ("a.jpg", b"\xff\xd8\xff\xd9", "damaged"),
    ],
)
def test_what_is_no_scan_is_refused_in_one_sentence(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)

    assert words in refused(tmp_path / name)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.tif")
    (tmp_path / "folder.tif").mkdir()
    assert "not a file" in refused(tmp_path / "folder.tif")


def test_a_name_that_says_another_thing_than_the_content_is_refused(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), GREY)
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")

    assert "the name says jpeg, but the content is png" in refused(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").rename(tmp_path / "a.txt")
    assert "not the ending '.txt'" in refused(tmp_path / "a.txt")


@pytest.mark.parametrize(("columns", "rows"), [(60_000, 60_000), (1_000_000, 1), (0, 5), (5, 0)])
def test_a_bomb_is_refused_from_its_header(tmp_path, columns, rows):
    (tmp_path / "a.png").write_bytes(png_header(columns, rows))

    assert " px" in refused(tmp_path / "a.png")


def test_a_tiff_bomb_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((64, 64), np.uint16), compression="zlib", tile=(64, 64))
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        for name in ("ImageWidth", "ImageLength"):
            tag = tiff.pages[0].tags[name]
            data[tag.valueoffset : tag.valueoffset + 4] = struct.pack("<I", 100_000)
    path.write_bytes(data)

    assert "more than the limit" in refused(path)


@pytest.mark.parametrize("bits_and_colour", [(1, 0), (4, 0), (8, 3)])
def test_a_png_that_cannot_be_transmission_is_refused(tmp_path, bits_and_colour):
    (tmp_path / "a.png").write_bytes(png_header(5, 5, *bits_and_colour))

    refused(tmp_path / "a.png")


@pytest.mark.parametrize("pixel", [np.float32(1.5), np.int16(-1), np.uint32(70_000)])
def test_numbers_whose_open_air_nobody_states_are_refused_not_normalised(tmp_path, pixel):
    tifffile.imwrite(tmp_path / "a.tif", np.full((20, 20), pixel))

    assert "which value is open air" in refused(tmp_path / "a.tif")


@pytest.mark.parametrize("name", ["a.png", "a.tif", "b.tif", "a.jpg"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.8, 0.99])
def test_a_picture_cut_short_is_never_shown_in_part(tmp_path, name, share):
    path = tmp_path / name
    pixels = noise(80, 90)
    if name == "b.tif":
        tifffile.imwrite(path, pixels, compression="zlib", tile=(32, 32), predictor=True)
    elif name == "a.tif":
        tifffile.imwrite(path, pixels, rowsperstrip=7)
    else:
        cv2.imwrite(str(path), pixels if name == "a.png" else GREY)
    data = path.read_bytes()

    path.write_bytes(data[: int(len(data) * share)])

    assert len(data) > 1000
    refused(path)


def test_a_damaged_png_is_refused_by_its_check_sum(tmp_path):
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), noise(40, 50))
    data = bytearray(path.read_bytes())

    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    assert "check sum" in refused(path)


def test_three_pages_without_a_description_are_not_guessed_at(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.stack([noise(20, 30)] * 3), photometric="minisblack")

    assert "3 pages" in refused(tmp_path / "a.tif")


def test_pages_of_different_size_are_not_two_energies(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(noise(20, 30))
        writer.write(noise(21, 30))

    assert "differ in size" in refused(tmp_path / "a.tif")


def test_a_thumbnail_page_is_passed_over(tmp_path):
    pixels = noise(20, 30)
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(pixels, metadata=None)
        writer.write(pixels[::2, ::2], subfiletype=1, metadata=None)

    scan = read_scan(tmp_path / "a.tif")

    assert len(scan.planes) == 1


def test_two_files_become_one_scan(tmp_path):
    high, low = noise(20, 30), noise(20, 30) // 2
    tifffile.imwrite(tmp_path / "x_6MeV_high.tif", high)
    tifffile.imwrite(tmp_path / "x_4MeV_low.tif", low)

    scan = read_files([tmp_path / "x_4MeV_low.tif", tmp_path / "x_6MeV_high.tif"])

    assert [(p.band, p.energy_mev) for p in scan.planes] == [
        (EnergyBand.HIGH, 6.0),
        (EnergyBand.LOW, 4.0),
    ]
    assert np.array_equal(scan.planes[1].transmission, low)


def test_files_of_different_size_or_of_no_pair_are_refused(tmp_path):
    tifffile.imwrite(tmp_path / "high.tif", noise(20, 30))
    tifffile.imwrite(tmp_path / "low.tif", noise(20, 31))
    tifffile.imwrite(tmp_path / "other.tif", noise(20, 31))

    with pytest.raises(ScanUnreadable, match="size"):
        read_pair(tmp_path / "high.tif", tmp_path / "low.tif")
    with pytest.raises(ScanUnreadable, match="not the energies"):
        read_files([tmp_path / "high.tif", tmp_path / "other.tif"])


def test_a_broken_plug_in_does_not_stop_the_others(tmp_path, monkeypatch, caplog):
    def points(group: str) -> list[EntryPoint]:
        return [
            EntryPoint("broken", "no.such.module:READER", group),
            EntryPoint("thief", "workstation.imaging.readers.tiff:READER", group),
        ]

    monkeypatch.setattr(registry, "entry_points", points)
    registry.readers.cache_clear()
    tifffile.imwrite(tmp_path / "a.tif", noise(20, 30))

    try:
        assert read_scan(tmp_path / "a.tif").format == "tiff"
    finally:
        registry.readers.cache_clear()
    assert "broken" in caplog.text
    assert "thief" in caplog.text


def test_every_shipped_reader_is_a_reader():
    names = [reader.name for reader in registry.readers()]

    assert names[:4] == ["package", "tiff", "png", "jpeg"]


def test_a_lossless_sixteen_bit_jpeg_keeps_its_counts(tmp_path):
    pixels = noise(40, 50)
    (tmp_path / "a.jpg").write_bytes(imagecodecs.ljpeg_encode(pixels, bitspersample=16))

    assert np.array_equal(read_scan(tmp_path / "a.jpg").main_plane().transmission, pixels)


def test_every_real_scan_is_read():
    folder = shared_data("real_container_scans")
    files = sorted(folder.glob("*.j*"))

    scans = {path.name: read_scan(path) for path in files}

    assert len(scans) == 21
    for name, scan in scans.items():
        assert scan.head.container == (name[:11] if name[0].isupper() else None)
        assert scan.warnings == (PITCH_UNKNOWN,)


def test_the_real_dual_energy_files_pair_up():
    groups = pair_files(sorted(shared_data("real_dual_energy_r60").glob("*.tif")))

    scans = [read_files(group) for group in groups]

    assert len(scans) == 3
    for scan in scans:
        assert [p.energy_mev for p in scan.planes] == [6.0, 4.0]
        assert not any("swapped" in warning for warning in scan.warnings)
