"""Configuration files: what is wrong is said by name, with the likely right word."""

from pathlib import Path

import pytest

from workstation.assembly.hub import dispatch_policy
from workstation.domain.context import Tier
from workstation.domain.errors import SettingsInvalid
from workstation.domain.officer import Role
from workstation.settings import read_desk, read_directory, read_hub, read_site, tables_of

SITE = '[site]\nsite = "north"\nfolder = "here"\nhub_card = "hub.card"\nkeys = "north.key"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "room.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_site_is_read_with_paths_beside_its_file(tmp_path):
    config = read_site(write(tmp_path, SITE + "settle_s = 5\n"))

    assert config.folder == tmp_path / "here"
    assert config.inbox is None
    assert config.settle_s == 5.0


def test_an_absolute_path_stays_itself(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    config = read_hub(write(tmp_path / ".", f"[hub]\ndata = '{elsewhere}'\n"))

    assert config.data == elsewhere


def test_one_file_may_configure_several_programs(tmp_path):
    path = write(tmp_path, SITE + DESK)

    assert tables_of(path) == ("site", "desk")
    assert read_desk(path).desk == "d1"


DESK = '[desk]\ndesk = "d1"\nhub_card = "hub.card"\nkeys = "d1.key"\n'


def test_a_desk_may_be_told_how_much_memory_scans_ahead_may_take(tmp_path):
    told = read_desk(write(tmp_path, DESK + "prefetch_mb = 0\n"))

    assert told.prefetch_mb == 0
    assert read_desk(write(tmp_path, DESK)).prefetch_mb == 1024


@pytest.mark.parametrize("value", ["-1", "70000", "1.5", '"much"'])
def test_an_impossible_amount_of_memory_is_refused(tmp_path, value):
    with pytest.raises(SettingsInvalid, match="prefetch_mb"):
        read_desk(write(tmp_path, DESK + f"prefetch_mb = {value}\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SITE + "setle_s = 5\n", "unknown setting 'setle_s'; did you mean 'settle_s'?"),
        (SITE + "[sight]\n", "unknown table 'sight'; did you mean 'site'?"),
        (SITE.replace("[site]", "[hub]"), "there is no table [site]"),
        (SITE.replace('site = "north"\n', ""), "missing required field 'site'"),
        (SITE + 'settle_s = "five"\n', "setting 'settle_s'"),
        (SITE + "ping_s = 0\n", "ping_s must be from 0.01 to 3600, got 0"),
        (SITE + "ping_s = nan\n", "ping_s must be from 0.01 to 3600, got nan"),
        (SITE.replace('"here"', "7"), "setting 'folder'"),
        (SITE.replace('"here"', '""'), "Expected a path"),
        (SITE.replace('"north"', '"../north"'), "site may have letters, digits"),
        ("[site\n", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, words):
    with pytest.raises(SettingsInvalid) as caught:
        read_site(write(tmp_path, text))

    assert words in caught.value.sentence()
    assert "room.toml" in caught.value.sentence()


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SettingsInvalid, match="no such configuration file"):
        read_hub(tmp_path / "none.toml")


def test_a_hub_is_told_how_cases_of_each_tier_are_read(tmp_path):
    text = (
        "[hub]\ndata = 'd'\nreaders_raised = 2\nengine_raised = 'after'\nengine_high = 'conflict'\n"
    )

    tiers = read_hub(write(tmp_path, text)).tiers

    assert {tier.value: (rule.readers, rule.engine.value) for tier, rule in tiers.items()} == {
        "ordinary": (1, "before"),
        "raised": (2, "after"),
        "high": (2, "conflict"),
    }


@pytest.mark.parametrize("line", ["readers_high = 3", "readers_raised = 0", 'engine_high = "x"'])
def test_an_impossible_way_of_reading_is_refused(tmp_path, line):
    with pytest.raises(SettingsInvalid, match=line.split()[0]):
        read_hub(write(tmp_path, f"[hub]\ndata = 'd'\n{line}\n"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("leases_per_desk = 0", "leases_per_desk must be from 1 to 16, got 0"),
        ("session_idle_s = 1", "session_idle_s must be from 10"),
        (
            "session_idle_s = 901",
            "session_idle_s must be from 10 to 900, got 901: nobody knows who sits at a desk",
        ),
        ("recall_s = 31", "recall_s must be from 0 to 30, got 31: so long a container"),
        ("compare_workers = 1000", "compare_workers must be from 1 to 64"),
        ('metrics = "9570"', "metrics must be HOST:PORT such as '127.0.0.1:9570', got '9570'"),
        ('metrics = "localhost:99999"', "metrics must be HOST:PORT"),
        ('log_format = "xml"', "log_format"),
        ('log_level = "loud"', "log_level"),
        ("metric = 1", "unknown setting 'metric'; did you mean 'metrics'?"),
    ],
)
def test_what_is_wrong_with_a_hub_is_said_by_name(tmp_path, line, words):
    with pytest.raises(SettingsInvalid) as caught:
        read_hub(write(tmp_path, f"[hub]\ndata = 'd'\n{line}\n"))

    assert words in caught.value.sentence()
    assert "table [hub]" in caught.value.sentence()


@pytest.mark.parametrize("minutes", [0, 5, 15])
def test_a_desk_locks_by_itself_within_a_quarter_of_an_hour_or_drives_a_wall(tmp_path, minutes):
    read = read_desk(write(tmp_path, DESK + f"lock_after_min = {minutes}\n"))

    assert read.lock_after_min == minutes


def test_a_desk_that_would_stand_open_for_longer_is_refused_with_the_reason(tmp_path):
    with pytest.raises(SettingsInvalid, match="from 0 to 15, got 16: whoever passes a desk"):
        read_desk(write(tmp_path, DESK + "lock_after_min = 16\n"))


def test_how_the_room_shares_its_work_is_set_in_minutes_and_handed_to_the_hub(tmp_path):
    text = (
        '[hub]\ndata = "d"\nlimit_high_min = 5\nskips_per_hour = 3\nwork_min = 90\n'
        'trained = { "36" = ["li"] }\n'
    )

    policy = dispatch_policy(read_hub(write(tmp_path, text)))

    assert policy.limits == {Tier.HIGH: 300.0, Tier.RAISED: 1200.0, Tier.ORDINARY: 1800.0}
    assert (policy.skips_per_hour, policy.work_s, policy.rest_s) == (3, 5400.0, 600.0)
    assert policy.trained == {"36": frozenset({"li"})}


@pytest.mark.parametrize(
    "line", ["limit_ordinary_min = 0", "skips_per_hour = -1", 'trained = { "3604" = ["li"] }']
)
def test_an_impossible_way_to_share_work_is_refused(tmp_path, line):
    with pytest.raises(SettingsInvalid, match=line.split(maxsplit=1)[0]):
        read_hub(write(tmp_path, f'[hub]\ndata = "d"\n{line}\n'))


@pytest.mark.parametrize(
    "endpoint",
    ["0.0.0.0:5947", "tcp://0.0.0.0", "tcp://0.0.0.0:99999", "tcp://:5947", "http://hub:5947"],
)
def test_where_a_hub_listens_has_a_form_that_is_told(tmp_path, endpoint):
    with pytest.raises(SettingsInvalid, match="endpoint must be tcp://HOST:PORT"):
        read_hub(write(tmp_path, f'[hub]\ndata = "hub"\nendpoint = "{endpoint}"\n'))


@pytest.mark.parametrize("endpoint", ["tcp://*:5947", "tcp://[::1]:5947", "tcp://hub.example:*"])
def test_a_hub_may_listen_wherever_it_can(tmp_path, endpoint):
    read = read_hub(write(tmp_path, f'[hub]\ndata = "hub"\nendpoint = "{endpoint}"\n'))

    assert read.endpoint == endpoint


def test_a_word_that_is_none_of_a_few_is_answered_with_them(tmp_path):
    with pytest.raises(SettingsInvalid, match="one of 'debug', 'info', 'warning', 'error'"):
        read_hub(write(tmp_path, '[hub]\ndata = "hub"\nlog_level = "warn"\n'))


def test_a_file_from_an_editor_on_windows_is_read(tmp_path):
    path = tmp_path / "room.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SITE.replace("\n", "\r\n").encode())

    assert read_site(path).site == "north"


HUB = "[hub]\ndata = 'hub'\n"
DIRECTORY = """[directory]
servers = ["ldaps://one.example", "ldaps://two.example:1636"]
user_dn = "uid={officer},dc=example"
authority = "ca.pem"
roles = { chief = ["cn=chiefs,dc=example"] }
"""


def test_a_directory_is_read_beside_its_hub_and_none_is_needed(tmp_path):
    rules = read_directory(write(tmp_path, HUB + DIRECTORY))

    assert rules is not None
    assert [str(one) for one in rules.addresses] == ["one.example:636", "two.example:1636"]
    assert rules.authority == tmp_path / "ca.pem"
    assert rules.roles == {Role.CHIEF: ("cn=chiefs,dc=example",)}
    assert tables_of(tmp_path / "room.toml") == ("hub",)
    assert read_directory(write(tmp_path, HUB)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DIRECTORY, "beside one [hub]"),
        (HUB + DIRECTORY.replace("ldaps://one", "ldap://one"), "ldaps://"),
        (HUB + DIRECTORY.replace("chief =", "boss ="), "boss"),
        (HUB + DIRECTORY + "start_tls = true\n", "start_tls"),
        (HUB + DIRECTORY + "service_dn = 'cn=x'\n", "belong together"),
    ],
)
def test_a_directory_that_cannot_be_asked_is_told_by_its_setting(tmp_path, text, says):
    with pytest.raises(SettingsInvalid) as caught:
        read_directory(write(tmp_path, text))

    assert says in str(caught.value)
