import json

import pytest

from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import StorageUnavailable
from workstation.simulation.folder import simulate_folder
from workstation.simulation.site import demo_sites


def put_down(path, scan):
    path.write_text(f"{scan.head.scan_id}")


def test_a_folder_holds_packages_declarations_and_the_truth(tmp_path):
    seen = []

    records = simulate_folder(
        tmp_path, count=3, seed=4, sites=demo_sites(2), write=put_down,
        goods=("rice", "tiles"), progress=lambda done, whole: seen.append((done, whole)),
    )  # fmt: skip

    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8")) == records
    for record in records:
        assert (tmp_path / record["file"]).read_text() == record["scan_id"]
        text = (tmp_path / record["declaration"]).read_text(encoding="utf-8")
        declaration = declaration_from_json(json.loads(text), source="test")
        assert declaration.container == record["container_number"]
        assert record["file"].startswith(record["site"])
        for photo in record["photos"]:
            assert photo.startswith(f"{record['site']}/{record['scan_id']}.photo")
            assert (tmp_path / photo).read_bytes().startswith(b"\xff\xd8\xff")
    assert {record["kind"] for record in records[:2]} == {"rice", "tiles"}


def test_no_site_is_refused(tmp_path):
    with pytest.raises(ValueError, match="site"):
        simulate_folder(tmp_path, count=1, seed=1, sites=(), write=put_down)


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(StorageUnavailable):
        simulate_folder(
            blocked, count=1, seed=1, sites=demo_sites(1), write=put_down, goods=("tiles",)
        )
