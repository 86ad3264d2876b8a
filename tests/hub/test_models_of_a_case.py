"""Which typical models a desk may fetch beside a case."""

import hashlib

from tests.makers.running_hub import RunningHub
from workstation.hub.ports import ModelPackage


def shelve(hub, folder, name):
    content = f"package of {name}".encode()
    path = folder / f"{name}.scan.tif"
    path.write_bytes(content)
    hub.models.known[name] = ModelPackage(
        model_id=name,
        hs="080810",
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        path=path,
    )


def test_models_that_explain_a_region_go_with_the_case_after_its_matches(tmp_path):
    with RunningHub(tmp_path, compare_job="tests.makers.jobs:explain") as hub:
        for name in ("m-2", "m-1", "m-3"):
            shelve(hub, tmp_path, name)
        site, desk = hub.site(), hub.seated()
        hub.send(site, "s1", b"a scan")

        case = desk.lease()
        other = case.models[-1]
        into = tmp_path / "cache" / "other.scan.tif"
        fetched = desk.fetch(case, other.sha256, other.size, into)

        assert [model.model for model in case.models] == ["m-1", "m-2"]
        assert fetched.read_bytes() == b"package of m-2"
