"""What crews have found becomes a test object, once."""

import json
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from tests.storage.scenes import at, make_arrival, make_comparison, make_decision
from workstation.assembly.cut_objects import cut_finds
from workstation.domain.case import Arrival
from workstation.domain.decision import Conclusion
from workstation.imaging.package import write_package
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.placing import places, room_in
from workstation.simulation.projection import project
from workstation.simulation.site import demo_sites
from workstation.simulation.threat_file import read_threats
from workstation.simulation.threats import Threat, ThreatKind
from workstation.storage.blobs import FolderBlobs, hash_of
from workstation.storage.records import open_records

_RESULTS = (
    "CREATE TABLE IF NOT EXISTS inspection_result (result_id TEXT PRIMARY KEY, case_id TEXT,"
    " decision_id TEXT, occasion TEXT, opened_at TEXT, kind TEXT, goods TEXT, note TEXT,"
    " rate REAL, marks TEXT, reported_at TEXT)"
)
_FOUND = (
    "INSERT INTO inspection_result (result_id, case_id, decision_id, occasion, opened_at, goods,"
    " note, marks, reported_at) VALUES (?, ?, ?, 'inspection', '2026', 'steel', '', ?, '2026')"
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A hub's folder with a scan in which a steel plate lies, marked and confirmed."""
    folder = tmp_path_factory.mktemp("hub")
    scan = simulate_scan(seed=11, site=demo_sites(1)[0], kind="cotton").scan
    pitch = scan.main_plane().pitch_mm
    plate = Threat(
        kind=ThreatKind.DENSE_BOX,
        layers={"iron": np.full((50, 60), 8.0, np.float32)},
        pitch_mm=pitch,
    )
    row, column = places(room_in(scan), (50, 60))[0]
    made = project(scan, plate, (int(row), int(column)), rng=np.random.default_rng(1))
    package = folder / "out.scan.tif"
    write_package(package, made.scan)
    sha256, blobs = hash_of(package), FolderBlobs(folder)
    part = blobs.part("s1")
    part.write_bytes(package.read_bytes())
    blobs.commit(part, sha256)
    records = open_records(folder / "hub.sqlite")
    usual = make_arrival()
    arrival = Arrival(
        site=usual.site,
        scan_id=usual.scan_id,
        package_sha256=sha256,
        package_size=package.stat().st_size,
        head=usual.head,
        declaration=None,
    )
    case = records.receive(arrival, now=at(0))
    records.compared(case.case_id, make_comparison(), now=at(0))
    case = records.lease(case.case_id, officer="li", desk="desk-1", now=at(0))
    area = made.area
    corners = (
        (area.row - 5.0, area.column - 5.0),
        (area.row + area.height + 5.0, area.column + area.width + 5.0),
    )
    decision = make_decision(case, conclusion=Conclusion.INSPECT)
    mark = replace(decision.marks[0], points=corners)
    records.decide(replace(decision, marks=(mark,)))
    records.close()
    return folder, case.case_id


def test_what_a_crew_confirms_becomes_an_object_once_and_what_it_refutes_does_not(found):
    folder, case_id = found
    none = cut_finds(folder)
    rows = sqlite3.connect(folder / "hub.sqlite")
    rows.execute(_RESULTS)
    rows.execute(_FOUND, ("r0", case_id, "d1", json.dumps({"m1": "refuted"})))
    rows.commit()
    refuted = cut_finds(folder)
    rows.execute(_FOUND, ("r1", case_id, "d1", json.dumps({"m1": "confirmed"})))
    rows.commit()
    rows.close()

    first, second = cut_finds(folder), cut_finds(folder)

    assert (none, refuted, first, second) == (0, 0, 1, 0)
    (threat,) = read_threats(folder / "test_images" / "objects")
    middle = {name: float(np.median(layer[20:40, 20:40])) for name, layer in threat.layers.items()}
    assert middle["iron"] > 4.0
