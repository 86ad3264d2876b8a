import sys
from dataclasses import replace

import imagecodecs
import numpy as np
import pytest

from tests.imaging.phantom import make_plane
from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import MissingPhoto, PhotoFault, Photos
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging.package import read_package, write_package
from workstation.imaging.package_levels import coarse_reaches, read_coarse
from workstation.imaging.photos import encode_photo
from workstation.imaging.readers import read_files, read_pair, read_scan
from workstation.imaging.sandbox.box import Box, BoxSettings, DecoderDied, DecoderSlow
from workstation.imaging.sandbox.documents import pack_scan, unpack_scan
from workstation.imaging.sandbox.reading import SandboxedReading
from workstation.imaging.scan import Plane, Scan

ODD = "tests.imaging.odd_decoders:do"


@pytest.fixture(scope="module")
def reading():
    made = SandboxedReading()
    yield made
    made.close()


@pytest.fixture(scope="module")
def odd_box():
    box = Box(BoxSettings(work=ODD, timeout_s=0.7))
    yield box
    box.close()


@pytest.fixture
def scan():
    rng = np.random.default_rng(4)
    wedge = WedgeReading(material="iron", g_cm2=(0.0, 8.0), transmission=(1.0, 0.5))
    planes = tuple(
        Plane(
            view=ViewName.SIDE,
            band=band,
            energy_mev=energy,
            transmission=rng.integers(1, 65535, (700, 2100), np.uint16),
            pitch_mm=(5.0, 4.0),
            air_counts=60000.0,
            wedge=(wedge,),
        )
        for band, energy in ((EnergyBand.HIGH, 6.0), (EnergyBand.LOW, 4.0))
    )
    picture = rng.integers(0, 255, (60, 80, 3), np.uint8)
    missing = MissingPhoto(number=2, fault=PhotoFault.DAMAGED)
    photos = Photos(pictures=(encode_photo(picture, number=1),), missing=(missing,))
    head = ScanHead(scan_id="s-1", site="site-a", container="CSQU3054383", extra={"lane": 3})
    return Scan(
        head=head, planes=planes, format="package", warnings=("It was dark.",), photos=photos
    )


def same(one, other):
    assert one.head == other.head
    assert (one.format, one.warnings, one.photos) == (other.format, other.warnings, other.photos)
    assert len(one.planes) == len(other.planes)
    for mine, yours in zip(one.planes, other.planes, strict=True):
        assert np.array_equal(mine.transmission, yours.transmission)
        for name in ("view", "band", "energy_mev", "pitch_mm", "stored_bits", "air_counts"):
            assert getattr(mine, name) == getattr(yours, name)
        assert mine.wedge == yours.wedge


def test_a_scan_read_in_a_child_is_the_scan_read_here(reading, scan, tmp_path):
    path = tmp_path / "s-1.scan.tif"
    write_package(path, scan)

    apart = reading.read_package(path)
    coarse, coarse_here = (
        reading.read_coarse(path, longest_px=600),
        read_coarse(path, longest_px=600),
    )

    same(apart, read_package(path))
    assert (coarse.reduced, coarse.full_shape) == (4, (700, 2100))
    same(coarse.scan, coarse_here.scan)


def test_files_pairs_and_heads_read_in_a_child_are_those_read_here(reading, scan, tmp_path):
    package = tmp_path / "s-1.scan.tif"
    write_package(package, scan)
    energies = [tmp_path / f"a_{name}.png" for name in ("high", "low")]
    for path, plane in zip(energies, scan.planes, strict=True):
        path.write_bytes(imagecodecs.png_encode(plane.transmission))

    same(reading.read_scan(package), read_scan(package))
    same(reading.read_pair(*energies), read_pair(*energies))
    same(reading.read_files(energies), read_files(energies))

    assert reading.read_head(package) == scan.head
    with pytest.raises(ScanUnreadable):
        reading.read_head(energies[0])


