"""Whatever is changed behind the hub's back is noticed; one test a kind."""

import shutil
import tomllib

import pytest

from tests.audit.tampering import IN_CHINESE, KINDS, make_scene
from workstation.storage import stretches
from workstation.storage.checkpoints import CHECKPOINTS


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("room") / "honest")


@pytest.fixture
def scene(honest, tmp_path):
    return honest.copied(tmp_path / "room")


def test_the_page_of_every_kind_names_each_in_chinese():
    told = tomllib.loads(IN_CHINESE.read_text(encoding="utf-8"))

    assert told["names"].keys() == KINDS.keys()
    assert len(set(told["names"].values())) == len(KINDS)


def test_an_honest_room_holds_and_is_proven_to_its_last_entry(scene):
    report = scene.verify()

    assert report.verified, report
    assert report.proven == report.entries == len(scene.entries())
    assert report.checkpoints == 5


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_noticed_also_at_the_seams_of_short_stretches(scene, kind, monkeypatch):
    act, by = KINDS[kind]
    act(scene)

    report = scene.verify()

    assert not report.verified
    assert by in report.reason, report
    monkeypatch.setattr(stretches, "STRETCH", 4)
    assert scene.verify() == report


def test_what_is_still_proven_ends_before_the_first_entry_that_was_rewritten(scene):
    changed = scene.seq_of("scan:lease:granted", "yantian:s3")
    scene.rewrite(
        lambda texts: [
            text.replace('"desk-1"', '"desk-9"') if seq == changed else text
            for seq, text in enumerate(texts, 1)
        ]
    )

    report = scene.verify()

    assert 0 < report.proven < report.first_bad <= changed
    assert report.first_bad == report.proven + 1


@pytest.mark.parametrize(
    "kind", ["log rewritten and signed with the key", "an older backup put back"]
)
def test_without_a_witness_this_goes_unnoticed_as_the_manual_says(scene, kind):
    KINDS[kind][0](scene)
    shutil.rmtree(scene.orders)
    scene.orders.mkdir()

    assert scene.verify(with_witness=False).verified
    assert not scene.verify().verified


def test_without_any_checkpoint_the_end_of_the_log_can_be_cut_as_the_manual_says(scene):
    KINDS["log-ins cut off the end of the log"][0](scene)
    shutil.rmtree(scene.data / CHECKPOINTS)

    assert scene.verify(with_witness=False).verified
