"""Films at a running hub: handed in by desks, shown with their packages to those who audit."""

import base64
import hashlib
import zlib
from pathlib import Path

import pytest

from queue_client.errors import Conflict, RefusalCode, Refused
from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.running_hub import RunningHub
from workstation.domain.errors import ContentConflict
from workstation.domain.officer import Role
from workstation.hub.films import Films

FILM = b"a film"
SHA256 = hashlib.sha256(FILM).hexdigest()
PACKAGE = "cd" * 32
ANSWER = {
    "decision": {"decision_id": "d1"},
    "state": {},
    "case": {"sha256": PACKAGE, "stage": "announced"},
    "declaration": None,
    "comparison": None,
    "models": [],
    "readings": [],
    "film": {"named": SHA256, "kept_at": None},
    "entry": None,
    "officer_name": "Li",
}


class Files:
    """One decision and one package, without a database."""

    def __init__(self, folder: Path) -> None:
        self.kept: dict[str, bytes] = {}
        self.scan = folder / "scan.tif"
        self.scan.write_bytes(b"pixels" * 1000)

    def decision(self, decision_id):
        if decision_id != "d1":
            raise KeyError(decision_id)
        return ANSWER

    def film(self, decision_id):
        return self.kept.get(decision_id)

    def package(self, sha256):
        return self.scan if sha256 == PACKAGE else None


class Records:
    """Takes the one film that the one decision names."""

    def __init__(self, files: Files) -> None:
        self.files, self.noted = files, []

    def keep_film(self, decision_id, packed, *, now):  # noqa: ARG002 - as the hub calls it
        if decision_id != "d1":
            raise KeyError(decision_id)
        if zlib.decompress(packed) != FILM:
            raise ContentConflict("film", SHA256, "another")
        self.files.kept[decision_id] = packed
        return SHA256

    def note(self, tag, facts, *, now):  # noqa: ARG002 - as the hub calls it
        self.noted.append((str(tag), dict(facts)))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("films"))


@pytest.fixture(scope="module")
def records(files):
    return Records(files)


@pytest.fixture(scope="module")
def hub(tmp_path_factory, files, records):
    running = RunningHub(tmp_path_factory.mktemp("hub"))
    running.contributions = (Films(files, records).contribution(),)
    with running:
        yield running


@pytest.fixture(scope="module")
def reviewer(hub, supervisor):  # noqa: ARG001 - who has the thread of the questions born
    return hub.seated("li", "desk-1")


@pytest.fixture(scope="module")
def supervisor(hub):
    client = hub.seated("zhao", "desk-2", roles=(Role.SUPERVISOR,))
    client.consult(Topic.DECISION, {"decision_id": "d1"})  # the thread of the questions is born
    return client


def document(content=FILM, decision_id="d1"):
    packed = base64.b64encode(zlib.compress(content)).decode()
    return {"decision_id": decision_id, "packed": packed}


def test_a_desk_hands_a_film_in_and_a_supervisor_sees_it(reviewer, supervisor):
    told = reviewer.steer(SteerAct.KEEP_FILM, document(), reason="", request="r1")

    answer = supervisor.consult(Topic.FILM, {"decision_id": "d1"})

    assert told == {"sha256": SHA256}
    assert zlib.decompress(base64.b64decode(answer["packed"])) == FILM


def test_another_film_is_a_conflict_and_another_decision_is_refused(reviewer):
    with pytest.raises(Conflict):
        reviewer.steer(SteerAct.KEEP_FILM, document(b"another"), reason="", request="r2")
    with pytest.raises(Refused):
        reviewer.steer(SteerAct.KEEP_FILM, document(decision_id="d2"), reason="", request="r3")


def test_reviewers_see_neither_films_nor_decisions_nor_packages(reviewer, tmp_path):
    for topic in (Topic.FILM, Topic.DECISION):
        with pytest.raises(Refused):
            reviewer.consult(topic, {"decision_id": "d1"})
    with pytest.raises(Refused):
        reviewer.fetch_recorded(PACKAGE, 6000, tmp_path / "scan.tif")


def test_a_package_is_handed_out_and_every_audit_of_it_is_written_down(
    supervisor, records, files, tmp_path
):
    size = files.scan.stat().st_size
    got = supervisor.consult(Topic.DECISION, {"decision_id": "d1"})
    sha256 = hashlib.sha256(files.scan.read_bytes()).hexdigest()
    files.package = lambda asked: files.scan if asked in {sha256, PACKAGE} else None

    for name in ("once.tif", "twice.tif"):
        supervisor.fetch_recorded(sha256, size, tmp_path / name)

    assert got["case"]["sha256"] == PACKAGE
    assert (tmp_path / "twice.tif").read_bytes() == files.scan.read_bytes()
    facts = {"sha256": sha256, "officer": "zhao", "desk": "desk-2"}
    assert records.noted == [("scan:package:audited", facts)]


def test_a_chief_sees_no_reading_of_a_case_that_is_still_being_read(hub, files, reviewer):
    reviewer.steer(SteerAct.KEEP_FILM, document(), reason="", request="r9")
    chief = hub.seated("qian", "desk-3", roles=(Role.CHIEF,))
    known = files.decision
    assert chief.consult(Topic.FILM, {"decision_id": "d1"})

    files.decision = lambda _id: {**ANSWER, "case": {"sha256": PACKAGE, "stage": "waiting"}}

    for topic in (Topic.DECISION, Topic.FILM):
        with pytest.raises(Refused) as refused:
            chief.consult(topic, {"decision_id": "d1"})
        assert refused.value.code is RefusalCode.READ_APART
    files.decision = known


def test_what_is_not_kept_is_refused_with_a_reason(supervisor):
    with pytest.raises(Refused, match="no such decision"):
        supervisor.consult(Topic.DECISION, {"decision_id": "d2"})
    with pytest.raises(Refused, match="no film"):
        supervisor.consult(Topic.FILM, {"decision_id": "d2"})
