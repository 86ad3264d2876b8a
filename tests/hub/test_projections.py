"""Test images over the wire: a desk cannot tell, nothing of them leaves, the scan is decided."""

import pytest

from queue_client.errors import Fenced
from tests.makers.running_hub import make_decision
from tests.makers.stored_hub import StoredHub
from workstation.domain.comparison import Rectangle
from workstation.domain.decision import Conclusion, Mark, MarkShape
from workstation.domain.law import Stage
from workstation.domain.projected import outcome_of
from workstation.domain.recheck import Outcome, Sampling
from workstation.storage.readers import list_decisions

ALL = Sampling(test_image_rate=1.0)


def on_object():
    return {"mark_id": "m1", "view": "side", "shape": "box", "points": [[105, 210], [135, 250]]}


def alike(case):
    """What a leased case looks like to whoever does not know its pictures."""

    def shape(value):
        if isinstance(value, dict):
            return {name: shape(one) for name, one in value.items()}
        return type(value).__name__

    papers = shape(case.head), shape(case.declaration), shape(case.comparison), shape(case.context)
    return papers, case.comparison["engine"], case.site, case.scan_id, case.ttl_s


@pytest.fixture
def hub(tmp_path):
    with StoredHub(tmp_path, ALL, compare_job="tests.makers.jobs:make_image") as running:
        yield running


def test_a_case_comes_as_a_test_image_first_and_then_as_it_is_to_be_decided_by_itself(hub):
    site, desk = hub.site(), hub.seated()
    case_id = hub.send(site, "s1")
    first = desk.lease()

    told = desk.decide(make_decision(first, conclusion="inspect", marks=[on_object()])).test
    again = desk.lease()
    assert alike(first) == alike(again)  # nothing on the wire tells one from the other
    receipt = desk.decide(make_decision(again))

    clean = hub.stored.case(case_id).package_sha256
    assert first.sha256 != clean
    assert (told.outcome, told.object, told.area) == ("hit", "packets", (100, 200, 40, 60))
    assert (again.case_id, again.sha256) == (case_id, clean)
    assert receipt.test is None
    assert hub.stored.case(case_id).stage is Stage.DECIDED
    assert [one["sha256"] for one in list_decisions(hub.settings.data_dir)] == [clean]


def test_after_a_restart_a_test_image_is_fetched_and_answered_as_before_and_once(hub, tmp_path):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    image = desk.lease()

    hub.restart()
    path = desk.fetch(image, image.sha256, image.size, tmp_path / "image.scan.tif")
    first, second = (desk.decide(make_decision(image)).test for _ in range(2))

    assert path.read_bytes().startswith(b"a picture with an object")
    assert first.outcome == "miss"
    assert first == second


def test_whoever_lost_the_lease_of_a_test_image_says_nothing_of_it(hub):
    case_id = hub.send(hub.site(), "s1")
    desk, other = hub.seated(), hub.seated("wang", "desk-2")
    image = desk.lease()
    desk.skip(image, "not now")

    shown = other.lease()
    with pytest.raises(Fenced):
        desk.decide(make_decision(image))

    assert shown.sha256 == image.sha256
    assert hub.stored.case(case_id).lease_officer == "wang"


def test_no_picture_is_kept_that_nobody_is_shown_any_more(hub, tmp_path):
    folder = tmp_path / "test_images"
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    image = desk.lease()
    before = [path.name for path in folder.glob("*.tif")]

    desk.decide(make_decision(image))
    answered = list(folder.glob("*.tif"))
    (folder / f"{'cd' * 32}.scan.tif").write_bytes(b"of a hub that was killed")
    hub.restart()

    assert before == [f"{image.sha256}.scan.tif"]
    assert (answered, list(folder.glob("*.tif"))) == ([], [])


