import json

import imagecodecs
import numpy as np
import pytest
import tifffile

from tests.imaging.phantom import FULL, noise
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.package import read_package, write_package
from workstation.imaging.readers import read_scan
from workstation.imaging.samples import RANGE_GUESSED

PIXELS = noise(40, 50)
RAW = """schema = "reviewroom.raw/1"
scanner = "lane 2"
time = 2026-11-05T12:00:00+08:00
container = "CSQU3054383"
[[plane]]
file = "a_low.raw"
band = "low"
energy_mev = 4.0
rows = 40
columns = 50
dtype = "uint16"
byte_order = "big"
header_bytes = 16
pitch_mm = [5.0, 4.0]
[[plane]]
file = "a_high.npy"
band = "high"
energy_mev = 6
values = "attenuation"
pitch_mm = [5.0, 4.0]
"""


@pytest.mark.parametrize(
    ("stored", "how", "wanted"),
    [
        ([[0, 4095, 2048]], {"dtype": np.uint16, "bitspersample": 12}, [0, FULL, 32776]),
        ([[0, 60_000, 5]], {"dtype": np.uint32}, [0, 60_000, 5]),
        ([[0.0, 0.5, 1.0]], {"dtype": np.float32}, [0, 32768, FULL]),
        ([[-2.0, 0.0, 2.0]], {"dtype": np.float32, "range": (-2, 2)}, [0, 32768, FULL]),
        ([[-2.0, 0.0, 2.0]], {"dtype": np.float64, "range": (-2, 2), "white": 0}, [FULL, 32768, 0]),
        ([[0, 1000, 500]], {"dtype": np.int16, "range": (0, 1000)}, [0, FULL, 32768]),
        ([[0, 4, 2]], {"dtype": np.uint32, "range": (0, 4)}, [0, FULL, 32768]),
    ],
)
def test_a_tiff_of_any_depth_takes_the_range_that_it_states(tmp_path, stored, how, wanted):
    kind = "d" if how["dtype"] == np.float64 else "f" if how["dtype"] == np.float32 else "i"
    ends = how.get("range", ())
    tags = [(340 + n, kind, 1, end, True) for n, end in enumerate(ends)]
    bits = {"bitspersample": 12, "compression": None} if "bitspersample" in how else {}
    photometric = "miniswhite" if how.get("white") == 0 else "minisblack"
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.array(stored, how["dtype"]),
        photometric=photometric,
        extratags=tags,
        metadata=None,
        **bits,
    )

    scan = read_scan(tmp_path / "a.tif")

    assert scan.main_plane().transmission.tolist() == [wanted]
    assert (RANGE_GUESSED in scan.warnings) == (stored == [[0.0, 0.5, 1.0]])


def test_four_labelled_pages_are_two_views_at_two_energies(tmp_path):
    labels = ["top low 4 MeV", "侧视 高能", "side, low", "top high 6 MeV"]
    with tifffile.TiffWriter(tmp_path / "a.tif") as tiff:
        for number, label in enumerate(labels):
            page = np.full((8, 9), 1000 * number, np.uint16)
            tag = [(285, "s", 0, label.encode(), True)]
            tiff.write(page, extratags=tag, metadata=None, photometric="minisblack")

    planes = read_scan(tmp_path / "a.tif").planes

    assert [(p.view, p.band, p.energy_mev, int(p.transmission[0, 0])) for p in planes] == [
        (ViewName.SIDE, EnergyBand.HIGH, None, 1000),
        (ViewName.SIDE, EnergyBand.LOW, None, 2000),
        (ViewName.TOP, EnergyBand.HIGH, 6.0, 3000),
        (ViewName.TOP, EnergyBand.LOW, 4.0, 0),
    ]


@pytest.mark.parametrize("columns", [47, 50])  # 40 x 50 has a short form in JPEG XL
@pytest.mark.parametrize("name", ["a.jp2", "a.j2k", "a.jxl"])
def test_a_lossless_picture_of_sixteen_bits_keeps_its_counts_into_the_package(
    tmp_path, name, columns
):
    pixels = PIXELS[:, :columns].copy()
    encoded = (
        imagecodecs.jpegxl_encode(pixels, lossless=True)
        if name.endswith("jxl")
        else imagecodecs.jpeg2k_encode(pixels, codecformat=name[2:], level=0, reversible=True)
    )
    (tmp_path / name).write_bytes(encoded)

    scan = read_scan(tmp_path / name)
    write_package(tmp_path / "b.scan.tif", scan)

    assert np.array_equal(read_package(tmp_path / "b.scan.tif").main_plane().transmission, pixels)


