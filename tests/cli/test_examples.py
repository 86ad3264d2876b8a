"""The example configurations hold every setting, with its true default, and can be used."""

import re
from dataclasses import MISSING, fields
from enum import Enum

import pytest
from click.testing import CliRunner

from workstation.cli.desk import desk_command
from workstation.cli.examples import example_text
from workstation.cli.hub import hub_command
from workstation.cli.site import site_command
from workstation.directory.rules import DirectoryRules
from workstation.settings import (
    DeskConfig,
    HubConfig,
    SiteConfig,
    read_desk,
    read_directory,
    read_hub,
    read_site,
)

KINDS = {
    "hub": (HubConfig, read_hub, hub_command),
    "site": (SiteConfig, read_site, site_command),
    "desk": (DeskConfig, read_desk, desk_command),
}
#: Shown with a value that a room may take, because the default is that there is none.
WITHOUT_DEFAULT = {
    "library",
    "inbox",
    "officer",
    "language",
    "cache",
    "log_file",
    "keys",
    "trained",
    "audit_server",
    "audit_authority",
    "audit_certificate",
    "audit_key",
}


@pytest.mark.parametrize("table", KINDS)
def test_a_command_prints_an_example_that_is_accepted(tmp_path, table):
    _, read, command = KINDS[table]

    done = CliRunner().invoke(command, ["--example"])

    path = tmp_path / f"{table}.toml"
    path.write_text(done.output, encoding="utf-8")
    assert done.exit_code == 0
    assert read(path) is not None


@pytest.mark.parametrize("table", KINDS)
def test_an_example_shows_every_setting_with_its_default(tmp_path, table):
    kind, read, _ = KINDS[table]
    path = tmp_path / f"{table}.toml"
    path.write_text(re.sub(r"^#(?=\S)", "", example_text(table), flags=re.MULTILINE), "utf-8")

    config = read(path)

    own, _, _ = example_text(table).partition("#[directory]")
    shown = set(re.findall(r"^#?(\w+) =", own, re.MULTILINE))
    defaults = {f.name: f.default for f in fields(kind) if f.default is not MISSING}
    assert shown == {field.name for field in fields(kind)}
    for name, default in defaults.items():
        if name not in WITHOUT_DEFAULT and (table, name) != ("hub", "metrics"):
            value = getattr(config, name)
            assert (value.value if isinstance(value, Enum) else value) == default, name


def test_the_hub_s_example_shows_how_a_directory_is_asked(tmp_path):
    _, head, part = example_text("hub").partition("#[directory]")
    path = tmp_path / "hub.toml"
    path.write_text("[hub]\ndata = 'hub'\n" + re.sub(r"(?m)^#(?=\S)", "", head + part), "utf-8")

    rules = read_directory(path)

    shown = set(re.findall(r"^#(\w+) =", part, re.MULTILINE))
    assert shown == {field.name for field in fields(DirectoryRules)}
    assert rules is not None
    for name in ("search_attribute", "group_attribute", "connect_s", "answer_s"):
        assert getattr(rules, name) == DirectoryRules.__dataclass_fields__[name].default


def test_every_time_and_size_has_its_unit_in_its_name():
    unitless = {"readers_ordinary", "readers_raised", "readers_high", "false_alarm_rate"}
    counts = {"park_after", "leases_per_desk", "uploads_per_site", "compare_workers"}
    counts |= {"skips_per_hour", "uploads_at_once", "queue_high_mark"}
    counts |= {"give_up_after_refusals", "reserve_fraction"}
    found = {
        field.name
        for kind, _, _ in KINDS.values()
        for field in fields(kind)
        if field.type in {int, float, "int", "float"}
    }

    unit = re.compile(r"_(s|min|days|mb|bytes|percent)$")
    assert {name for name in found - unitless - counts if not unit.search(name)} == set()