def test_who_looks_in_sees_the_test_image_that_is_shown(hub, tmp_path):
    hub.send(hub.site(), "s1")
    desk, guest = hub.seated(), hub.seated("wang", "desk-2")
    image = desk.lease()
    desk.show(image, {"view": {}, "marks": [], "pointer": [1.0, 2.0]})

    seen = guest.join(image.case_id)
    path = guest.fetch(seen, seen.sha256, seen.size, tmp_path / "image.scan.tif")

    assert (seen.sha256, seen.comparison) == (image.sha256, image.comparison)
    assert path.read_bytes().startswith(b"a picture with an object")


def test_a_desk_of_the_version_before_gets_no_test_image_since_nobody_could_tell_it(hub):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    desk._link._version = 1  # noqa: SLF001 - as an older desk speaks

    case = desk.lease()

    assert case.sha256 == hub.stored.case(case_id).package_sha256


def test_a_desk_that_was_killed_with_its_hub_gets_its_test_image_again(hub):
    hub.send(hub.site(), "s1")
    image = hub.seated().lease()
    hub.restart()

    again = hub.seated_anew().lease()

    assert (again.sha256, again.token) == (image.sha256, image.token)


def test_also_then_a_desk_of_the_version_before_gets_no_test_image(hub):
    hub.send(hub.site(), "s1")
    hub.seated().lease()
    hub.restart()
    desk = hub.seated_anew()
    desk._link._version = 1  # noqa: SLF001 - as an older desk speaks

    assert desk.lease() is None


def test_turned_off_no_case_is_a_test_image_any_more(hub):
    case_id = hub.send(hub.site(), "s1")
    hub.set_sampling(Sampling())

    case = hub.seated().lease()

    assert case.sha256 == hub.stored.case(case_id).package_sha256


def test_a_site_that_is_left_out_gets_none(tmp_path):
    quiet = Sampling(test_image_rate=1.0, quiet_sites=frozenset({"site-a"}))
    with StoredHub(tmp_path, quiet, compare_job="tests.makers.jobs:make_image") as hub:
        hub.send(hub.site(), "s1")

    assert hub.hub.projections._open == {}  # noqa: SLF001 - nothing was made at all


AREA = Rectangle(row=100, column=200, height=40, width=60)


def mark(*points, shape=MarkShape.BOX):
    return Mark(mark_id="m", view="side", shape=shape, points=points)


@pytest.mark.parametrize(
    ("conclusion", "marks", "outcome"),
    [
        (Conclusion.RELEASE, [mark((105, 210), (135, 250))], Outcome.MISS),
        (Conclusion.INSPECT, [mark((105, 210), (135, 250))], Outcome.HIT),
        (Conclusion.INSPECT, [mark((300, 210), (350, 250))], Outcome.MARKED_ELSEWHERE),
        (Conclusion.INSPECT, [], Outcome.MARKED_ELSEWHERE),
        # Around everything is nowhere.
        (Conclusion.INSPECT, [mark((0, 0), (700, 2000))], Outcome.MARKED_ELSEWHERE),
        # An arrow says where its tip is.
        (Conclusion.INSPECT, [mark((0, 0), (120, 230), shape=MarkShape.ARROW)], Outcome.HIT),
        (
            Conclusion.INSPECT,
            [mark((120, 230), (0, 0), shape=MarkShape.ARROW)],
            Outcome.MARKED_ELSEWHERE,
        ),
    ],
)
def test_a_hit_is_a_mark_where_the_object_is_on_a_container_that_is_not_let_go(
    conclusion, marks, outcome
):
    assert outcome_of(conclusion, marks, AREA) is outcome


def test_what_was_marked_in_a_test_image_comes_back_with_it_and_never_with_the_scan(hub):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    desk.keep_draft(desk.lease(), b"sealed")

    there = hub.seated("li", "desk-2")
    image = there.lease()
    left = there.fetch_draft(image)
    there.decide(make_decision(image))
    scan = there.lease()

    assert left.sealed == b"sealed"
    assert (scan.case_id, scan.draft) == (case_id, False)
    assert scan.sha256 != image.sha256
    assert there.fetch_draft(scan) is None
