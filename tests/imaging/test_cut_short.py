"""A file that ends too early is refused, also when somebody has put its end back."""

import io
import struct
import tempfile
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
import tifffile
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders import RLELosslessEncoder
from pydicom.uid import (
    HTJ2KLossless,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from resources.opencv import cv2
from tests.benchmarks.format_samples import SAMPLES
from tests.benchmarks.rows import make_counts
from tests.imaging.dicom_makers import write_dx
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.photos import PhotoUnreadable, clean_photo
from workstation.imaging.readers import read_files, read_scan

PLACES = 10
DEEP = make_counts((96, 160), seed=1)
GREY = (DEEP >> 8).astype(np.uint8)
COLOURS = np.dstack([GREY, GREY[::-1], GREY[:, ::-1]])
END = b"\xff\xd9"


def shares():
    """Where a file is cut, from its very beginning to almost its end."""
    return [*(np.arange(PLACES - 1) + 0.5) / PLACES, 0.999]


def cv_jpeg(pixels, *how):
    return cv2.imencode(".jpg", pixels, list(how))[1].tobytes()


def jpeg_again(data, share):
    """Cut a JPEG within its picture, and put the end marker back."""
    first = data.index(b"\xff\xda")
    at = first + 16 + int((len(data) - len(END) - first - 16) * share)
    return data[:at] + END


def jpeg_at_restart(data, share):
    """Cut a JPEG right in front of one of its restart markers."""
    places = [at for at in range(len(data) - 1) if data[at] == 0xFF and 0xD0 <= data[at + 1] < 0xD8]
    return data[: places[int(share * len(places))]] + END


def jpeg_of_fewer_scans(data, share):
    """Leave out the last passes of a progressive JPEG, each of which is whole."""
    scans = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    return data[: scans[1 + int(share * (len(scans) - 1))]] + END


def png_again(pixels):
    """Pack fewer rows of a PNG than its header says, with all check sums right."""
    data = imagecodecs.png_encode(pixels)
    parts, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    raw = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))

    def chunk(kind, body):
        sealed = kind + body
        return struct.pack(">I", len(body)) + sealed + struct.pack(">I", zlib.crc32(sealed))

    def cut(share):
        packed = zlib.compress(raw[: int(len(raw) * share)])
        whole = [parts[0], (b"IDAT", packed), (b"IEND", b"")]
        return data[:8] + b"".join(chunk(kind, body) for kind, body in whole)

    return cut


def tiff_again(pixels, **how):
    """Say of a TIFF's last tile or strip that it has fewer bytes."""
    file = io.BytesIO()
    tifffile.imwrite(file, pixels, photometric="minisblack", metadata=None, **how)
    data = file.getvalue()
    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        tags = tiff.pages[0].tags
        tag = tags[279] if 279 in tags else tags[325]
        form = "<" + {3: "H", 4: "I"}[tag.dtype]
        place = tag.valueoffset + struct.calcsize(form) * (tag.count - 1)
    (whole,) = struct.unpack_from(form, data, place)

    def cut(share):
        spoilt = bytearray(data)
        struct.pack_into(form, spoilt, place, max(1, int(whole * share)))
        return bytes(spoilt)

    return cut


def codestream_again(share):
    """Cut a JPEG 2000 codestream, with the length of its tile and the end marker put right."""
    data = bytes(imagecodecs.jpeg2k_encode(DEEP, level=0, reversible=True, codecformat="j2k"))
    tile = data.index(b"\xff\x90")
    length = max(int((len(data) - len(END) - tile) * share), 20)
    cut = bytearray(data[: tile + length] + END)
    struct.pack_into(">I", cut, tile + 6, length)
    return bytes(cut)


def dicom_again(encode, syntax, pixels=DEEP):
    """Cut the one frame of a DICOM picture, with its length put right."""

    def cut(share):
        with tempfile.TemporaryDirectory() as folder:
            data = write_dx(Path(folder) / "a.dcm", pixels)
        frame = bytes(encode(pixels))
        frame = frame[: int(len(frame) * share)]
        data.PixelData = encapsulate([frame + b"\0" * (len(frame) % 2)])
        data["PixelData"].VR = "OB"
        data["PixelData"].is_undefined_length = True
        data.file_meta.TransferSyntaxUID = syntax
        file = io.BytesIO()
        pydicom.dcmwrite(file, data, enforce_file_format=True)
        return file.getvalue()

    return cut


def rle(pixels):
    return RLELosslessEncoder.encode(
        pixels, rows=96, columns=160, samples_per_pixel=1, bits_allocated=16, bits_stored=16,
        pixel_representation=0, photometric_interpretation="MONOCHROME2", number_of_frames=1,
    )  # fmt: skip


