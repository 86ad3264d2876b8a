import io
import zipfile

import numpy as np
import pytest
import tifffile

from resources.opencv import cv2
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.readers import read_scan

PIXELS = np.arange(40 * 50, dtype=np.uint16).reshape(40, 50) * 20


def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("run.bat", "format c:")
    return file.getvalue()


def tiff():
    file = io.BytesIO()
    tifffile.imwrite(file, PIXELS)
    return file.getvalue()


def picture(ending):
    return cv2.imencode(ending, PIXELS if ending == ".png" else (PIXELS >> 8).astype(np.uint8))[1]


def within_comment(jpeg, text):
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + jpeg[2:]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.tif", tiff()[:128].ljust(128, b"\0") + b"DICM" + tiff(), "TIFF and a DICOM"),
        ("a.dcm", b"MZ".ljust(128, b"\0") + b"DICM" + bytes(50), "program and a DICOM"),
        ("a.tif", tiff() + archive(), "TIFF and a ZIP"),
        ("a.jpg", picture(".jpg").tobytes() + archive(), "JPEG and a ZIP"),
        ("a.jpg", within_comment(picture(".jpg").tobytes(), b"%PDF-1.7"), "JPEG and a PDF"),
        ("a.png", picture(".png").tobytes() + b"<script>", "hangs behind"),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ScanUnreadable, match=told):
        read_scan(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tif", tiff()),
        ("a.png", picture(".png").tobytes() + bytes(512)),
        ("a.jpg", picture(".jpg").tobytes() + b"PK\x05\x06 by chance, and no archive at all"),
    ],
)
def test_a_file_that_is_one_thing_is_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    assert read_scan(path).main_plane().transmission.shape == PIXELS.shape