def test_pixels_from_a_child_are_this_process_s_own(reading, scan, tmp_path):
    path = tmp_path / "s-1.scan.tif"
    write_package(path, scan)

    pixels = reading.read_package(path).planes[0].transmission
    pixels[:] = 0

    assert reading.read_package(path).planes[0].transmission.any()


def test_how_far_coarse_levels_reach_is_told_apart_and_never_waited_for(reading, scan, tmp_path):
    path = tmp_path / "s-1.scan.tif"
    write_package(path, scan)
    reading.read_package(path)

    apart = reading.coarse_reaches(path)
    fresh = SandboxedReading()
    at_once = fresh.coarse_reaches(path)
    fresh.close()

    assert apart == coarse_reaches(path)
    assert len(apart) > 0
    assert at_once == ()


def test_a_photo_is_decoded_apart_and_a_damaged_one_is_no_photo(reading, scan):
    (photo,) = scan.photos.pictures

    whole, half = (reading.decode_photo(photo, reduced) for reduced in (1, 2))
    broken = reading.decode_photo(replace(photo, jpeg=photo.jpeg[:200]), 1)

    assert whole.shape == (60, 80, 3)
    assert half.shape == (30, 40, 3)
    assert broken is None


def test_a_file_that_is_not_what_was_announced_is_not_decoded(reading, scan, tmp_path):
    path = tmp_path / "s-1.scan.tif"
    write_package(path, scan)

    with pytest.raises(ScanUnreadable, match="not what was announced"):
        reading.read_package(path, sha256="ab" * 32)


def test_the_reader_s_own_words_come_through(reading, tmp_path):
    path = tmp_path / "cut.scan.tif"
    path.write_bytes(b"II+\0nothing more")

    with pytest.raises(ScanUnreadable) as told:
        reading.read_package(path)
    with pytest.raises(ScanUnreadable) as here:
        read_package(path)

    assert told.value.reason == here.value.reason


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("crash", DecoderDied),
        ("hang", DecoderSlow),
        ("eat", ScanUnreadable),
        ("bug", ScanUnreadable),
        ("huge", DecoderDied),
    ],
)
def test_whatever_a_file_does_to_a_decoder_is_one_clear_error_and_the_next_is_read(
    odd_box, tmp_path, word, error
):
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_text(word)
    good.write_text("fine")

    with pytest.raises(error) as told:
        odd_box.ask("any", [bad])

    assert told.value.source == "bad"
    assert odd_box.ask("any", [good]).document == {"word": "fine"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system limits the program")
def test_a_decoder_cannot_get_out_of_its_box(odd_box, tmp_path):
    (tmp_path / "there").write_text("stays")
    file = tmp_path / "file"
    file.write_text(f"escape {tmp_path / 'written'}")

    answer = odd_box.ask("any", [file])

    assert answer.document == {"escaped": []}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "there"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told["planes"][0].update(rows=10**6, columns=10**6),
        lambda told: told["planes"][0].update(rows=True),
        lambda told: told["planes"][0].update(at=10**9),
        lambda told: told["planes"][0].update(text="{}"),
        lambda told: told.update(planes=[]),
        lambda told: told.update(planes=told["planes"] * 20),
        lambda told: told.update(warnings=["x" * 10_000]),
        lambda told: told.update(photos=[{"number": 1, "at": 0, "size": 50}]),
        lambda told: told.pop("format"),
    ],
)
def test_nothing_that_a_broken_child_says_becomes_a_picture(spoil):
    plane = make_plane(np.full((8, 8), 500, np.uint16))
    packed = pack_scan(Scan(head=ScanHead(), planes=(plane,), format="png"))
    memory = memoryview(bytes(packed.buffers[0]))
    assert unpack_scan(packed.document, memory, "x").planes[0].transmission[0, 0] == 500

    spoil(packed.document)

    with pytest.raises(ScanUnreadable):
        unpack_scan(packed.document, memory, "x")
