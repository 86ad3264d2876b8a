"""Files of a folder replayed as scans: the readable ones are decided, the others set aside."""

import json
import subprocess
import sys

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.imaging.package import read_package

pytestmark = [pytest.mark.journey, pytest.mark.soak, pytest.mark.timeout(200)]


def test_unreadable_files_go_to_quarantine_and_the_room_goes_on(tmp_path):
    source, data = tmp_path / "files", tmp_path / "room"
    source.mkdir()
    (source / "a_foreign.jpg").write_text("not a picture")  # the first would be a typical model
    (source / "b_empty.tif").touch()
    for name in ("c.png", "d.png"):
        cv2.imwrite(str(source / name), np.full((120, 400), 40000, np.uint16))
    cv2.imwrite(str(source / "d.photo1.jpg"), np.full((90, 120, 3), 90, np.uint8))
    command = [sys.executable, "-m", "workstation.cli.main", "demo", "--headless", "--json"]

    run = subprocess.run(  # noqa: S603 - our own program
        [*command, "--data", str(data), "--input", str(source), "--pace", "0.1"],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    tally = json.loads(run.stdout)
    assert (tally["scans"], tally["decided"], tally["announced"]) == (4, 2, 2)
    assert (tally["lost"], tally["duplicated"]) == (0, 0)
    whys = {p.name: p.read_text() for p in data.glob("sites/*/quarantine/*.why.txt")}
    assert set(whys) == {"a_foreign.jpg.why.txt", "b_empty.tif.why.txt"}
    packed = [
        read_package(path).photos.count for path in data.glob("hub/blobs/**/*") if path.is_file()
    ]
    assert sorted(packed) == [0, 1]
    assert all(why.strip().endswith(".") for why in whys.values())
