"""What was half done when the store failed is done whole when it is back; no case is lost."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.makers.jobs import agree
from tests.makers.running_hub import make_meta
from workstation.domain.case import Arrival
from workstation.domain.comparison import comparison_from_json
from workstation.domain.context import Tier
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import StorageUnavailable
from workstation.domain.law import Stage
from workstation.domain.picture_fault import PictureFault
from workstation.domain.scan import ScanHead
from workstation.domain.watch_list import (
    Effect,
    ListKind,
    WatchEntry,
    WatchList,
    content_hash,
    entry_from_json,
    entry_to_json,
)
from workstation.hub.compare_pool import Answer, Question
from workstation.hub.comparing import Comparing
from workstation.hub.dispatch import DispatchPolicy, WaitingRoom
from workstation.hub.guide import Guide
from workstation.hub.projections import Projections
from workstation.hub.rescans import Rescans
from workstation.hub.steering import Steering
from workstation.hub.watching import Watching
from workstation.storage.blobs import FolderBlobs
from workstation.storage.records import open_records

NOW = datetime(2026, 1, 2, tzinfo=UTC)


class Pool:
    def __init__(self):
        self.asked, self.busy, self.answers = [], False, []

    def submit(self, question):
        self.asked.append(question)

    def poll(self):
        answers, self.answers = self.answers, []
        return answers


class FailingOnce:
    """The records, of which one act fails the first time it is asked for."""

    def __init__(self, records, act):
        self._records, self._act = records, act

    def __getattr__(self, name):
        if name == self._act:
            self._act = ""
            return self._fail
        return getattr(self._records, name)

    def _fail(self, *_args, **_named):
        raise StorageUnavailable("hub.sqlite", "the disk is full")


@pytest.fixture
def records(tmp_path):
    opened = open_records(tmp_path / "hub.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def case(records, tmp_path):
    """A case that has just come; its package is there."""
    sha256 = "1" * 64
    package = tmp_path / "blobs" / "11" / sha256
    package.parent.mkdir(parents=True)
    package.write_bytes(b"pixels")
    declared = make_meta("site-a", "s1")["declaration"]
    return records.receive(
        Arrival(
            site="site-a",
            scan_id="s1",
            package_sha256=sha256,
            package_size=6,
            head=ScanHead(scan_id="s1", site="site-a", container="CSQU3054383"),
            declaration=declaration_from_json(declared, source="test"),
        ),
        now=NOW,
    )


def comparing(records, folder, projections):
    pool, sites = Pool(), SimpleNamespace(arrived=[], joined=[])
    waiting = WaitingRoom(DispatchPolicy(), guide=Guide())
    made = Comparing(pool, records, FolderBlobs(folder), sites, waiting, projections=projections)
    return made, pool, sites, waiting


def answered(case, **more):
    hs = case.declaration.hs_codes
    question = Question(case_id=case.case_id, package=None, declared=hs)
    comparison = comparison_from_json(agree({"declared": list(hs)}))
    return Answer(question=question, comparison=comparison, **more)


def beside():
    return {
        "image_id": "i1",
        "object": "packets",
        "sha256": "2" * 64,
        "size": 6,
        "area": (1, 2, 3, 4),
        "comparison": agree({"declared": []}),
    }


def test_a_case_waits_also_when_its_test_image_could_not_be_noted_at_once(records, case, tmp_path):
    projections = Projections()
    projections.attach(FailingOnce(records, "place_image"), tmp_path)
    made, pool, _, waiting = comparing(records, tmp_path, projections)
    pool.answers = [answered(case, beside=beside())]

    with pytest.raises(StorageUnavailable):
        made.work()
    made.work()

    assert case.case_id in waiting
    assert [image.plan.image_id for image in records.open_images()] == ["i1"]


def test_a_poor_picture_is_sent_back_also_when_the_store_failed_half_way(records, case, tmp_path):
    made, pool, _, waiting = comparing(records, tmp_path, Projections())
    made.rescans = Rescans(FailingOnce(records, "decide"))
    pool.answers = [answered(case, poor=(PictureFault.NOISE,))]

    with pytest.raises(StorageUnavailable):
        made.work()
    made.work()

    assert records.case(case.case_id).stage is Stage.DECIDED
    assert case.case_id not in waiting


def test_a_case_goes_to_the_engine_also_when_nobody_can_say_whether_to_test(
    records, case, tmp_path
):
    projections = Projections()
    projections.attach(FailingOnce(records, "sampling"), tmp_path)
    made, pool, sites, _ = comparing(records, tmp_path, projections)
    sites.arrived.append(case)

    made.work()

    assert [question.case_id for question in pool.asked] == [case.case_id]


def test_a_list_means_a_case_also_when_the_store_failed_as_it_was_looked_at(records, case):
    entry = WatchEntry(number=1, effect=Effect.MUST_INSPECT, hs=case.declaration.hs_codes[0])
    risk = WatchList(name="risk", kind=ListKind.INSTRUCTIONS, entries=(entry,))
    records.import_list(risk, source="risk.csv", officer="zhao", reason="a test", now=NOW)
    waiting = WaitingRoom(DispatchPolicy(), guide=Guide())
    watching = Watching(FailingOnce(records, "watched"), records, waiting)
    watching.begin()

    with pytest.raises(StorageUnavailable):
        watching.tend()
    watching.tend()

    assert waiting.guide.demands_inspection(case.case_id) is not None


def test_an_order_that_was_kept_when_the_store_failed_is_obeyed_when_it_is_sent_again(records):
    store, waiting = FailingOnce(records, "rules"), WaitingRoom(DispatchPolicy(), guide=Guide())
    watching = Watching(FailingOnce(records, "watch_lists"), records, waiting)
    steering = Steering(store, SimpleNamespace(waiting=waiting), watching)
    seat = SimpleNamespace(officer=SimpleNamespace(officer_id="zhao"))
    header = SimpleNamespace(reason="a test")
    tier = {"tier": "ordinary", "readers": 2, "engine": "after"}
    entries = [entry_to_json(WatchEntry(number=1, hs="08", effect=Effect.LOOK_AT))]
    risk = {
        "name": "risk",
        "kind": "instructions",
        "source": "risk.csv",
        "sha256": content_hash([entry_from_json(entries[0])]),
        "first": 0,
        "total": 1,
        "entries": entries,
    }

    for order, document in ((steering.set_tier, tier), (steering.import_list, risk)):
        with pytest.raises(StorageUnavailable):
            order(seat, header, document)
        order(seat, header, document)

    assert waiting.guide.table.rules[Tier.ORDINARY].readers == 2
    assert set(watching._book.lists) == {"risk"}  # noqa: SLF001 - the lists that it knows