BASELINE = cv_jpeg(GREY)
PROGRESSIVE = cv_jpeg(COLOURS, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
RESTARTS = cv_jpeg(GREY, cv2.IMWRITE_JPEG_RST_INTERVAL, 7)
LOSSLESS = bytes(imagecodecs.ljpeg_encode(DEEP, bitspersample=16))
TILES = {"tile": (64, 64)}
AGAIN = {
    "baseline.jpg": lambda share: jpeg_again(BASELINE, share),
    "colours.jpg": lambda share: jpeg_again(cv_jpeg(COLOURS), share),
    "lossless.jpg": lambda share: jpeg_again(LOSSLESS, share),
    "twelve.jpg": lambda share: jpeg_again(
        bytes(imagecodecs.jpeg_encode(DEEP >> 4, bitspersample=12)), share
    ),
    "progressive.jpg": lambda share: jpeg_again(PROGRESSIVE, share),
    "passes.jpg": lambda share: jpeg_of_fewer_scans(PROGRESSIVE, share),
    "restarts.jpg": lambda share: jpeg_again(RESTARTS, share),
    "intervals.jpg": lambda share: jpeg_at_restart(RESTARTS, share),
    "eight.png": png_again(GREY),
    "sixteen.png": png_again(DEEP),
    "plain.tif": tiff_again(DEEP, rowsperstrip=32),
    "tiles.tif": tiff_again(DEEP, **TILES),
    "lzw.tif": tiff_again(DEEP, compression="lzw", **TILES),
    "packbits.tif": tiff_again(GREY, compression="packbits", **TILES),
    "deflate.tif": tiff_again(DEEP, compression="deflate", rowsperstrip=32),
    "zstd.tif": tiff_again(DEEP, compression="zstd", **TILES),
    "jpeg.tif": tiff_again(GREY, compression="jpeg", **TILES),
    "jpeg2000.tif": tiff_again(DEEP, compression="jpeg2000", **TILES),
    "twelve.tif": tiff_again(DEEP >> 4, bitspersample=12, rowsperstrip=32),
    "codestream.j2k": codestream_again,
    "lossless.dcm": dicom_again(lambda p: imagecodecs.ljpeg_encode(p, bitspersample=16),
                                JPEGLosslessSV1),
    "ls.dcm": dicom_again(imagecodecs.jpegls_encode, JPEGLSLossless),
    "2000.dcm": dicom_again(
        lambda p: imagecodecs.jpeg2k_encode(p, level=0, reversible=True, codecformat="j2k"),
        JPEG2000Lossless,
    ),
    "ht.dcm": dicom_again(lambda p: imagecodecs.htj2k_encode(p, reversible=True), HTJ2KLossless),
    "rle.dcm": dicom_again(rle, RLELossless),
}  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.title)
def test_a_file_cut_anywhere_is_refused(sample, tmp_path):
    whole = sample.make(tmp_path)
    victim = max(whole, key=lambda path: path.stat().st_size)
    content = victim.read_bytes()

    told = {}
    for share in shares():
        victim.write_bytes(content[: int(len(content) * share)])
        try:
            told[share] = read_files(whole)
        except ScanUnreadable:
            continue

    assert told == {}


@pytest.mark.parametrize("name", list(AGAIN))
def test_a_picture_cut_short_is_refused_though_its_end_was_put_back(name, tmp_path):
    path = tmp_path / name

    told = {}
    for share in shares():
        path.write_bytes(AGAIN[name](share))
        try:
            told[share] = read_scan(path)
        except ScanUnreadable:
            continue

    assert told == {}


@pytest.mark.parametrize(
    "data",
    [
        BASELINE,
        PROGRESSIVE,
        RESTARTS,
        LOSSLESS,
        cv_jpeg(COLOURS, cv2.IMWRITE_JPEG_RST_INTERVAL, 3),
        BASELINE[:-2] + b"some words of a careless program" + END,
        BASELINE + BASELINE,
    ],
)
def test_a_jpeg_that_is_whole_is_read_whatever_its_kind(data, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(data)

    scan = read_scan(path)

    assert scan.main_plane().transmission.shape == (96, 160)


def test_a_jpeg_whose_end_nobody_can_tell_is_refused(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(BASELINE.replace(b"\xff\xc0", b"\xff\xc9", 1))

    with pytest.raises(ScanUnreadable):
        read_scan(path)


@pytest.mark.parametrize("share", shares())
def test_a_photo_cut_short_is_left_out(share):
    whole = cv_jpeg(COLOURS)
    assert clean_photo(whole, number=1).rows == 96

    with pytest.raises(PhotoUnreadable):
        clean_photo(jpeg_again(whole, share), number=1)


def test_a_frame_of_another_kind_than_the_file_says_is_refused(tmp_path):
    path = tmp_path / "a.dcm"
    path.write_bytes(dicom_again(lambda _: BASELINE, JPEGLosslessSV1, GREY)(1.0))
    with pytest.raises(ScanUnreadable, match="another kind"):
        read_scan(path)

    path.write_bytes(dicom_again(lambda _: BASELINE, JPEGBaseline8Bit, GREY)(1.0))

    assert read_scan(path).main_plane().transmission.shape == (96, 160)


@pytest.mark.parametrize("pages", [1, 2])
def test_a_tiff_cut_in_the_middle_says_how_far_it_should_go_and_where_it_ends(tmp_path, pages):
    whole, cut = tmp_path / "whole.tif", tmp_path / "cut.tif"
    tifffile.imwrite(whole, np.stack([DEEP] * pages), photometric="minisblack")
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    with pytest.raises(ScanUnreadable) as told:
        read_scan(cut)

    assert "the TIFF is cut short" in told.value.reason
    assert f"the file ends at byte {cut.stat().st_size:,}" in told.value.reason
