"""The disk is asked to begin early; what is kept is the same, and nothing is said of durability."""

import os

from tests.makers.running_hub import RunningHub, make_meta, sha256
from workstation.hub.write_behind import STEP_BYTES, begin_writing


def test_asking_the_disk_to_begin_changes_nothing_and_bears_any_file(tmp_path):
    path = tmp_path / "part"
    path.write_bytes(b"pixels")
    with path.open("rb+") as file:
        begin_writing(file.fileno(), 0, 6)
        begin_writing(file.fileno(), 100, 10)
    begin_writing(-1, 0, 6)

    assert path.read_bytes() == b"pixels"


def test_a_large_package_is_handed_to_the_disk_while_it_comes(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "workstation.hub.growing_part.begin_writing",
        lambda _fd, start, n: asked.append((start, n)),
    )
    content = os.urandom(2 * STEP_BYTES + 1)
    path = tmp_path / "large"
    path.write_bytes(content)
    with RunningHub(tmp_path / "hub") as hub:
        meta = make_meta("site-a", "s1")
        stored = hub.site().send_scan(path, scan_id="s1", sha256=sha256(content), meta=meta)

        assert asked == [(0, STEP_BYTES), (STEP_BYTES, STEP_BYTES)]
        assert hub.blobs.path(stored.sha256).read_bytes() == content
