"""Photos are made our own before they travel, and never harm the scan that they come with."""

import json
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
import tifffile

from resources.opencv import cv2
from tests.imaging.phantom import make_plane, make_scan, noise
from workstation.domain.photo import LARGEST_FILE, LONGEST_PX, MissingPhoto, PhotoFault, Photos
from workstation.imaging import photo_pages
from workstation.imaging.package import level_shapes, read_level, read_package, write_package
from workstation.imaging.package_levels import read_coarse
from workstation.imaging.photos import MOST_PIXELS, PhotoUnreadable, clean_photo, packed_photo
from workstation.imaging.readers import read_scan

PLACE = b"N22.5431,E114.0579"
TAIL = b"PK\x03\x04 a script behind the picture"


def picture(rows=60, columns=80):
    """A picture whose upper left quarter is bright."""
    made = np.full((rows, columns, 3), (40, 60, 80), np.uint8)
    made[: rows // 2, : columns // 2] = 230
    return made


def jpeg_of(made):
    return cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def png_of(made):
    return cv2.imencode(".png", made)[1].tobytes()


def with_exif(jpeg, *, orientation=1):
    """Put an EXIF segment with an orientation and a place behind the start marker."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + PLACE
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def png_header_of(rows, columns):
    """A PNG that only claims its size."""
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", b""), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def shown(photo):
    return cv2.imdecode(np.frombuffer(photo.jpeg, np.uint8), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize("write", [jpeg_of, png_of])
def test_a_photo_comes_out_as_a_jpeg_that_shows_the_same(write):
    made = picture()

    photo = clean_photo(write(made), number=3)

    assert (photo.number, photo.rows, photo.columns) == (3, 60, 80)
    assert photo.jpeg.startswith(b"\xff\xd8\xff")
    assert np.abs(shown(photo).astype(int) - made).mean() < 4


def test_neither_place_nor_tail_of_a_photo_travels():
    sly = with_exif(jpeg_of(picture())) + TAIL

    photo = clean_photo(sly, number=1)

    assert PLACE in sly
    assert PLACE not in photo.jpeg
    assert b"Exif" not in photo.jpeg
    assert TAIL not in photo.jpeg


def test_a_photo_taken_upright_comes_out_upright():
    turned = with_exif(jpeg_of(picture(60, 80)), orientation=6)

    photo = clean_photo(turned, number=1)

    assert (photo.rows, photo.columns) == (80, 60)
    assert shown(photo)[10, 50].min() > 200  # the bright corner went to the right


@pytest.mark.parametrize(("rows", "columns"), [(3000, 1000), (400, 4100), (9000, 120)])
def test_a_large_photo_comes_out_as_large_as_may_travel(rows, columns):
    photo = clean_photo(jpeg_of(picture(rows, columns)), number=1)

    assert max(photo.rows, photo.columns) == LONGEST_PX
    assert photo.rows / photo.columns == pytest.approx(rows / columns, rel=0.05)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PhotoFault.NO_PICTURE),
        (b"GIF89a", PhotoFault.NO_PICTURE),
        (b"<svg/>", PhotoFault.NO_PICTURE),
        (jpeg_of(picture())[:500], PhotoFault.DAMAGED),
        (png_of(picture())[:-20], PhotoFault.DAMAGED),
        (b"\xff\xd8\xff", PhotoFault.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", PhotoFault.DAMAGED),
        (png_header_of(9000, 9000), PhotoFault.TOO_MANY_PIXELS),
        (png_header_of(8, 8), PhotoFault.DAMAGED),
        (b"\xff\xd8\xff" + b"\0" * LARGEST_FILE, PhotoFault.TOO_LARGE),
    ],
)
def test_what_is_no_whole_photo_of_lawful_size_is_refused_with_its_fault(data, fault):
    with pytest.raises(PhotoUnreadable) as refused:
        clean_photo(data, number=2)

    assert refused.value.missing == MissingPhoto(number=2, fault=fault)
    assert "photo 2 could not be read" in refused.value.sentence()
    assert MOST_PIXELS < 9000 * 9000


def scan_with_photos(count=2, missing=()):
    scan = make_scan(make_plane(noise(700, 1300), pitch_mm=(4.0, 4.0)))
    pictures = tuple(clean_photo(jpeg_of(picture(60 + n, 80)), number=n + 1) for n in range(count))
    return replace(scan, photos=Photos(pictures=pictures, missing=tuple(missing)))


def test_a_package_gives_back_its_photos_and_what_is_missing(tmp_path):
    missing = MissingPhoto(number=3, fault=PhotoFault.DAMAGED)
    scan = scan_with_photos(missing=[missing])
    path = tmp_path / "a.scan.tif"

    write_package(path, scan)

    back = read_package(path)
    assert back.photos == scan.photos
    assert back.photos.count == 3
    assert [plane.transmission.shape for plane in back.planes] == [(700, 1300)]


def test_all_who_read_the_scan_pass_the_photos_by(tmp_path):
    plain, with_photos = tmp_path / "a.scan.tif", tmp_path / "b.scan.tif"
    scan = scan_with_photos()
    write_package(plain, replace(scan, photos=Photos()))
    write_package(with_photos, scan)

    told = [
        (
            level_shapes(path, 0),
            read_level(path, 0, -1).tobytes(),
            [p.transmission.tobytes() for p in read_scan(path).planes],
            read_coarse(path, longest_px=600).scan.planes[0].transmission.tobytes(),
        )
        for path in (plain, with_photos)
    ]

    assert told[0] == told[1]
    assert with_photos.read_bytes().startswith(b"II+\0")


def test_photos_stand_behind_every_pixel_of_the_scan(tmp_path):
    path = tmp_path / "a.scan.tif"

    write_package(path, scan_with_photos())

    with tifffile.TiffFile(path) as tiff:
        scan, *photos = tiff.pages
        levels = [scan, *scan.pages]
        last = max(max(level.dataoffsets) for level in levels)
        assert [json.loads(page.description)["schema"] for page in photos] == [
            "reviewroom.photo/1"
        ] * 2
        assert all(min(page.dataoffsets) > last for page in photos)
        assert photos[0].asarray().shape == (60, 80, 3)  # any TIFF program shows them


def test_the_coarse_picture_brings_the_photos_along(tmp_path):
    path = tmp_path / "a.scan.tif"
    scan = scan_with_photos()
    write_package(path, scan)

    coarse = read_coarse(path, longest_px=600)

    assert coarse.scan.photos == scan.photos


def test_a_photo_that_was_damaged_on_the_way_is_missing_and_no_more(tmp_path):
    path = tmp_path / "a.scan.tif"
    scan = scan_with_photos()
    write_package(path, scan)
    data = bytearray(path.read_bytes())
    at = data.find(scan.photos.pictures[1].jpeg)
    data[at : at + 3] = b"???"
    path.write_bytes(data)

    back = read_package(path)

    assert back.photos.pictures == scan.photos.pictures[:1]
    assert back.photos.missing == (MissingPhoto(number=2, fault=PhotoFault.NO_PICTURE),)
    assert np.array_equal(back.planes[0].transmission, scan.planes[0].transmission)


def test_a_photo_larger_than_ours_is_not_taken_from_a_package():
    with pytest.raises(PhotoUnreadable) as refused:
        packed_photo(jpeg_of(picture(10, LONGEST_PX + 1)), number=1)

    assert refused.value.missing.fault is PhotoFault.TOO_MANY_PIXELS


def test_strange_words_about_missing_photos_do_not_cost_the_scan(tmp_path):
    path = tmp_path / "a.tif"
    told = [{"number": 2, "fault": "aliens"}, {"number": "x"}, 7, {"fault": "damaged"}]
    text = json.dumps({"schema": "reviewroom.scan/1", "missing_photos": told})
    tifffile.imwrite(path, noise(20, 20), description=text, metadata=None)

    back = read_package(path)

    assert back.photos.missing == (MissingPhoto(number=2, fault=PhotoFault.DAMAGED),)


def test_a_photo_in_the_first_place_is_no_scan(tmp_path):
    path = tmp_path / "a.tif"
    text = json.dumps({"schema": photo_pages.SCHEMA, "number": 1})
    tifffile.imwrite(path, picture(), description=text, metadata=None)

    with tifffile.TiffFile(path) as tiff:
        pages = photo_pages.scan_pages(tiff)

    assert len(pages) == 1
