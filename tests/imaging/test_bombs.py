"""Small files that ask for much: each is refused from its header, before anything is decoded."""

import io
import struct
import zlib

import imagecodecs
import numpy as np
import pytest
import tifffile

from resources.opencv import cv2
from tests.imaging.phantom import make_plane, make_scan
from workstation.domain.errors import ScanUnreadable
from workstation.imaging import photos
from workstation.imaging.description import describe
from workstation.imaging.photos import PhotoUnreadable, clean_photo
from workstation.imaging.readers import picture, read_scan
from workstation.imaging.readers import tiff as tiff_reader

GREY = np.arange(64 * 80, dtype=np.uint8).reshape(64, 80)


def png(rows, columns):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", columns, rows, 16, 0, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(bytes(100_000), 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


def jpeg(rows, columns):
    data = bytes(imagecodecs.jpeg_encode(GREY))
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", rows, columns) + data[at + 9 :]


def jpeg_of_many_scans():
    data = cv2.imencode(".jpg", GREY, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 200 + b"\xff\xd9"


def tiff(**tags):
    file = io.BytesIO()
    tifffile.imwrite(file, GREY, photometric="minisblack")
    data = bytearray(file.getvalue())
    for tag, value in tags.items():
        number = {"width": 256, "length": 257}[tag]
        at = _entry(data, number)
        struct.pack_into("<HII", data, at + 2, 4, 1, value)
    return bytes(data)


def _entry(data, number):
    offset = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, offset)[0]
    places = (offset + 2 + 12 * place for place in range(count))
    return next(at for at in places if struct.unpack_from("<H", data, at)[0] == number)


def tiff_of_many_pages():
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as writer:
        for _ in range(70):
            writer.write(GREY[:8, :8], photometric="minisblack", metadata=None)
    return file.getvalue()


BOMBS = {
    "huge.png": (png(60_000, 60_000), "limit"),
    "hollow.png": (png(9_000, 20_000), "more pixels than it can hold"),
    "long.png": (png(1, 2_000_000_000), "limit"),
    "none.png": (png(0, 500), "empty"),
    "huge.jpg": (jpeg(65_500, 65_500), "limit"),
    "hollow.jpg": (jpeg(14_000, 14_000), "more pixels than it can hold"),
    "scans.jpg": (jpeg_of_many_scans(), "too many times"),
    "huge.tif": (tiff(width=4_000_000_000, length=4_000_000_000), "limit"),
    "wide.tif": (tiff(width=3_000_000), "limit"),
    "pages.tif": (tiff_of_many_pages(), "more than 64 pages"),
}


@pytest.fixture
def nothing_is_decoded(monkeypatch):
    def decode(*_arguments, **_options):
        pytest.fail("a bomb was decoded")

    monkeypatch.setattr(tiff_reader.tiffs, "decode", decode)
    monkeypatch.setattr(picture.imagecodecs, "png_decode", decode)
    monkeypatch.setattr(photos.cv2, "imdecode", decode)


@pytest.mark.usefixtures("nothing_is_decoded")
@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_refused_from_its_header(name, tmp_path):
    content, told = BOMBS[name]
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ScanUnreadable, match=told):
        read_scan(path)


@pytest.mark.usefixtures("nothing_is_decoded")
@pytest.mark.parametrize("name", ["huge.png", "huge.jpg", "scans.jpg"])
def test_a_photo_that_is_a_bomb_is_left_out(name):
    with pytest.raises(PhotoUnreadable):
        clean_photo(BOMBS[name][0], number=1)


@pytest.mark.usefixtures("nothing_is_decoded")
def test_a_package_with_a_flood_of_levels_is_refused(tmp_path):
    path = tmp_path / "a.scan.tif"
    scan = make_scan(make_plane(GREY.astype(np.uint16)))
    with tifffile.TiffWriter(path, bigtiff=True) as writer:
        how = {"photometric": "minisblack", "metadata": None}
        writer.write(GREY, description=describe(scan, scan.planes[0]), subifds=40, **how)
        for _ in range(40):
            writer.write(GREY[:4, :4], subfiletype=1, **how)

    with pytest.raises(ScanUnreadable, match="levels"):
        read_scan(path)