@pytest.mark.parametrize("name", ["a.jp2", "a.jxl"])
def test_a_picture_whose_header_asks_too_much_is_refused_before_it_is_decoded(tmp_path, name):
    if name == "a.jxl":
        size = (1 << 0) * 0 | (3 << 1) | ((200_001 - 1) << 3) | (1 << 33)
        data = b"\xff\x0a" + size.to_bytes(12, "little")
    else:
        siz = (0).to_bytes(2, "big") + (300_000).to_bytes(4, "big") * 2 + bytes(24)
        data = b"\xff\x4f\xff\x51\x00\x29" + siz + b"\0\x01\x0f\1\1" + b"\xff\xd9"
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ScanUnreadable, match="limit"):
        read_scan(tmp_path / name)


def test_a_description_joins_raw_files_to_one_scan(tmp_path):
    (tmp_path / "a_low.raw").write_bytes(bytes(16) + PIXELS.astype(">u2").tobytes())
    np.save(tmp_path / "a_high.npy", -np.log(np.maximum(PIXELS, 1) / FULL))
    (tmp_path / "a.scan.toml").write_text(RAW, encoding="utf-8")

    scan = read_scan(tmp_path / "a.scan.toml")

    assert (scan.head.container, scan.head.scanner) == ("CSQU3054383", "lane 2")
    assert [(p.band, p.energy_mev, p.pitch_mm) for p in scan.planes] == [
        (EnergyBand.HIGH, 6.0, (5.0, 4.0)),
        (EnergyBand.LOW, 4.0, (5.0, 4.0)),
    ]
    assert np.array_equal(scan.planes[0].transmission, PIXELS)
    assert np.array_equal(scan.planes[1].transmission, PIXELS)


def test_a_description_may_name_dark_and_air_references(tmp_path):
    air = np.linspace(30_000, 50_000, 40)
    counts = 300 + PIXELS / FULL * (air - 300)[:, None]
    np.save(tmp_path / "a_counts.npy", counts)
    np.save(tmp_path / "a_dark.npy", np.full((40, 3), 300.0))
    np.save(tmp_path / "a_air.npy", np.stack([air, air, air * 1.5], axis=1))
    (tmp_path / "a.scan.toml").write_text(
        'schema = "reviewroom.raw/1"\n[[plane]]\nfile = "a_counts.npy"\n'
        'dark_file = "a_dark.npy"\nair_file = "a_air.npy"\n',
        encoding="utf-8",
    )

    plane = read_scan(tmp_path / "a.scan.toml").main_plane()

    assert np.abs(plane.transmission.astype(int) - PIXELS).max() <= 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a_low.raw", "../a_low.raw", "beside"),
        ("rows = 40", "rows = 41", "bytes"),
        ("rows = 40", "rows = 4000000000", "limit"),
        ('"uint16"', '"object"', "dtype"),
        ("header_bytes", "headers", "unknown key"),
        ("raw/1", "raw/2", "schema"),
        ('band = "high"', 'band = "low"', "same view"),
        ("12:00:00+08:00", "12:00:00", "time zone"),
    ],
)
def test_a_description_that_does_not_fit_its_files_is_refused(tmp_path, old, new, words):
    (tmp_path / "a_low.raw").write_bytes(bytes(16) + PIXELS.tobytes())
    np.save(tmp_path / "a_high.npy", PIXELS / FULL)
    text = RAW.replace(old, new)
    (tmp_path / "a.scan.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ScanUnreadable, match=words):
        read_scan(tmp_path / "a.scan.toml")


def test_an_array_of_counts_is_read_and_one_of_objects_never(tmp_path):
    np.save(tmp_path / "a_6MeV.npy", PIXELS)
    np.save(tmp_path / "b.npy", np.array([[json.dumps]], object), allow_pickle=True)

    plane = read_scan(tmp_path / "a_6MeV.npy").main_plane()

    assert np.array_equal(plane.transmission, PIXELS)
    assert plane.energy_mev == 6.0
    with pytest.raises(ScanUnreadable, match="array"):
        read_scan(tmp_path / "b.npy")
