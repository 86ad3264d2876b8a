"""The gate: it opens for one signed release of this very package, and for nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_client.answers import ShownCheckpoint
from queue_client.errors import HubSilent, RefusalCode, Refused
from queue_client.keys import SigningKey
from queue_client.signing import SignedDecision, sign
from resources.opencv import cv2
from tests.site_agent.standins import CONTAINER, Site
from workstation.audit.checkpoint import sign_checkpoint
from workstation.audit.merkle import Tree, leaf_hash
from workstation.domain.finding import chinese_marks
from workstation.site_agent import effects
from workstation.site_agent.outbox import Custody


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    site.sha = site.send_one_scan()
    return site


def alarms(site):
    return [name.split(".")[0] for name in site.names("alarms")]


def test_without_a_decision_the_gate_folder_stays_empty(site):
    site.relay.tick(site.line)

    assert site.names("gate") == []
    assert site.names("decisions") == []


def test_a_release_opens_the_gate_and_is_acknowledged(site):
    site.line.outgoing = [site.decide("release", sha256=site.sha)]

    site.relay.tick(site.line)

    gate = json.loads((site.settings.gate / "S1.release").read_text())
    assert gate["container"] == CONTAINER
    assert gate["decision_id"] == "d-release"
    assert site.line.acknowledged == ["d-release"]
    assert site.outbox.get("S1").state is Custody.DONE


def test_an_inspection_gives_the_crew_marks_positions_and_a_picture(site, monkeypatch):
    monkeypatch.setattr(effects, "find_container", lambda _pixels: None)
    mark = {"mark_id": "m", "view": "side", "shape": "box", "points": [[10, 150], [30, 170]]}
    arrow = {"mark_id": "n", "view": "side", "shape": "arrow", "points": [[0, 0], [45, 50]]}
    site.line.outgoing = [
        site.decide("inspect", sha256=site.sha, marks=[mark, arrow], note="behind the pallets")
    ]

    site.relay.tick(site.line)

    folder = site.settings.inspection / "S1"
    order = json.loads((folder / "decision.json").read_text())
    positions = [m["position"] for m in order["marks"]]
    assert [m["number"] for m in order["marks"]] == [1, 2]
    assert order["note"] == "behind the pallets"
    assert [p["along"] for p in positions] == [0.8, 0.25]
    assert positions[0]["en"] == "0.8 m from the picture's left end, middle"
    assert positions[0]["zh"] == chinese_marks("距图像左端0.8米,中层")
    picture = cv2.imread(str(folder / "picture.png"))
    assert picture.shape[1:] == (200, 3)
    assert picture.shape[0] > 60  # the legend stands below it
    red = (picture[..., 2] > 200) & (picture[..., 1] < 80)
    assert red[10, 150:171].mean() > 0.9
    assert site.names("gate") == []


def test_findings_and_the_places_that_the_officer_read_reach_the_crew(site):
    mark = {
        "mark_id": "m",
        "view": "side",
        "shape": "box",
        "points": [[10, 150], [30, 170]],
        "text": "<b>drum</b>",
        "finding": {"kind": "dense_object", "confidence": "high", "goods": "发动机", "hs": "8407"},
        "place": {"en": "third row from the doors, bottom", "zh": "箱门侧倒数第三排底层"},
    }
    bare = {"mark_id": "n", "view": "top", "shape": "arrow", "points": [[0, 0], [45, 50]]}
    site.line.outgoing = [
        site.decide("inspect", sha256=site.sha, marks=[mark, bare], reason="hidden_object")
    ]

    site.relay.tick(site.line)

    folder = site.settings.inspection / "S1"
    order = json.loads((folder / "decision.json").read_text(encoding="utf-8"))
    first, second = order["marks"]
    sheet = (folder / "order.html").read_text(encoding="utf-8")
    assert first["finding"] == mark["finding"]
    assert first["finding_words"]["zh"] == chinese_marks("高密度物体,把握高:发动机 8407")
    assert first["position"]["zh"] == "箱门侧倒数第三排底层"
    assert second["finding"] is None
    assert second["finding_words"] == {"en": "no type yet", "zh": "类型待定"}
    assert second["position"] is None
    assert order["reason_words"] == {"en": "Hidden object suspected", "zh": "疑似夹藏"}
    for words in ("third row from the doors, bottom", "箱门侧倒数第三排底层", "疑似夹藏"):
        assert words in sheet
    assert "&lt;b&gt;drum&lt;/b&gt;" in sheet
    assert "<b>" not in sheet
    assert 'src="picture.png"' in sheet


@pytest.mark.parametrize("finding", [{"kind": "treasure", "confidence": "low"}, "drugs"])
def test_an_order_with_a_finding_that_is_none_is_not_applied(site, finding):
    mark = {"mark_id": "m", "view": "side", "shape": "box", "points": [[1, 5], [3, 7]]}
    site.line.outgoing = [
        site.decide("inspect", sha256=site.sha, marks=[{**mark, "finding": finding}])
    ]

    site.relay.tick(site.line)

    assert alarms(site) == ["not-lawful"]
    assert site.line.acknowledged == []


def test_a_rescan_asks_for_another_passage_and_keeps_the_gate_shut(site):
    site.line.outgoing = [site.decide("rescan", sha256=site.sha)]

    site.relay.tick(site.line)

    assert site.names("rescan") == ["S1.rescan"]
    assert site.names("gate") == []


def test_a_repeat_is_acknowledged_and_changes_nothing(site):
    site.line.outgoing = [site.decide("release", sha256=site.sha)]
    site.relay.tick(site.line)
    (site.settings.gate / "S1.release").unlink()  # the gate took it: the container has left
    site.line.acknowledged.clear()

    site.relay.tick(site.line)

    assert site.line.acknowledged == ["d-release"]
    assert site.names("gate") == []
    assert site.names("alarms") == []


@pytest.mark.parametrize("restart", [False, True])
def test_a_second_different_decision_raises_an_alarm_and_never_opens_the_gate(site, restart):
    site.line.outgoing = [site.decide("inspect", sha256=site.sha)]
    site.relay.tick(site.line)
    after = site.restarted() if restart else site
    after.line.outgoing.append(site.decide("release", sha256=site.sha))

    after.relay.tick(after.line)

    assert alarms(after) == ["second-decision"]
    assert after.names("gate") == []
    assert after.line.acknowledged == ["d-inspect"]


def test_a_second_decision_is_noticed_even_when_the_first_was_deleted_from_disk(site):
    site.line.outgoing = [site.decide("inspect", sha256=site.sha)]
    site.relay.tick(site.line)
    (site.settings.decisions / "S1.json").unlink()
    site.line.outgoing.append(site.decide("release", sha256=site.sha))

    site.relay.tick(site.line)

    assert "second-decision" in alarms(site)
    assert site.names("gate") == []


def test_a_damaged_decision_file_keeps_the_gate_shut(site):
    (site.settings.decisions / "S1.json").write_text("{half")
    site.line.outgoing = [site.decide("release", sha256=site.sha)]

    site.relay.tick(site.line)

    assert alarms(site) == ["second-decision"]
    assert site.names("gate") == []


def test_a_decision_signed_by_anybody_else_is_not_applied(site):
    honest = site.decide("release", sha256=site.sha)
    forged = sign(honest.record, SigningKey.make())
    site.line.outgoing = [forged]

    site.relay.tick(site.line)

    assert alarms(site) == ["not-signed"]
    assert site.names("gate") == []
    assert site.line.acknowledged == []


@pytest.mark.parametrize(
    ("changes", "alarm"),
    [
        ({"sha256": "0" * 64}, "other-content"),
        ({"site": "south"}, "not-ours"),
        ({"scan_id": "S2"}, "not-ours"),
        ({"conclusion": "refer"}, "not-lawful"),
        ({"conclusion": "open"}, "not-lawful"),
        ({"marks": [{"shape": "box"}]}, "not-lawful"),
    ],
)
def test_a_signed_decision_that_does_not_fit_is_not_applied(site, changes, alarm):
    fitting = site.decide("release", sha256=site.sha)
    site.line.outgoing = [sign({**fitting.record, **changes}, site.key)]

    site.relay.tick(site.line)

    assert alarms(site) == [alarm]
    assert site.names("gate") == []
    assert site.line.acknowledged == []


def test_a_release_for_a_package_that_was_changed_on_disk_is_not_applied(site):
    package = site.outbox.package("S1")
    package.write_bytes(package.read_bytes() + b"!")
    site.line.outgoing = [site.decide("release", sha256=site.sha)]

    site.relay.tick(site.line)

    assert alarms(site) == ["other-content"]
    assert site.names("gate") == []


def test_a_release_for_a_scan_that_was_never_sent_is_not_applied(tmp_path):
    site = Site(tmp_path / "site")
    site.drop("S1.tif")
    site.settle()
    sha = site.outbox.get("S1").sha256
    site.line.outgoing = [site.decide("release", sha256=sha)]

    site.relay.tick(site.line)

    assert alarms(site) == ["not-lawful"]
    assert site.names("gate") == []


def test_one_bad_decision_does_not_hold_up_the_next(site):
    forged = SignedDecision(
        record={**site.decide("inspect", sha256=site.sha).record, "decision_id": "x"},
        signature="00",
    )
    site.line.outgoing = [forged, site.decide("release", sha256=site.sha)]

    site.relay.tick(site.line)

    assert site.names("gate") == ["S1.release"]


def test_a_lost_acknowledgement_is_made_up_for(site):
    site.line.outgoing = [site.decide("release", sha256=site.sha)]
    original = site.line.acknowledge
    site.line.acknowledge = lambda _id: (_ for _ in ()).throw(HubSilent("tcp://x", 1.0))
    with pytest.raises(HubSilent):
        site.relay.tick(site.line)

    site.line.acknowledge = original
    site.relay.tick(site.line)

    assert site.line.acknowledged == ["d-release"]
    assert alarms(site) == []


@pytest.mark.parametrize("conclusion", ["release", "inspect", "rescan"])
def test_a_power_cut_between_record_and_effect_is_completed_at_the_next_start(
    site, conclusion, monkeypatch
):
    site.line.outgoing = [site.decide(conclusion, sha256=site.sha)]
    monkeypatch.setattr(effects, conclusion, _power_cut)
    with pytest.raises(SystemExit):
        site.relay.tick(site.line)
    monkeypatch.undo()

    after = site.restarted()

    assert after.outbox.get("S1").state is Custody.DONE
    assert len(after.names("gate") + after.names("inspection") + after.names("rescan")) == 1
    assert after.names("alarms") == []


def test_a_gate_file_that_nobody_decided_raises_an_alarm_at_start(site):
    (site.settings.gate / "S1.release").write_text("{}")

    after = site.restarted()

    assert alarms(after) == ["gate-without-decision"]


def test_a_decision_for_a_scan_long_forgotten_is_acknowledged_only(site):
    site.line.outgoing = [site.decide("release", sha256=site.sha)]
    site.relay.tick(site.line)
    forgotten = site.outbox.forget(done_before=datetime.now(tz=UTC) + timedelta(days=1))
    (site.settings.gate / "S1.release").unlink()
    site.line.acknowledged.clear()

    site.relay.tick(site.line)

    assert forgotten == 1
    assert site.line.acknowledged == ["d-release"]
    assert site.names("gate") == []


conclusions = st.sampled_from(["release", "inspect", "rescan", "refer"])
events = st.lists(
    st.tuples(st.sampled_from(["decide", "forge", "restart", "lost"]), conclusions), max_size=8
)


@given(events=events)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_in_any_order_of_events_the_gate_obeys_only_the_first_valid_decision(
    events, tmp_path_factory
):
    site = Site(tmp_path_factory.mktemp("site"))
    sha = site.send_one_scan()
    first = None

    for what, conclusion in events:
        decision = site.decide(conclusion, sha256=sha)
        if what == "restart":
            site = site.restarted()
            continue
        if what == "forge":
            decision = sign(decision.record, SigningKey.make())
        elif first is None and conclusion != "refer":
            first = conclusion
        if what == "lost":
            site.relay.apply(decision)
        else:
            site.line.outgoing = [decision]
            site.relay.tick(site.line)

    assert site.names("gate") == (["S1.release"] if first == "release" else [])
    assert site.names("inspection") == (["S1"] if first == "inspect" else [])
    assert site.names("rescan") == (["S1.rescan"] if first == "rescan" else [])


def _power_cut(*_args):
    raise SystemExit


def test_a_site_keeps_the_hubs_checkpoint_and_sounds_an_alarm_when_it_goes_back(site, monkeypatch):
    monkeypatch.setattr("workstation.audit.witness._EVERY_S", 0.0)
    tree = Tree(lambda _low, _high: [])
    for number in range(9):
        tree.add(leaf_hash(str(number).encode()))
    ahead, behind = (sign_checkpoint(size, tree.root(size), site.key) for size in (9, 8))
    line = site.line

    line.shown = ShownCheckpoint(note=ahead, proof=())
    site.relay.tick(line)
    kept = site.settings.witness / "hub.checkpoint"
    first = kept.read_text(encoding="utf-8")
    line.shown = ShownCheckpoint(note=behind, proof=())
    site.relay.tick(line)

    assert line.witnessed == [0, 9]
    assert (first, kept.read_text(encoding="utf-8")) == (ahead, ahead)
    (alarm,) = site.settings.alarms.glob("log-contradicted.*")
    assert "9 entries and now has 8" in alarm.read_text(encoding="utf-8")


def test_an_older_hub_that_knows_no_checkpoints_is_left_in_peace(site, monkeypatch):
    monkeypatch.setattr("workstation.audit.witness._EVERY_S", 0.0)
    asked = []

    def refuse(size: int) -> ShownCheckpoint:
        asked.append(size)
        raise Refused(RefusalCode.MALFORMED, "unknown message type 46")

    site.line.checkpoint = refuse
    site.relay.tick(site.line)
    site.relay.tick(site.line)

    assert asked == [0]
    assert site.names("alarms") == []
