"""What a crew writes down reaches the hub once; what is no result is put aside with its reason."""

import json

import pytest

from queue_client.errors import Conflict, HubSilent, RefusalCode, Refused
from tests.site_agent.standins import ScriptedLine
from workstation.site_agent.alarms import AlarmBell
from workstation.site_agent.files import make_folders
from workstation.site_agent.results import ResultPost
from workstation.site_agent.settings import SiteSettings

FOUND = {
    "scan_id": "s1",
    "opened_at": "2026-03-02T10:00:00+08:00",
    "kind": "cigarettes_alcohol",
    "marks": {"m1": "confirmed"},
}


@pytest.fixture
def site(tmp_path):
    settings = SiteSettings(site="yantian", folder=tmp_path, inbox=tmp_path / "inbox")
    make_folders(settings.folders())
    (settings.decisions / "s1.json").write_text('{"record": {"decision_id": "d1"}}')
    return settings


@pytest.fixture
def post(site):
    return ResultPost(site, AlarmBell(site.alarms))


def put(site, content, name="one.json"):
    text = content if isinstance(content, str) else json.dumps(content)
    (site.results / name).write_text(text)


def test_a_result_is_told_with_the_decision_that_was_applied_and_put_away(site, post):
    line = ScriptedLine()
    put(site, FOUND)

    assert post.tick(line) == 1

    (told,) = line.results
    assert (told["case"], told["decision_id"], told["occasion"]) == (
        "yantian:s1",
        "d1",
        "inspection",
    )
    assert told["opened_at"] == "2026-03-02T02:00:00.000000+00:00"
    assert [path.name for path in site.results.glob("*.json")] == []
    assert (site.results / "reported" / "one.json").exists()


def test_while_the_hub_is_away_or_does_not_know_yet_a_result_waits(site, post):
    line = ScriptedLine()
    put(site, FOUND)

    line.trouble = [HubSilent("ping", 5.0)]
    with pytest.raises(HubSilent):
        post.tick(line)
    waited = 0
    for code in (RefusalCode.NOT_LAWFUL, RefusalCode.UPGRADE):  # not announced; an older hub
        line.trouble = [Refused(code, "not yet")]
        waited += post.tick(line)

    assert waited == 0
    assert post.tick(line) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "does not say"),
        ({**FOUND, "scan_id": "s9"}, "no decision about scan s9"),
        ({**FOUND, "scan_id": "../s1"}, "no scan's name"),
        ({**FOUND, "kind": "treasure"}, "treasure"),
        ({**FOUND, "opened_at": "2026-03-02T10:00:00"}, "time zone"),
        ({**FOUND, "marks": {"m1": "maybe"}}, "maybe"),
    ],
)
def test_what_is_no_result_is_put_aside_with_its_reason_and_an_alarm(site, post, content, why):
    line = ScriptedLine()
    put(site, content)

    assert post.tick(line) == 0

    assert line.results == []
    assert why in (site.results / "refused" / "one.json.why.txt").read_text()
    assert list(site.alarms.glob("result-refused.*"))


def test_a_result_that_contradicts_one_that_the_hub_has_is_put_aside_and_holds_up_no_other(
    site, post
):
    line = ScriptedLine()
    put(site, FOUND)
    line.trouble = [Conflict("result one", "it tells something else")]

    assert post.tick(line) == 0

    assert "something else" in (site.results / "refused" / "one.json.why.txt").read_text()
    assert list(site.alarms.glob("result-refused.*"))
